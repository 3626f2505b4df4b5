import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet import Network, forward, one_hot
from mnistnet.backpropagation import backpropagate
from mnistnet.optimizers import Adam, GradientDescent, Update, Weights
from mnistnet.training import batches, random_network, steps
from tests.support.blobs import blobs


@given(m=st.integers(1, 50), batch_size=st.integers(1, 50))
@settings(max_examples=30, deadline=None)
def test_batches_hold_every_image_at_most_once_with_its_own_target(m: int, batch_size: int) -> None:
    X = np.tile(np.arange(m, dtype=np.float32), (784, 1))
    seen: list[int] = []
    for some_X, some_Y in batches(X, X[:10], batch_size, np.random.default_rng(0)):
        assert some_X.shape == (784, batch_size)
        assert some_X.dtype == some_Y.dtype == np.float32
        assert np.array_equal(some_X[:10], some_Y)
        seen += some_X[0].astype(int).tolist()
    assert len(seen) == m // batch_size * batch_size
    assert len(set(seen)) == len(seen)


def learn(update: Update, weights: Weights, epochs: int) -> list[float]:
    """Train on ten easy classes; the mean losses of the batches."""
    images, rng = blobs(400), np.random.default_rng(2)
    X, Y = images.X, one_hot(images.labels).astype(np.float32)
    return [loss for _ in range(epochs) for loss in steps(weights, batches(X, Y, 20, rng), update)]


@pytest.mark.parametrize("biases", [False, True])
def test_steps_learn_an_easy_task(biases: bool) -> None:
    start = random_network(12, biases, np.random.default_rng(3))
    weights = (start.W1.copy(), start.W2.copy())

    losses = learn(Adam(weights, 0.02), weights, epochs=15)

    assert np.mean(losses[-20:]) < np.mean(losses[:20]) / 3
    new = blobs(100)
    assert (forward(Network(*weights), new.X).A2.argmax(axis=0) == new.labels).all()


def test_a_step_changes_the_weights_by_the_gradient_of_its_batch() -> None:
    start = random_network(4, True, np.random.default_rng(3))
    weights = (start.W1.copy(), start.W2.copy())
    X, Y = blobs(10).X, one_hot(blobs(10).labels).astype(np.float32)
    expected = backpropagate(start.W1, start.W2, X, Y)

    (loss,) = steps(weights, [(X, Y)], GradientDescent(0.5))

    assert loss == pytest.approx(expected.loss)
    np.testing.assert_allclose(weights[0], start.W1 - 0.5 * expected.dW1, atol=1e-7)
    np.testing.assert_allclose(weights[1], start.W2 - 0.5 * expected.dW2, atol=1e-7)


def test_every_epoch_has_its_own_order() -> None:
    X = np.tile(np.arange(50, dtype=np.float32), (784, 1))
    rng = np.random.default_rng(0)

    def order() -> list[float]:
        return [value for some_X, _ in batches(X, X[:10], 10, rng) for value in some_X[0].tolist()]

    first, second = order(), order()
    assert first != second
    assert first != sorted(first)
    assert sorted(first) == sorted(second) == list(range(50))


def test_a_network_begins_without_biases_pushing_anywhere() -> None:
    network = random_network(14, True, np.random.default_rng(0))
    assert network.W1.dtype == network.W2.dtype == np.float32
    assert not network.W1[:, -1].any()
    assert not network.W2[:, -1].any()
