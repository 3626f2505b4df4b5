"""What reaches over a side of the picture: the end of something, a border, or a digit alone."""

import numpy as np

from mnistnet.drawing.connected import Labels, Mask
from mnistnet.notation import FloatArray

CUT = 0.15
"""What reaches over a side and is smaller than this part of the picture's longer side is an end."""

ALONE_CUT = 0.6
"""Where nothing is whole, an end is smaller than this part of the picture's shorter side."""

EDGE = 0.25
"""What runs along so much of a side of the picture is a border or a table if there is ink
elsewhere."""

FILLS = 0.9
"""What runs along a side, or from side to side, is a digit alone if it fills so much of the picture
both ways: then that was cut out around it."""


def are_cut(boxes: Labels, shape: tuple[int, ...]) -> Mask:
    """Return over which sides of a picture of this shape pieces reach.

    Parameters
    ----------
    boxes : ndarray of shape (n, 4)
        Top, bottom, left and right of each piece, in pixels.

    Returns
    -------
    ndarray of shape (n, 4), bool
        Over the upper, lower, left and right side.
    """
    return np.equal(boxes, (0, shape[0], 0, shape[1]))


def along_edges(labels: Labels, n_pieces: int) -> FloatArray:
    """Return along which part of a side of the picture each piece runs, at most."""
    along = np.zeros(n_pieces)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        counts = np.bincount(edge[edge >= 0], minlength=n_pieces)
        along = np.maximum(along, counts / len(edge))
    return along


def are_whole_alone(boxes: Labels, along: FloatArray, shape: tuple[int, ...]) -> Mask:
    """Return which pieces are more than ends and borders, if all there are reach over a side."""
    sides = boxes[:, [1, 3]] - boxes[:, [0, 2]]
    reach = sides / shape
    is_cut_out = reach.min(axis=1) >= FILLS
    is_end = (reach < 1).all(axis=1) & (along <= EDGE)
    is_large = sides.max(axis=1) >= ALONE_CUT * min(shape)
    return np.asarray(is_cut_out | (is_end & is_large))
