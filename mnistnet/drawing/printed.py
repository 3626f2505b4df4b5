"""What is printed on a worksheet around digits: words, a frame or table, a line to write on."""

import numpy as np

from mnistnet.drawing.connected import Labels, Mask

LOW = 0.4
"""Letters are lower than this part of the highest piece."""

LETTERS, BESIDE = 5, 2
"""So many of them in a line, each no further from the next than so many times its height, are
printed words."""

INSIDE, BROAD = 0.35, 0.8
"""A frame is around a piece of at least this part of its height, and at least so broad for its
height: a 0 with a stroke in it is narrower."""

CELL = 0.08
"""A table is around two pieces or more of at least this part of its height."""

FLAT = 0.15
"""A line to write on is no higher than this part of its length, and longer than all that is not so
flat is high."""

BROADER = 1.3
"""A digit on a line that it touches is so many times as broad as high,"""

STRAIGHT, TILT = 0.9, 0.14
"""and so much of its breadth is one straight row, which falls by no more than this part of it;"""

INKED, THIN = 0.6, 0.04
"""the line is as thick as so much of its length is inked, and no thicker than this part of it."""

FINE = 200
"""Rows are tried whose falls differ by so small a part of the breadth."""

NEXT = 2
"""A stroke of the digit goes on so many pixels beside the line."""


def without_line(piece: Mask) -> Mask:
    """Take away the line to write on, where a digit touches it.

    Parameters
    ----------
    piece : ndarray of shape (height, width)
        A piece of ink, cut out.

    Returns
    -------
    ndarray of shape (height, width)
        Without the line, but with the strokes that cross it; the piece itself where there is none.
    """
    height, width = piece.shape
    if not FLAT * width < height <= width / BROADER:
        return piece
    rows, columns = np.nonzero(piece)
    far = width // 2
    most, fall = max(
        (int(np.bincount(rows - _drop(columns, width, fall) + far).max()), fall)
        for fall in range(-int(TILT * width), int(TILT * width) + 1, 1 + width // FINE)
    )
    if most < STRAIGHT * width:
        return piece
    every = np.arange(width)
    rows = np.arange(-far, height + far)[:, np.newaxis] + _drop(every, width, fall)
    level = piece[rows.clip(0, height - 1), every] & (rows >= 0) & (rows < height)
    is_line = level.sum(axis=1) >= INKED * width
    middle = int(level.sum(axis=1).argmax())
    before, after = int(is_line[middle::-1].argmin()), int(is_line[middle:].argmin())
    thick = before + after - 1
    if thick > THIN * width:
        return piece
    # As much again on both sides, where it is not quite straight.
    first, stop = middle - before + 1 - thick, middle + after + thick
    goes_on = level[first - NEXT] | level[stop - 1 + NEXT]
    line = np.zeros_like(level)
    line[first:stop] = level[first:stop] & ~goes_on
    left = piece.copy()
    left[rows[line], np.nonzero(line)[1]] = False
    return left


def _drop(columns: Labels, width: int, fall: int) -> Labels:
    """Return how many rows lower a straight row is in some columns than in the middle."""
    return np.rint(fall * (columns / max(width - 1, 1) - 0.5)).astype(np.intp)


def are_printed(boxes: Labels) -> Mask:
    """Return which pieces of ink are print around a digit.

    Parameters
    ----------
    boxes : ndarray of shape (n, 4)
        Top, bottom, left and right of each piece, in pixels. None touches another.

    Returns
    -------
    ndarray of shape (n,), bool
    """
    printed = _are_frames(boxes)
    for find in (_are_lines, _are_words):
        left = np.flatnonzero(~printed)
        printed[left] = find(boxes[left])
    return printed


def _are_frames(boxes: Labels) -> Mask:
    top, bottom, left, right = boxes.T
    heights = bottom - top
    is_inside = np.greater.outer(top, top) & np.less.outer(bottom, bottom)
    is_inside &= np.greater.outer(left, left) & np.less.outer(right, right)
    parts = np.divide.outer(heights, heights)
    is_around = (is_inside & (parts >= INSIDE)).any(axis=0)
    is_around |= (is_inside & (parts >= CELL)).sum(axis=0) > 1
    return np.asarray(is_around & (right - left >= BROAD * heights))


def _are_lines(boxes: Labels) -> Mask:
    top, bottom, left, right = boxes.T
    heights, lengths = bottom - top, right - left
    is_flat = heights <= FLAT * lengths
    highest = heights[~is_flat].max(initial=0)
    return np.asarray(is_flat & (lengths > highest) & (highest > 0))


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
