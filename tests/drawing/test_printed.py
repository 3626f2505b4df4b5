"""What is taken for print around a digit: by the boxes of the pieces of ink, and a line touched."""

import numpy as np
import pytest

from mnistnet.drawing.printed import are_printed, without_line
from mnistnet.drawing.samples import sample
from mnistnet.notation import N_CLASSES
from tests.support.photographs import covered

DIGIT = (100, 300, 100, 200)
"""Top, bottom, left, right."""


def line_of(n, height, top=20, gap=0.5, left=0):
    """Return so many letters in a line, each as broad as it is high."""
    starts = left + (1 + gap) * height * np.arange(n)
    return [(top, top + height, x, x + height) for x in starts]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(line_of(5, 30), id="words above"),
        pytest.param(line_of(5, 30, 350, gap=1.9), id="words below, far apart"),
        pytest.param(line_of(6, 30) + line_of(7, 20, 340), id="words above and below"),
        pytest.param([(40, 360, 0, 300)], id="a frame"),
        pytest.param([(40, 360, 0, 300), (45, 355, 5, 295)], id="a frame of two lines"),
        pytest.param([(0, 400, 0, 400), *line_of(6, 30, 10)], id="a frame around words, too"),
        pytest.param([(320, 325, 40, 260)], id="a line to write on"),
        pytest.param([(315, 345, 40, 260)], id="that line, turned by eight degrees"),
    ],
)
def test_what_is_around_a_digit_is_printed(others):
    assert are_printed(np.array([*others, DIGIT])).tolist() == [True] * len(others) + [False]


@pytest.mark.parametrize("height", [500, 2400])
def test_a_table_is_printed_and_the_digits_in_it_are_not(height):
    beside = (110, 310, 300, 400)
    table = (0, height, 0, height)
    assert are_printed(np.array([table, DIGIT, beside])).tolist() == [True, False, False]


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param([DIGIT, *line_of(4, 30)], id="four others: a sum, a date"),
        pytest.param([DIGIT, *line_of(3, 30), *line_of(3, 30, 350)], id="three above, three below"),
        pytest.param([DIGIT, *line_of(6, 30, 20, gap=3)], id="six specks far apart"),
        pytest.param(line_of(10, 30), id="a row of digits"),
        pytest.param([(0, 100, 300 * i, 300 * i + 60) for i in range(6)], id="digits far apart"),
        pytest.param([DIGIT, (90, 110, 150, 260)], id="a 5 and its bar"),
        pytest.param([DIGIT, (305, 320, 60, 240)], id="a 1 and its base"),
        pytest.param([(100, 300, 100, 240), (150, 250, 140, 200)], id="a 0 and a stroke in it"),
        pytest.param([(100, 300, 100, 300), (180, 220, 180, 220)], id="a 0 and a dot in it"),
        pytest.param(
            [(100, 300, 100, 300), *line_of(8, 15, 150, 0.2, left=120)], id="specks on a digit"
        ),
        pytest.param([(300, 310, 40, 260)], id="a dash alone"),
        pytest.param([DIGIT], id="a digit alone"),
        pytest.param([], id="nothing"),
    ],
)
def test_a_digit_and_its_parts_are_not(boxes):
    assert not are_printed(np.array(boxes, dtype=int).reshape(-1, 4)).any()


def on_a_line(fall, thick=4, breadth=300, bottom=160):
    """Return a stroke 12 wide that goes through a line, or ends on it, and the stroke alone."""
    at = np.arange(breadth)
    rows, line = np.arange(200)[:, np.newaxis], 140 + np.rint(fall * (at - breadth / 2))
    stroke = (rows >= 20) & (rows <= bottom) & (at >= 100) & (at < 112)
    piece = stroke | (rows >= line) & (rows < line + thick)
    used = np.flatnonzero(piece.any(axis=1))
    return piece[used[0] : used[-1] + 1], stroke[used[0] : used[-1] + 1]


def with_a_bar():
    """Return a stroke that falls to a bar of two thirds of all its breadth."""
    at, rows = np.arange(300), np.arange(124)[:, np.newaxis]
    return (np.abs(rows - 120 * at / 300) < 5) | ((rows >= 120) & (at >= 100))


@pytest.mark.parametrize("bottom", [139, 160])
@pytest.mark.parametrize("fall", [-0.13, -0.05, 0, 0.02, 0.13])
def test_a_line_is_taken_away_and_the_stroke_through_it_or_on_it_is_not(fall, bottom):
    piece, stroke = on_a_line(fall, bottom=bottom)

    left = without_line(piece)

    assert left[stroke].all()
    assert not left[:, :95].any()
    assert not left[:, 117:].any()


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(on_a_line(0.2)[0], id="steep"),
        pytest.param(on_a_line(0, thick=40)[0], id="thick"),
        pytest.param(on_a_line(0, breadth=150)[0], id="no longer than the stroke"),
        pytest.param(with_a_bar(), id="two thirds of it straight"),
        pytest.param(np.ones((60, 100), bool), id="a stain"),
        pytest.param(np.ones((3, 4), bool), id="a speck"),
        pytest.param(np.ones((3, 300), bool), id="a line alone"),
    ],
)
def test_what_is_no_such_line_stays(piece):
    assert without_line(piece) is piece


@pytest.mark.parametrize("label", range(N_CLASSES))
def test_a_digit_has_none_however_broad_it_is(label):
    broad = [points * (2, 1) for points in sample(label).strokes]
    ink = covered(broad, (400, 400), 20, (200, 200, 360)) > 0.5
    rows, columns = np.nonzero(ink)
    piece = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert without_line(piece) is piece
