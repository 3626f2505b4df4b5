"""From a picture's shades to the ink of each digit in it: paper, ink, pieces, digits."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from mnistnet.drawing.connected import Mask
from mnistnet.drawing.measure import ink_box
from mnistnet.drawing.paper import darkness
from mnistnet.drawing.pieces import Box, group_pieces, wider
from mnistnet.drawing.rules import without_rules
from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

FAINT = 0.1
"""On paper of one shade, what is below this part of the darkest is paper, too."""

NOISE = 6.0
"""Ink stands out from the paper by so many standard deviations of its grain."""

CONTRAST = 0.04
"""Ink is by so much of the paper's shade darker than the paper."""

LEAST = 0.07
"""The darkest fifth of the ink is by so much darker: less is no ink at all."""

AROUND = 0.35
"""Around ink there is paper: its darkness is below this part of the ink's. Around what is no more
than uneven light it is not."""

SHADOW = 0.5
"""A shadow is darker than the paper by less than this part of the paper's grey."""

SOFT, EVEN = 4, 0.4
"""A shadow's edge is broader than so many pixels, and yet smaller than this part of what lies
inside it; a pen that is out of focus is thin, and nearly all edge."""

INNER, EDGE = 0.5, (0.15, 0.85)
"""The inner part is more than so much ink, and the edge is between these."""

GAP = 400
"""Ink that is apart by no more than two of so many parts of the picture hangs together."""

ONE = 40
"""A picture of at most so many pixels a side is of one digit, whatever it falls into."""

EDGES, COARSE_EDGES, FEW = 0.7, 0.4, 10_000
"""The edge of ink is at most at this part of its darkness, sooner in pictures of few pixels, where
much of a line is edge."""

GRAIN = 0.04
"""Noise of more than this is smoothed away first."""

SHOWN = 160
"""Steps are kept at most so large, twice as large as the page shows them."""

RING = 16
"""What is around a digit is looked at so many times nearer than it is large."""

BINS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """One digit's ink in a picture.

    Parameters
    ----------
    box : (int, int, int, int)
        Left, top, right, bottom in pixels of the picture that was looked at.
    ink : ndarray of shape (bottom - top, right - left)
        0 (paper) to 1.
    steps : tuple of (str, ndarray)
        The picture on the way: as seen, on even paper, this digit's ink alone; what is around
        it, where there are several digits.
    is_drawn : bool
        Whether the paper is of one shade, as programs draw it.
    """

    box: tuple[int, int, int, int]
    ink: FloatArray
    steps: tuple[tuple[str, FloatArray], ...]
    is_drawn: bool


