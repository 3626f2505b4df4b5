"""Other conventions for the same weights, and how each becomes this project's.

Shapes do not tell at which end a bias stands or what an input of 1 means, so a network of another
convention loads and reads nonsense. Each `Turn` is one such difference, exact on paper, and is
written in NumPy as one line on W1 and W2: the function here computes what the line does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray

Matrices = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class Turn:
    """A difference of convention.

    Parameters
    ----------
    key : str
        Of its sentence in ``texts/*.toml``.
    applied : callable
        From W1 and W2 of `Network`'s shapes, which stay as they are, to those of this project.
    numpy : str
        The same in NumPy.
    """

    key: str
    applied: Callable[[FloatArray, FloatArray], Matrices]
    numpy: str


Alternatives = tuple[tuple[Turn, ...], ...]


def turned(network: Network, turns: tuple[Turn, ...]) -> Network:
    """Return the network in this project's convention, one turn after the other.

    Parameters
    ----------
    network : Network
    turns : tuple of Turn
        As `check_on_samples` finds them.

    Returns
    -------
    Network
    """
    return Network(*_applied(network.W1, network.W2, turns))


def program(turns: tuple[Turn, ...]) -> str:
    """Return `turned` as lines of Python, for a ``network`` that was loaded."""
    head = "W1, W2 = network.W1.copy(), network.W2.copy()"
    return "\n".join([head, *(turn.numpy for turn in turns), "network = mnistnet.Network(W1, W2)"])


def turned_in_every_way(
    W1: FloatArray, W2: FloatArray
) -> Iterator[tuple[tuple[Turn, ...], FloatArray, FloatArray]]:
    """Yield what may have to be turned, nothing and everything together, and what that makes."""
    for standing, own_W1, own_W2 in _each_way(W1, W2, _standing(W1, W2)):
        for turns, last_W1, last_W2 in _each_way(own_W1, own_W2, _alternatives(own_W1)):
            yield standing + turns, last_W1, last_W2


def _standing(W1: FloatArray, W2: FloatArray) -> list[Alternatives]:
    """Return which matrices, with the biases in them, have one of the other's shapes if turned.

    784 units with biases, standing, look as 785 without, lying.
    """
    alternatives: list[Alternatives] = []
    if {*W1.shape} <= {N_PIXELS, N_PIXELS + 1}:
        alternatives.append(((), (W1_STANDING,)))
    if W2.shape == (N_CLASSES, N_CLASSES):
        alternatives.append(((), (W2_STANDING,)))
    return alternatives


def _alternatives(W1: FloatArray) -> list[Alternatives]:
    """Return what excludes each other, in the order in which it is applied."""
    alternatives: list[Alternatives] = []
    if W1.shape[1] > N_PIXELS:
        alternatives.append(((), (BIASES_FIRST,)))
        if len(W1) == N_PIXELS:
            alternatives.append(((), (W1_TRANSPOSED,)))
        if len(W1) == N_CLASSES:
            alternatives += [((), (W2_TRANSPOSED,)), ((), (BIASES_EXCHANGED,))]
    alternatives.append(((), (BY_COLUMNS,)))
    inputs = ((TO_255,), (WHITE_PAPER,), (TO_255, WHITE_PAPER), (MINUS_ONE,), (STANDARDISED,))
    return [*alternatives, ((), *inputs), ((), (ZERO_LAST,)), ((), (TANH,))]


def _each_way(
    W1: FloatArray, W2: FloatArray, alternatives: list[Alternatives]
) -> Iterator[tuple[tuple[Turn, ...], FloatArray, FloatArray]]:
    if not alternatives:
        yield (), W1, W2
        return
    for turns in alternatives[0]:
        own_W1, own_W2 = _applied(W1, W2, turns)
        for more, last_W1, last_W2 in _each_way(own_W1, own_W2, alternatives[1:]):
            yield turns + more, last_W1, last_W2


def _applied(W1: FloatArray, W2: FloatArray, turns: tuple[Turn, ...]) -> Matrices:
    for turn in turns:
        W1, W2 = turn.applied(W1, W2)
    return W1, W2


def _biases_first(W1: FloatArray, W2: FloatArray) -> Matrices:
    return np.roll(W1, -1, axis=1), np.roll(W2, -1, axis=1)


def _w1_standing(W1: FloatArray, W2: FloatArray) -> Matrices:
    return W1.T, W2


def _w2_standing(W1: FloatArray, W2: FloatArray) -> Matrices:
    return W1, W2.T


def _w1_transposed(W1: FloatArray, W2: FloatArray) -> Matrices:
    return np.hstack([W1[:, :N_PIXELS].T, W1[:, N_PIXELS:]]), W2


def _w2_transposed(W1: FloatArray, W2: FloatArray) -> Matrices:
    return W1, np.hstack([W2[:, :N_CLASSES].T, W2[:, N_CLASSES:]])


def _biases_exchanged(W1: FloatArray, W2: FloatArray) -> Matrices:
    return np.column_stack([W1[:, :-1], W2[:, -1]]), np.column_stack([W2[:, :-1], W1[:, -1]])


def _by_columns(W1: FloatArray, W2: FloatArray) -> Matrices:
    images = W1[:, :N_PIXELS].reshape(-1, SIDE, SIDE).transpose(0, 2, 1)
    return np.hstack([images.reshape(-1, N_PIXELS), W1[:, N_PIXELS:]]), W2


def _zero_last(W1: FloatArray, W2: FloatArray) -> Matrices:
    return W1, np.roll(W2, 1, axis=0)


def _to_255(W1: FloatArray, W2: FloatArray) -> Matrices:
    return np.hstack([255 * W1[:, :N_PIXELS], W1[:, N_PIXELS:]]), W2


def _white_paper(W1: FloatArray, W2: FloatArray) -> Matrices:
    """``W (1 - x) + b = -W x + (b + sum of W's row)``; who had no biases gets some."""
    none = np.zeros((N_CLASSES, N_PIXELS + 1 - W1.shape[1]), W2.dtype)
    return np.column_stack([-W1[:, :N_PIXELS], W1.sum(axis=1)]), np.hstack([W2, none])


def _shifted(W1: FloatArray, W2: FloatArray, mean: float, deviation: float) -> Matrices:
    """``W ((x - mean) / deviation) + b``; who had no biases gets some."""
    none = np.zeros((N_CLASSES, N_PIXELS + 1 - W1.shape[1]), W2.dtype)
    scaled = W1[:, :N_PIXELS] / deviation
    biases = W1[:, N_PIXELS:].sum(axis=1) - mean * scaled.sum(axis=1)
    return np.column_stack([scaled, biases]), np.hstack([W2, none])


def _minus_one(W1: FloatArray, W2: FloatArray) -> Matrices:
    return _shifted(W1, W2, 0.5, 0.5)


def _standardised(W1: FloatArray, W2: FloatArray) -> Matrices:
    """MNIST's mean and standard deviation, as PyTorch's examples write them."""
    return _shifted(W1, W2, 0.1307, 0.3081)


def _tanh(W1: FloatArray, W2: FloatArray) -> Matrices:
    """``tanh(z) = 2 g(2 z) - 1``, g the sigmoid."""
    h = len(W1)
    none = np.zeros((h, N_PIXELS + 1 - W1.shape[1]), W1.dtype)
    biases = W2[:, h:].sum(axis=1) - W2[:, :h].sum(axis=1)
    return np.hstack([2 * W1, none]), np.column_stack([2 * W2[:, :h], biases])


NEW_BIASES = "np.c_[W2, np.zeros((10, 785 - W1.shape[1]))]"
SHIFTED = (
    "W1, W2 = np.c_[W1[:, :784] / {0}, W1[:, 784:].sum(1) - {1} * W1[:, :784].sum(1)], "
    + NEW_BIASES
)

BIASES_FIRST = Turn(
    "turn.biases_first",
    _biases_first,
    "W1, W2 = np.roll(W1, -1, axis=1), np.roll(W2, -1, axis=1)",
)
W1_STANDING = Turn("turn.w1_transposed", _w1_standing, "W1 = W1.T.copy()")
W2_STANDING = Turn("turn.w2_transposed", _w2_standing, "W2 = W2.T.copy()")
W1_TRANSPOSED = Turn("turn.w1_transposed", _w1_transposed, "W1[:, :784] = W1[:, :784].T.copy()")
W2_TRANSPOSED = Turn("turn.w2_transposed", _w2_transposed, "W2[:, :10] = W2[:, :10].T.copy()")
BIASES_EXCHANGED = Turn(
    "turn.biases_exchanged",
    _biases_exchanged,
    "W1[:, 784], W2[:, 10] = W2[:, 10].copy(), W1[:, 784].copy()",
)
BY_COLUMNS = Turn(
    "turn.by_columns",
    _by_columns,
    "W1[:, :784] = W1[:, :784].reshape(-1, 28, 28).transpose(0, 2, 1).reshape(-1, 784)",
)
ZERO_LAST = Turn("turn.zero_last", _zero_last, "W2 = np.roll(W2, 1, axis=0)")
TO_255 = Turn("turn.to_255", _to_255, "W1[:, :784] *= 255")
WHITE_PAPER = Turn(
    "turn.white_paper",
    _white_paper,
    f"W1, W2 = np.c_[-W1[:, :784], W1.sum(1)], {NEW_BIASES}",
)
MINUS_ONE = Turn("turn.minus_one", _minus_one, SHIFTED.format("0.5", "1"))
STANDARDISED = Turn("turn.standardised", _standardised, SHIFTED.format("0.3081", "0.1307 / 0.3081"))
TANH = Turn(
    "turn.tanh",
    _tanh,
    "h = len(W1); W1, W2 = np.c_[2 * W1, np.zeros((h, 785 - W1.shape[1]))], "
    "np.c_[2 * W2[:, :h], W2[:, h:].sum(1) - W2[:, :h].sum(1)]",
)
