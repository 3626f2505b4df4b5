import numpy as np
import pytest

from mnistnet.backpropagation import cross_entropy_dZ2
from mnistnet.network import sigmoid
from mnistnet.notation import FloatArray
from mnistnet.offline_training.winner_loss import winner_error

SHARE, DOUBT = 0.7, 2.0


def loss(Z2: FloatArray, Y: FloatArray) -> float:
    A2 = sigmoid(Z2)
    sigmoids = -(Y * np.log(A2) + DOUBT * (1 - Y) * np.log(1 - A2)).sum()
    softmax = np.exp(Z2) / np.exp(Z2).sum(axis=0)
    return float(sigmoids - SHARE * (Y * np.log(softmax)).sum())


def test_it_is_the_slope_of_both_cross_entropies() -> None:
    rng = np.random.default_rng(0)
    Z2, Y = rng.normal(0, 2, (10, 3)), rng.uniform(0, 1, (10, 3))
    Y[:, 2] = 0  # no digit
    slope = winner_error(SHARE, DOUBT)(sigmoid(Z2), Y)
    for at in np.ndindex(Z2.shape):
        step = np.zeros_like(Z2)
        step[at] = 1e-6
        expected = (loss(Z2 + step, Y) - loss(Z2 - step, Y)) / 2e-6
        assert slope[at] == pytest.approx(expected, abs=1e-6)


def test_no_share_leaves_the_ten_sigmoids_alone() -> None:
    A2, Y = np.full((10, 1), 0.2), np.eye(10)[:, :1]
    np.testing.assert_array_equal(winner_error(0)(A2, Y), cross_entropy_dZ2(A2, Y))


def test_an_output_of_1_has_a_slope_too() -> None:
    A2 = np.zeros((10, 1), np.float32)
    A2[3] = 1
    slope = winner_error(SHARE)(A2, np.eye(10, dtype=np.float32)[:, 4:5])
    assert slope.dtype == np.float32
    assert slope[3, 0] == pytest.approx(1 + SHARE, abs=1e-4)
    assert slope[4, 0] == pytest.approx(-1 - SHARE, abs=1e-4)
