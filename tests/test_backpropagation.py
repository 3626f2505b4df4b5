from typing import Any

import numpy as np
import pytest

from mnistnet import Network, forward, loss
from mnistnet.backpropagation import (
    Buffers,
    OutputError,
    backpropagate,
    cross_entropy_dZ2,
    squared_error_dZ2,
)
from mnistnet.training import random_network


def mean_squared_error(W1: Any, W2: Any, X: Any, Y: Any) -> float:
    return float(loss(forward(Network(W1, W2), X).A2, Y) / X.shape[1])


def mean_cross_entropy(W1: Any, W2: Any, X: Any, Y: Any) -> float:
    A2 = forward(Network(W1, W2), X).A2
    return -float((Y * np.log(A2) + (1 - Y) * np.log(1 - A2)).sum() / X.shape[1])


@pytest.mark.parametrize("biases", [False, True], ids=["lecture A", "lecture B"])
@pytest.mark.parametrize(
    ("error", "mean_loss"),
    [
        pytest.param(squared_error_dZ2, mean_squared_error, id="squared error"),
        pytest.param(cross_entropy_dZ2, mean_cross_entropy, id="cross-entropy"),
    ],
)
def test_the_slopes_are_those_of_finite_differences(
    error: OutputError, mean_loss: Any, biases: bool
) -> None:
    rng = np.random.default_rng(3)
    W1 = rng.normal(0, 0.3, (6, 784 + biases))
    W2 = rng.normal(0, 1, (10, 6 + biases))
    X, Y = rng.random((784, 5)), rng.random((10, 5))
    gradients = backpropagate(W1, W2, X, Y, error)
    for W, dW in ((W1, gradients.dW1), (W2, gradients.dW2)):
        places = rng.integers(0, W.shape, (40, 2)).tolist()
        for row, column in [*places, (0, W.shape[1] - 1)]:  # the last column is the bias
            before = W[row, column]
            W[row, column] = before + 1e-5
            above = mean_loss(W1, W2, X, Y)
            W[row, column] = before - 1e-5
            below = mean_loss(W1, W2, X, Y)
            W[row, column] = before
            assert dW[row, column] == pytest.approx((above - below) / 2e-5, rel=1e-4, abs=1e-9)


def test_the_slopes_of_one_hidden_unit_by_hand() -> None:
    W1, W2 = np.zeros((1, 784)), np.full((10, 1), 2.0)
    X, Y = np.ones((784, 1)), np.zeros((10, 1))
    gradients = backpropagate(W1, W2, X, Y)
    y_hat = 1 / (1 + np.exp(-1.0))  # A1 = g(0) = 1/2, Z2 = 2 * 1/2
    dZ2 = 2 * y_hat * y_hat * (1 - y_hat)
    assert gradients.loss == pytest.approx(10 * y_hat**2)
    np.testing.assert_allclose(gradients.dZ2, dZ2)
    np.testing.assert_allclose(gradients.dW2, dZ2 / 2)
    np.testing.assert_allclose(gradients.dA1, 10 * 2 * dZ2)
    np.testing.assert_allclose(gradients.dZ1, 10 * 2 * dZ2 / 4)
    np.testing.assert_allclose(gradients.dW1, 10 * 2 * dZ2 / 4)


def test_two_copies_of_an_image_weigh_as_much_as_one() -> None:
    rng = np.random.default_rng(0)
    network = random_network(5, True, rng)
    X, Y = rng.random((784, 1), np.float32), rng.random((10, 1), np.float32)
    one = backpropagate(network.W1, network.W2, X, Y)
    two = backpropagate(network.W1, network.W2, np.hstack([X, X]), np.hstack([Y, Y]))
    assert two.loss == pytest.approx(one.loss, rel=1e-5)
    np.testing.assert_allclose(two.dW1, one.dW1, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_gradients_are_of_the_weights_precision(kind: Any) -> None:
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(size=(5, 785)).astype(kind), rng.normal(size=(10, 6)).astype(kind)
    X, Y = rng.random((784, 3)).astype(kind), rng.random((10, 3)).astype(kind)
    gradients = backpropagate(W1, W2, X, Y)
    for name in ("dZ2", "dW2", "dA1", "dZ1", "dW1"):
        assert getattr(gradients, name).dtype == kind


def test_buffers_are_used_again_and_change_nothing() -> None:
    rng = np.random.default_rng(0)
    network = random_network(5, True, rng)
    buffers = Buffers(network.W1, network.W2, 3)
    for _ in range(2):
        X, Y = rng.random((784, 3), np.float32), rng.random((10, 3), np.float32)
        fresh = backpropagate(network.W1, network.W2, X, Y)
        again = backpropagate(network.W1, network.W2, X, Y, buffers=buffers)
        for name in ("dZ2", "dW2", "dA1", "dZ1", "dW1"):
            np.testing.assert_array_equal(getattr(again, name), getattr(fresh, name))
        assert again.dW1 is buffers.dW1
        assert again.dW2 is buffers.dW2
