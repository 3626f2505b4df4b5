"""Networks of other conventions: what they compute is known, so turns can be checked exactly."""

from collections.abc import Callable
from itertools import combinations, permutations, product
from pathlib import Path

import numpy as np
import pytest

import mnistnet
from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.errors import WeightsWarning
from mnistnet.network import Network, forward, sigmoid
from mnistnet.notation import FloatArray
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.training import random_network
from mnistnet.weights import load_network, sample_check, turns
from mnistnet.weights.layers import network_of
from mnistnet.weights.sample_check import check_on_samples, told
from mnistnet.weights.turns import (
    BIASES_EXCHANGED,
    BIASES_FIRST,
    BY_COLUMNS,
    MINUS_ONE,
    STANDARDISED,
    TANH,
    TO_255,
    W1_STANDING,
    W1_TRANSPOSED,
    W2_STANDING,
    W2_TRANSPOSED,
    WHITE_PAPER,
    ZERO_LAST,
    Turn,
    program,
    turned,
    turned_in_every_way,
)

RNG = np.random.default_rng(2)
X = RNG.random((784, 20))
A, B = load_network("lecture-a"), load_network("lecture-b")
SAMPLES = np.hstack([prepare_strokes(sample(digit).strokes).X for digit in range(10)])
DOWN = np.arange(784).reshape(28, 28).T.ravel()
"""Which pixel comes next where pixels are counted down the columns."""

Matrices = tuple[FloatArray, FloatArray]
Convention = Callable[[FloatArray, FloatArray], Matrices]


def with_biases(network: Network) -> Matrices:
    if network.has_biases:
        return network.W1, network.W2
    zeros = np.zeros((network.n_hidden, 1)), np.zeros((10, 1))
    return np.hstack([network.W1, zeros[0]]), np.hstack([network.W2, zeros[1]])


def biases_first(W1: FloatArray, W2: FloatArray) -> Matrices:
    return np.hstack([W1[:, 784:], W1[:, :784]]), np.hstack([W2[:, -1:], W2[:, :-1]])


def by_columns(W1: FloatArray, W2: FloatArray) -> Matrices:
    return np.hstack([W1[:, DOWN], W1[:, 784:]]), W2


def zero_last(W1: FloatArray, W2: FloatArray) -> Matrices:
    return W1, W2[[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]]


def features(
    activation: Callable[[FloatArray], FloatArray],
    targets: FloatArray,
    h: int = 200,
    scale: float = 0.2,
) -> Network:
    """Return a network that gives the samples these Z2 where its units have that activation."""
    W1 = scale * np.random.default_rng(h).normal(size=(h, 784))
    W2 = np.linalg.lstsq(activation(W1 @ SAMPLES).T, targets.T, rcond=None)[0].T
    return Network(W1, W2)


def of_inputs(scale: float, shift: float) -> Convention:
    """Of inputs scale x + shift: ``W1 x + b1 = V (scale x + shift) + c`` for this V and c."""

    def convention(W1: FloatArray, W2: FloatArray) -> Matrices:
        V = W1[:, :784] / scale
        return np.column_stack([V, W1[:, 784] - shift * V.sum(axis=1)]), W2

    return convention


def of_tanh(W1: FloatArray, W2: FloatArray) -> Matrices:
    V = W2[:, :-1] / 2
    return W1 / 2, np.column_stack([V, W2[:, -1] + V.sum(axis=1)])


CONVENTIONS: dict[str, Convention] = {
    "biases_first": biases_first,
    "by_columns": by_columns,
    "zero_last": zero_last,
    "to_255": of_inputs(255, 0),
    "white_paper": of_inputs(-1, 1),
    "minus_one": of_inputs(2, -1),
    "standardised": of_inputs(1 / 0.3081, -0.1307 / 0.3081),
    "tanh": of_tanh,
}


