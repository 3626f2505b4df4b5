"""A digit moved, scaled or turned: its drawing as a whole, or its 28x28 image."""

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from mnistnet.drawing.preprocess import CANVAS_SIDE
from mnistnet.drawing.standard_image import CENTRE
from mnistnet.drawing.strokes import MAX_WIDTH, Drawing, bounds, extent
from mnistnet.notation import SIDE, FloatArray

SMALLEST = 40
LARGEST = 260
"""In canvas pixels: how far a drawing can be scaled."""


def transform_drawing(
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
        `SMALLEST`, its pen grows to `MAX_WIDTH`, and it stays as it is where a step would lead
        beyond.
    degrees : float
        Turn, clockwise.

    Returns
    -------
    Drawing
        Not rounded, so that many steps lead back to where they began. What would reach over an
        edge of the canvas is moved back.
    """
    size = extent(drawing.strokes)
    is_in_reach = min(size, SMALLEST) <= size * scale <= max(size, LARGEST)
    if not is_in_reach or max(drawing.widths) * scale > MAX_WIDTH:
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


def transform_image(
    pixels: FloatArray,
    right: float = 0.0,
    down: float = 0.0,
    scale: float = 1.0,
    degrees: float = 0.0,
) -> FloatArray:
    """Move, scale and turn an image about the place of its centre of mass.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28)
        0 (paper) to 1 (ink), centred as MNIST's digits are.
    right, down : float
        Move, in pixels.
    scale : float
        Factor of size, more than 0.
    degrees : float
        Turn, clockwise.

    Returns
    -------
    ndarray of shape (28, 28), float32
        In [0, 1]; ink that leaves the frame is lost, paper comes in. Between pixels the ink is
        interpolated bilinearly.

    Raises
    ------
    ValueError
        If the image is of another shape or the scale is not a positive number.
    """
    if pixels.shape != (SIDE, SIDE):
        raise ValueError(f"pixels must be of shape ({SIDE}, {SIDE}), not {pixels.shape}")
    if not 0 < scale < math.inf:
        raise ValueError(f"scale must be a positive number, not {scale}")
    cos = math.cos(math.radians(degrees)) / scale
    sin = math.sin(math.radians(degrees)) / scale
    x, y = CENTRE + right, CENTRE + down  # where the centre of mass goes
    origins = (cos, sin, CENTRE - cos * x - sin * y, -sin, cos, CENTRE + sin * x - cos * y)
    image = Image.fromarray(pixels.astype(np.float32))
    turned = image.transform(image.size, Image.Transform.AFFINE, origins, Image.Resampling.BILINEAR)
    return np.asarray(turned, np.float32).clip(0, 1)
