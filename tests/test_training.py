import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet import Network
from mnistnet.data.mnist import Images
from mnistnet.optimizers import Adam, Descent
from mnistnet.training import (
    accuracy,
    batches,
    random_network,
    train,
)


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
