"""What only a browser can show of the MNIST page: clicks on figures, files handed over, layout."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from tests.e2e.board import Board
from tests.e2e.conftest import OpenAt
from tests.e2e.test_draw import PHONE
from tests.e2e.test_forced_colours import strongest


@pytest.fixture
def open_mnist(open_at: OpenAt) -> OpenAt:
    """Return a function that opens the MNIST page."""

    def open_(query: str = "", **context: Any) -> Page:
        page = open_at(f"mnist{query}", **context)
        for key in ("sheet", "confusion"):
            drawn = page.locator(f".st-key-{key} .main-svg").first
            expect(drawn).to_be_visible(timeout=30_000)
        return page

    return open_


def click_cell(page: Page, key: str, row: int, column: int, margins: tuple[int, int, int, int]):
    """Click a cell of a figure, given the room round its cells and their number each way."""
    left, top, rows, columns = margins
    figure = page.locator(f".st-key-{key} .figure")
    figure.scroll_into_view_if_needed()
    box, before = figure.bounding_box(), None
    while box != before:  # what stands above it may still be coming
        page.wait_for_timeout(200)
        box, before = figure.bounding_box(), box
    assert box is not None
    right = bottom = 4 if left else 0
    width = (box["width"] - left - right) / columns
    height = (box["height"] - top - bottom) / rows
    page.mouse.click(
        box["x"] + left + (column + 0.5) * width, box["y"] + top + (row + 0.4) * height
    )


SHEET = (0, 0, 5, 10)
CONFUSION = (44, 44, 10, 10)


def test_a_click_on_a_thumbnail_chooses_it_for_every_page(open_mnist):
    page = open_mnist()

    click_cell(page, "sheet", 1, 3, SHEET)

    page.wait_for_url("**image=13*")
    digit = page.locator(".prediction .digit")
    expect(digit).to_have_text("0")  # the first test images are 7 2 1 0 4 1 4 9 5 9 0 6 9 0
    page.get_by_test_id("stTopNav").get_by_role("link", name="Draw").click()
    expect(page.locator(".frame-squared_error .main-svg").first).to_be_visible()
    expect(digit).to_have_text("0")
    expect(page.locator(".frame-squared_error .title")).to_contain_text("0, the image's label")
    page.get_by_test_id("stTopNav").get_by_role("link", name="Forward").click()
    expect(digit).to_have_text("0")


def test_undo_brings_back_the_drawing_that_an_image_took_the_place_of(open_mnist):
    text = encode(sample(5))
    page = open_mnist(f"?drawing={text}")
    click_cell(page, "sheet", 1, 3, SHEET)
    page.wait_for_url("**image=13*")
    page.get_by_test_id("stTopNav").get_by_role("link", name="Draw").click()
    board = Board(page).opened()
    board.expect_digit(0)

    page.keyboard.press("u")

    board.expect_digit(5)
    page.wait_for_url(f"**drawing={text}*")
    board.wait_until(lambda: "image" not in page.url)


def test_a_click_on_the_confusion_matrix_shows_its_images(open_mnist):
    page = open_mnist()

    click_cell(page, "confusion", 4, 9, CONFUSION)

    sheet = page.locator(".st-key-sheet .figure")
    expect(sheet).to_have_attribute("aria-label", _only("image \\d+: 4, read as 9, loss [\\d.e-]+"))
    expect(sheet).to_be_in_viewport()
    (worst,) = re.findall(r"image (\d+)", (sheet.get_attribute("aria-label") or "").split(";")[0])
    page.wait_for_url(f"**image={worst}*")
    expect(page.locator(".label")).to_contain_text("Label 4")


def test_a_click_on_a_digits_errors_shows_and_chooses_them(open_mnist):
    page = open_mnist()

    page.locator(".st-key-per_digit .figure").evaluate("it => it.scrollIntoView({block: 'center'})")
    page.locator(".st-key-per_digit .point text").nth(4).click(force=True)  # under Plotly's pane

    expect(page.locator(".st-key-sheet .figure")).to_have_attribute(
        "aria-label", _only(r"image \d+: 4, read as [^4], loss [\d.e-]+")
    )
    page.wait_for_url("**image=*")
    expect(page.locator(".label")).to_contain_text("Label 4")


def test_two_matrices_handed_over_one_by_one_make_a_network(open_mnist):
    page = open_mnist("?image=0")
    rng = np.random.default_rng(1)
    texts = [
        "\n".join(" ".join(f"{value:.5f}" for value in row) for row in matrix).encode()
        for matrix in (rng.normal(size=(4, 784)), rng.normal(size=(10, 4)))
    ]
    page.get_by_role("button", name="Your own weights").click()
    uploader = page.locator("input[type=file]")

    uploader.set_input_files({"name": "w1.txt", "mimeType": "text/plain", "buffer": texts[0]})
    expect(page.get_by_text("w1.txt holds one matrix")).to_be_visible()
    uploader.set_input_files({"name": "w2.txt", "mimeType": "text/plain", "buffer": texts[1]})

    expect(page.get_by_text("network 784-4-10 without biases")).to_be_visible()
    page.wait_for_url("**network=own*")
    page.keyboard.press("Escape")
    expect(page.locator("table.values thead").first).to_contain_text("Yours")


FREE_ROOM = """field => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(field);
    const words = document.createElement("canvas").getContext("2d");
    words.font = font;
    const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    return room - words.measureText(field.placeholder).width;
}"""
"""Pixels beside the words of an empty field."""


def test_an_image_can_be_chosen_with_the_keyboard_alone(open_mnist):
    page = open_mnist(viewport={"width": 1920, "height": 1080}, locale="ko-KR")
    field = page.locator(".st-key-image input")
    expect(field).to_have_attribute("placeholder", "아직 없음")
    assert field.evaluate(FREE_ROOM) >= 0

    field.focus()
    page.keyboard.type("115")
    page.keyboard.press("Enter")
    page.wait_for_url("**image=115*")
    page.locator(".st-key-image_after button").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**image=116*")


def test_an_image_is_guessed_with_the_keyboard_alone(open_mnist):
    page = open_mnist("?image=0")
    page.get_by_text("Guess first").click()
    expect(page.locator(".label")).to_be_empty()

    page.get_by_role("button", name="6", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".guessed")).to_contain_text(re.compile("Your guess 7.*Label 7"))
    guessed = page.get_by_role("button", name="7", exact=True)
    expect(guessed).to_be_disabled()
    assert strongest(guessed) > 2  # it can be read all the same


def test_a_click_on_the_confusion_matrix_ends_the_guessing_that_it_would_spoil(open_mnist):
    page = open_mnist("?image=0")
    page.get_by_text("Guess first").click()
    expect(page.locator(".label")).to_be_empty()

    click_cell(page, "confusion", 4, 9, CONFUSION)

    expect(page.locator(".label")).to_contain_text("Label 4")
    expect(page.get_by_role("switch", name="Guess first")).not_to_be_checked()


@pytest.mark.parametrize("context", [{}, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_nothing_reaches_beyond_the_screen(open_mnist, context, locale):
    page = open_mnist("?image=115", locale=locale, **context)

    width = page.viewport_size["width"]
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    for key in ("sheet", "seen", "activations", "confusion", "queries", "pager", "image_choice"):
        box = page.locator(f".st-key-{key}").first.bounding_box()
        assert box is not None, key
        assert box["x"] >= 0, key
        assert box["x"] + box["width"] <= width, key


def _only(pattern: str):
    return re.compile(rf"^Test images\. {pattern}(; {pattern})*$")
