"""What only a browser can show of the Error page: typing, places, layout."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mnistnet import forward, load_network, one_hot, prepare_strokes
from mnistnet.charts.number_text import adding_up, number
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.loss import WORKED_PREDICTION
from tests.e2e.board import BOX, Board
from tests.e2e.conftest import OpenAt
from tests.e2e.test_draw import PHONE, in_address
from tests.support.digits import SEVEN
from tests.support.figures import over_bars

LAPTOP = {"viewport": {"width": 1280, "height": 800}}


def open_error(open_at: OpenAt, **context: Any) -> Page:
    page = open_at("error", **context)
    expect(page.locator(".st-key-arrows .main-svg").first).to_be_visible(timeout=30_000)
    return page


def rows(page):
    """Return what the table's rows say, cell by cell."""
    return [
        row.locator("th, td").all_text_contents()
        for row in page.locator("table.error tbody tr").all()
    ]


def expect_loss(page, predictions, Y):
    total = adding_up(((predictions - Y) ** 2)[:, 0])[1]
    expect(page.locator("table.error tfoot td").first).to_have_text(total, timeout=15_000)


def fields(page):
    return page.locator(".st-key-predictions input")


PARTS = ("mine", "example", "edit", "restore", "predictions", "table", "arrows", "language")


def places(page):
    """Return where each part stands, and each row of the table with its field, from the top."""
    page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    parts = ", ".join(f".st-key-{key}" for key in PARTS)
    each = page.locator(f"{parts}, table.error tr, .st-key-predictions input")
    boxes = each.evaluate_all(f"each => each.map({BOX})")
    assert None not in boxes
    return boxes


def expect_to_fit(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    clipped = "cells => cells.filter(c => c.scrollWidth > c.clientWidth).map(c => c.textContent)"
    assert page.locator("table.error :is(th, td)").evaluate_all(clipped) == []
    for box in places(page):
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    lines = page.locator("table.error tbody tr").all()
    for line, field in zip(lines, fields(page).all(), strict=True):
        row, box = line.bounding_box(), field.bounding_box()
        assert row["y"] <= box["y"] + 1
        assert box["y"] + box["height"] <= row["y"] + row["height"] + 1


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("locale", ["en-US", "ko-KR"])
def test_a_typed_prediction_is_calculated_with_and_all_fits_and_stays(open_at, screen, locale):
    page = open_error(open_at, **screen, locale=locale)
    predictions, Y = WORKED_PREDICTION.copy(), one_hot(1)
    expect_loss(page, predictions, Y)
    before = places(page)
    expect_to_fit(page, screen["viewport"]["width"])
    chart = page.locator(".st-key-arrows .main-svg").first
    chart.evaluate("chart => { chart.mark = 'the same' }")

    fields(page).nth(5).fill("0.2")
    page.keyboard.press("Tab")
    predictions[5] = 0.2
    expect_loss(page, predictions, Y)
    assert fields(page).nth(6).evaluate("field => field === document.activeElement")
    assert rows(page)[5][1:5] == ["0.200", "0", "0.200", "0.0400"]
    assert places(page) == before

    for typed in ("1.5", ""):
        fields(page).nth(5).fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".note.refused")).to_contain_text("5 → 0.200")
        expect_loss(page, predictions, Y)
        assert places(page) == before
    assert fields(page).nth(5).input_value() == ""

    page.locator(".st-key-restore button").click()
    expect_loss(page, WORKED_PREDICTION, Y)
    expect(fields(page).nth(5)).to_have_value("0.700")
    assert places(page) == before
    assert chart.evaluate("chart => chart.mark") == "the same"


RUN_TOGETHER = """figures => figures.flatMap((figure) => {
  const texts = [...figure.querySelectorAll(".bartext")];
  const boxes = texts.map((text) => text.getBoundingClientRect());
  const letter = parseFloat(getComputedStyle(texts[0]).fontSize);
  return boxes.slice(1).filter((box, i) => box.left < boxes[i].right + letter / 5).length;
}).reduce((a, b) => a + b, 0)"""
"""How many numbers stand nearer to the one before them than a space is wide."""


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("name", ["", "error"])
def test_small_numbers_over_bars_stand_apart(open_at, name, screen):
    drawing = encode(sample(7))
    page = open_at(f"{name}?drawing={drawing}&target=9", **screen)
    for width in (screen["viewport"]["width"], 320, 360, 650, 768):
        page.set_viewport_size({"width": width, "height": 800})
        figures = page.locator(".figure:has(.bartext)")
        expect(figures).to_have_count(6 if name else 2, timeout=30_000)
        Board(page).wait_until(
            lambda: page.locator(".figure:has(.bartext)").evaluate_all(
                "all => all.every(figure => figure.layout.width === figure.clientWidth)"
            )
        )
        assert "e-0" in figures.first.inner_text()
        assert figures.evaluate_all(RUN_TOGETHER) == 0, width


def test_the_drawn_digit_comes_along(open_page):
    board = open_page()
    board.draw(SEVEN)
    board.expect_digit(7)
    X = prepare_strokes(in_address(board).strokes).X
    page = board.page
    page.get_by_role("link", name="Error").click()
    expect(page.locator(".st-key-lecture-b_activations .main-svg").first).to_be_visible()
    before = places(page)

    page.get_by_role("radio", name="This digit").click()
    page.wait_for_url("**example=mine*")
    chart = page.locator(".frame-lecture-b_activations .figure")
    chart.locator(".xtick").nth(3).click(force=True)

    y_hat = forward(load_network("lecture-a"), X).A2.astype(float)
    expect_loss(page, y_hat, one_hot(3))
    assert [row[1] for row in rows(page)] == [number(value) for value in y_hat[:, 0]]
    in_fields = fields(page).evaluate_all("all => all.map(field => field.value)")
    for text, value in zip(in_fields, y_hat[:, 0], strict=True):
        assert float(text) == float(number(value))
        assert float(text) > 0
    assert places(page) == before
    page.set_viewport_size(PHONE["viewport"])
    expect_to_fit(page, 390)
    page.set_viewport_size(LAPTOP["viewport"])
    expect_to_fit(page, 1280)
    for name in ("lecture-a", "lecture-b"):
        y_hat = forward(load_network(name), X).A2
        bars = board.values(f"{name}_squared_error")
        assert bars == over_bars((y_hat - one_hot(3)) ** 2)
    left, right = (
        board.part(f"answer_{name}").bounding_box() for name in ("lecture-a", "lecture-b")
    )
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
