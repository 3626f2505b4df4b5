"""One step of gradient descent with every number between the batch and the new weights."""

from dataclasses import dataclass

import numpy as np

from mnistnet.backpropagation import gradients
from mnistnet.loss import loss
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray

DIFFERENCE = 1e-5
"""How far a weight is moved to see how the loss changes."""


@dataclass(frozen=True, slots=True, eq=False)
class GradientStep:
    """A step, from the forward pass of m images to the network after it.

    Parameters
    ----------
    Z1, A1 : ndarray of shape (h, m)
    Z2, A2 : ndarray of shape (10, m)
    error : ndarray of shape (10, m)
        ``A2 - Y``.
    dZ2 : ndarray of shape (10, m)
        This and the following are slopes of the mean loss.
    dW2 : ndarray of W2's shape
    dA1, dZ1 : ndarray of shape (h, m)
    dW1 : ndarray of W1's shape
    before, after : float
        Mean loss of the batch before and after the step.
    network : Network
        After the step.
    """

    Z1: FloatArray
    A1: FloatArray
    Z2: FloatArray
    A2: FloatArray
    error: FloatArray
    dZ2: FloatArray  # noqa: N815
    dW2: FloatArray  # noqa: N815
    dA1: FloatArray  # noqa: N815
    dZ1: FloatArray  # noqa: N815
    dW1: FloatArray  # noqa: N815
    before: float
    after: float
    network: Network


def gradient_step(
    network: Network, X: FloatArray, Y: FloatArray, learning_rate: float
) -> GradientStep:
    """Take one step of gradient descent and keep everything on the way.

    Parameters
    ----------
    network : Network
        Stays as it is.
    X : ndarray of shape (784, m)
        Images, 0 (paper) to 1 (ink).
    Y : ndarray of shape (10, m)
        Targets in [0, 1].
    learning_rate : float

    Returns
    -------
    GradientStep
    """
    run = forward(network, X)
    slopes = gradients(network.W1, network.W2, X, Y)
    after = Network(
        network.W1 - learning_rate * slopes.dW1, network.W2 - learning_rate * slopes.dW2
    )
    return GradientStep(
        run.Z1,
        run.A1,
        run.Z2,
        run.A2,
        run.A2 - Y,
        slopes.dZ2,
        slopes.dW2,
        slopes.dA1,
        slopes.dZ1,
        slopes.dW1,
        before=loss(run.A2, Y) / X.shape[1],
        after=loss(forward(after, X).A2, Y) / X.shape[1],
        network=after,
    )


@dataclass(frozen=True, slots=True, eq=False)
class GradientCheck:
    """Slopes of some weights, found in two ways that know nothing of each other.

    Parameters
    ----------
    places : tuple of (str, int, int)
        Name of the matrix, row and column.
    by_rule : ndarray of shape (n,)
        By backpropagation, the chain rule.
    by_difference : ndarray of shape (n,)
        By moving that one weight up and down and calculating the loss anew.
    """

    places: tuple[tuple[str, int, int], ...]
    by_rule: FloatArray
    by_difference: FloatArray

    @property
    def largest_difference(self) -> float:
        """The largest difference, as a part of the largest slope among them."""
        scale = max(float(np.abs(self.by_difference).max()), 1e-12)
        return float(np.abs(self.by_rule - self.by_difference).max()) / scale


def check_gradients(
    network: Network, X: FloatArray, Y: FloatArray, rng: np.random.Generator, n: int = 10
) -> GradientCheck:
    """Compare backpropagation with finite differences, in float64.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, m)
    Y : ndarray of shape (10, m)
    rng : numpy.random.Generator
        Chooses the weights.
    n : int
        Weights to compare in each of the two matrices. Those of a pixel without ink in all images
        have no slope and are not chosen.

    Returns
    -------
    GradientCheck
    """
    X, Y = X.astype(float), Y.astype(float)
    weights = {"W1": network.W1.astype(float), "W2": network.W2.astype(float)}
    slopes = gradients(weights["W1"], weights["W2"], X, Y)

    def mean_loss() -> float:
        run = forward(Network(weights["W1"], weights["W2"]), X)
        return loss(run.A2, Y) / len(X[0])

    places, by_rule, by_difference = [], [], []
    for name, dW in (("W1", slopes.dW1), ("W2", slopes.dW2)):
        W = weights[name]
        matters = np.ones(W.shape[1], bool)
        if name == "W1":
            matters[: len(X)] = X.any(axis=1)
        columns = np.flatnonzero(matters)
        for _ in range(n):
            row, column = int(rng.integers(len(W))), int(rng.choice(columns))
            before = W[row, column]
            W[row, column] = before + DIFFERENCE
            above = mean_loss()
            W[row, column] = before - DIFFERENCE
            below = mean_loss()
            W[row, column] = before
            places.append((name, row, column))
            by_rule.append(float(dW[row, column]))
            by_difference.append((above - below) / (2 * DIFFERENCE))
    return GradientCheck(tuple(places), np.array(by_rule), np.array(by_difference))
