"""Pen strokes: a drawing as lines in the plane."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

PENS = range(4, 41)
"""Widths of the pen that can be chosen, in canvas pixels."""

MAX_POINTS = 20_000
"""More points than a hand draws in minutes; beyond it a drawing is refused rather than slow."""

MAX_STROKES = 500
"""More strokes than a hand draws in minutes; a digit has one to four."""

FARTHEST = 1e100
"""No coordinate may be further from 0, in whatever unit: computing with it would overflow."""

MAX_REACH = 10_000
"""Canvas pixels from the upper left corner that a point may lie; a hand reaches 280."""

APART, AS_HIGH = 0.05, 0.6
"""Between two digits, and how high the lower is: more than so many parts of both's height."""

MAX_WIDTH = 360
"""Widest pen in canvas pixels; the slider ends at 40, and the widest, scaled with a digit from a
ninth of the canvas to the whole, comes to this. The work grows with it, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What a visitor drew.

    Parameters
    ----------
    strokes : tuple of ndarray of shape (n, 2)
        One array of points (x, y) a stroke, in canvas pixels, y downwards.
    widths : tuple of float
        Width of the pen in canvas pixels, one a stroke.
    """

    strokes: tuple[FloatArray, ...] = ()
    widths: tuple[float, ...] = ()


def checked_drawing(strokes: Iterable[FloatArray], widths: Sequence[float]) -> Drawing:
    """Return what came from outside as a drawing on a canvas.

    Parameters
    ----------
    strokes : iterable of array_like of shape (n, 2)
        Points (x, y) in canvas pixels, y downwards.
    widths : sequence of float
        Width of the pen in canvas pixels, one a stroke.

    Raises
    ------
    DrawingError
        As `checked_strokes`, or if there are more than `MAX_STROKES`, a point lies beyond
        `MAX_REACH`, or a pen is not between 0 and `MAX_WIDTH` wide.
    """
    arrays = checked_strokes(strokes)
    if len(arrays) > MAX_STROKES:
        raise DrawingError("error.too_many_strokes", limit=MAX_STROKES)
    is_near = all(np.abs(points).max() <= MAX_REACH for points in arrays)
    are_pens = isinstance(widths, Sequence) and all(
        isinstance(width, Real) and 0 < width <= MAX_WIDTH for width in widths
    )
    if not (is_near and are_pens and len(widths) == len(arrays)):
        raise DrawingError("error.drawing_unreadable")
    return Drawing(tuple(arrays), tuple(map(float, widths)))


def checked_strokes(strokes: Iterable[Sequence[Sequence[float]] | FloatArray]) -> list[FloatArray]:
    """Turn anything like strokes into float arrays, leaving out empty ones.

    Parameters
    ----------
    strokes : iterable of array_like of shape (n, 2)
        Points (x, y) in any unit, y downwards.

    Returns
    -------
    list of ndarray of shape (n, 2), n >= 1

    Raises
    ------
    DrawingError
        If a stroke is not a list of (x, y) points within `FARTHEST`, or there are more than
        `MAX_POINTS`.
    """
    try:
        arrays = [np.asarray(stroke, dtype=float) for stroke in strokes]
    except (TypeError, ValueError, OverflowError):
        raise DrawingError("error.drawing_unreadable") from None
    arrays = [points for points in arrays if points.size]
    for points in arrays:
        if points.ndim != 2 or points.shape[1] != 2 or not (np.abs(points) <= FARTHEST).all():
            raise DrawingError("error.drawing_unreadable")
    if sum(map(len, arrays)) > MAX_POINTS:
        raise DrawingError("error.drawing_too_long", limit=MAX_POINTS)
    return arrays


def bounds(strokes: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return the corners (x, y) of the box around all points: lowest and highest."""
    points = np.concatenate(strokes)
    return points.min(axis=0), points.max(axis=0)


def extent(strokes: Sequence[FloatArray]) -> float:
    """Return the longest side of the box around all points, in their own unit; 0 for a dot."""
    low, high = bounds(strokes)
    return float((high - low).max())


def are_two_digits(strokes: Sequence[FloatArray]) -> bool:
    """Tell whether strokes are two digits beside each other rather than one.

    They are if an upright line parts them that none comes near, and what is on either side is high.
    Of real handwriting less than one digit in a thousand looks so; a test holds it to that.

    Parameters
    ----------
    strokes : sequence of ndarray of shape (n, 2)
        Points (x, y) in any unit, y downwards.
    """
    if len(strokes) < 2:
        return False
    boxes = np.array([bounds([points]) for points in strokes])  # of a stroke: low, high; x, y
    boxes = boxes[boxes[:, 0, 0].argsort()]
    height = np.ptp(boxes[:, :, 1])
    rooms = boxes[1:, 0, 0] - np.maximum.accumulate(boxes[:-1, 1, 0])
    return any(
        min(np.ptp(side[:, :, 1]) for side in np.split(boxes, [i + 1])) > AS_HIGH * height
        for i in np.flatnonzero(rooms > APART * height)
    )
