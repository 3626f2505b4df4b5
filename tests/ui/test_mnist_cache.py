"""How networks are told apart that have read MNIST already."""

import numpy as np
import pytest

from mnistnet import Network
from mnistnet.training import random_network
from mnistnet.ui.mnist_cache import fingerprint

NETWORK = random_network(3, True, np.random.default_rng(0))


def changed(W: np.ndarray, place: tuple[int, int]) -> np.ndarray:
    other = W.copy()
    other[place] += 1
    return other


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Network(changed(NETWORK.W1, (0, 0)), NETWORK.W2), id="first weight of W1"),
        pytest.param(Network(changed(NETWORK.W1, (2, 784)), NETWORK.W2), id="last weight of W1"),
        pytest.param(Network(NETWORK.W1, changed(NETWORK.W2, (0, 0))), id="first weight of W2"),
        pytest.param(Network(NETWORK.W1, changed(NETWORK.W2, (9, 3))), id="last weight of W2"),
        pytest.param(Network(NETWORK.W1.astype(float), NETWORK.W2), id="type of W1"),
        pytest.param(Network(NETWORK.W1, NETWORK.W2.astype(float)), id="type of W2"),
    ],
)
def test_networks_that_differ_anywhere_are_told_apart(other):
    assert fingerprint(other) != fingerprint(NETWORK)


def test_the_same_weights_are_the_same_network():
    assert fingerprint(Network(NETWORK.W1.copy(), NETWORK.W2.copy())) == fingerprint(NETWORK)
