"""A loss that asks for the right winner, beside one that asks each output for its target."""

import numpy as np

from mnistnet.backpropagation import OutputError, cross_entropy_dZ2
from mnistnet.notation import FloatArray

LARGEST = 1 - 1e-6
"""Outputs count as no larger: their odds are finite."""


def winner_error(share: float, doubt: float = 1.0) -> OutputError:
    """Return the error of ten sigmoids' cross-entropy plus ``share`` times the softmax's.

    Ten sigmoids each ask whether an image is their digit. A small network can often not tell, but
    it can tell which digit is the likeliest, and that is what an answer is.

    Parameters
    ----------
    share : float
    doubt : float
        How many times an output counts where it is too large: with 2, one that is right half of the
        time ends at a third, and what is no digit seldom reaches 0.5.

    Notes
    -----
    The softmax of Z2 are the odds ``A2 / (1 - A2)``, divided by their sum. Its cross-entropy is
    ``-sum(Y log softmax)``, with the slope ``softmax * sum(Y) - Y``: none for what is no digit.
    """

    def error(A2: FloatArray, Y: FloatArray) -> FloatArray:
        too_large = (doubt - 1) * (1 - Y) * A2  # the slope of -(1 - Y) log(1 - A2)
        return cross_entropy_dZ2(A2, Y) + too_large + share * _softmax_dZ2(A2, Y)

    return error if share else cross_entropy_dZ2


def _softmax_dZ2(A2: FloatArray, Y: FloatArray) -> FloatArray:
    most = np.minimum(A2, A2.dtype.type(LARGEST))
    odds = most / (1 - most)
    return np.asarray(odds / odds.sum(axis=0) * Y.sum(axis=0) - Y)
