"""From ink to the 28x28 image that the network reads.

MNIST's digits were scaled to fit a 20x20 box and moved so that their centre of mass is the centre
of the 28x28 frame. A drawing on a canvas is neither, so it goes the same way first.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from mnistnet.drawing.grey import Picture, small_grey
from mnistnet.drawing.ink import checked_ways, ink
from mnistnet.drawing.pen import middle_line, redrawn
from mnistnet.drawing.photograph import written_digits
from mnistnet.drawing.strokes import Drawing, bounds, checked_strokes, extent
from mnistnet.errors import DrawingError
from mnistnet.notation import N_PIXELS, SIDE, FloatArray

DIGIT_BOX = 20
"""Longest side of a digit's ink in pixels, as in MNIST (19,997 of its first 20,000 images)."""

CENTRE = 14.5
"""Where MNIST has the centre of mass, in pixels from the frame's upper left corner: measured
14.51 and 14.50 over the training images, the middle of the pixel with index 14."""

PEN = 2.2
"""Width of the standard pen, in pixels of the 28x28 image."""

FINE = 8
"""Ink is drawn this many times finer than the image and then averaged: soft edges by area."""

CANVAS_SIDE = 280
"""Side of the square canvas, in canvas pixels: ten for each pixel of the image."""

DOT = 8.0
"""Strokes whose box is smaller than this, in canvas pixels, are a dot and not a digit."""

SPECK = 0.04
"""A stroke smaller than this part of the whole is a slip of the finger and is left out."""


PENS = (1.0, 4.5)
"""Pens of so many pixels are left as they are, as MNIST's are of many widths; so are wider ones
in pictures of MNIST's own size, whose loops have too few pixels to be thinned."""

BLOT = 6.0
"""Ink of so wide a pen is no line, and is left as it is, too."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedDigit:
    """An image ready for the network, and how it came about.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28)
        0 (paper) to 1 (ink), row by row from the top.
    steps : tuple of (str, ndarray)
        Name and image of each step before, each image in [0, 1]; for showing only.
    """

    pixels: FloatArray
    steps: tuple[tuple[str, FloatArray], ...] = ()

    @property
    def X(self) -> FloatArray:
        """The image as a column of shape (784, 1), rows of the image one after the other."""
        return self.pixels.reshape(N_PIXELS, 1)


@dataclass(frozen=True, slots=True, eq=False)
class FoundDigit:
    """A digit and its place in a picture.

    Parameters
    ----------
    box : (int, int, int, int)
        Left, top, right and bottom of its ink in pixels of the picture, turned upright.
    digit : PreparedDigit
    """

    box: tuple[int, int, int, int]
    digit: PreparedDigit


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
        Width of the pen in pixels of the 28x28 image.

    Returns
    -------
    PreparedDigit

    Raises
    ------
    DrawingError
        If there are no strokes, only a dot, or something that is not strokes.
    """
    return _with_steps(_drawn_again(strokes, pen))


