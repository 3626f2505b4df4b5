"""From strokes to the 28x28 image that the network reads.

Where and how large a drawing stands on the canvas, and how thick its lines are, is left behind.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from mnistnet.drawing.ink import checked_ways, ink
from mnistnet.drawing.standard_image import (
    DIGIT_BOX,
    FINE,
    PreparedDigit,
    centred,
    shrunk_by,
    with_steps,
)
from mnistnet.drawing.strokes import Drawing, bounds, checked_drawing, checked_strokes, extent
from mnistnet.errors import DrawingError
from mnistnet.notation import SIDE, FloatArray

PEN = 2.2
"""Width of the standard pen, in pixels of the 28x28 image."""

CANVAS_SIDE = 280
"""Side of the square canvas, in canvas pixels: ten for each pixel of the image."""

DOT = 8.0
"""Strokes whose box is smaller than this, in canvas pixels, are a dot and not a digit."""

SPECK = 0.04
"""A stroke smaller than this part of the whole is a slip of the finger and is left out."""


def require_digit(strokes: Iterable[Sequence[Sequence[float]] | FloatArray]) -> None:
    """Raise what `prepare_strokes` would, in a tenth of its time."""
    kept = _digit_strokes(strokes)
    placed, _ = _in_box(kept, PEN)
    begins = np.zeros(sum(map(len, kept)), bool)
    begins[np.cumsum([0, *map(len, kept[:-1])])] = True
    checked_ways(np.concatenate(placed), begins)


def prepare_strokes(
    strokes: Iterable[Sequence[Sequence[float]] | FloatArray], pen: float = PEN
) -> PreparedDigit:
    """Draw strokes again as MNIST would have them: standard box, standard pen, centred by mass.

    Parameters
    ----------
    strokes : iterable of array_like of shape (n, 2)
        Points (x, y) in canvas pixels, y downwards.
    pen : float
        Width of the pen in pixels of the 28x28 image, above 0 and below 20.

    Returns
    -------
    PreparedDigit

    Raises
    ------
    DrawingError
        If there are no strokes, only a dot, or something that is not strokes.
    ValueError
        If the pen is too wide for the box, or has no width.
    """
    return with_steps(_drawn_again(strokes, pen))


def stroke_pixels(
    strokes: Iterable[Sequence[Sequence[float]] | FloatArray], pen: float = PEN
) -> FloatArray:
    """Return the pixels of `prepare_strokes` alone, sooner: for thousands of drawings.

    Parameters and errors are those of `prepare_strokes`.

    Returns
    -------
    ndarray of shape (28, 28), in [0, 1]
    """
    return centred(_drawn_again(strokes, pen))


def prepare_boxed(strokes: Iterable[Sequence[Sequence[float]] | FloatArray]) -> PreparedDigit:
    """Go one step less far than `prepare_strokes`: the box stands in the middle of the frame.

    Its centre of mass may be elsewhere; the page shows what that costs. Parameters, result and
    errors are those of `prepare_strokes`.
    """
    steps = prepare_strokes(strokes).steps
    return PreparedDigit(np.pad(dict(steps)["shrunk"], (SIDE - DIGIT_BOX) // 2), steps)


def prepare_as_drawn(drawing: Drawing) -> PreparedDigit:
    """Shrink the canvas to 28x28 as it is: neither scaled nor centred, each stroke in its own pen.

    Parameters
    ----------
    drawing : Drawing
        Strokes on a canvas of 280x280.

    Returns
    -------
    PreparedDigit

    Raises
    ------
    DrawingError
        If there are no strokes, only a dot, or none of them on the canvas; or as
        `drawing.strokes.checked_drawing`.
    """
    _more_than_a_dot(drawing.strokes)
    drawing = checked_drawing(drawing.strokes, drawing.widths)
    drawn = ink(drawing.strokes, drawing.widths, CANVAS_SIDE)
    if not drawn.any():
        raise DrawingError("error.nothing_drawn")
    return PreparedDigit(shrunk_by(drawn, 0, 0, SIDE, CANVAS_SIDE // SIDE), (("drawn", drawn),))


def _drawn_again(
    strokes: Iterable[Sequence[Sequence[float]] | FloatArray], pen: float
) -> FloatArray:
    """Draw a digit's strokes with another pen into the standard box, `FINE` times finer."""
    placed, size = _in_box(_digit_strokes(strokes), pen)
    return ink(placed, [pen * FINE] * len(placed), size)


def _digit_strokes(
    strokes: Iterable[Sequence[Sequence[float]] | FloatArray],
) -> list[FloatArray]:
    """Return the strokes of a digit, without specks."""
    all_strokes, whole = _more_than_a_dot(strokes)
    if len(all_strokes) == 1:
        return all_strokes
    kept = [points for points in all_strokes if extent([points]) >= SPECK * whole]
    return kept or all_strokes


def _more_than_a_dot(
    strokes: Iterable[Sequence[Sequence[float]] | FloatArray],
) -> tuple[list[FloatArray], float]:
    """Return the strokes as arrays, and their extent; raises DrawingError if there is no more."""
    all_strokes = checked_strokes(strokes)
    if not all_strokes:
        raise DrawingError("error.nothing_drawn")
    if (whole := extent(all_strokes)) < DOT:
        raise DrawingError("error.only_a_dot")
    return all_strokes, whole


def _in_box(strokes: list[FloatArray], pen: float) -> tuple[list[FloatArray], tuple[int, int]]:
    """Place strokes so that their ink just fits the standard box, `FINE` times finer.

    Returns
    -------
    placed : list of ndarray of shape (n, 2)
    size : (height, width)
        Of the ink.
    """
    if not 0 < pen < DIGIT_BOX:
        raise ValueError(f"a pen is wider than 0 and narrower than {DIGIT_BOX} pixels, not {pen}")
    low, high = bounds(strokes)
    scale = (DIGIT_BOX - pen) * FINE / (high - low).max()
    margin = pen * FINE / 2
    placed = [(points - low) * scale + margin for points in strokes]
    width, height = np.floor((high - low) * scale + 2 * margin + 0.5).astype(int)
    return placed, (int(height), int(width))
