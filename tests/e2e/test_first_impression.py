"""What a stranger sees first: what this is, where one draws, how one gets about."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.every_page import DRAWN, LAST_FIGURE
from tests.e2e.test_draw import PHONE
from tests.e2e.test_live import touch
from tests.support.digits import SEVEN

LARGE_LETTERS = {"viewport": {"width": 640, "height": 400}}
"""A laptop's page at 200 %."""

THUMB = 44
"""Pixels that a finger needs."""


def menu(page):
    return page.get_by_role("navigation").get_by_role("link")


@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_every_page_has_a_title_and_a_heading_of_its_own(open_at, locale):
    page = open_at("", locale=locale)
    expect(menu(page)).to_have_count(len(LAST_FIGURE), timeout=60_000)
    words = menu(page).all_inner_texts()
    titles = [word.split("\n")[-1] for word in words]
    headings: list[str] = []

    for link, title in zip(menu(page).all(), titles, strict=True):
        link.click()
        expect(page).to_have_title(f"{title} · mnistnet")
        expect(link).to_have_attribute("aria-current", "page")
        first = page.locator("h1")
        expect(first).to_have_count(1)
        expect(first).not_to_have_text(headings[-1] if headings else "")
        headings.append(first.inner_text())
        expect(first).to_have_css("word-break", "keep-all")  # or Korean breaks within a word

    assert len(set(titles)) == len(set(headings)) == len(LAST_FIGURE)
    assert all(bool(re.search("[가-힣]", said)) == (locale == "ko-KR") for said in headings)


@pytest.mark.parametrize("screen", [PHONE, LARGE_LETTERS], ids=["phone", "200 %"])
def test_a_thumb_reaches_every_page_and_the_drawing_comes_along(open_at, screen):
    page = open_at(DRAWN, **screen)
    Board(page).opened().expect_digit(7)
    page.evaluate("window.mark = 'not loaded anew'")
    width, height = screen["viewport"]["width"], screen["viewport"]["height"]
    assert menu(page).count() == len(LAST_FIGURE)

    for link in menu(page).all()[1:]:
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        page.wait_for_url(f"**{DRAWN}")
        boxes = [other.bounding_box() for other in menu(page).all()]
        assert min(box["height"] for box in boxes) >= THUMB
        assert min(box["width"] for box in boxes) >= THUMB
        assert min(box["y"] for box in boxes) > height - 80  # nothing lies over the page
        assert max(box["y"] + box["height"] for box in boxes) <= height
        assert max(box["x"] + box["width"] for box in boxes) <= width
    assert page.evaluate("window.mark") == "not loaded anew"

    page.emulate_media(forced_colors="active")
    tops = [
        link.evaluate("link => getComputedStyle(link).borderTopColor") for link in menu(page).all()
    ]
    assert [tops.count(top) for top in tops] == [len(tops) - 1] * (len(tops) - 1) + [1]
    page.emulate_media(forced_colors="none", media="print")
    expect(menu(page).first).to_be_hidden()
    page.emulate_media(media="screen")

    # What is last on the page can be scrolled out from under the menu.
    page.locator(".stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    last = page.locator(".stMainBlockContainer > .stVerticalBlock > :last-child").bounding_box()
    assert last["y"] + last["height"] <= min(box["y"] for box in boxes)


def test_the_outline_goes_when_the_pen_comes_down_and_comes_back(board):
    hint = board.page.locator(".hint")
    before = board.places()
    expect(hint).to_be_visible()
    assert hint.get_attribute("aria-hidden") == "true"

    (x, y), *_ = board.on_screen(SEVEN[0])
    board.page.mouse.move(x, y)
    board.page.mouse.down()
    expect(hint).to_be_hidden()
    board.page.mouse.up()
    board.draw(SEVEN)
    board.expect_digit(7)
    expect(hint).to_be_hidden()

    board.part("clear").get_by_role("button").click()
    expect(hint).to_be_visible()
    assert board.places() == before
    board.part("undo").get_by_role("button").click()
    expect(hint).to_be_hidden()
    board.part("clear").get_by_role("button").click()
    expect(hint).to_be_visible()
    board.page.emulate_media(media="print")
    expect(hint).to_be_hidden()
    board.page.emulate_media(media="screen")


def test_the_outline_goes_under_a_finger_before_it_moves(open_page):
    board = open_page(**PHONE)
    hint = board.page.locator(".hint")
    expect(hint).to_be_visible()

    touch(board, "touchStart", (140, 140))
    expect(hint).to_be_hidden()
    touch(board, "touchEnd")
    expect(hint).to_be_hidden()  # a dot is drawn


def test_a_drawing_that_is_there_has_no_outline(open_page):
    board = open_page(DRAWN)
    board.expect_digit(7)

    expect(board.page.locator(".hint")).to_be_hidden()