def stroke_pixels(
    strokes: Iterable[Sequence[Sequence[float]] | FloatArray], pen: float = PEN
) -> FloatArray:
    """Return the pixels of `prepare_strokes` alone, sooner: for thousands of drawings.

    Parameters and errors are those of `prepare_strokes`.

    Returns
    -------
    ndarray of shape (28, 28), in [0, 1]
    """
    return _centred(_drawn_again(strokes, pen))


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
        If there are no strokes, only a dot, or none of them on the canvas.
    """
    all_strokes = checked_strokes(drawing.strokes)
    if not all_strokes or extent(all_strokes) < DOT:
        raise DrawingError("error.nothing_drawn")
    drawn = ink(drawing.strokes, drawing.widths, CANVAS_SIDE)
    if not drawn.any():
        raise DrawingError("error.nothing_drawn")
    return PreparedDigit(_shrunk(drawn, 0, 0, SIDE, CANVAS_SIDE // SIDE), (("drawn", drawn),))


def prepare_image(image: Picture) -> PreparedDigit:
    """Find the one digit in a picture, scale its ink to the standard box, centre it by mass.

    Parameters
    ----------
    image : PIL.Image.Image or ndarray of shape (height, width) or (height, width, 3), uint8
        Photograph, scan or drawing; ink and paper are told apart by what is in it.

    Returns
    -------
    PreparedDigit

    Raises
    ------
    DrawingError
        If it shows no digit, or several, or is not a picture that can be read.
    """
    found = find_digits(image)
    if len(found) > 1:
        raise DrawingError("error.several_digits", n=len(found))
    return found[0].digit


def find_digits(image: Picture) -> list[FoundDigit]:
    """Find every digit in a picture, in reading order.

    Parameters and errors are those of `prepare_image`, but that there may be several digits.
    """
    grey, times = small_grey(image)
    found = []
    for one in written_digits(grey):
        digit = _with_steps(_pixels_in_box(one.ink))
        left, top, right, bottom = (round(side * times) for side in one.box)
        steps = (*one.steps, *digit.steps)
        found.append(FoundDigit((left, top, right, bottom), PreparedDigit(digit.pixels, steps)))
    return found


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
    all_strokes = checked_strokes(strokes)
    if not all_strokes or extent(all_strokes) < DOT:
        raise DrawingError("error.nothing_drawn")
    whole = extent(all_strokes)
    kept = [points for points in all_strokes if extent([points]) >= SPECK * whole]
    return kept or all_strokes


def _in_box(strokes: list[FloatArray], pen: float) -> tuple[list[FloatArray], tuple[int, int]]:
    """Place strokes so that their ink just fits the standard box, `FINE` times finer.

    Returns
    -------
    placed : list of ndarray of shape (n, 2)
    size : (height, width)
        Of the ink.
    """
    low, high = bounds(strokes)
    scale = (DIGIT_BOX - pen) * FINE / (high - low).max()
    margin = pen * FINE / 2
    placed = [(points - low) * scale + margin for points in strokes]
    width, height = np.floor((high - low) * scale + 2 * margin + 0.5).astype(int)
    return placed, (int(height), int(width))


def _pixels_in_box(ink: FloatArray) -> FloatArray:
    """Scale ink to the standard box, `FINE` times finer, and bring its pen to the standard one."""
    scale = DIGIT_BOX * FINE / max(ink.shape)
    size = [max(1, round(side * scale)) for side in reversed(ink.shape)]
    scaled = Image.fromarray(ink).resize((size[0], size[1]), Image.Resampling.BILINEAR)
    box = np.asarray(scaled).clip(0, 1)
    points, pen = middle_line(box)
    narrowest, widest = PENS if max(ink.shape) > SIDE else (PENS[0], BLOT)
    if not len(points) or narrowest <= pen / FINE <= widest or pen / FINE >= BLOT:
        return box
    return redrawn(points, PEN * FINE, DIGIT_BOX * FINE)


def _with_steps(box: FloatArray) -> PreparedDigit:
    """Go on from fine ink to the image, and keep what lies between."""
    side = DIGIT_BOX * FINE
    small = np.zeros((side, side), dtype=np.float32)
    y, x = ((side - length) // 2 for length in box.shape)
    small[y : y + box.shape[0], x : x + box.shape[1]] = box
    shrunk = _shrunk(small, 0, 0, DIGIT_BOX, FINE)
    return PreparedDigit(_centred(box), (("box", small), ("shrunk", shrunk)))


def _centred(box: FloatArray) -> FloatArray:
    """Put fine ink into the frame, centre of mass on the frame's centre, and shrink it."""
    return _shrunk(box, _begin(box.sum(axis=1)), _begin(box.sum(axis=0)), SIDE, FINE)


def _begin(mass: FloatArray) -> int:
    """Return where ink begins in the frame, down or across, whose mass there is this."""
    centre = float(mass @ (np.arange(len(mass)) + 0.5) / mass.sum())
    return min(max(math.floor(CENTRE * FINE - centre + 0.5), 0), SIDE * FINE - len(mass))


def _shrunk(box: FloatArray, top: int, left: int, side: int, times: int) -> FloatArray:
    """Average blocks of ``times`` x ``times`` pixels: anti-aliasing by area.

    The box stands at (top, left) on paper of ``side * times`` a side. Averaging is a product with
    a matrix from both sides, too, but for one of that size the BLAS wakes its threads, which then
    spin for longer than all else that a drawing costs.
    """
    height, width = box.shape
    paper = np.zeros((side * times, side * times), np.float32)
    paper[top : top + height, left : left + width] = box
    rows = paper.reshape(side, times, -1).sum(axis=1)  # (side, side * times)
    return np.asarray((rows.reshape(side, side, times).sum(axis=2) / times**2).clip(0, 1))
