"""A drawing moved, scaled or turned as a whole, step by step, without leaving the canvas."""

import math
from collections.abc import Sequence

import numpy as np

from mnistnet.drawing.preprocess import CANVAS_SIDE
from mnistnet.drawing.strokes import Drawing, bounds, extent
from mnistnet.notation import FloatArray

SMALLEST = 40
LARGEST = 260
"""In canvas pixels: how far a drawing can be scaled."""


def steered(
    drawing: Drawing,
    *,
    right: float = 0.0,
    down: float = 0.0,
    scale: float = 1.0,
    degrees: float = 0.0,
) -> Drawing:
    """Move, scale and turn a drawing about the middle of its box.

    Parameters
    ----------
    drawing : Drawing
        With at least one stroke.
    right, down : float
        Move, in canvas pixels.
    scale : float
        Factor of size, of the pen's width too; a drawing grows to `LARGEST` and shrinks to
        `SMALLEST`, and stays as it is where a step would lead beyond.
    degrees : float
        Turn, clockwise.

    Returns
    -------
    Drawing
        Not rounded, so that many steps lead back to where they began. What would reach over an
        edge of the canvas is moved back.
    """
    size = extent(drawing.strokes)
    if not min(size, SMALLEST) <= size * scale <= max(size, LARGEST):
        scale = 1.0
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    low, high = bounds(drawing.strokes)
    middle = (low + high) / 2
    strokes = tuple(
        (points - middle) @ turn.T * scale + middle + (right, down) for points in drawing.strokes
    )
    widths = tuple(width * scale for width in drawing.widths)
    back = _way_back(strokes, max(widths) / 2)
    return Drawing(tuple(points + back for points in strokes), widths)


def _way_back(strokes: Sequence[FloatArray], radius: float) -> FloatArray:
    """Return the move (x, y) that brings all ink onto the canvas."""
    low, high = bounds(strokes)
    over_left, over_right = np.maximum(radius - low, 0), np.maximum(high + radius - CANVAS_SIDE, 0)
    return np.asarray(over_left - over_right)
