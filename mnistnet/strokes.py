"""Pen strokes: a drawing as lines in the plane, and the ink that a round pen leaves along them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_POINTS = 20_000
"""More points than a hand draws in minutes; beyond it a drawing is refused rather than slow."""

MAX_REACH = 10_000
"""Canvas pixels from the upper left corner that a point may lie; a hand on the canvas reaches 280,
and Pillow would walk pixel by pixel to a point a thousand million pixels away."""

MAX_WIDTH = 1_000
"""Widest pen in canvas pixels; the slider ends at 40, the edit tool can scale a stroke."""


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
        As `checked_strokes`, or if a point lies beyond `MAX_REACH`, or a pen is not between 0 and
        `MAX_WIDTH` wide.
    """
    arrays = checked_strokes(strokes)
    is_near = all(np.abs(points).max() <= MAX_REACH for points in arrays)
    has_pens = len(widths) == len(arrays) and all(0 < width <= MAX_WIDTH for width in widths)
    if not (is_near and has_pens):
        raise DrawingError("error.drawing_unreadable")
    return Drawing(tuple(arrays), tuple(widths))


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
        If a stroke is not a list of finite (x, y) points, or there are more than `MAX_POINTS`.
    """
    try:
        arrays = [np.asarray(stroke, dtype=float) for stroke in strokes]
    except (TypeError, ValueError):
        raise DrawingError("error.drawing_unreadable") from None
    arrays = [points for points in arrays if points.size]
    for points in arrays:
        if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
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


def ink(
    strokes: Sequence[FloatArray], widths: Sequence[float], size: int | tuple[int, int]
) -> FloatArray:
    """Draw strokes with a round pen.

    Parameters
    ----------
    strokes : sequence of ndarray of shape (n, 2)
        Points (x, y) in pixels of the result; pixel i spans i to i + 1.
    widths : sequence of float
        Width of the pen in pixels, one a stroke.
    size : int or (height, width)
        Size of the result in pixels.

    Returns
    -------
    ndarray of shape (height, width)
        1.0 where the pen passed, 0.0 elsewhere. Draw large and shrink for soft edges.
    """
    height, width = (size, size) if isinstance(size, int) else size
    paper = Image.new("L", (width, height))
    pen = ImageDraw.Draw(paper)
    for points, thickness in zip(strokes, widths, strict=True):
        centres = points - 0.5  # Pillow's coordinate i is the centre of pixel i
        radius = thickness / 2
        if len(centres) > 1:
            pen.line(centres.ravel().tolist(), fill=255, width=round(thickness))
        for x, y in centres:  # round ends and joints
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(paper, dtype=np.float32) / 255


SAMPLE = Drawing(
    strokes=(
        np.array([(78.0, 74), (120, 70), (165, 70), (205, 66), (190, 110), (160, 165), (138, 228)]),
        np.array([(112.0, 150), (150, 146), (192, 144)]),
    ),
    widths=(20.0, 20.0),
)
"""A handwritten 7 with its bar, for pages that need a digit when there is none yet."""
