"""The order in which digits on paper are read: row by row, however the rows are turned."""

import numpy as np

from mnistnet.drawing.connected import Labels
from mnistnet.notation import FloatArray

BESIDE = 1 / 3
"""Digits stand beside each other if they share this part of the lower one's height, or more."""

STEEPEST = 0.25
"""Rows fall or rise by no more than so many pixels a pixel, some 14 degrees."""


def reading_order(boxes: Labels) -> list[int]:
    """Put digits in reading order.

    Parameters
    ----------
    boxes : ndarray of shape (n, 4)
        Top, bottom, left and right of each digit, in pixels.

    Returns
    -------
    list of int
        The digits' numbers, row by row from above, each from the left.

    Notes
    -----
    A row goes on from each digit to the nearest on its right that stands beside it, provided that
    of all on that one's left this one is the nearest beside it. So a row is followed however it
    is turned, and one below it that begins further right is not taken for its end. Rows are
    compared as if turned back by the tilt that most steps in rows have.
    """
    top, bottom, left, _ = boxes.T
    across, middles = left.astype(float), (top + bottom) / 2
    order = [int(number) for number in np.argsort(left, kind="stable")]
    following = _following(boxes, order)
    falls = [
        (middles[after] - middles[before]) / max(across[after] - across[before], 1)
        for before, after in following.items()
    ]
    tilt = float(np.clip(np.median(falls), -STEEPEST, STEEPEST)) if falls else 0.0
    level: FloatArray = middles - tilt * across
    first = set(order) - set(following.values())
    rows = []
    for number in sorted(first):
        row = [number]
        while (after := following.get(row[-1])) is not None:
            row.append(after)
        rows.append(row)
    rows.sort(key=lambda row: float(np.median(level[row])))
    return [number for row in rows for number in row]


def _following(boxes: Labels, order: list[int]) -> dict[int, int]:
    """Return which digit follows each in its row; none follows the last."""
    top, bottom = boxes[order, 0], boxes[order, 1]
    shared = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    lower = np.minimum.outer(bottom - top, bottom - top)
    is_beside = np.triu(shared >= BESIDE * lower, 1)  # of each on the left those on its right
    following = {}
    for i in np.flatnonzero(is_beside.any(axis=1)):
        j = int(is_beside[i].argmax())
        if np.flatnonzero(is_beside[:, j])[-1] == i:
            following[order[i]] = order[j]
    return following
