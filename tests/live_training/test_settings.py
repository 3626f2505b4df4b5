"""Settings of a live training, its images, its steps."""

from itertools import islice

import numpy as np
import pytest

from mnistnet.data.mnist import Images, load_mnist
from mnistnet.evaluation import evaluate_network
from mnistnet.live_training.image_sets import images_to_learn, part_of, split_images
from mnistnet.live_training.settings import LIMITS, PRESETS, Settings
from mnistnet.live_training.snapshot import Score, Snapshot, score_network
from mnistnet.live_training.train_steps import train_steps
from mnistnet.network import Network
from mnistnet.training import random_network
from tests.support.blobs import blobs

ENOUGH = 1_001
"""Steps after which a preset has shown what it is for, but not all that it can."""


@pytest.fixture(scope="module")
def mnist(mnist_folder):
    return load_mnist(mnist_folder)


@pytest.mark.parametrize("name", LIMITS)
def test_a_setting_beyond_its_limits_is_refused(name):
    low, high = LIMITS[name]
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=name):
            Settings(**{name: value})


def test_steps_are_counted_before_they_are_taken():
    settings = Settings(n_hidden=3, batch_size=30, epochs=2, n_images=100)

    taken = sum(1 for _ in train_steps(settings, blobs(100))) - 1

    assert taken == settings.n_steps == 2 * 3


def test_a_batch_is_never_larger_than_the_images_are_many():
    settings = Settings(batch_size=1_000, epochs=1, n_images=200)

    assert (settings.m, settings.n_steps) == (200, 1)


def test_the_same_settings_give_the_same_weights_and_another_seed_does_not():
    def last(seed):
        settings = Settings(n_hidden=3, epochs=1, n_images=100, seed=seed)
        *_, (W1, _) = train_steps(settings, blobs(100))
        return W1

    np.testing.assert_array_equal(last(4), last(4))
    assert not np.array_equal(last(4), last(5))


@pytest.mark.parametrize("n_steps", [0, 1, 4, 5, 7, 15])
def test_a_training_that_is_taken_up_gives_the_weights_of_one_that_never_paused(n_steps):
    settings = Settings(n_hidden=3, biases=True, batch_size=20, epochs=3, n_images=100)
    weights = [(W1.copy(), W2.copy()) for W1, W2 in train_steps(settings, blobs(100))]
    score = Score(1.0, 0.5)
    broken_off = Snapshot(n_steps, 1, score, score, Network(*weights[n_steps]))

    rest = [(W1.copy(), W2.copy()) for W1, W2 in train_steps(settings, blobs(100), broken_off)]

    assert len(rest) == len(weights) - n_steps
    for taken_up, whole in zip(rest, weights[n_steps:], strict=True):
        np.testing.assert_array_equal(taken_up[0], whole[0])
        np.testing.assert_array_equal(taken_up[1], whole[1])


def test_validation_images_are_never_learnt_from():
    everything = Images(np.zeros((60_000, 28, 28), np.uint8), np.zeros(60_000, np.uint8))
    test = blobs(50)

    training, validation = split_images(Settings(n_images=55_000), (everything, test))
    assert (len(training), len(validation)) == (55_000, 5_000)
    ends = [part.labels.__array_interface__["data"][0] for part in (training, validation)]
    start = everything.labels.__array_interface__["data"][0]
    assert [end - start for end in ends] == [0, 55_000]  # the first and the last bytes

    training, validation = split_images(Settings(n_images=55_001), (everything, test))
    assert (len(training), validation) == (55_001, test)


OURS = blobs(30), blobs(12)
"""A class's images to learn from, and those held back."""


@pytest.mark.parametrize("settings", [{"source": "both"}, {"n_ours": 3}, {"source": "other"}])
def test_ours_is_learnt_from_if_there_is_something_of_ours(settings):
    with pytest.raises(ValueError, match="drawings to learn from"):
        Settings(**settings)


