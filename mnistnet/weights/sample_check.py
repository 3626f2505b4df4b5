"""Whether a network reads the ten sample drawings, and what would have it read them.

A network that reads few of them may just be badly trained, or else its weights mean something else
than this project takes them to mean. What `turned_in_every_way` or another activation makes of the
drawings tells the two apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.errors import sentence
from mnistnet.network import Network, sigmoid
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.weights.turns import TANH, Turn, program, turned_in_every_way

Sentence = tuple[str, dict[str, object]]
"""The key of one in ``texts/*.toml``, and what its placeholders stand for."""

Activation = Literal["sigmoid", "relu", "softmax"]

LEAST_RIGHT = {"sigmoid": 7, "relu": 9}
"""Measured on 40 random and 12 hardly trained networks: turned in every way, none reads more than
6, or 7 as ReLUs. Trained and turned rightly they read 7 to 10, and 9 or 10 as ReLUs."""

MOST_LOSS = {0: 0.1, 1: 0.1, 2: 0.7}
"""Part of the loss that may be left where no drawing more is read right, one, and two or more.
Where a network reads 9 or 10 with a loss of 0.2 or more, ReLUs leave 0.27 to 4 times as much of one
trained with sigmoids, 0.001 to 0.07 of one trained with ReLUs: measured on 36."""

LITTLE_LOSS = 0.2
"""Who reads all ten drawings with no more loss is believed: larger weights would have less."""

SOFTMAX_LOSS = 0.15
"""Part of the sigmoids' loss that softmax leaves of a network made for it: measured 0.002 to 0.1,
of others 0.25 and more wherever the sigmoids' own loss is above the next number."""

SIGMOIDS_LOSS = 0.5
"""Least loss of ten sigmoids that read right what was made for softmax: measured 0.9 to 2.5."""


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """How a network reads the sample drawings.

    Parameters
    ----------
    n_right : int
        How many of ten it reads right.
    turns : tuple of Turn
        What would have it read clearly more; often none.
    n_right_then : int
        How many it then reads right: after the turns, or with another activation.
    activation : {"sigmoid", "relu", "softmax"}
        What its units seem to have been trained with. Only sigmoids are computed here, so a network
        with ReLU hidden units cannot be turned; one with softmax outputs names the same digit.
    """

    n_right: int
    turns: tuple[Turn, ...] = ()
    n_right_then: int = 0
    activation: Activation = "sigmoid"

    @property
    def can_be_turned(self) -> bool:
        """Whether `turns` make it this project's network."""
        return bool(self.turns) and self.activation != "relu"


@dataclass(frozen=True, slots=True)
class _Reading:
    n_right: int
    loss: float
    loss_as_softmax: float

    @property
    def least_loss(self) -> float:
        return min(self.loss, self.loss_as_softmax)


@dataclass(frozen=True, slots=True)
class _Found:
    turns: tuple[Turn, ...]
    hidden: Activation
    reading: _Reading


def check_on_samples(network: Network) -> SampleCheck:
    """Have a network read the ten sample drawings.

    Parameters
    ----------
    network : Network

    Returns
    -------
    SampleCheck
    """
    as_it_is = _read(network.W1, network.W2, "sigmoid")
    explained = _explained(network, as_it_is)
    if explained:
        return explained
    is_softmax = (
        as_it_is.n_right >= LEAST_RIGHT["sigmoid"]
        and as_it_is.loss > SIGMOIDS_LOSS
        and as_it_is.loss_as_softmax < SOFTMAX_LOSS * as_it_is.loss
    )
    return SampleCheck(as_it_is.n_right, activation="softmax" if is_softmax else "sigmoid")


def told(check: SampleCheck) -> list[Sentence]:
    """Return what there is to say beside the number read right: keys of sentences, and values."""
    then: dict[str, object] = {"n": check.n_right_then}
    if check.can_be_turned:
        return [("sample_check.turned", then), *((turn.key, {}) for turn in check.turns)]
    match check.activation:
        case "relu":
            return [("sample_check.relu", then)]
        case "softmax":
            return [("sample_check.softmax", {})]
    return []


def in_english(check: SampleCheck) -> str:
    """Return how many drawings are read right, what is `told`, and the lines that mend it."""
    right: Sentence = ("sample_check.right", {"n": check.n_right})
    words = " ".join(sentence(key, **values) for key, values in [right, *told(check)])
    return f"{words}\n{program(check.turns)}" if check.can_be_turned else words


def _explained(network: Network, as_it_is: _Reading) -> SampleCheck | None:
    """Return the fewest turns with which it reads clearly more, if there are any."""
    if as_it_is.n_right == N_CLASSES and as_it_is.least_loss <= LITTLE_LOSS:
        return None
    better = [
        found
        for found in _in_every_way(network.W1.astype(np.float32), network.W2.astype(np.float32))
        if found.reading.n_right >= LEAST_RIGHT[found.hidden]
        and _is_clearly_better(found, as_it_is)
    ]
    if not better:
        return None
    most = max(found.reading.n_right for found in better)
    best = min((found for found in better if found.reading.n_right >= most - 1), key=_simplicity)
    return SampleCheck(as_it_is.n_right, best.turns, best.reading.n_right, best.hidden)


def _is_clearly_better(found: _Found, now: _Reading) -> bool:
    more = found.reading.n_right - now.n_right
    if more < 0 or (more == 0 and found.turns):
        return False
    return found.reading.least_loss <= MOST_LOSS[min(more, 2)] * now.least_loss


def _simplicity(found: _Found) -> tuple[int, bool, int, float]:
    """Sort by the number of turns, then sigmoids before others, then by how well it reads."""
    n_turns = sum(turn != TANH for turn in found.turns)
    is_sigmoid = found.hidden == "sigmoid" and TANH not in found.turns
    return n_turns, not is_sigmoid, -found.reading.n_right, found.reading.loss


def _in_every_way(W1: FloatArray, W2: FloatArray) -> Iterator[_Found]:
    for turns, own_W1, own_W2 in turned_in_every_way(W1, W2):
        yield _Found(turns, "sigmoid", _read(own_W1, own_W2, "sigmoid"))
        if TANH not in turns:
            yield _Found(turns, "relu", _read(own_W1, own_W2, "relu"))


def _read(W1: FloatArray, W2: FloatArray, hidden: Activation) -> _Reading:
    """Read the samples, the hidden units being sigmoids or ReLUs."""
    ones = np.ones((W1.shape[1] - N_PIXELS, N_CLASSES), W1.dtype)  # a row, or none
    Z1 = W1 @ np.vstack([_samples().astype(W1.dtype), ones])
    A1 = sigmoid(Z1) if hidden == "sigmoid" else np.maximum(Z1, 0)
    Z2 = W2 @ np.vstack([A1, ones])
    exponentials = np.exp(Z2 - Z2.max(axis=0))
    softmax = exponentials / exponentials.sum(axis=0)
    A2 = sigmoid(Z2)
    answers = (A2 if hidden == "sigmoid" else Z2).argmax(axis=0)  # of equal sigmoids the first
    n_right = int((answers == np.arange(N_CLASSES)).sum())
    return _Reading(n_right, _mean_loss(A2), _mean_loss(softmax))


def _mean_loss(A2: FloatArray) -> float:
    return float(((A2 - np.eye(N_CLASSES)) ** 2).sum(axis=0).mean())


@cache
def _samples() -> FloatArray:
    """Return the drawings of 0 to 9 as columns, (784, 10)."""
    return np.hstack([prepare_strokes(sample(digit).strokes).X for digit in range(N_CLASSES)])
