"""Printed lines that a digit touches go, its strokes and all other ink stay."""

import numpy as np
import pytest

from mnistnet.drawing.printed_lines import without_frame, without_line
from mnistnet.drawing.samples import sample
from mnistnet.notation import N_CLASSES
from tests.support.photographs import covered


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


def table(*strokes, n_rows=1, n_columns=1, cell=120, thick=4, fall=0.0, cut=0, cut_rows=0):
    """Return a table with 40 pixels of room around it, and where the strokes (y, x, y, x) are.

    Its rows fall by so many pixels a pixel, and its columns lean as much; so many columns and rows
    of pixels are cut off on both sides.
    """
    high, wide = n_rows * cell, n_columns * cell
    y, x = np.mgrid[-40 : high + 40, -40 : wide + 40]
    level, upright = y - fall * (x - wide / 2), x + fall * (y - high / 2)
    is_in = (
        (level > -thick) & (level < high + thick) & (upright > -thick) & (upright < wide + thick)
    )
    near = np.zeros_like(is_in)
    for i in range(n_rows + 1):
        near |= np.abs(level - i * cell) <= thick / 2
    for j in range(n_columns + 1):
        near |= np.abs(upright - j * cell) <= thick / 2
    drawn = np.zeros_like(is_in)
    for top, left, bottom, right in strokes:
        along = np.linspace(0, 1, 400)[:, np.newaxis]
        ys, xs = (top + along * (bottom - top)), (left + along * (right - left))
        for dy in range(-5, 6):
            for dx in range(-5, 6):
                drawn[np.rint(ys).astype(int) + dy + 40, np.rint(xs).astype(int) + dx + 40] = True
    piece = is_in & near | drawn
    used = np.flatnonzero(piece.any(axis=1))
    columns = np.flatnonzero(piece.any(axis=0))
    part = (
        slice(used[0] + cut_rows, used[-1] + 1 - cut_rows),
        slice(columns[0] + cut, columns[-1] + 1 - cut),
    )
    return piece[part], drawn[part]


THROUGH = (30, 40, 130, 80)
"""A stroke through the lower side of the first cell,"""

TO_THE_RIGHT = (20, 20, 90, 130)
"""and one through its right side."""


@pytest.mark.parametrize("fall", [-0.05, 0.0, 0.04])
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param({}, id="a frame"),
        pytest.param({"thick": 7}, id="of a thick line"),
        pytest.param({"n_columns": 3}, id="a row of cells"),
        pytest.param({"n_columns": 4, "cut": 100}, id="whose ends are not in the picture"),
        pytest.param({"n_rows": 3}, id="a column of cells"),
        pytest.param({"n_rows": 3, "n_columns": 4}, id="a table"),
    ],
)
@pytest.mark.parametrize("stroke", [THROUGH, TO_THE_RIGHT], ids=["below", "to the right"])
def test_lines_around_are_taken_away_and_the_stroke_through_them_is_not(kind, stroke, fall):
    if kind.get("cut"):
        top, left, bottom, right = stroke
        stroke = top, left + 120, bottom, right + 120
    piece, drawn = table(stroke, fall=fall, **kind)

    left = without_frame(piece)

    assert (left & drawn).sum() > 0.97 * drawn.sum()  # less what runs along a line
    assert (left & ~drawn).sum() < 0.05 * (piece & ~drawn).sum()


def test_every_digit_of_a_table_stays():
    across = [tuple(np.add(THROUGH, (0, 120 * i, 0, 120 * i))) for i in range(3)]
    piece, drawn = table(*across, n_columns=3)
    left = without_frame(piece)
    assert (left & drawn).sum() > 0.97 * drawn.sum()


def test_a_table_that_is_cut_off_above_and_below_is_one():
    stroke = tuple(np.add(THROUGH, (120, 120, 120, 120)))
    piece, drawn = table(stroke, n_rows=3, n_columns=3, cut_rows=56)
    left = without_frame(piece)
    assert (left & drawn).sum() > 0.97 * drawn.sum()
    assert (left & ~drawn).sum() < 0.05 * (piece & ~drawn).sum()


def a_hash():
    """Return two lines across two others, and a stroke between them."""
    y, x = np.mgrid[:300, :300]
    lines = np.abs(np.stack([y - 100, y - 200, x - 100, x - 200])) < 3
    return lines.any(axis=0) | (np.abs(x - y) < 6) & (x > 20) & (x < 280)


def with_steep_sides():
    """Return a square whose sides lean by more than a photograph's do."""
    return table(THROUGH, fall=0.3)[0]


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(table()[0], id="a frame alone"),
        pytest.param(table(n_columns=3)[0], id="a row of empty cells"),
        pytest.param(table((50, 115, 60, 125))[0], id="a frame that a speck touches"),
        pytest.param(table((0, 0, 120, 120), thick=24)[0], id="lines as broad as a marker's"),
        pytest.param(table(THROUGH, n_columns=18)[0], id="more cells than a table has"),
        pytest.param(with_steep_sides(), id="steep"),
        pytest.param(a_hash(), id="lines that are around nothing"),
        pytest.param(table((30, 20, 90, 130))[0][:, ::2], id="a 0 of straight lines and a stroke"),
        pytest.param(on_a_line(0)[0], id="a line to write on"),
        pytest.param(np.ones((60, 100), bool), id="a stain"),
        pytest.param(np.ones((3, 4), bool), id="a speck"),
        pytest.param(np.ones((3, 300), bool), id="a line alone"),
    ],
)
def test_what_is_no_frame_around_a_digit_stays(piece):
    assert without_frame(piece) is piece


@pytest.mark.parametrize("label", range(N_CLASSES))
def test_a_digit_has_none_however_broad_it_is(label):
    broad = [points * (2, 1) for points in sample(label).strokes]
    ink = covered(broad, (400, 400), 20, (200, 200, 360)) > 0.5
    rows, columns = np.nonzero(ink)
    piece = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert without_line(piece) is piece
    assert without_frame(piece) is piece
