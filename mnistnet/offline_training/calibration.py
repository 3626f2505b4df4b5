"""Outputs that mean something: 0.9 is hardly ever wrong, and what is no digit has no answer."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Images
from mnistnet.loss import one_hot
from mnistnet.network import SURE, Network, forward, sigmoid
from mnistnet.notation import N_PIXELS, FloatArray

SURE_WINNER = 0.9
"""A winning output from here on should hardly ever be wrong."""

TRUSTED = 0.998
"""Part of the sure winners that should be right on validation images: new ones are harder."""

UNANSWERED = 0.66
"""Part of what is no digit for which no output should reach `SURE`, of kinds that were learnt from:
of others it is some 15 in 100 less."""

SCALES = tuple(np.round(np.arange(1, 0.45, -0.05), 2).tolist())
SHIFTS = tuple(np.round(np.arange(0, 1.525, 0.05), 2).tolist())


def calibrate(network: Network, validation: Images, non_digits: NDArray[np.uint8]) -> Network:
    """Scale W2 and lower its biases until answers can be trusted.

    Parameters
    ----------
    network : Network
        With biases.
    validation : Images
        That the network did not learn from.
    non_digits : ndarray of shape (n, 28, 28), uint8
        Drawings that are no digits, likewise.

    Returns
    -------
    Network
        Of all scales and shifts whose sure winners are right often enough, and of these, if there
        are any, of those that leave enough of what is no digit without an answer, the one of the
        smallest loss; the network itself if none can be trusted. Every Z2 becomes
        ``scale * Z2 - shift``, the same for all classes, so the winner stays the winner.

    Notes
    -----
    The scale is what C. Guo et al. call temperature: "On calibration of modern neural networks",
    2017.
    """
    Z2 = forward(network, validation.X).Z2  # (10, m)
    Y = one_hot(validation.labels)
    right = Z2.argmax(axis=0) == validation.labels
    losses = {
        (scale, shift): float(((A2 - Y) ** 2).sum())
        for scale, shift in product(SCALES, SHIFTS)
        if _is_trusted(A2 := sigmoid(scale * Z2 - shift), right)
    }
    if not losses:
        return network
    X = non_digits.reshape(-1, N_PIXELS).T / 255
    winners = forward(network, X).Z2.max(axis=0)
    doubting = [
        (scale, shift)
        for scale, shift in losses
        if (sigmoid(scale * winners - shift) < SURE).mean() >= UNANSWERED
    ]
    scale, shift = min(doubting or losses, key=losses.__getitem__)
    W2 = network.W2 * scale
    W2[:, -1] -= shift
    return Network(network.W1, W2.astype(network.W2.dtype))


def _is_trusted(A2: FloatArray, right: NDArray[np.bool_]) -> bool:
    sure = A2.max(axis=0) >= SURE_WINNER
    return bool(sure.any() and right[sure].mean() >= TRUSTED)
