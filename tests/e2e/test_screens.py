"""Projectors and tablets: their room is used, and nothing breaks in two."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.every_page import CLASS, DRAWN, LAST_FIGURE
from tests.e2e.test_draw import PHONE

PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
TABLETS = {"air": (820, 1180), "mini": (768, 1024)}

SCRIBBLE = [np.array([(40.0, 40), (240, 60), (60, 120), (230, 150), (50, 200), (240, 240)])]

READABLE = 13
"""Pixels that a number's letters need on a projector."""


WORDS_END = """element => {
    const words = new Range();
    words.selectNodeContents(element);
    const { right, bottom } = words.getBoundingClientRect();
    return [right, bottom];
}"""


def centre(place):
    box = place.bounding_box()
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("size", TABLETS.values(), ids=TABLETS)
def test_a_tablet_held_upright_has_the_answer_beside_the_canvas(open_page, size):
    width, height = size
    viewport = {"width": width, "height": height}
    board = open_page(DRAWN, viewport=viewport, has_touch=True, is_mobile=True)
    board.expect_digit(7)
    board.settle()
    places = board.places()

    canvas = places["canvas"]
    for key in ("prediction", "activations", "target", "squared_error"):
        box = places[key]
        assert box["x"] >= canvas["x"] + canvas["width"], key
        assert box["x"] + box["width"] <= width, key
        assert box["y"] + box["height"] <= height, key
    assert places["activations"]["y"] <= canvas["y"]


@pytest.mark.parametrize("query", ["", f"?class={CLASS}"])
@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_a_phone_on_its_side_shows_all_of_the_canvas(open_page, query, locale):
    board = open_page(query, locale=locale, has_touch=True, is_mobile=True)
    for width, height in ((844, 390), (667, 375)):
        board.page.set_viewport_size({"width": width, "height": height})
        board.settle()
        places = board.places()
        links = [
            link.bounding_box()
            for link in board.page.get_by_role("navigation").get_by_role("link").all()
        ]
        assert min(link["height"] for link in links) >= 40
        free = min([height, *(link["y"] for link in links if link["y"] > height / 2)])
        for key in ("canvas", "undo", "clear"):
            assert places[key]["y"] + places[key]["height"] <= free, key
        assert places["undo"]["x"] >= places["canvas"]["x"] + places["canvas"]["width"]


@pytest.mark.parametrize("size", [(360, 640), (640, 400), (768, 1024), (1024, 768)])
def test_nothing_moves_when_the_network_is_not_sure(open_page, size):
    board = open_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    board.settle()
    before = board.places()

    board.draw(SCRIBBLE)
    expect(board.part("prediction").locator(".rival")).to_contain_text("Not sure")
    board.wait_until(lambda: len(board.values("squared_error")) == 10)

    assert board.places() == before


def test_each_target_stands_under_the_bars_of_its_digit(open_page):
    board = open_page(DRAWN)
    board.expect_digit(7)

    for width in (390, 600, 820, 1280, 1920):
        board.page.set_viewport_size({"width": width, "height": 1080})
        board.settle()
        words = board.part("target").locator("label p").first.evaluate(WORDS_END)
        switch = board.part("pinned").get_by_role("switch").locator("xpath=..").bounding_box()
        assert words[0] <= switch["x"] or words[1] <= switch["y"], width
        buttons = board.part("target").get_by_role("radio")
        digits = board.part("squared_error").locator(".xtick text")
        for k in range(10):
            assert centre(buttons.nth(k)) == pytest.approx(centre(digits.nth(k)), abs=8), width
        (chosen, title) = (board.part(key).bounding_box() for key in ("target", "squared_error"))
        assert 0 <= title["y"] - chosen["y"] - chosen["height"] <= 16  # nothing between them


def test_the_picker_stands_in_one_row_and_the_numbers_can_be_read(open_at):
    page = open_at("forward" + DRAWN, **PROJECTOR)
    numbers = page.locator(".frame-matrix .heatmap-label text")
    expect(numbers.first).to_be_visible(timeout=60_000)

    buttons = page.locator(".st-key-network button")
    expect(buttons.first).to_be_visible()
    tops = {button.bounding_box()["y"] for button in buttons.all()}
    assert len(tops) == 1
    size = "numbers => Math.min(...numbers.map(n => parseFloat(getComputedStyle(n).fontSize)))"
    assert numbers.evaluate_all(size) >= READABLE


def test_numbers_have_their_plus_and_minus_and_doubt_takes_few_lines(open_at):
    page = open_at("train", **PROJECTOR)
    doubt = page.locator(".st-key-reading .rival")
    expect(doubt).to_be_visible(timeout=60_000)

    for name in ("n_hidden", "learning_rate", "batch_size", "epochs", "n_images", "seed"):
        for step in page.locator(f".st-key-setting_{name} button").all():
            expect(step).to_be_visible()
        expect(page.locator(f".st-key-setting_{name} button")).to_have_count(2)
    lines = """doubt => {
        const { height } = doubt.getBoundingClientRect();
        return height / parseFloat(getComputedStyle(doubt).lineHeight);
    }"""
    for width in (1920, 1280, 390):
        page.set_viewport_size({"width": width, "height": 1080})
        assert doubt.evaluate(lines) <= 3.05


@pytest.mark.parametrize("address", ["forward", "forward?network=lecture-b", "train?biases=True"])
def test_a_phone_cuts_no_formula(open_at, address):
    page = open_at(address + DRAWN.replace("?", "&" if "?" in address else "?"), **PHONE)
    name = address.split("?")[0]
    expect(page.locator(LAST_FIGURE[name]).first).to_be_visible(timeout=60_000)
    expect(page.locator(".katex-display")).to_have_count(1 if name == "train" else 7)
    beyond = """formulas => formulas.map(formula => Math.max(...[
        ...formula.querySelectorAll(".katex-html > .base")].map(part =>
            part.getBoundingClientRect().right - formula.getBoundingClientRect().right)))"""

    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert max(page.locator(".katex-display").evaluate_all(beyond)) <= 1, width


def test_no_tool_of_the_network_has_words_that_are_cut(open_at):
    page = open_at("network" + DRAWN, locale="ko-KR")
    expect(page.locator(LAST_FIGURE["network"]).first).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-undo_and_clear p")).to_have_text(["되돌리기", "지우기"])
    cut = """parts => parts.filter(part => part.scrollWidth > part.clientWidth
        && getComputedStyle(part).overflow !== "visible").length"""

    for width in (600, 640, 690, 820, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".st-key-undo_and_clear button *").evaluate_all(cut) == 0, width
