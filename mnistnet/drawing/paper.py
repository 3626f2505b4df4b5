"""Which shade is paper, everywhere in a picture, and how dark each pixel is against it.

Ink is a line: there is paper on both sides of it. That holds in any light, on grey and on
uneven paper, and it does not hold for a shadow's edge, a table beside the sheet or a dark corner.
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from mnistnet.notation import FloatArray

COARSE = 160
"""Light is looked at on a picture of at most so many pixels a side: less noise, less work."""

WIDEST = 5
"""A pen is no wider than the picture's side divided by this."""

WIDTH_COUNTS = 1.5
"""A line counts for less by this power of its width."""

FLAT = 0.4
"""A picture was drawn or cut out by a program, not photographed, if so much of it is one shade."""

NEAR, GRAINY = 15, 0.2
"""A photograph's paper has grain: more than this part of the picture is within so many shades, of
256, of the commonest, but not of it."""

PALE, SHEET = 1 / 3, 0.1
"""Nor is it one if a sheet lies on that shade: of what differs most is pale, nearer to the shade
than this part of what differs most from it, and it is more than this part of the picture."""

DARKEST = 0.4
"""Paper is never darker than this part of the usual: black borders have no ink on them."""

MEDIAN = 0.6745
"""Half of normal noise deviates by less than this part of its standard deviation."""

LINES = 0.5
"""Of bright ink so much is a line; of a bright sheet only what is near its corners looks so."""

CLEAR = 1.25
"""One polarity is clear if it has so many times the lines of the other; if none is, most of the
picture is paper."""


def darkness(grey: FloatArray) -> tuple[FloatArray, FloatArray, float, bool]:
    """Return how much darker than the paper around it each pixel is, ink dark or bright.

    Parameters
    ----------
    grey : ndarray of shape (height, width)
        0 (black) to 1 (white).

    Returns
    -------
    contrast : ndarray of shape (height, width)
        0 (as the paper) to 1 (black on it); of bright ink the same with black and white exchanged.
    edges : ndarray of shape (height, width)
        By how much the paper itself differs near each pixel, in the same unit. A sheet's shadow
        on a table is darker than both, but less than these differ.
    noise : float
        Standard deviation of the paper's grain, in the same unit.
    is_flat : bool
        Whether the paper is of one shade, so that all that differs from it is ink.
    """
    shade = flat_shade(grey)
    if shade is not None:
        below, above = (shade - grey).clip(0), (grey - shade).clip(0)
        contrast = below if below.sum() >= above.sum() else above
        return contrast, np.zeros_like(contrast), 0.0, True
    coarse = _coarse(grey)
    if _is_bright_ink(coarse):
        grey, coarse = 1 - grey, 1 - coarse
    paper: FloatArray = np.maximum(coarse, _between(coarse))
    edges: FloatArray = -_lowest(_lowest(-paper)) - _lowest(_lowest(paper))
    if coarse.shape != grey.shape:
        paper, edges = _larger(_lowest(paper), grey.shape), _larger(edges, grey.shape)
    usual = DARKEST * float(np.quantile(paper, 0.75))
    bright = np.maximum(paper, max(usual, 1e-3))
    contrast = (paper - grey) / bright
    contrast = contrast - np.median(contrast)  # noise makes the paper seem a little too bright
    brighter = contrast[contrast < 0]
    noise = float(-np.median(brighter)) / MEDIAN if brighter.size else 0.0
    return contrast.clip(0, 1), edges / bright, noise, False


def flat_shade(grey: FloatArray) -> float | None:
    """Return the one shade of the paper; None if there are many, as in every photograph."""
    counts = np.bincount(np.rint(grey * 255).astype(np.intp).ravel(), minlength=256)
    shade = int(counts.argmax())
    apart = np.abs(np.arange(256) - shade)
    n_near = counts[(apart > 0) & (apart <= NEAR)].sum()
    n_pale = counts[(apart > NEAR) & (apart < PALE * apart[counts > 0].max())].sum()
    is_sheet = n_pale > max(SHEET * grey.size, (grey.size - counts[shade]) / 2)
    is_flat = counts[shade] >= FLAT * grey.size and n_near <= GRAINY * grey.size
    return shade / 255 if is_flat and not is_sheet else None


def _coarse(grey: FloatArray) -> FloatArray:
    height, width = grey.shape
    times = max(height, width) / COARSE
    if times <= 1:
        return grey
    size = (max(1, round(width / times)), max(1, round(height / times)))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))


def _larger(coarse: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    size = (shape[1], shape[0])
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BILINEAR))


def _lowest(grey: FloatArray) -> FloatArray:
    """Return the darkest of 3x3 pixels, so that no light comes over the edge of a shadow."""
    padded = np.pad(grey, 1, mode="edge")
    rows = np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    return np.minimum(np.minimum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def _between(grey: FloatArray) -> FloatArray:
    """Return the brightest shade that each pixel has on two sides of it, 0 if on none."""
    brightest = np.zeros_like(grey)
    for _, here, one, other in _pairs(grey.shape):
        np.maximum(brightest[here], np.minimum(grey[one], grey[other]), out=brightest[here])
    return brightest


Part = tuple[slice, ...]


def _pairs(shape: tuple[int, ...]) -> Iterator[tuple[int, Part, Part, Part]]:
    """Yield the parts of a picture that have both neighbours at a distance, and these neighbours.

    In four directions, at distances that grow by a third.
    """
    distance = 1
    while distance <= max(shape) // WIDEST:
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
            here, one, other = (
                tuple(
                    slice(margin + move, max(side - margin + move, 0))
                    for side, margin, move in (
                        (shape[0], distance * down, way * distance * down),
                        (shape[1], distance * abs(right), way * distance * right),
                    )
                )
                for way in (0, -1, 1)
            )
            yield distance, here, one, other
        distance = max(distance + 1, distance * 4 // 3)


def _is_bright_ink(coarse: FloatArray) -> bool:
    """Return whether the lines are brighter than what is on both sides of them.

    Between dark lines there is bright paper, too, but wider than they are: what stands out at a
    small distance counts for more.
    """
    under, over = np.zeros_like(coarse), np.zeros_like(coarse)
    dark = bright = before_dark = before_bright = 0.0
    for distance, here, one, other in _pairs(coarse.shape):
        low, high = np.minimum(coarse[one], coarse[other]), np.maximum(coarse[one], coarse[other])
        np.maximum(under[here], low - coarse[here], out=under[here])
        np.maximum(over[here], coarse[here] - high, out=over[here])
        now_dark, now_bright = float((under**2).sum()), float((over**2).sum())
        dark += (now_dark - before_dark) / distance**WIDTH_COUNTS
        bright += (now_bright - before_bright) / distance**WIDTH_COUNTS
        before_dark, before_bright = now_dark, now_bright
    if max(dark, bright) > CLEAR * min(dark, bright):
        return bright > dark and not _is_paper(coarse, over)
    return bool(np.median(coarse) <= 0.5)


def _is_paper(coarse: FloatArray, over: FloatArray) -> bool:
    """Return whether most that is as bright as what stands out does not stand out itself.

    Then these are the corners of a bright sheet, with nothing written on it.
    """
    highest = over.max()
    shade = float((coarse * over**2).sum() / (over**2).sum())
    bright = coarse > shade - highest / 4
    return bool((over[bright] > highest / 4).mean() < LINES)
