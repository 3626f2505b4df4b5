import numpy as np
import pytest

from mnistnet import Network, forward
from mnistnet.data.mnist import Images
from mnistnet.network import SURE
from mnistnet.offline_training.calibration import (
    SURE_WINNER,
    TRUSTED,
    UNANSWERED,
    calibrate,
)

M = 4_000

BLANK = np.zeros((1, 28, 28), np.uint8)
"""What `hasty` gives no answer to, and nobody should."""


def hasty() -> tuple[Network, Images]:
    """Make a network that is sure of all images and too often wrong where the ink is weak."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, M).astype(np.uint8)
    strength = rng.uniform(0.3, 1, M)
    wrong = rng.random(M) < np.where(strength < 0.6, 0.1, 0.001)
    pixels = np.zeros((M, 28, 28), np.uint8)
    pixels[np.arange(M), 0, np.where(wrong, (labels + 1) % 10, labels)] = 255 * strength
    W1 = np.zeros((10, 785))
    W1[:, :10], W1[:, -1] = 12 * np.eye(10), -6
    W2 = np.hstack([9 * np.eye(10), np.full((10, 1), -2.0)])
    return Network(W1, W2), Images(pixels, labels)


def right_where_sure(network: Network, images: Images) -> float:
    A2 = forward(network, images.X).A2
    sure = A2.max(axis=0) >= SURE_WINNER
    return float((A2.argmax(axis=0) == images.labels)[sure].mean())


def pale(m: int) -> np.ndarray:
    """Return drawings that are no digits, the darkest of which `hasty` answers."""
    pixels = np.zeros((m, 28, 28), np.uint8)
    pixels[:, 0, 3] = np.linspace(0, 0.75 * 255, m)
    return pixels


def unanswered(network: Network, pixels: np.ndarray) -> float:
    A2 = forward(network, pixels.reshape(-1, 784).T / 255).A2
    return float((A2.max(axis=0) < SURE).mean())


def test_enough_of_what_is_no_digit_is_left_without_an_answer_and_no_more_than_that():
    network, images = hasty()
    trusted, non_digits = calibrate(network, images, BLANK), pale(400)
    assert unanswered(trusted, non_digits) < UNANSWERED

    doubting = calibrate(network, images, non_digits)

    assert UNANSWERED <= unanswered(doubting, non_digits) < UNANSWERED + 0.02
    assert right_where_sure(doubting, images) >= TRUSTED


def test_who_cannot_doubt_is_trusted_all_the_same():
    network, images = hasty()
    always = np.full((1, 28, 28), 255, np.uint8)
    assert unanswered(Network(network.W1, network.W2 * 0.45), always) == 0

    trusted = calibrate(network, images, always)

    assert np.array_equal(trusted.W2, calibrate(network, images, BLANK).W2)


def test_sure_winners_become_right_and_winners_stay_winners():
    network, images = hasty()
    assert right_where_sure(network, images) < TRUSTED

    honest = calibrate(network, images, BLANK)

    assert right_where_sure(honest, images) >= TRUSTED
    before, after = (forward(n, images.X).A2.argmax(axis=0) for n in (network, honest))
    assert np.array_equal(before, after)
    assert np.array_equal(honest.W1, network.W1)


def test_every_weighted_input_is_scaled_and_shifted_alike():
    network, images = hasty()

    before, after = (forward(n, images.X).Z2 for n in (network, calibrate(network, images, BLANK)))

    scale, shift = np.polyfit(before.ravel(), after.ravel(), 1)
    assert after == pytest.approx(scale * before + shift)
    assert 0.4 < scale <= 1
    assert shift <= 1e-9


def test_a_network_that_cannot_be_trusted_stays_as_it_is():
    network, images = hasty()
    strangers = Images(images.pixels, (images.labels + 5) % 10)

    assert calibrate(network, strangers, BLANK) is network
