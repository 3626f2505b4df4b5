"""What is printed on a worksheet around digits: words, a frame or table, a line to write on.

None of it touches a digit here; printed_lines.py takes away what does.
"""

import numpy as np

from mnistnet.drawing.connected import Labels, Mask

LOW = 0.4
"""Letters are lower than this part of the highest piece."""

LETTERS, BESIDE = 5, 2
"""So many letters in a line, each no further from the next than so many times its height, are
printed words."""

INSIDE, BROAD = 0.35, 0.8
"""A frame is around a piece of at least this part of its height, and if its sides are not straight,
it is at least so broad for its height: a 0 with a stroke in it is narrower."""

EMPTY = 0.6
"""An empty frame, or one around less, has straight sides and is at least so broad for its height,
unless another frame is filled: a 0 drawn with a ruler is narrower."""

CELL = 0.08
"""A table whose sides are not straight is around two pieces or more of at least this part of its
height."""

FLAT = 0.15
"""A line to write on is no higher than this part of its length, and longer than all that is not so
flat is high."""


def are_printed(boxes: Labels, are_straight: Mask) -> Mask:
    """Return which pieces of ink are print around a digit.

    Parameters
    ----------
    boxes : ndarray of shape (n, 4)
        Top, bottom, left and right of each piece, in pixels. None touches another.
    are_straight : ndarray of shape (n,), bool
        Whether it has the sides of a frame.

    Returns
    -------
    ndarray of shape (n,), bool
    """
    printed = _are_frames(boxes, are_straight)
    for find in (_are_lines, _are_words):
        left = np.flatnonzero(~printed)
        printed[left] = find(boxes[left])
    return printed


def _are_frames(boxes: Labels, are_straight: Mask) -> Mask:
    top, bottom, left, right = boxes.T
    heights, breadths = bottom - top, right - left
    is_inside = np.greater.outer(top, top) & np.less.outer(bottom, bottom)
    is_inside &= np.greater.outer(left, left) & np.less.outer(right, right)
    parts = np.divide.outer(heights, heights)
    is_around = (is_inside & (parts >= INSIDE)).any(axis=0)
    is_table = (is_inside & (parts >= CELL)).sum(axis=0) > 1
    is_curved = (is_around | is_table) & (breadths >= BROAD * heights)
    is_broad = (breadths >= EMPTY * heights) | (is_around & are_straight).any()
    return np.asarray(is_curved | (are_straight & is_broad))


def _are_lines(boxes: Labels) -> Mask:
    top, bottom, left, right = boxes.T
    heights, lengths = bottom - top, right - left
    is_flat = heights <= FLAT * lengths
    return np.asarray(is_flat & (lengths > heights[~is_flat].max(initial=0)))


def _are_words(boxes: Labels) -> Mask:
    """Return which pieces stand in lines of letters; not what stands in the highest piece's box."""
    if not len(boxes):
        return np.zeros(0, bool)
    top, bottom, left, right = boxes.T
    heights = bottom - top
    first = int(heights.argmax())
    is_letter = (heights < LOW * heights[first]) & (
        (bottom <= top[first])
        | (top >= bottom[first])
        | (right <= left[first])
        | (left >= right[first])
    )
    overlap = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    gap = np.maximum.outer(left, left) - np.minimum.outer(right, right)
    lower, higher = np.minimum.outer(heights, heights), np.maximum.outer(heights, heights)
    is_next = (overlap > lower / 2) & (gap < BESIDE * higher)
    is_next &= np.logical_and.outer(is_letter, is_letter)
    line = np.arange(
        len(boxes)
    )  # each piece's, by the first of those that it is known to be next to
    while True:
        known = np.minimum(line, np.where(is_next, line, len(boxes)).min(axis=1))
        if (known == line).all():
            return np.asarray(is_letter & (np.bincount(line)[line] >= LETTERS))
        line = known
