"""The ink that a round pen leaves along strokes."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_PATH = 200_000
"""Longest way of the pen in pixels of the ink: 700 times across the canvas. Handwriting goes five
times the size of its box, twenty times at most; the work grows with it."""


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

    Raises
    ------
    DrawingError
        If the pen's way is longer than `MAX_PATH`.

    Notes
    -----
    A pixel is inked if its centre is no further than half the pen's width from the centre of a
    pixel that the path goes through: a line is an odd number of pixels wide. Only whole pixels are
    compared, so every computer and every language comes to the same ink.

    Where pens of several widths pass one pixel, the widest counts. So the work grows with the
    paper, the widest pen and the path, whatever the number of widths.
    """
    height, width = (size, size) if isinstance(size, int) else size
    paper = np.zeros((height, width), dtype=np.float32)
    if not strokes:
        return paper
    narrow_first = sorted(range(len(strokes)), key=widths.__getitem__)
    path, stroke = _path([strokes[i] for i in narrow_first], max(height, width))
    squares = np.array([int((widths[i] / 2) ** 2) for i in narrow_first])
    narrow = np.min_scalar_type(-1 - squares[-1])  # the fewer bytes, the more are compared at once
    _spread(path, squares.astype(narrow)[stroke], paper)
    return paper


def _path(strokes: Sequence[FloatArray], side: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pixels that strokes go through, in steps of at most one pixel.

    Returns
    -------
    path : ndarray of shape (2, n)
        Row and column.
    stroke : ndarray of shape (n,)
        The index of the stroke, in order.
    """
    # Far off the paper it makes no difference.
    points = np.clip(np.concatenate(strokes), -side, 2 * side)
    of_stroke = np.repeat(np.arange(len(strokes)), [len(stroke) for stroke in strokes])
    begins = np.diff(of_stroke, prepend=-1) > 0
    ways, n_steps = checked_ways(points, begins)
    line = np.repeat(np.arange(len(points)), n_steps)
    step = np.arange(len(line)) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps) + 1
    part = (step / n_steps[line])[:, np.newaxis]
    starts = np.where(begins[:, np.newaxis], points, np.roll(points, 1, axis=0))
    pixels = starts[line] + ways[line] * part
    return np.floor(pixels.T[::-1]).astype(np.intp), of_stroke[line]


def checked_ways(
    points: FloatArray, begins: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Return how the pen comes to each point, and in how many steps of at most one pixel.

    Parameters
    ----------
    points : ndarray of shape (n, 2)
        Of all strokes, one after the other, in pixels of the ink.
    begins : ndarray of shape (n,)
        Whether the pen is set down there.

    Raises
    ------
    DrawingError
        If the pen's way is longer than `MAX_PATH`.
    """
    ways = np.diff(points, axis=0, prepend=points[:1])  # to each point from the one before
    ways[begins] = 0  # where the pen is set down is a line of no length
    n_steps = np.maximum(np.ceil(np.abs(ways).max(axis=1)), 1).astype(int)
    if n_steps.sum() > MAX_PATH:
        raise DrawingError("error.path_too_long", limit=MAX_PATH)
    return ways, n_steps


def _spread(path: NDArray[np.intp], squares: NDArray[np.signedinteger], paper: FloatArray) -> None:
    """Ink every pixel whose squared distance to one of the path is at most that one's square.

    What is left of a square after so many pixels down, and of that after so many across, is how
    much further the ink would reach: nowhere if it is below 0.

    Parameters
    ----------
    path : ndarray of shape (2, n)
        Row and column.
    squares : ndarray of shape (n,)
        In ascending order, of a type that reaches from -1 less than the largest to the largest.
    paper : ndarray of shape (height, width)
        1.0 is put where there is ink.
    """
    reach = math.isqrt(int(squares[-1]))
    low, high = path.min(axis=1), path.max(axis=1) + 1
    if (low < -reach).any() or (high > np.array(paper.shape) + reach).any():
        size = np.array([paper.shape]).T
        is_near = ((path >= -reach) & (path < size + reach)).all(axis=0)
        if not is_near.any():
            return
        path, squares = path[:, is_near], squares[is_near]
        low, high = path.min(axis=1), path.max(axis=1) + 1
    left = np.full(high - low, -1, dtype=squares.dtype)
    row, column = path - low[:, np.newaxis]
    left[row, column] = squares  # of several the last, the largest, stays
    top, start = np.maximum(low - reach, 0)
    bottom, stop = np.minimum(high + reach, paper.shape)
    left = _most_left(left, reach)[top - low[0] + reach : bottom - low[0] + reach]
    left = _most_left(left.T.copy(), reach)[start - low[1] + reach : stop - low[1] + reach].T
    paper[top:bottom, start:stop] = left >= 0


def _most_left(squares: NDArray[np.signedinteger], reach: int) -> NDArray[np.signedinteger]:
    """Return what is left of the rows' squares, from ``reach`` rows before them to after them."""
    n_rows, n_columns = squares.shape
    most = np.full((n_rows + 2 * reach, n_columns), -1, dtype=squares.dtype)
    for way in range(reach + 1):
        left = squares - squares.dtype.type(way**2)
        for first in (reach - way, reach + way):
            there = most[first : first + n_rows]
            np.maximum(there, left, out=there)
    return most