@pytest.mark.parametrize(("source", "n"), [("mnist", 100), ("both", 130), ("ours", 30)])
def test_steps_are_counted_by_all_that_is_learnt_from(source, n):
    n_ours = 0 if source == "mnist" else 30
    settings = Settings(
        n_hidden=2, batch_size=7, epochs=1, n_images=100, source=source, n_ours=n_ours
    )
    ours = OURS if n_ours else None

    training, *held_back = split_images(settings, (blobs(300), blobs(40)), ours)

    assert len(training) == n == settings.n_learnt
    assert sum(1 for _ in train_steps(settings, training)) - 1 == settings.n_steps == n // 7
    of_mnist, of_class = [40], [12]  # 300 images leave none to hold back: the test images
    held = {"mnist": of_mnist, "both": of_mnist + of_class, "ours": of_class}
    assert [len(images) for images in held_back] == held[source]


def test_the_classs_images_come_first_and_a_part_of_both_is_that_of_the_whole():
    settings = Settings(n_images=100, source="both", n_ours=30)
    sets = images_to_learn(settings, blobs(300), OURS)
    whole = Images(
        np.concatenate([OURS[0].pixels, blobs(100).pixels]),
        np.concatenate([OURS[0].labels, blobs(100).labels]),
    )

    for first, stop in ((0, 130), (0, 20), (20, 40), (30, 50), (110, 130), (25, 31)):
        part = part_of(sets, first, stop)
        np.testing.assert_array_equal(part.pixels, whole.pixels[first:stop])
        np.testing.assert_array_equal(part.labels, whole.labels[first:stop])


def test_the_score_of_a_network_by_hand():
    network = Network(np.zeros((1, 784)), np.zeros((10, 1)))  # every output is g(0) = 0.5

    score = score_network(network, np.zeros((784, 4)), np.array([0, 0, 0, 7]))

    assert score.loss == pytest.approx(10 * 0.25)
    assert score.accuracy == 0.75  # of ten equal outputs, the first wins


@pytest.mark.parametrize(
    ("preset", "least", "most"),
    [
        pytest.param("lecture-a", 0.85, 1, id="lecture A"),
        pytest.param("lecture-b", 0.8, 1, id="lecture B"),
        pytest.param("too_fast", 0, 0.3, id="too large a learning rate"),
        pytest.param("one_unit", 0.1, 0.4, id="one hidden unit"),
        pytest.param("few_images", 0.5, 0.85, id="100 images only"),
    ],
)
def test_a_preset_shows_what_it_is_for(mnist, preset, least, most):
    settings = PRESETS[preset]
    *_, weights = islice(train_steps(settings, mnist.training[: settings.n_images]), ENOUGH)
    network, some = Network(*weights), mnist.validation[:1_000]

    assert least <= score_network(network, some.X, some.labels).accuracy <= most
    if preset == "few_images":
        training = mnist.training[:100]
        assert score_network(network, training.X, training.labels).accuracy == 1


def test_every_epoch_goes_through_the_images_in_an_order_of_its_own():
    # Image i has ink at pixel i alone: what a step learns from it changes that column of W1 alone.
    pixels = np.zeros((100, 28, 28), np.uint8)
    pixels.reshape(100, 784)[np.arange(100), np.arange(100)] = 255
    images = Images(pixels, (np.arange(100) % 10).astype(np.uint8))
    settings = Settings(n_hidden=2, batch_size=1, epochs=2, n_images=100)

    order, before = [], None
    for W1, _ in train_steps(settings, images):
        if before is not None:
            order += np.flatnonzero((W1 != before).any(axis=0)).tolist()
        before = W1.copy()

    first, second = order[:100], order[100:]
    assert sorted(first) == sorted(second) == list(range(100))
    assert first != sorted(first)
    assert first != second


def test_a_score_is_that_of_the_whole_evaluation():
    network, images = random_network(5, True, np.random.default_rng(0)), blobs(60)

    score = score_network(network, images.X, images.labels)

    whole = evaluate_network(network, images.X, images.labels)
    assert score.accuracy == whole.accuracy
    assert 0 < whole.accuracy
    assert score.loss == pytest.approx(whole.mean_loss)
