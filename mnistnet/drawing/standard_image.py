"""From fine ink to the 28x28 image that the network reads.

MNIST's digits were scaled to fit a 20x20 box and moved so that their centre of mass is the centre
of the 28x28 frame. Ink of any kind goes the same way.
"""

import math
from dataclasses import dataclass

import numpy as np

from mnistnet.notation import N_PIXELS, SIDE, FloatArray

DIGIT_BOX = 20
"""Longest side of a digit's ink in pixels, as in MNIST (19,997 of its first 20,000 images)."""

CENTRE = 14.5
"""Where MNIST has the centre of mass, in pixels from the frame's upper left corner: measured
14.51 and 14.50 over the training images, the middle of the pixel with index 14."""

FINE = 8
"""Ink is drawn this many times finer than the image and then averaged: soft edges by area."""


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


def with_steps(box: FloatArray) -> PreparedDigit:
    """Go on from fine ink to the image, and keep what lies between."""
    side = DIGIT_BOX * FINE
    small = np.zeros((side, side), dtype=np.float32)
    y, x = ((side - length) // 2 for length in box.shape)
    small[y : y + box.shape[0], x : x + box.shape[1]] = box
    shrunk = shrunk_by(small, 0, 0, DIGIT_BOX, FINE)
    return PreparedDigit(centred(box), (("box", small), ("shrunk", shrunk)))


def centred(box: FloatArray) -> FloatArray:
    """Put fine ink into the frame, centre of mass on the frame's centre, and shrink it."""
    return shrunk_by(box, _begin(box.sum(axis=1)), _begin(box.sum(axis=0)), SIDE, FINE)


def _begin(mass: FloatArray) -> int:
    """Return where ink begins in the frame, down or across, whose mass there is this."""
    centre = float(mass @ (np.arange(len(mass)) + 0.5) / mass.sum())
    return min(max(math.floor(CENTRE * FINE - centre + 0.5), 0), SIDE * FINE - len(mass))


def shrunk_by(box: FloatArray, top: int, left: int, side: int, times: int) -> FloatArray:
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
