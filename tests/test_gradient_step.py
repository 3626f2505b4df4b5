"""One step, number by number, and its backpropagate checked in another way."""

import numpy as np
import pytest

from mnistnet import Network, backpropagation
from mnistnet.gradient_step import check_gradients, gradient_step
from mnistnet.training import random_network


@pytest.fixture(params=[False, True], ids=["lecture A", "lecture B"])
def biases(request):
    return request.param


@pytest.fixture
def batch():
    rng = np.random.default_rng(5)
    X = rng.random((784, 7), np.float32)
    X[:100] = 0  # a margin without ink, as in MNIST
    return X, np.eye(10, dtype=np.float32)[:, rng.integers(0, 10, 7)]


def test_every_number_of_a_step_is_that_of_the_chain_rule(biases, batch):
    X, Y = batch
    network = random_network(4, biases, np.random.default_rng(1))
    step = gradient_step(network, X, Y, 0.5)

    one = np.ones((int(biases), 7), np.float32)
    Z1 = network.W1 @ np.vstack([X, one])
    A1 = 1 / (1 + np.exp(-Z1))
    Z2 = network.W2 @ np.vstack([A1, one])
    A2 = 1 / (1 + np.exp(-Z2))
    dZ2 = 2 / 7 * (A2 - Y) * A2 * (1 - A2)
    dA1 = network.W2[:, :4].T @ dZ2
    dZ1 = dA1 * A1 * (1 - A1)
    by_hand = {
        "dZ2": dZ2,
        "dW2": dZ2 @ np.vstack([A1, one]).T,
        "dA1": dA1,
        "dZ1": dZ1,
        "dW1": dZ1 @ np.vstack([X, one]).T,
    }
    for name, expected in {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}.items():
        np.testing.assert_allclose(getattr(step.run, name), expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(step.error, A2 - Y, rtol=1e-4, atol=1e-6)
    for name, expected in by_hand.items():
        np.testing.assert_allclose(getattr(step.gradients, name), expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(step.network.W1, network.W1 - 0.5 * by_hand["dW1"], atol=1e-6)
    np.testing.assert_allclose(step.network.W2, network.W2 - 0.5 * by_hand["dW2"], atol=1e-6)
    assert step.before == pytest.approx(((A2 - Y) ** 2).sum() / 7, rel=1e-5)
    assert step.after < step.before


def test_gradients_pass_the_check_and_only_weights_with_ink_are_asked(biases, batch):
    X, Y = batch
    network = random_network(4, biases, np.random.default_rng(1))

    check = check_gradients(network, X, Y, np.random.default_rng(0), n=15)

    assert len(check.places) == len(check.analytic) == 30
    assert check.largest_difference < 1e-6
    assert all(column >= 100 for name, _, column in check.places if name == "W1")
    assert np.abs(check.numeric).max() > 1e-4


def test_the_check_would_notice_a_wrong_gradient(batch, monkeypatch):
    right = backpropagation.backpropagate

    def wrong(*arguments):
        gradients = right(*arguments)
        gradients.dW1[:] *= 1.01
        return gradients

    monkeypatch.setattr("mnistnet.gradient_step.backpropagate", wrong)
    X, Y = batch
    network = Network(np.ones((3, 784)) / 784, np.ones((10, 3)))

    check = check_gradients(network, X, Y, np.random.default_rng(0))

    assert check.largest_difference > 1e-3


def test_ten_weights_of_each_matrix_are_checked_if_nothing_else_is_said(batch):
    X, Y = batch
    check = check_gradients(
        random_network(4, True, np.random.default_rng(1)), X, Y, np.random.default_rng(0)
    )

    assert [name for name, _, _ in check.places] == ["W1"] * 10 + ["W2"] * 10
