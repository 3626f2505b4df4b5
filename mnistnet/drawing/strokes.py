"""Pen strokes: a drawing as lines in the plane, and the ink that a round pen leaves along them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_POINTS = 20_000
"""More points than a hand draws in minutes; beyond it a drawing is refused rather than slow."""

MAX_REACH = 10_000
"""Canvas pixels from the upper left corner that a point may lie; a hand on the canvas reaches 280,
and Pillow would walk pixel by pixel to a point a thousand million pixels away."""

MAX_WIDTH = 1_000
"""Widest pen in canvas pixels; the slider ends at 40, the edit tool can scale a stroke."""

MAX_PENS = 40
"""Different pen widths in a drawing: `ink` works once a width, over the whole canvas; the slider
has 37. Together they may be `MAX_WIDTH` wide; the slider's are 814."""


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
        As `checked_strokes`, or if a point lies beyond `MAX_REACH`, a pen is not between 0 and
        `MAX_WIDTH` wide, or the different widths are more than `MAX_PENS` or
        together wider than `MAX_WIDTH`.
    """
    arrays = checked_strokes(strokes)
    is_near = all(np.abs(points).max() <= MAX_REACH for points in arrays)
    has_pens = len(widths) == len(arrays) and all(0 < width <= MAX_WIDTH for width in widths)
    if not (is_near and has_pens):
        raise DrawingError("error.drawing_unreadable")
    pens = set(widths)
    if len(pens) > MAX_PENS or sum(pens) > MAX_WIDTH:
        raise DrawingError("error.drawing_too_many_pens")
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
    ndarray of shape (height, width), float32
        1.0 where the pen passed, 0.0 elsewhere. Draw large and shrink for soft edges.

    Notes
    -----
    A pixel is inked if its centre is no further than half the pen's width from the centre of a
    pixel that the path goes through: a line is an odd number of pixels wide. Only whole pixels are
    compared, so every computer and every language comes to the same ink.
    """
    height, width = (size, size) if isinstance(size, int) else size
    paper = np.zeros((height, width), dtype=np.float32)
    for thickness in sorted(set(widths)):
        with_this_pen = [s for s, w in zip(strokes, widths, strict=True) if w == thickness]
        _spread(_path(with_this_pen, max(height, width)), thickness / 2, paper)
    return paper


def _path(strokes: Sequence[FloatArray], side: int) -> NDArray[np.intp]:
    """Return the pixels (row, column) that strokes go through, in steps of at most one pixel."""
    pixels = []
    for stroke in strokes:
        points = np.clip(stroke, -side, 2 * side)  # far off the paper it makes no difference
        ends = points[1:] if len(points) > 1 else points  # a dot is a line of no length
        starts = points[: len(ends)]
        n_steps = np.maximum(np.ceil(np.abs(ends - starts).max(axis=1)), 1).astype(int)
        line = np.repeat(np.arange(len(ends)), n_steps)
        step = np.arange(len(line)) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps) + 1
        part = (step / n_steps[line])[:, np.newaxis]
        pixels += [points[:1], starts[line] + (ends - starts)[line] * part]
    return np.asarray(np.floor(np.concatenate(pixels))[:, ::-1], dtype=np.intp)


def _spread(path: NDArray[np.intp], radius: float, paper: FloatArray) -> None:
    """Ink every pixel that is no further than the radius from one of the path.

    Row by row of the pen's disc: a pixel is inked if the path has a pixel within the row's half
    width, which the difference of two running counts tells for a whole image at once.
    """
    reach = int(radius)
    low = np.maximum(path.min(axis=0) - reach, 0)
    high = np.minimum(path.max(axis=0) + reach + 1, paper.shape)
    height, width = high - low
    if height <= 0 or width <= 0:
        return
    marked = np.zeros((height + 2 * reach, width + 2 * reach + 1), dtype=np.int16)
    row, column = (path - low + reach).T
    near = (row >= 0) & (row < len(marked)) & (column >= 0) & (column < marked.shape[1] - 1)
    marked[row[near], column[near] + 1] = 1
    counts = marked.cumsum(axis=1, dtype=np.int16)  # (height, n + 1), from 0
    inked = np.zeros((height, width), dtype=bool)
    for down in range(-reach, reach + 1):
        half = math.isqrt(int(radius**2 - down**2))
        rows = counts[reach + down : reach + down + height]
        before, after = reach - half, reach + half + 1
        inked |= rows[:, after : after + width] != rows[:, before : before + width]
    window = paper[low[0] : high[0], low[1] : high[1]]
    window[inked] = 1
