"""The pen of ink that is no strokes any more: how wide it is, and the ink with another one."""

import math

import numpy as np

from mnistnet.drawing.ink import ink
from mnistnet.drawing.thinning import thin
from mnistnet.notation import FloatArray

INKED = 0.15
"""What is at least so dark is thinned, so that faint parts of a digit keep their line."""

ROUND_END = 0.6
"""A line's two ends reach beyond its middle by this part of the pen together, measured."""


def middle_line(box: FloatArray) -> tuple[FloatArray, float]:
    """Return the middle of a digit's strokes and the width of its pen.

    Parameters
    ----------
    box : ndarray of shape (height, width)
        0 (paper) to 1 (ink).

    Returns
    -------
    points : ndarray of shape (n, 2)
        x and y, in no order.
    pen : float
        In pixels. The ink's area is this times the line's length with its ends.
    """
    inked = np.pad(box > INKED, 1)
    line = thin(inked[None].astype(np.uint8))[0][1:-1, 1:-1]
    y, x = np.nonzero(line)
    steps = line[:, 1:] & line[:, :-1]
    n_straight = int(steps.sum() + (line[1:] & line[:-1]).sum())
    n_slanted = int((line[1:, 1:] & line[:-1, :-1]).sum() + (line[1:, :-1] & line[:-1, 1:]).sum())
    corners = (line[1:, 1:] & line[:-1, :-1] & (line[1:, :-1] | line[:-1, 1:])).sum() + (
        line[1:, :-1] & line[:-1, 1:] & (line[1:, 1:] | line[:-1, :-1])
    ).sum()
    length = n_straight + 1.414 * (n_slanted - int(corners))
    root = math.sqrt(length**2 + 4 * ROUND_END * float(box.sum()))
    pen = (root - length) / (2 * ROUND_END)
    return np.stack([x + 0.5, y + 0.5], axis=1), pen


def redrawn(points: FloatArray, pen: float, side: float) -> FloatArray:
    """Draw points again so that the longer side of their ink, with this pen, is as given."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (side - pen) / max(float((high - low).max()), 1.0)
    placed = (points - low) * scale + pen / 2
    width, height = np.floor((high - low) * scale + pen + 0.5).astype(int)
    return ink(list(placed[:, None]), [pen] * len(placed), (int(height), int(width)))
