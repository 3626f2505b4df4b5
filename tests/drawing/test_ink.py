"""Ink: a pixel is black if the path passes near enough, tried pixel by pixel."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.drawing.ink import ink
from mnistnet.notation import FloatArray

POINTS = st.lists(st.tuples(st.floats(-20, 50), st.floats(-20, 50)), min_size=1, max_size=6)


def by_distance(points: FloatArray, width: float, size: tuple[int, int]) -> FloatArray:
    """Ink by the distance to the line itself, without any whole pixels on the way."""
    down, across = np.mgrid[: size[0], : size[1]] + 0.5
    nearest = np.full(size, np.inf)
    ends = points[1:] if len(points) > 1 else points
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        part = ((across - x0) * (x1 - x0) + (down - y0) * (y1 - y0)) / (length or 1)
        part = part.clip(0, 1)
        distance = np.hypot(across - x0 - part * (x1 - x0), down - y0 - part * (y1 - y0))
        nearest = np.minimum(nearest, distance)
    return nearest


@given(POINTS, st.floats(1, 12))
def test_ink_is_what_is_near_the_line(points, width):
    stroke = np.array(points, dtype=float)
    distance = by_distance(stroke, width, (24, 30))

    black = ink([stroke], [width], (24, 30))

    assert black.shape == (24, 30)
    off = math.sqrt(0.5) + 0.5  # a pixel's centre to its corner, and half a step along the line
    assert black[distance < width / 2 - off].all()
    assert not black[distance > width / 2 + off].any()


@given(POINTS, POINTS, st.floats(1, 9), st.floats(1, 9))
def test_two_strokes_leave_the_ink_of_each(one, other, width, another):
    strokes = [np.array(one, dtype=float), np.array(other, dtype=float)]

    both = ink(strokes, [width, another], 30)

    apart = [ink([stroke], [w], 30) for stroke, w in zip(strokes, (width, another), strict=True)]
    assert np.array_equal(both, np.maximum(*apart))


@given(st.lists(st.tuples(st.floats(-20, 50), st.floats(-20, 50), st.floats(0.1, 60))))
def test_dots_of_any_pens_leave_the_ink_of_each(dots):
    down, across = np.mgrid[:24, :30]
    expected = np.zeros((24, 30), bool)
    for x, y, width in dots:
        row, column = math.floor(y), math.floor(x)
        expected |= (down - row) ** 2 + (across - column) ** 2 <= (width / 2) ** 2

    inked = ink([np.array([(x, y)]) for x, y, _ in dots], [w for *_, w in dots], (24, 30))

    assert np.array_equal(inked, expected)


@pytest.mark.parametrize(("width", "pixels"), [(5, 5), (17.6, 17), (19, 19), (1, 1)])
def test_a_line_is_as_wide_as_the_pen(width, pixels):
    black = ink([np.array([(5.0, 20), (60, 20)])], [width], (40, 65))

    assert black[:, 30].sum() == pixels


def test_a_dot_is_a_disc():
    black = ink([np.array([(20.5, 12.5)])], [13], 40)

    assert black.sum() == pytest.approx(math.pi * 6.5**2, rel=0.04)
    assert np.array_equal(black[:25, 8:33], black[:25, 8:33].T)


def test_a_stroke_far_beside_the_paper_costs_nothing():
    assert not ink([np.array([(1e12, 1e12), (-1e9, 1e12)])], [20], 280).any()


@pytest.mark.parametrize("width", [1, 2, 2.9, 7, 17.6])
def test_a_pixel_is_inked_if_its_centre_is_within_half_the_pen_of_the_paths(width):
    path = [(6, x) for x in range(8, 15)]  # rows and columns that the line goes through
    down, across = np.mgrid[:20, :24]
    expected = np.zeros((20, 24), bool)
    for row, column in path:
        expected |= (down - row) ** 2 + (across - column) ** 2 <= (width / 2) ** 2

    inked = ink([np.array([(8.2, 6.7), (14.9, 6.7)])], [width], (20, 24))

    assert inked.dtype == np.float32
    assert np.array_equal(inked, expected)


def test_a_short_way_is_gone_in_one_step():
    inked = ink([np.array([(0.8, 0.6), (1.5, 1.1)])], [1], 3)  # halfway it is at (1.15, 0.85)

    assert inked.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
