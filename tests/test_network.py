import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet import Network, WeightsError, forward, sigmoid


def random_network(n_hidden: int, *, biases: bool) -> Network:
    rng = np.random.default_rng(3)
    return Network(
        rng.normal(size=(n_hidden, 784 + biases)), rng.normal(size=(10, n_hidden + biases))
    )


def test_the_sigmoid_is_one_half_at_zero_and_never_overflows():
    assert sigmoid(np.array([0.0, -2.0, 3.0])) == pytest.approx(
        [0.5, 1 / (1 + math.exp(2)), 1 / (1 + math.exp(-3))]
    )
    with np.errstate(all="raise"):
        assert sigmoid(np.array([-1e4, 1e4])).tolist() == [0, 1]


@pytest.mark.parametrize(("dtype", "lowest"), [(np.float64, -700), (np.float32, -85)])
def test_the_sigmoid_of_a_very_negative_number_is_small_but_as_it_should_be(dtype, lowest):
    Z = np.linspace(lowest, 20, 1_000, dtype=dtype)
    exact = [1 / (1 + math.exp(-z)) for z in Z.tolist()]
    np.testing.assert_allclose(sigmoid(Z), exact, rtol=4 * np.finfo(dtype).eps)


@given(st.floats(-50, 50))
def test_the_sigmoid_mirrors(z):
    assert sigmoid(np.array([z])) + sigmoid(np.array([-z])) == pytest.approx([1.0])


def test_a_forward_pass_without_biases_by_hand():
    W1 = np.zeros((2, 784))
    W1[0, 0], W1[1, 5] = 2.0, -3.0
    W2 = np.zeros((10, 2))
    W2[4] = [1.0, -1.0]
    X = np.zeros((784, 1))
    X[0], X[5] = 0.5, 1.0

    run = forward(Network(W1, W2), X)

    def g(z):
        return 1 / (1 + math.exp(-z))

    assert run.Z1[:, 0].tolist() == [1.0, -3.0]
    assert run.A1[:, 0] == pytest.approx([g(1), g(-3)])
    assert run.Z2[4, 0] == pytest.approx(g(1) - g(-3))
    assert run.A2[4, 0] == pytest.approx(g(g(1) - g(-3)))
    assert run.A2[0, 0] == 0.5


def test_biases_are_the_weights_of_an_input_that_is_always_one():
    network = random_network(14, biases=True)
    X = np.random.default_rng(0).random((784, 3))

    run = forward(network, X)

    # Lecture B as on its slides: a 1 under the input of each layer.
    a1 = np.concatenate([X, np.ones((1, 3))])
    a2 = np.concatenate([1 / (1 + np.exp(-(network.W1 @ a1))), np.ones((1, 3))])
    a3 = 1 / (1 + np.exp(-(network.W2 @ a2)))
    assert run.A2 == pytest.approx(a3, abs=1e-12)


@pytest.mark.parametrize(("n_hidden", "biases"), [(100, False), (14, True), (1, False)])
def test_shapes_are_those_of_the_slides(n_hidden, biases):
    run = forward(random_network(n_hidden, biases=biases), np.zeros((784, 5)))

    assert [Z.shape for Z in (run.Z1, run.A1, run.Z2, run.A2)] == [
        (n_hidden, 5),
        (n_hidden, 5),
        (10, 5),
        (10, 5),
    ]


def test_images_do_not_change_each_other():
    network = random_network(14, biases=True)
    X = np.random.default_rng(1).random((784, 4))

    together = forward(network, X).A2

    for i in range(4):
        assert forward(network, X[:, [i]]).A2 == pytest.approx(together[:, [i]], abs=1e-12)


@pytest.mark.parametrize("shape", [(784,), (1, 784), (785, 1)])
def test_images_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match="784"):
        forward(random_network(3, biases=False), np.zeros(shape))


@pytest.mark.parametrize(
    ("w1", "w2", "key"),
    [
        pytest.param((5, 783), (10, 5), "error.weights_w1_shape", id="too few pixels"),
        pytest.param((0, 784), (10, 0), "error.weights_w1_shape", id="no hidden unit"),
        pytest.param((5, 784), (10, 6), "error.weights_w2_shape", id="biases in one layer only"),
        pytest.param((5, 785), (9, 6), "error.weights_w2_shape", id="nine digits"),
        pytest.param((5,), (10, 5), "error.weights_not_a_matrix", id="a vector"),
    ],
)
def test_weights_that_do_not_fit_are_refused(w1, w2, key):
    with pytest.raises(WeightsError) as refused:
        Network(np.zeros(w1), np.zeros(w2))
    assert refused.value.key == key


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_weights_that_are_not_numbers_are_refused(bad):
    W1 = np.zeros((5, 784))
    W1[2, 3] = bad
    with pytest.raises(WeightsError, match="W1"):
        Network(W1, np.zeros((10, 5)))


def test_nobody_can_change_a_network_that_others_use():
    W1 = np.zeros((5, 784))
    network = Network(W1, np.zeros((10, 5)))

    W1[0, 0] = 7

    assert network.W1[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        network.W1[0, 0] = 1


@pytest.mark.parametrize("biases", [False, True])
def test_single_precision_stays_single(biases):
    network = random_network(3, biases=biases)
    single = Network(network.W1.astype(np.float32), network.W2.astype(np.float32))

    run = forward(single, np.ones((784, 2), np.float32))

    assert {array.dtype for array in (run.Z1, run.A1, run.Z2, run.A2)} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("w1", "w2", "named"),
    [
        pytest.param((5,), (10, 5), {"name": "W1"}, id="a vector"),
        pytest.param((5, 784), (10,), {"name": "W2"}, id="a vector at last"),
        pytest.param((5, 783), (10, 5), {"shape": (5, 783)}, id="too few pixels"),
        pytest.param(
            (5, 785), (9, 6), {"shape": (9, 6), "expected": (10, 6)}, id="nine digits, with biases"
        ),
    ],
)
def test_a_refusal_names_the_matrix_or_its_shape(w1, w2, named):
    with pytest.raises(WeightsError) as refused:
        Network(np.zeros(w1), np.zeros(w2))
    assert refused.value.values == named
