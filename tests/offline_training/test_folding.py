"""Hidden units that are folded into the others, against least squares one by one."""

import numpy as np
import pytest

from mnistnet.network import Network, forward, layer_input
from mnistnet.notation import FloatArray
from mnistnet.offline_training.folding import fold_units
from mnistnet.training import random_network


def network_and_images(biases: bool) -> tuple[Network, FloatArray]:
    rng = np.random.default_rng(0)
    start = random_network(7, biases, rng)
    W2 = start.W2.astype(float)
    W2[:, 5] /= 50  # which says little of what it knows
    return Network(3 * start.W1.astype(float), W2), rng.random((784, 200))


@pytest.mark.parametrize("biases", [False, True])
def test_the_unit_goes_that_least_squares_can_best_do_without(biases: bool) -> None:
    network, X = network_and_images(biases)
    A1 = layer_input(network, forward(network, X).A1)
    left = []
    for unit in range(network.n_hidden):  # Z2 by the other units and the 1 of the biases
        others = np.delete(A1, unit, axis=0)
        W2 = np.linalg.lstsq(others.T, (network.W2 @ A1).T, rcond=None)[0].T
        left.append((float(((network.W2 @ A1 - W2 @ others) ** 2).sum()), unit, W2))
    _, unit, W2 = min(left, key=lambda one: one[0])

    folded, kept = fold_units(network, X, 6)

    assert kept.tolist() == [number for number in range(7) if number != unit]
    np.testing.assert_array_equal(folded.W1, network.W1[kept])
    np.testing.assert_allclose(folded.W2, W2, atol=1e-4)


def test_of_units_that_say_the_same_one_goes_and_nothing_changes() -> None:
    network, X = network_and_images(True)
    W1, W2 = np.vstack([network.W1, network.W1[:3]]), np.insert(network.W2, [7, 7, 7], 0.3, axis=1)
    W1[4, :] = 0  # and one that says 0.5 of every image, which is a bias

    folded, kept = fold_units(Network(W1, W2), X, 6)

    assert 4 not in kept
    assert sorted(number % 7 for number in kept) == [0, 1, 2, 3, 5, 6]
    np.testing.assert_allclose(forward(folded, X).Z2, forward(Network(W1, W2), X).Z2, atol=1e-3)


def test_as_many_as_there_are_stay_as_they_are() -> None:
    network, X = network_and_images(True)
    folded, kept = fold_units(network, X, 7)
    assert kept.tolist() == [*range(7)]
    np.testing.assert_array_equal(folded.W2, network.W2)
