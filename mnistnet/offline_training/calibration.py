"""Outputs that mean something: of 0.9 and more hardly ever wrong, of 0.5 seldom for no digit."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Images
from mnistnet.loss import one_hot
from mnistnet.network import Network, forward, sigmoid
from mnistnet.notation import FloatArray

SURE_WINNER = 0.9
"""A winning output from here on counts as sure."""

TRUSTED = 0.998
"""Part of the sure winners that should be right on validation images: new ones are harder."""

UNANSWERED = 0.65
"""Part of the drawings that are no digits, of the kinds that are learnt from, that no output of 0.5
answers: of kinds that are not, fewer stay so."""

SCALES = tuple(np.round(np.arange(1, 0.45, -0.05), 2).tolist())
SHIFTS = tuple(np.round(np.arange(0, 1.55, 0.1), 1).tolist())


def calibrate(network: Network, validation: Images, non_digits: FloatArray) -> Network:
    """Scale W2 and lower its biases until sure winners can be trusted, and no digits go unanswered.

    Parameters
    ----------
    network : Network
        With biases.
    validation : Images
        That the network did not learn from.
    non_digits : ndarray of shape (784, m)
        Drawings that are no digits.

    Returns
    -------
    Network
        Of all scales and shifts whose sure winners are right often enough, and that leave enough of
        what is no digit without an answer, the one of the smallest loss; the network itself if
        there is none. Every Z2 becomes ``scale * Z2 - shift``, the same
        for all classes, so the winner stays the winner.

    Notes
    -----
    The scale is what C. Guo et al. call temperature: "On calibration of modern neural networks",
    2017.
    """
    Z2 = forward(network, validation.X).Z2  # (10, m)
    Y = one_hot(validation.labels)
    right = Z2.argmax(axis=0) == validation.labels
    highest = forward(network, non_digits).Z2.max(axis=0)
    losses = {
        (scale, shift): float(((A2 - Y) ** 2).sum())
        for scale, shift in product(SCALES, SHIFTS)
        if (scale * highest < shift).mean() >= UNANSWERED  # as g(0) is 0.5
        and _is_trusted(A2 := sigmoid(scale * Z2 - shift), right)
    }
    if not losses:
        return network
    scale, shift = min(losses, key=losses.__getitem__)
    W2 = network.W2 * scale
    W2[:, -1] -= shift
    return Network(network.W1, W2.astype(network.W2.dtype))


def _is_trusted(A2: FloatArray, right: NDArray[np.bool_]) -> bool:
    sure = A2.max(axis=0) >= SURE_WINNER
    return bool(sure.any() and right[sure].mean() >= TRUSTED)