@pytest.mark.parametrize("network", [A, B], ids=["A", "B"])
@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_network_of_another_convention_is_recognized_and_turned_exactly(
    name: str, network: Network
) -> None:
    other = Network(*CONVENTIONS[name](*with_biases(network)))

    check = check_on_samples(other)

    assert [turn.key for turn in check.turns] == [f"turn.{name}"]
    assert check.n_right < check.n_right_then == 10
    again = turned(other, check.turns)
    np.testing.assert_allclose(forward(again, X).A2, forward(network, X).A2, atol=1e-9)
    assert not told(check_on_samples(again))


@pytest.mark.parametrize("name", ["by_columns", "zero_last"])
def test_what_needs_no_biases_adds_none(name: str) -> None:
    other = Network(*CONVENTIONS[name](A.W1, A.W2))
    again = turned(other, check_on_samples(other).turns)
    assert np.array_equal(again.W1, A.W1)
    assert np.array_equal(again.W2, A.W2)


def test_a_network_without_biases_gets_some_for_white_paper() -> None:
    W1, W2 = RNG.normal(size=(30, 784)), RNG.normal(size=(10, 30))
    for turn, image in ((WHITE_PAPER, 1 - X), (MINUS_ONE, 2 * X - 1), (TO_255, 255 * X)):
        expected = forward(Network(W1, W2), image).A2
        np.testing.assert_allclose(forward(turned(Network(W1, W2), (turn,)), X).A2, expected)


PAIRS = [
    {first, second}
    for first, second in combinations(CONVENTIONS, 2)
    if not {first, second} <= {"to_255", "white_paper", "minus_one", "standardised"}
]


@pytest.mark.parametrize(
    "names", [*PAIRS, {"to_255", "white_paper"}, {"biases_first", "by_columns", "zero_last"}]
)
def test_turns_go_together(names: set[str]) -> None:
    W1, W2 = with_biases(B)
    for name in reversed(CONVENTIONS):
        if name in names:
            W1, W2 = CONVENTIONS[name](W1, W2)

    check = check_on_samples(Network(W1, W2))

    assert {turn.key for turn in check.turns} == {f"turn.{name}" for name in names}
    again = turned(Network(W1, W2), check.turns)
    np.testing.assert_allclose(forward(again, X).A2, forward(B, X).A2, atol=1e-9)


def test_square_matrices_are_recognized_when_they_are_transposed() -> None:
    wide = np.zeros((784, 784)), np.zeros((10, 784))
    wide[0][300:400], wide[1][:, 300:400] = A.W1, A.W2
    matched = 12 * np.linalg.pinv(SAMPLES)  # unit k answers to the drawing of k
    order = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7]
    narrow = matched[order], 12 * np.eye(10)[:, order]
    for (W1, W2), key in ((wide, "turn.w1_transposed"), (narrow, "turn.w2_transposed")):
        transposed = (W1.T, W2) if key == "turn.w1_transposed" else (W1, W2.T)
        check = check_on_samples(Network(*transposed))
        assert [turn.key for turn in check.turns] == [key]
        again = turned(Network(*transposed), check.turns)
        assert np.array_equal(again.W1, W1)
        assert np.array_equal(again.W2, W2)


def units_added(network: Network, h: int) -> Network:
    """Return a network of h hidden units that computes the same: the others weigh nothing."""
    more = h - network.n_hidden
    W1 = np.vstack([np.zeros((more, network.W1.shape[1])), network.W1])
    return Network(W1, np.hstack([np.zeros((10, more)), network.W2]))


ALIKE = {"784 with biases": units_added(B, 784), "785": units_added(A, 785)}
"""Standing, one looks as the other does lying."""


@pytest.mark.parametrize("name", ALIKE)
def test_who_looks_like_one_unit_more_or_less_when_standing_is_read_rightly(name: str) -> None:
    network = ALIKE[name]
    for W1, W2 in ((network.W1, network.W2), (network.W1.T, network.W2.T)):
        read = network_of("", [[[("W1", W1), ("W2", W2)]]])
        assert np.array_equal(read.W1, network.W1)
        assert np.array_equal(read.W2, network.W2)

    read = network_of("", [[[("W1", network.W1.T), ("W2", network.W2)]]])  # one of them standing
    check = check_on_samples(read)
    assert check.n_right < check.n_right_then == 10
    assert check.turns == (W1_STANDING,)
    again = turned(read, check.turns)
    assert np.array_equal(again.W1, network.W1)


