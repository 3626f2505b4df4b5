"""Every page as a handout: what a browser prints of it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.every_page import LAST_FIGURE, drawn

PAPER = {"width": 718, "height": 1047}
"""A4 with a centimetre on each side, in CSS pixels."""

NO_SCRIPT_ON_PAPER = """
    window.ResizeObserver = class extends ResizeObserver {
        constructor(told) { super((...all) => matchMedia("print").matches || told(...all)); }
    }"""
"""What watches sizes is not told of paper's, but it would be of the window's that stands for it."""

BOXES = """() => {
    const box = element => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { left, right, top, bottom };
    };
    return [...document.querySelectorAll(".frame")].map(frame => ({
        name: frame.className,
        frame: box(frame),
        drawn: [...frame.querySelectorAll(".main-svg")].map(box),
        broken: getComputedStyle(frame).breakInside,
    }));
}"""


@pytest.fixture
def printed(open_at):
    """Return a function that opens a page on a laptop and lays it out for paper."""

    def open_(name):
        page = open_at(drawn(name), prepare=lambda page: page.add_init_script(NO_SCRIPT_ON_PAPER))
        last = page.locator(LAST_FIGURE[name]).first
        expect(last).to_be_visible(timeout=60_000)
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        return page

    return open_


@pytest.mark.parametrize("name", LAST_FIGURE)
def test_figures_keep_to_their_columns_and_in_one_piece(printed, name):
    page = printed(name)

    figures = page.evaluate(BOXES)

    for figure in figures:
        frame = figure["frame"]
        assert 0 <= frame["left"] < frame["right"] <= PAPER["width"], figure
        for box in figure["drawn"]:
            assert box["right"] <= frame["right"] + 1, figure
            assert box["bottom"] <= frame["bottom"] + 1, figure
        assert figure["broken"] == "avoid", figure
    for i, one in enumerate(figures):
        assert not [two["name"] for two in figures[:i] if overlap(one["frame"], two["frame"])]
    expect(page.locator(".st-key-corner")).to_be_hidden()


def overlap(one, two):
    return (
        min(one["right"], two["right"]) - max(one["left"], two["left"]) > 1
        and min(one["bottom"], two["bottom"]) - max(one["top"], two["top"]) > 1
    )


def test_the_fields_stand_in_the_rows_of_their_digits(printed):
    page = printed("error")

    rows = [row.bounding_box() for row in page.locator("table.error tbody tr").all()]
    fields = [field.bounding_box() for field in page.locator(".st-key-predictions input").all()]

    for row, field in zip(rows, fields, strict=True):
        assert row["y"] <= field["y"] + 1
        assert field["y"] + field["height"] <= row["y"] + row["height"] + 1


def test_the_drawing_stands_over_its_answer_and_its_choices(printed):
    page = printed("")

    upper = [".st-key-task", ".st-key-canvas", ".frame-activations", ".st-key-target"]
    lower = [".frame-squared_error", ".frame-seen", ".st-key-settings"]
    tops = [page.locator(key).bounding_box()["y"] for key in upper + lower]

    assert tops == sorted(tops)
