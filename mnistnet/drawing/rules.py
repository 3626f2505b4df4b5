"""Ruled and squared paper: lines that were there before anybody wrote."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnistnet.notation import FloatArray

COARSE = 160
"""Lines are looked for on a picture of at most so many pixels a side."""

TILT = math.tan(math.radians(8))
"""Lines fall by no more than this part of their length: they are turned by 8 degrees at most."""

COVERED = 0.6
"""Lines are dark on more than this part of their way across the picture."""

ENDS = 0.08
"""At each end, along this part of its way, most of a line is dark."""

MARGIN = 2
"""Ink that crosses a line is longer across it than the line is wide, by so many pixels."""

DARKER = 1.5
"""Ink that is not so long is so many times as dark as the line that it crosses."""

REST = 0.4
"""What is left of a line is below this part of its darkness."""

STANDS_OUT, BESIDE = 0.02, 2
"""A line is by so much darker, seen coarsely, than what is so many pixels beside it."""

FEWEST = 3
"""Fewer lines may be strokes: a 1 that fills its picture is a line across it."""

CELLS = 0.7
"""Lines of cells are dark on so much of their way from the first line across it to the last."""

INSIDE = np.uint8(2)
"""Marks a pixel where lines are looked for; a dark one has one more."""


def without_rules(contrast: FloatArray) -> tuple[FloatArray, float]:
    """Take away lines that run straight across the picture, but not the ink that crosses them.

    Parameters
    ----------
    contrast : ndarray of shape (height, width)
        0 (as the paper) to 1 (black).

    Returns
    -------
    contrast : ndarray of shape (height, width)
    rest : float
        What is left of lines is below this; 0 without lines.

    Notes
    -----
    Where a line runs, only what is longer across it than the line is wide stays.
    """
    if max(contrast.shape) <= COARSE:
        return contrast, 0.0  # too few pixels to tell a line from a stroke
    coarse = Image.fromarray(contrast)
    coarse.thumbnail((COARSE, COARSE), Image.Resampling.BOX)
    level = np.asarray(coarse)
    (flat, n_flat), (upright, n_upright) = _lines(level), _lines(level.T)
    if n_flat + n_upright < FEWEST:
        return contrast, 0.0
    if n_upright < FEWEST <= n_flat:
        upright = np.maximum(upright, _cells(level.T, flat.T))
    if n_flat < FEWEST <= n_upright:
        flat = np.maximum(flat, _cells(level, upright.T))
    across, dark = _without_level(contrast, flat)
    down, as_dark = _without_level(across.T, upright)
    return down.T, REST * max(dark, as_dark)


def _cells(coarse: FloatArray, crossed: FloatArray) -> FloatArray:
    """Return where lines run from left to right between the first and the last that cross them.

    A table, or rows of boxes, as broad as the picture would be left with half of its lines.
    """
    before, after = (np.maximum.accumulate(way, axis=1) for way in (crossed, crossed[:, ::-1]))
    where, n_lines = _lines(coarse, (before > 0) & (after[:, ::-1] > 0), CELLS)
    return where if n_lines >= FEWEST else np.zeros_like(where)


def _lines(
    coarse: FloatArray, room: NDArray[np.bool_] | None = None, covered: float = COVERED
) -> tuple[FloatArray, int]:
    """Find the lines that run from left to right, in a part of the picture or all of it.

    Returns
    -------
    where : ndarray of shape (height, width), float32
        1 where one runs, else 0.
    n_lines : int
        How many there are of the most frequent tilt.
    """
    height, width = coarse.shape
    reach = round(TILT * width)
    beside = np.pad(coarse, ((BESIDE, BESIDE), (0, 0)))
    narrow = coarse - np.maximum(beside[: -2 * BESIDE], beside[2 * BESIDE :])  # no smear is
    padded = np.pad(narrow, ((reach + 1, reach + 1), (0, 0)))
    padded = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])  # it is no straight row
    marks = (padded > STANDS_OUT).astype(np.uint8)
    marks[reach : reach + height] += INSIDE * (np.uint8(1) if room is None else room)
    where = np.zeros(padded.shape, np.float32)
    columns = np.arange(width)
    most, n_end = 0, max(1, round(ENDS * width))
    for shift in range(-reach, reach + 1):
        drop = np.rint(shift * (columns / max(width - 1, 1) - 0.5)).astype(np.intp)
        rows = np.arange(reach, reach + height)[:, np.newaxis] + drop
        found = marks.take(rows * width + columns)
        along, inside = found > INSIDE, found >= INSIDE
        is_line = along.sum(axis=1) > covered * inside.sum(axis=1)
        along |= ~inside
        for end in (along[:, :n_end], along[:, -n_end:]):
            is_line &= end.mean(axis=1) > 0.5
        where[rows[is_line], columns] = 1
        most = max(most, int((np.diff(is_line.astype(int), prepend=0) > 0).sum()))
    return where[reach : reach + height], most


def _without_level(contrast: FloatArray, where: FloatArray) -> tuple[FloatArray, float]:
    """Take away lines from left to right, found on a coarser picture; return how dark they were."""
    height, width = contrast.shape
    band = Image.fromarray(where).resize((width, height), Image.Resampling.BILINEAR)
    is_line = np.asarray(band) > 0
    if not is_line.any():
        return contrast, 0.0
    darkest = float(np.quantile(contrast[is_line], 0.97))
    dark = float(np.median(contrast[is_line & (contrast >= darkest / 4)]))
    runs = _runs((is_line & (contrast > dark / 2)).T)
    if not runs.size:
        return contrast, 0.0
    opened = _opened(contrast, int(np.median(runs)) + MARGIN)
    return np.where(is_line & (contrast < DARKER * dark), opened, contrast), dark


def _runs(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how long each unbroken part of each row is."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8).ravel())
    return np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)


def _opened(contrast: FloatArray, length: int) -> FloatArray:
    """Return the darkest that so many pixels, one under the other, have all around each."""
    height = len(contrast)
    padded = np.pad(contrast, ((length - 1, length - 1), (0, 0)), mode="edge")
    n_rows = height + length - 1
    lowest = padded[:n_rows].copy()
    for way in range(1, length):
        np.minimum(lowest, padded[way : way + n_rows], out=lowest)
    highest = lowest[:height].copy()
    for way in range(1, length):
        np.maximum(highest, lowest[way : way + height], out=highest)
    return highest