def test_biases_of_ten_hidden_units_are_recognized_when_they_are_exchanged() -> None:
    rng, ones = np.random.default_rng(4), np.ones((1, 10))
    start = np.hstack([0.2 * rng.normal(size=(10, 784)), 2 * rng.normal(size=(10, 1))])
    A1 = sigmoid(start @ np.vstack([SAMPLES, ones]))
    network = Network(start, (12 * np.eye(10) - 6) @ np.linalg.pinv(np.vstack([A1, ones])))
    (W1, b1), (W2, b2) = ((W[:, :-1], W[:, -1]) for W in (network.W1, network.W2))
    arrays = [("b2", b2), ("b1", b1), ("W1", W1), ("W2", W2)]
    read = network_of("", [[arrays]])

    check = check_on_samples(read)

    assert check.turns == (BIASES_EXCHANGED,)
    assert np.array_equal(turned(read, check.turns).W1, network.W1)
    assert np.array_equal(turned(read, check.turns).W2, network.W2)


@pytest.mark.parametrize("h", [2, 9, 10, 11, 783, 784, 785])
@pytest.mark.parametrize("kind", ["without biases", "biases joined", "biases apart"])
def test_whatever_shapes_leave_open_is_read_or_is_a_turn(
    h: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("TO_255", "WHITE_PAPER", "MINUS_ONE", "STANDARDISED", "TANH", "BY_COLUMNS"):
        nothing = Turn(number, lambda W1, W2: (W1, W2), "")
        monkeypatch.setattr(turns, number, nothing)  # they change no place, and take time
    network = random_network(h, kind != "without biases", RNG)
    matrices = [network.W1, network.W2]
    biases = [W[:, -1] for W in matrices] if kind == "biases apart" else []
    if biases:
        matrices = [W[:, :-1] for W in matrices]
    for ways in product((False, True), repeat=2):
        saved = [W.T if way else W for W, way in zip(matrices, ways, strict=True)] + biases
        for arrays in permutations(saved) if h < 100 else (saved,):
            read = network_of("", [[[("", array) for array in arrays]]])
            assert any(
                np.array_equal(W1, network.W1) and np.array_equal(W2, network.W2)
                for _, W1, W2 in turned_in_every_way(read.W1, read.W2)
            )


@pytest.mark.parametrize("has_biases", [True, False])
@pytest.mark.parametrize(
    "turn",
    [
        *(W1_STANDING, W2_STANDING, BIASES_EXCHANGED),
        *(BIASES_FIRST, W1_TRANSPOSED, W2_TRANSPOSED, BY_COLUMNS, ZERO_LAST, TO_255),
        *(WHITE_PAPER, MINUS_ONE, STANDARDISED, TANH),
    ],
    ids=lambda turn: turn.numpy,
)
def test_a_turns_line_of_numpy_does_what_it_does(turn: Turn, has_biases: bool) -> None:
    units = {W1_TRANSPOSED: 784, W2_TRANSPOSED: 10, BIASES_EXCHANGED: 10, W1_STANDING: 784}
    h = 10 - has_biases if turn == W2_STANDING else units.get(turn, 7)
    network = random_network(h, has_biases, RNG)
    if turn in (BIASES_FIRST, BIASES_EXCHANGED) and not has_biases:
        return
    if turn == W1_STANDING and has_biases:
        network = random_network(785, True, RNG)
    space = {"np": np, "mnistnet": mnistnet, "network": network}
    exec(program((turn,)), space)  # noqa: S102
    by_line, by_turn = space["network"], turned(network, (turn,))
    assert isinstance(by_line, Network)
    np.testing.assert_allclose(by_line.W1, by_turn.W1, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(by_line.W2, by_turn.W2, rtol=1e-5, atol=1e-5)


def test_a_network_of_relus_is_told_what_it_is_and_not_turned() -> None:
    check = check_on_samples(features(lambda z: np.maximum(z, 0), 12 * np.eye(10) - 6))
    assert check.activation == "relu"
    assert check.n_right_then == 10
    assert check.n_right_then == 10
    assert not check.can_be_turned
    assert [key for key, _ in told(check)] == ["sample_check.relu"]


@pytest.mark.parametrize("h", [12, 15, 200])
@pytest.mark.parametrize("steepness", [4, 12])
def test_outputs_for_softmax_are_told_what_they_are(h: int, steepness: int) -> None:
    check = check_on_samples(features(sigmoid, steepness * np.eye(10) + 2, h))
    assert check.n_right == 10
    assert check.activation == "softmax"
    assert [key for key, _ in told(check)] == ["sample_check.softmax"]


@pytest.mark.parametrize("h", [30, 200])
def test_sigmoids_for_large_inputs_are_not_taken_for_relus(h: int) -> None:
    """Without biases ReLUs order their outputs alike, however small the inputs are."""
    trained = features(sigmoid, 12 * np.eye(10) - 6, h)
    check = check_on_samples(Network(trained.W1 / 255, trained.W2))
    assert [turn.key for turn in check.turns] == ["turn.to_255"]
    assert check.activation == "sigmoid"


@pytest.mark.parametrize(
    "network",
    [
        features(sigmoid, 1.5 * np.eye(10), 15, 0.05),
        features(sigmoid, 1.5 * np.eye(10), 30, 0.05),
        Network(A.W1, 0.1 * A.W2),
        Network(B.W1, 0.2 * B.W2),
    ],
)
def test_a_hesitant_network_that_reads_all_samples_is_left_as_it_is(network: Network) -> None:
    """Larger inputs, or another activation, would make its outputs surer, and no more."""
    check = check_on_samples(network)
    assert check.n_right == 10
    assert told(check) == []


def test_what_reads_few_even_when_turned_is_not_guessed() -> None:
    W2 = B.W2.copy()
    W2[5:] = -5  # the last five digits are never read
    check = check_on_samples(Network(*zero_last(B.W1, W2)))
    assert check.n_right == 0
    assert told(check) == []


@pytest.mark.parametrize(("n_right", "turns"), [(9, (ZERO_LAST,)), (8, (ZERO_LAST, BY_COLUMNS))])
def test_one_turn_less_is_worth_one_drawing_and_no_more(monkeypatch, n_right, turns) -> None:
    found = [
        sample_check._Found(turns, "sigmoid", sample_check._Reading(n, 0.1, 0.1))
        for turns, n in (((ZERO_LAST,), n_right), ((ZERO_LAST, BY_COLUMNS), 10))
    ]
    monkeypatch.setattr(sample_check, "_in_every_way", lambda W1, W2: found)
    assert check_on_samples(Network(*zero_last(B.W1, B.W2))).turns == turns


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("has_biases", [True, False])
@pytest.mark.parametrize("h", [10, 30])
def test_a_network_that_knows_nothing_is_told_nothing(h: int, seed: int, has_biases: bool) -> None:
    check = check_on_samples(random_network(h, has_biases, np.random.default_rng(seed)))
    assert check.n_right < 6
    assert told(check) == []


def test_a_bad_network_loads_and_one_of_another_convention_warns(tmp_path: Path) -> None:
    np.savez(tmp_path / "bad.npz", *with_biases(random_network(20, True, RNG)))
    mnistnet.load_network(tmp_path / "bad.npz")

    np.savez(tmp_path / "own.npz", *zero_last(A.W1, A.W2))
    with pytest.warns(WeightsWarning) as caught:
        network = mnistnet.load_network(tmp_path / "own.npz")
    (warning,) = caught
    sentence, *lines = str(warning.message).splitlines()
    assert "own.npz: " in sentence
    space = {"mnistnet": mnistnet, "network": network}
    exec("\n".join(lines), {"np": np}, space)  # noqa: S102
    again = space["network"]
    assert isinstance(again, Network)
    assert np.array_equal(again.W2, A.W2)


def test_every_sentence_stands_in_every_language() -> None:
    checks = [check_on_samples(Network(*make(*with_biases(B)))) for make in CONVENTIONS.values()]
    for check in checks:
        for language in LANGUAGES:
            assert all(catalogue(language)[key].format(**values) for key, values in told(check))
