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


@pytest.mark.parametrize(("n_hidden", "part"), [(60, 1), (100, 1), (400, 1 / 4)])
def test_adam_is_the_papers_algorithm_but_for_smaller_steps_of_a_wide_w2(
    n_hidden: int, part: float
) -> None:
    rng = np.random.default_rng(0)
    weights = (rng.normal(size=(n_hidden, 3)), rng.normal(size=(10, n_hidden)))
    adam = Adam(weights, 0.01)
    expected = [W.copy() for W in weights]
    m: list[Any] = [0.0, 0.0]
    v: list[Any] = [0.0, 0.0]
    for t in range(1, 6):
        gradients = tuple(rng.normal(size=W.shape) * 1e-7 for W in weights)  # so that ε counts
        for layer, g in enumerate(gradients):
            m[layer] = 0.9 * m[layer] + 0.1 * g
            v[layer] = 0.999 * v[layer] + 0.001 * g**2
            m_hat, v_hat = m[layer] / (1 - 0.9**t), v[layer] / (1 - 0.999**t)
            step = 0.01 * m_hat / (np.sqrt(v_hat) + 1e-8)
            expected[layer] -= step * (part if layer == 1 else 1)
        adam(weights, (gradients[0].copy(), gradients[1].copy()))
    np.testing.assert_allclose(weights[0], expected[0], rtol=1e-9)
    np.testing.assert_allclose(weights[1], expected[1], rtol=1e-9)
