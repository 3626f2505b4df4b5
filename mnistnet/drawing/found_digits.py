"""From a picture to the digits on it, each as the network reads it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from mnistnet.drawing.grey import Picture, small_grey
from mnistnet.drawing.pen import middle_line, redrawn
from mnistnet.drawing.photograph import Written, written_digits
from mnistnet.drawing.preprocess import PEN
from mnistnet.drawing.standard_image import DIGIT_BOX, FINE, PreparedDigit, with_steps
from mnistnet.errors import DrawingError
from mnistnet.notation import SIDE, FloatArray

PENS = (1.0, 4.5)
"""Pens of so many pixels are left as they are, as MNIST's are of many widths; so are wider ones
in pictures of MNIST's own size, whose loops have too few pixels to be thinned."""

BLOT = 6.0
"""Ink of so wide a pen is no line but a hole or a stain; what a program drew is left as it is."""


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


@dataclass(frozen=True, slots=True, eq=False)
class SearchedPicture:
    """What was found in a picture.

    Parameters
    ----------
    digits : list of FoundDigit
        At least one, in reading order.
    n_small : int
        How many marks were left out, for they are lower than 40 % of the highest digit.
    """

    digits: list[FoundDigit]
    n_small: int


def prepare_image(image: Picture) -> PreparedDigit:
    """Find the one digit in a picture, scale its ink to the standard box, centre it by mass.

    Parameters
    ----------
    image : PIL.Image.Image or ndarray of shape (height, width), (height, width, 3 or 4), uint8
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


def find_digits(image: Picture, most: int | None = None) -> list[FoundDigit]:
    """Find every digit in a picture, in reading order, as `search_picture` does."""
    return search_picture(image, most).digits


def search_picture(image: Picture, most: int | None = None) -> SearchedPicture:
    """Find every digit in a picture, and tell how many marks were left out as too small.

    Parameters and errors are those of `prepare_image`, but that there may be several digits.

    Parameters
    ----------
    image : PIL.Image.Image or ndarray
    most : int, optional
        More are an error, before any is drawn again: each takes some 20 ms.

    Notes
    -----
    What is lower than 40 % of the highest digit is taken for letters, signs and specks, and left
    out: digits of such different sizes need a picture each. So are straight frames, tables and
    lines to write on, filled or empty; a circle is a 0, and large letters are read as digits.
    """
    grey, times = small_grey(image)
    written, n_small = written_digits(grey)
    if most is not None and len(written) > most:
        raise DrawingError("error.photograph_many", n=len(written), limit=most)
    found = []
    for one in written:
        box = _pixels_in_box(one)
        if box is None:
            continue
        digit = with_steps(box)
        left, top, right, bottom = (round(side * times) for side in one.box)
        steps = (*one.steps, *digit.steps)
        found.append(FoundDigit((left, top, right, bottom), PreparedDigit(digit.pixels, steps)))
    if not found:
        raise DrawingError("error.image_empty")
    return SearchedPicture(found, n_small)


def _pixels_in_box(written: Written) -> FloatArray | None:
    """Scale ink to the standard box, `FINE` times finer, and bring its pen to the standard one.

    None if it is a blot.
    """
    ink = written.ink
    scale = DIGIT_BOX * FINE / max(ink.shape)
    size = [max(1, round(side * scale)) for side in reversed(ink.shape)]
    scaled = Image.fromarray(ink).resize((size[0], size[1]), Image.Resampling.BILINEAR)
    box = np.asarray(scaled).clip(0, 1)
    points, pen = middle_line(box)
    if len(points) and pen / FINE >= BLOT:
        return box if written.is_drawn else None
    narrowest, widest = PENS if max(ink.shape) > SIDE else (PENS[0], BLOT)
    if not len(points) or narrowest <= pen / FINE <= widest:
        return box
    return redrawn(points, PEN * FINE, DIGIT_BOX * FINE)
