from typing import Any

import numpy as np
import pytest

from mnistnet.optimizers import Adam, GradientDescent
from mnistnet.training import random_network, steps


@pytest.mark.parametrize("rule", [GradientDescent(0.5), "adam"], ids=["descent", "adam"])
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
    GradientDescent(0.1)(weights, (np.full((2, 3), 2.0), np.full((2, 2), -1.0)))
    np.testing.assert_allclose(weights[0], 0.8)
    np.testing.assert_allclose(weights[1], 1.1)


def test_decay_shrinks_w1_by_its_part_of_the_learning_rate_and_leaves_w2() -> None:
    weights = (np.ones((2, 3)), np.ones((2, 2)))
    Adam(weights, 0.1, decay=0.5)(weights, (np.zeros((2, 3)), np.zeros((2, 2))))
    np.testing.assert_allclose(weights[0], 0.95)
    np.testing.assert_allclose(weights[1], 1)
