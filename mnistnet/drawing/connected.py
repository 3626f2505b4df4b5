"""Which pixels of ink hang together."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Labels = NDArray[np.intp]


def label_pieces(ink: Mask) -> tuple[Labels, int]:
    """Give each piece of ink that hangs together a number, corners included.

    Parameters
    ----------
    ink : ndarray of shape (height, width), bool

    Returns
    -------
    labels : ndarray of shape (height, width)
        -1 on paper, else the piece's number.
    n_pieces : int

    Notes
    -----
    Runs of ink in a row are joined where those of the next row touch them: each takes the
    lowest number that it touches, and numbers lead to lower ones until none changes
    (Y. Shiloach and U. Vishkin, "An O(log n) parallel connectivity algorithm", 1982).
    """
    height, width = ink.shape
    padded = np.zeros((height, width + 2), bool)
    padded[:, 1:-1] = ink
    steps = np.flatnonzero(padded.ravel()[1:] != padded.ravel()[:-1])
    starts, stops = steps[::2], steps[1::2]  # in the padded rows; run i is [start, stop)
    n_runs = len(starts)
    labels = np.full(ink.size, -1)
    if not n_runs:
        return labels.reshape(ink.shape), 0
    upper, lower = _touching(starts, stops, width + 2)
    root = _joined(upper, lower, n_runs)
    roots, numbers = np.unique(root, return_inverse=True)
    labels[np.flatnonzero(ink.ravel())] = np.repeat(numbers, stops - starts)
    return labels.reshape(ink.shape), len(roots)


def boxes_of(labels: Labels, n_pieces: int) -> Labels:
    """Return the box around each piece that `label_pieces` found.

    Returns
    -------
    ndarray of shape (n_pieces, 4)
        Top, bottom, left and right, from the first to before the last.
    """
    rows, columns = np.nonzero(labels >= 0)
    numbers = labels[rows, columns]
    boxes = np.tile([labels.shape[0], 0, labels.shape[1], 0], (n_pieces, 1))
    np.minimum.at(boxes[:, 0], numbers, rows)
    np.maximum.at(boxes[:, 1], numbers, rows + 1)
    np.minimum.at(boxes[:, 2], numbers, columns)
    np.maximum.at(boxes[:, 3], numbers, columns + 1)
    return boxes


def _touching(starts: Labels, stops: Labels, width: int) -> tuple[Labels, Labels]:
    """Return the pairs of runs, one in the row above the other's, that touch."""
    first = np.searchsorted(stops, starts - width, side="left")
    last = np.searchsorted(starts, stops - width, side="right")
    n_above = np.maximum(last - first, 0)
    lower = np.repeat(np.arange(len(starts)), n_above)
    within = np.arange(len(lower)) - np.repeat(np.cumsum(n_above) - n_above, n_above)
    return first[lower] + within, lower


def _joined(one: Labels, other: Labels, n: int) -> Labels:
    """Return of each of n things the lowest that pairs lead to."""
    root = np.arange(n)
    while True:
        a, b = root[one], root[other]
        differ = a != b
        if not differ.any():
            return root
        one, other, a, b = one[differ], other[differ], a[differ], b[differ]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while True:
            lower = root[root]
            if np.array_equal(lower, root):
                break
            root = lower
