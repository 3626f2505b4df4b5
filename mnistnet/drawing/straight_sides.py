"""Whether a piece of ink is a printed frame or table, told by its straight sides."""

import numpy as np

from mnistnet.drawing.connected import Labels, Mask
from mnistnet.drawing.cut_off import are_cut

SIDE, ROUGH = 0.6, 0.015
"""A side is straight if so much of it lies on one straight row, give or take this part of its
length or one pixel; the rest may be round corners, or a digit that reaches over it. No written
digit has 0.35 on all four sides."""

TILT = 0.14
"""A side falls by no more than this part of its length, as one that is turned by eight degrees."""

OUTER = 0.25
"""A side lies in this outer part of the piece: that of a 7 and of a 1 is in its middle."""

THICK, BLUR = 0.08, 2
"""Sides are no thicker than this part of the piece's longer side and so many pixels more: a broad
line has straight sides, too, but no paper between them."""

OWN = 2
"""Of a frame that the picture's sides cut off so many sides or more are seen."""

INNER = 0.2
"""What touches a frame inside reaches further in than this part of its breadth and height."""

SMALLEST = 32
"""What is less than so many pixels high or broad has too few to tell a straight side."""

SAMPLED = 100
"""A side is looked at in so many columns or more, less than twice as many."""


def with_straight_sides(labels: Labels, boxes: Labels, numbers: Labels) -> Mask:
    """Tell which pieces of ink have four straight, thin sides, or go on over the picture's own.

    Parameters
    ----------
    labels : ndarray of shape (height, width)
        -1 on paper, else the piece's number.
    boxes : ndarray of shape (n_pieces, 4)
        Top, bottom, left and right of each piece, in pixels.
    numbers : ndarray of shape (n,)
        The pieces that are looked at.

    Returns
    -------
    ndarray of shape (n_pieces,), bool
        False also for pieces that were not looked at.
    """
    are_straight, cut = np.zeros(len(boxes), bool), are_cut(boxes, labels.shape)
    for number in numbers:
        top, bottom, left, right = boxes[number]
        piece = labels[top:bottom, left:right]
        are_straight[number] = _has_straight_sides(piece, number, cut[number])
    return are_straight


def is_touched(labels: Labels, box: Labels, number: int) -> bool:
    """Return whether a frame of this number, in its box, is of one piece with ink inside.

    A table has: its inner lines.
    """
    top, bottom, left, right = box
    down, across = int(INNER * (bottom - top)), int(INNER * (right - left))
    inside = labels[top + down : bottom - down, left + across : right - across]
    return bool((inside == number).any())


def _has_straight_sides(labels: Labels, number: int, is_cut: Mask) -> bool:
    """Return whether a piece, cut out, has straight sides where the picture does not cut it off."""
    height, width = labels.shape
    if min(height, width) < SMALLEST:
        return False
    thick = int(THICK * max(height, width)) + BLUR
    across = np.equal(labels[:, :: max(1, width // SAMPLED)], number)
    down = np.equal(labels[:: max(1, height // SAMPLED)].T, number)
    n_own = 0
    sides = ((across, width), (across[::-1], width), (down, height), (down[::-1], height))
    for (side, length), is_open in zip(sides, is_cut, strict=True):
        is_own = _is_straight(side, length, thick)
        if not (is_own or is_open):
            return False
        n_own += is_own
    return n_own >= OWN


def _is_straight(columns: Mask, length: int, thick: int) -> bool:
    """Return whether the upper side of a piece, seen in some columns, is a straight thin line."""
    height, n_columns = columns.shape
    depths = columns.argmax(axis=0)
    if np.median(depths) > OUTER * height:
        return False
    below = columns[(depths + thick).clip(max=height - 1), np.arange(n_columns)]
    if below.mean() > 1 - SIDE:
        return False
    half = n_columns // 2
    fall = float(np.median(depths[half : 2 * half] - depths[:half]))  # over half of the length
    if 2 * abs(fall) > TILT * length + 1:
        return False
    level = depths - fall * np.arange(n_columns) / half
    is_near = np.abs(level - np.median(level)) <= max(1.0, ROUGH * length)
    return bool(is_near.mean() >= SIDE)
