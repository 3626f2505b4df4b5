"""Images of digits as pen lines: thinned to the middle of their strokes.

MNIST shows how hundreds of people shape their digits, each with a pen of its own. Its lines,
drawn again with the standard pen, look like drawings on the canvas.
"""

import numpy as np
from numpy.typing import NDArray

from mnistnet.notation import SIDE, FloatArray

FINER = 3
"""Images are thinned at this many times their size, for smoother lines."""

INK = 128
"""Grey from which on a pixel is ink."""

Bits = NDArray[np.uint8]


def centre_lines(pixels: NDArray[np.uint8]) -> list[FloatArray]:
    """Return the points along the middle of each image's strokes.

    Parameters
    ----------
    pixels : ndarray of shape (m, 28, 28), uint8
        0 (paper) to 255 (ink).

    Returns
    -------
    list of ndarray of shape (n, 2)
        Points (x, y) in pixels of the images, in no order, at most a third of a pixel apart;
        none for an empty image.
    """
    stretch = _stretching()
    fine = stretch @ pixels.astype(np.float32) @ stretch.T  # (m, 84, 84)
    lines = thin((fine >= INK).astype(np.uint8))
    return [np.argwhere(line)[:, ::-1] / FINER + 0.5 / FINER for line in lines]


def thin(ink: Bits) -> Bits:
    """Thin black and white images to lines one pixel wide.

    Parameters
    ----------
    ink : ndarray of shape (m, height, width), uint8
        1 is ink, 0 is paper.

    Returns
    -------
    ndarray of shape (m, height, width), uint8

    Notes
    -----
    T. Zhang and C. Suen, "A fast parallel algorithm for thinning digital patterns" (1984): two
    half steps peel the south-east and the north-west rims in turn, as long as a pixel has two to
    six neighbours that hang together without it.
    """
    lines = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    while True:
        before = lines.sum()
        for north_west in (False, True):
            lines[:, 1:-1, 1:-1] &= ~_rim(lines, north_west) & 1
        if lines.sum() == before:
            return lines[:, 1:-1, 1:-1]


def _rim(lines: Bits, north_west: bool) -> Bits:
    """Return 1 where a pixel can go, for images with a border of paper."""
    n, s = lines[:, :-2, 1:-1], lines[:, 2:, 1:-1]
    w, e = lines[:, 1:-1, :-2], lines[:, 1:-1, 2:]
    around = (
        n,
        lines[:, :-2, 2:],
        e,
        lines[:, 2:, 2:],
        s,
        lines[:, 2:, :-2],
        w,
        lines[:, :-2, :-2],
    )
    count = around[0].copy()
    for neighbour in around[1:]:
        count += neighbour
    begins = np.zeros_like(count)  # how often paper is followed by ink, going around
    for one, following in zip(around, (*around[1:], around[0]), strict=True):
        begins += (one ^ 1) & following
    inner = (n & w & e) | (n & w & s) if north_west else (n & e & s) | (e & s & w)
    can_go = (count >= 2) & (count <= 6) & (begins == 1) & (inner == 0)
    return np.asarray(can_go, dtype=np.uint8)


def _stretching() -> FloatArray:
    """Return the (84, 28) matrix that reads a line of pixels at finer steps, linearly."""
    places = np.clip((np.arange(SIDE * FINER) + 0.5) / FINER - 0.5, 0, SIDE - 1)
    weights = 1 - np.abs(places[:, None] - np.arange(SIDE))
    return np.asarray(weights.clip(0), dtype=np.float32)
