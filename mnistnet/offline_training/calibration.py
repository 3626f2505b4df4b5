"""Outputs that mean something: a winner of 0.9 and more should hardly ever be wrong."""

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

SCALES = tuple(np.round(np.arange(1, 0.45, -0.05), 2).tolist())
SHIFTS = tuple(np.round(np.arange(0, 1.55, 0.1), 1).tolist())


def calibrate(network: Network, validation: Images) -> Network:
    """Scale W2 and lower its biases until sure winners can be trusted.

    Parameters
    ----------
    network : Network
        With biases.
    validation : Images
        That the network did not learn from.

    Returns
    -------
    Network
        Of all scales and shifts whose sure winners are right often enough, the one of the smallest
        loss; the network itself if there is none. Every Z2 becomes ``scale * Z2 - shift``, the same
        for all classes, so the winner stays the winner.

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
    scale, shift = min(losses, key=losses.__getitem__)
    W2 = network.W2 * scale
    W2[:, -1] -= shift
    return Network(network.W1, W2.astype(network.W2.dtype))


def _is_trusted(A2: FloatArray, right: NDArray[np.bool_]) -> bool:
    sure = A2.max(axis=0) >= SURE_WINNER
    return bool(sure.any() and right[sure].mean() >= TRUSTED)