def written_digits(grey: FloatArray) -> tuple[list[Written], int]:
    """Find the ink of each digit, in reading order.

    Parameters
    ----------
    grey : ndarray of shape (height, width)
        0 (black) to 1 (white), ink darker or brighter than the paper.

    Returns
    -------
    digits : list of Written
        At least one.
    n_small : int
        How many marks were left out, for they are much lower than the highest digit.

    Raises
    ------
    DrawingError
        If there is no ink.
    """
    contrast, edges, noise, is_flat = darkness(grey)
    if noise > GRAIN:
        contrast, edges, noise, is_flat = darkness(_smoothed(grey))
    rest = 0.0
    if not is_flat:
        contrast, rest = without_rules(contrast)
    low, threshold, high = levels(contrast, noise, max(LEAST, rest), is_flat)
    inked = wider(contrast > threshold, max(1, max(grey.shape) // GAP))
    is_one = max(grey.shape) <= ONE
    labels, digits, n_small = group_pieces(inked, edges - contrast, is_flat or is_one)
    if is_one and digits:
        all_numbers = [number for _, numbers in digits for number in numbers]
        digits, n_small = [(Box(0, grey.shape[0], 0, grey.shape[1]), all_numbers)], 0
    found = []
    for box, numbers in digits:
        part = _around(box, grey.shape, 1 if len(digits) > 1 else max(grey.shape))
        mask = np.isin(labels[part], numbers)
        ink = np.where(mask, ((contrast[part] - low) / (high - low)).clip(0, 1), 0)
        if not (ink > FAINT).any() or not (is_flat or _is_written(contrast[part], mask, ink)):
            continue
        top, left, height, width = ink_box(np.where(ink > FAINT, ink, 0))
        steps = {"photo": grey[part], "paper": 1 - contrast[part], "ink": ink}
        shown = tuple((name, _small(step)) for name, step in steps.items())
        cut = ink[top : top + height, left : left + width].astype(np.float32)
        left, top = left + part[1].start, top + part[0].start
        found.append(Written((left, top, left + width, top + height), cut, shown, is_flat))
    if not found:
        raise DrawingError("error.image_empty")
    return found, n_small


def _around(box: Box, shape: tuple[int, ...], by: int) -> tuple[slice, slice]:
    """Return the part of a picture that reaches ``by / 4`` sizes further than a box."""
    far = by * box.size // 4 + 2
    return (
        slice(max(box.top - far, 0), min(box.bottom + far, shape[0])),
        slice(max(box.left - far, 0), min(box.right + far, shape[1])),
    )


def _small(step: FloatArray) -> FloatArray:
    """Return a picture small enough to be shown among others."""
    picture = Image.fromarray(step.astype(np.float32))
    picture.thumbnail((SHOWN, SHOWN), Image.Resampling.BOX)
    return np.asarray(picture)


def levels(
    contrast: FloatArray, noise: float, least: float, is_flat: bool
) -> tuple[float, float, float]:
    """Return the contrasts that are no ink at all, half ink, and all ink.

    Raises DrawingError if all ink is not ``least`` as much darker than the paper.

    Notes
    -----
    The threshold is that of N. Otsu, "A threshold selection method from gray-level histograms"
    (1979), over all that stands out from the paper.
    """
    highest = float(contrast.max(initial=0))
    if is_flat:
        if highest < least:
            raise DrawingError("error.image_empty")
        return 0.0, FAINT * highest, highest
    floor = max(NOISE * noise, CONTRAST)
    inked = contrast[contrast > floor]
    if not inked.size:
        raise DrawingError("error.image_empty")
    threshold = otsu(inked, floor)
    high = float(np.quantile(inked[inked >= threshold], 0.8))
    if high < least:
        raise DrawingError("error.image_empty")
    threshold = min(threshold, (COARSE_EDGES if contrast.size < FEW else EDGES) * high)
    return max(floor, 2 * threshold - high), threshold, high


def otsu(values: FloatArray, lowest: float) -> float:
    """Return what parts values into two classes that differ most."""
    counts, edges = np.histogram(values, BINS, (lowest, float(values.max()) + 1e-6))
    middles = (edges[:-1] + edges[1:]) / 2
    n_below, n_above = np.cumsum(counts), counts.sum() - np.cumsum(counts)
    sums = np.cumsum(counts * middles)
    both = n_below * n_above
    means_apart = (sums * n_above - (sums[-1] - sums) * n_below) / np.maximum(both, 1)
    return float(edges[int((both * means_apart**2).argmax()) + 1])


def _smoothed(grey: FloatArray) -> FloatArray:
    """Return the picture with the grain of its paper blurred, by a pixel in `GAP` of its side."""
    radius = max(grey.shape) / GAP
    picture = Image.fromarray(np.rint(grey * 255).astype(np.uint8))
    blurred = picture.filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred, np.float32) / 255


def _is_written(contrast: FloatArray, mask: Mask, ink: FloatArray) -> bool:
    """Return whether it is neither uneven light nor a shadow."""
    return _is_on_paper(contrast, mask) and not _is_shadow(contrast, ink)


def _is_shadow(contrast: FloatArray, ink: FloatArray) -> bool:
    """Return whether ink is pale and broad, and has soft edges."""
    inner = ink > INNER
    length = (inner[1:] != inner[:-1]).sum() + (inner[:, 1:] != inner[:, :-1]).sum()
    edge = ((ink > EDGE[0]) & (ink < EDGE[1])).sum()
    is_soft = SOFT * length < edge < EVEN * inner.sum()
    return bool(is_soft and np.median(contrast[inner]) < SHADOW)


def _is_on_paper(contrast: FloatArray, ink: Mask) -> bool:
    """Return whether it is much less dark around ink than it is there."""
    rows, columns = np.nonzero(ink)
    by = max(1, max(int(np.ptp(rows)), int(np.ptp(columns))) // RING)
    near = wider(ink, by)
    around = wider(near, by) & ~near
    return not around.any() or bool(contrast[around].mean() < AROUND * contrast[ink].mean())
