"""Pen strokes: a drawing as lines in the plane, and the ink that a round pen leaves along them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_POINTS = 20_000
"""More points than a hand draws in minutes; beyond it a drawing is refused rather than slow."""


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
