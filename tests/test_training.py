from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet import Network, forward, loss
from mnistnet.descent import Adam, Descent
from mnistnet.mnist import Images
from mnistnet.training import (
    OutputError,
    accuracy,
    batches,
    cross_entropy_dZ2,
    gradients,
    random_network,
    squared_error_dZ2,
    steps,
    train,
)


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
    slopes = gradients(W1, W2, X, Y, error)
    for W, dW in ((W1, slopes.dW1), (W2, slopes.dW2)):
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
    slopes = gradients(W1, W2, X, Y)
    y_hat = 1 / (1 + np.exp(-1.0))  # A1 = g(0) = 1/2, Z2 = 2 * 1/2
    dZ2 = 2 * y_hat * y_hat * (1 - y_hat)
    assert slopes.loss == pytest.approx(10 * y_hat**2)
    np.testing.assert_allclose(slopes.dZ2, dZ2)
    np.testing.assert_allclose(slopes.dW2, dZ2 / 2)
    np.testing.assert_allclose(slopes.dA1, 10 * 2 * dZ2)
    np.testing.assert_allclose(slopes.dZ1, 10 * 2 * dZ2 / 4)
    np.testing.assert_allclose(slopes.dW1, 10 * 2 * dZ2 / 4)


def test_two_copies_of_an_image_weigh_as_much_as_one() -> None:
    rng = np.random.default_rng(0)
    network = random_network(5, True, rng)
    X, Y = rng.random((784, 1), np.float32), rng.random((10, 1), np.float32)
    one = gradients(network.W1, network.W2, X, Y)
    two = gradients(network.W1, network.W2, np.hstack([X, X]), np.hstack([Y, Y]))
    assert two.loss == pytest.approx(one.loss, rel=1e-5)
    np.testing.assert_allclose(two.dW1, one.dW1, rtol=1e-4, atol=1e-7)


@given(m=st.integers(1, 50), batch_size=st.integers(1, 50))
@settings(max_examples=30, deadline=None)
def test_batches_hold_every_image_at_most_once_with_its_own_target(m: int, batch_size: int) -> None:
    pixels = np.zeros((m, 28, 28), np.uint8)
    pixels[:, 0, 0] = np.arange(m)
    Y = np.tile(np.arange(m, dtype=np.float32) / 255, (10, 1))
    seen = []
    for X, some_Y in batches(pixels, Y, batch_size, np.random.default_rng(0)):
        assert X.shape == (784, batch_size)
        assert some_Y.shape == (10, batch_size)
        assert X.dtype == some_Y.dtype == np.float32
        np.testing.assert_allclose(X[0], some_Y[0], rtol=1e-6)
        seen += np.rint(X[0] * 255).astype(int).tolist()
    assert len(seen) == m // batch_size * batch_size
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("rule", [Descent(0.5), "adam"], ids=["descent", "adam"])
@pytest.mark.parametrize("biases", [False, True])
def test_one_step_makes_the_loss_of_its_batch_smaller(rule: Any, biases: bool) -> None:
    rng = np.random.default_rng(1)
    network = random_network(8, biases, rng)
    weights = (network.W1.copy(), network.W2.copy())
    update = Adam(weights, 1e-3) if rule == "adam" else rule
    X, Y = rng.random((784, 20), np.float32), np.eye(10, dtype=np.float32)[:, np.arange(20) % 10]
    first, second = steps(weights, [(X, Y), (X, Y)], update)
    assert second < first


def test_the_first_step_of_adam_is_the_learning_rate_against_the_slope() -> None:
    weights = (np.zeros((2, 3)), np.zeros((2, 2)))
    Adam(weights, 0.01)(weights, (np.full((2, 3), 5.0), np.full((2, 2), -1e-3)))
    np.testing.assert_allclose(weights[0], -0.01, rtol=1e-6)
    np.testing.assert_allclose(weights[1], 0.01, rtol=1e-4)


def test_plain_descent_goes_the_learning_rate_times_the_slope() -> None:
    weights = (np.ones((2, 3)), np.ones((2, 2)))
    Descent(0.1)(weights, (np.full((2, 3), 2.0), np.full((2, 2), -1.0)))
    np.testing.assert_allclose(weights[0], 0.8)
    np.testing.assert_allclose(weights[1], 1.1)


def blobs(m: int) -> Images:
    """Ten easy classes: a bright row at a height that tells the digit."""
    rng = np.random.default_rng(0)
    labels = (np.arange(m) % 10).astype(np.uint8)
    pixels = rng.integers(0, 40, (m, 28, 28), dtype=np.uint8)
    pixels[np.arange(m), 4 + 2 * labels] = 255
    return Images(pixels, labels)


@pytest.mark.parametrize("biases", [False, True])
def test_training_learns_an_easy_task(biases: bool) -> None:
    images, rng = blobs(400), np.random.default_rng(2)
    start = random_network(12, biases, rng)
    update = Adam((start.W1, start.W2), 0.02)
    reports = list(
        train(start, images, blobs(100), epochs=15, batch_size=20, update=update, rng=rng)
    )
    assert [report.epoch for report in reports] == list(range(1, 16))
    assert reports[-1].loss < reports[0].loss / 4
    assert reports[-1].accuracy == 1
    assert reports[-1].network.has_biases is biases


def test_training_can_be_watched_batch_by_batch_and_left_at_any_time() -> None:
    images, rng = blobs(100), np.random.default_rng(2)
    start = random_network(4, False, rng)
    course = train(
        start, images, images, epochs=2, batch_size=10, update=Descent(1.0), rng=rng, report_every=1
    )
    first, second = next(course), next(course)
    assert (first.epoch, second.epoch) == (0.1, 0.2)
    assert not np.array_equal(first.network.W1, second.network.W1)
    assert not np.array_equal(start.W1, first.network.W1)


def test_the_same_seed_gives_the_same_weights() -> None:
    def trained() -> Network:
        rng = np.random.default_rng(9)
        start, images = random_network(4, True, rng), blobs(60)
        *_, last = train(
            start, images, images, epochs=2, batch_size=20, update=Descent(1.0), rng=rng
        )
        return last.network

    one, two = trained(), trained()
    np.testing.assert_array_equal(one.W1, two.W1)
    np.testing.assert_array_equal(one.W2, two.W2)


def test_a_batch_larger_than_the_images_are_many_is_refused() -> None:
    start = random_network(4, True, np.random.default_rng(0))
    with pytest.raises(ValueError, match="1 to 10"):
        next(
            train(
                start,
                blobs(10),
                blobs(10),
                epochs=1,
                batch_size=11,
                update=Descent(1.0),
                rng=np.random.default_rng(0),
            )
        )


def test_a_network_begins_without_biases_pushing_anywhere() -> None:
    network = random_network(14, True, np.random.default_rng(0))
    assert network.W1.dtype == network.W2.dtype == np.float32
    assert not network.W1[:, -1].any()
    assert not network.W2[:, -1].any()
    assert 0 <= accuracy(network, np.zeros((784, 10), np.float32), np.arange(10)) <= 1
