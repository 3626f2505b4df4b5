from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.explain import (
    pixel_attributions,
    pixel_products,
    unit_contributions,
)
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray

BLANK = np.zeros((784, 1))


def a_network(seed: int, n_hidden: int, has_biases: bool, spread: float = 0.3) -> Network:
    rng = np.random.default_rng(seed)
    W1 = rng.normal(0, spread, (n_hidden, 784 + has_biases))
    return Network(W1, rng.normal(0, 2, (10, n_hidden + has_biases)))


def an_image(seed: int) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.random((784, 1)) * (rng.random((784, 1)) < 0.2)


networks = st.builds(
    a_network,
    seed=st.integers(0, 10**6),
    n_hidden=st.integers(1, 30),
    has_biases=st.booleans(),
    spread=st.sampled_from([0.0, 1e-9, 0.1, 1.0, 20.0]),
)
images = st.builds(an_image, seed=st.integers(0, 10**6))
digits = st.integers(0, 9)


@given(networks, images, st.data())
def test_the_products_of_a_hidden_unit_add_up_to_its_weighted_input(
    network: Network, X: FloatArray, data: st.DataObject
) -> None:
    unit = data.draw(st.integers(0, network.n_hidden - 1))
    products = pixel_products(network, X, unit)
    assert products.shape == (784 + network.has_biases,)
    assert products.sum() == pytest.approx(forward(network, X).Z1[unit, 0], rel=1e-12, abs=1e-11)
    assert products[100] == network.W1[unit, 100] * X[100, 0]


@given(networks, images, digits)
def test_the_contributions_to_an_output_add_up_to_its_weighted_input(
    network: Network, X: FloatArray, output: int
) -> None:
    run = forward(network, X)
    contributions = unit_contributions(network, run.A1, output)
    assert contributions.shape == (network.n_hidden + network.has_biases,)
    assert contributions.sum() == pytest.approx(run.Z2[output, 0], rel=1e-12, abs=1e-11)
    assert contributions[0] == network.W2[output, 0] * run.A1[0, 0]
    if network.has_biases:
        assert contributions[-1] == network.W2[output, -1]


@given(networks, images, digits, digits)
def test_attributions_add_up_to_what_the_ink_changed(
    network: Network, X: FloatArray, winner: int, rival: int
) -> None:
    Z2 = forward(network, np.hstack([X, BLANK])).Z2
    changed = (Z2[winner, 0] - Z2[rival, 0]) - (Z2[winner, 1] - Z2[rival, 1])
    attributions = pixel_attributions(network, X, winner, rival)
    assert attributions.shape == (28, 28)
    assert attributions.sum() == pytest.approx(changed, abs=1e-10 * network.n_hidden)
    assert not attributions.reshape(784, 1)[X == 0].any()


def gradient_of_difference(
    network: Network, X: FloatArray, winner: int, rival: int, step: float = 1e-5
) -> FloatArray:
    """Central differences of Z2[winner] - Z2[rival] by each pixel, of shape (784,)."""
    Z2 = forward(network, np.hstack([X + step * np.eye(784), X - step * np.eye(784)])).Z2
    differences = Z2[winner] - Z2[rival]
    return np.asarray((differences[:784] - differences[784:]) / (2 * step))


@pytest.mark.parametrize("has_biases", [False, True], ids=["A", "B"])
def test_attributions_are_the_integral_of_the_gradient_from_blank_paper(has_biases: bool) -> None:
    network, X = a_network(5, 12, has_biases), an_image(6)
    nodes, weights = np.polynomial.legendre.leggauss(24)
    integral = sum(
        weight / 2 * gradient_of_difference(network, (node + 1) / 2 * X, 3, 8)
        for node, weight in zip(nodes, weights, strict=True)
    )
    expected = X[:, 0] * integral
    assert np.abs(expected).max() > 0.01
    assert np.allclose(pixel_attributions(network, X, 3, 8).ravel(), expected, atol=1e-8)


def test_where_the_network_is_linear_attributions_are_weights_times_pixels() -> None:
    """With tiny weights g(z) is 1/2 + z/4, so the whole network is one matrix."""
    network, X = a_network(1, 20, has_biases=False, spread=1e-6), an_image(2)
    matrix = network.W2 @ network.W1 / 4  # (10, 784)
    expected = (matrix[7] - matrix[1]) * X[:, 0]
    attributions = pixel_attributions(network, X, 7, 1).ravel()
    assert np.allclose(attributions, expected, rtol=1e-6, atol=1e-15)


@given(networks, images, digits, digits)
def test_exchanging_winner_and_rival_turns_the_picture_around(
    network: Network, X: FloatArray, winner: int, rival: int
) -> None:
    there = pixel_attributions(network, X, winner, rival)
    back = pixel_attributions(network, X, rival, winner)
    assert np.array_equal(there, -back)


def test_saturated_units_and_single_precision_stay_finite() -> None:
    network = Network(np.full((3, 785), 300, np.float32), np.ones((10, 4), np.float32))
    assert np.isfinite(pixel_attributions(network, np.ones((784, 1), np.float32), 1, 2)).all()


NETWORK, IMAGE = a_network(0, 4, has_biases=True), an_image(0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: pixel_products(NETWORK, IMAGE, 4),
        lambda: pixel_products(NETWORK, IMAGE, -1),
        lambda: pixel_products(NETWORK, IMAGE.ravel(), 0),
        lambda: unit_contributions(NETWORK, np.ones((5, 1)), 0),
        lambda: unit_contributions(NETWORK, np.ones((4, 1)), 10),
        lambda: pixel_attributions(NETWORK, np.ones((784, 2)), 0, 1),
        lambda: pixel_attributions(NETWORK, IMAGE, 0, 10),
    ],
)
def test_what_does_not_fit_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="must"):
        wrong()


def test_the_sums_are_taken_in_double_precision() -> None:
    W1, W2 = NETWORK.W1.astype(np.float32), NETWORK.W2.astype(np.float32)
    network, X = Network(W1, W2), IMAGE.astype(np.float32)
    run = forward(network, X)
    products = pixel_products(network, X, 2)
    contributions = unit_contributions(network, run.A1, 3)
    assert products.dtype == contributions.dtype == np.float64
    assert products[100] == float(W1[2, 100]) * float(X[100, 0])
    assert contributions[1] == float(W2[3, 1]) * float(run.A1[1, 0])
    assert pixel_attributions(network, X, 3, 8).dtype == np.float64


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: pixel_products(NETWORK, IMAGE, 4), "hidden unit must be 0 to 3, not 4"),
        (lambda: unit_contributions(NETWORK, np.ones((4, 1)), 10), "output must be 0 to 9, not 10"),
        (lambda: pixel_attributions(NETWORK, IMAGE, -1, 0), "output must be 0 to 9, not -1"),
    ],
)
def test_a_refusal_says_what_there_is(wrong: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wrong()
