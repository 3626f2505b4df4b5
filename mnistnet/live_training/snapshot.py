"""How far a training has come, and how well its network reads."""

from dataclasses import dataclass

import numpy as np

from mnistnet.loss import loss, one_hot
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Score:
    """How well some images are read.

    Parameters
    ----------
    loss : float
        Mean over the images of the sum of ten squared errors, in [0, 10].
    accuracy : float
        Part of the images whose winning output is their label, in [0, 1].
    """

    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """How far a training has come.

    Parameters
    ----------
    n_steps : int
        Steps so far; 0 is the network that knows nothing.
    n_commands : int
        Commands that the process has obeyed so far.
    training, validation : Score
        On images that are learnt from, and on images never seen.
    network : Network
        The weights at this moment.
    ours : Score, optional
        On the class's drawings held back, where ``validation`` is on MNIST's and the class's are
        learnt from, too.
    """

    n_steps: int
    n_commands: int
    training: Score
    validation: Score
    network: Network
    ours: Score | None = None


def score_network(network: Network, X: FloatArray, labels: IntArray) -> Score:
    """Let a network read images X (784, m) with their labels (m,)."""
    y_hat = forward(network, X).A2
    right = y_hat.argmax(axis=0) == labels
    mean_loss = loss(y_hat, one_hot(labels).astype(np.float32)) / len(labels)
    return Score(mean_loss, float(right.mean()))
