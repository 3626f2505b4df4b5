"""One step of gradient descent with every number between the batch and the new weights."""

from dataclasses import dataclass

import numpy as np

from mnistnet.backpropagation import Gradients, backpropagate
from mnistnet.loss import loss
from mnistnet.network import ForwardPass, Network, forward
from mnistnet.notation import FloatArray

DIFFERENCE = 1e-5
"""How far a weight is moved to see how the loss changes."""


@dataclass(frozen=True, slots=True, eq=False)
class GradientStep:
    """A step, from the forward pass of m images to the network after it.

    Parameters
    ----------
    run : ForwardPass
        Of the batch, before the step.
    error : ndarray of shape (10, m)
        ``A2 - Y``.
    gradients : Gradients
        Of the batch's mean loss.
    before, after : float
        Mean loss of the batch before and after the step.
    network : Network
        After the step.
    """

    run: ForwardPass
    error: FloatArray
    gradients: Gradients
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
    gradients = backpropagate(network.W1, network.W2, X, Y)
    after = Network(
        network.W1 - learning_rate * gradients.dW1, network.W2 - learning_rate * gradients.dW2
    )
    return GradientStep(
        run,
        run.A2 - Y,
        gradients,
        before=loss(run.A2, Y) / X.shape[1],
        after=loss(forward(after, X).A2, Y) / X.shape[1],
        network=after,
    )


@dataclass(frozen=True, slots=True, eq=False)
class GradientCheck:
    """Gradients of some weights, found in two ways that know nothing of each other.

    Parameters
    ----------
    places : tuple of (str, int, int)
        Name of the matrix, row and column.
    analytic : ndarray of shape (n,)
        By backpropagation, the chain rule.
    numeric : ndarray of shape (n,)
        By moving that one weight up and down and calculating the loss anew.
    """

    places: tuple[tuple[str, int, int], ...]
    analytic: FloatArray
    numeric: FloatArray

    @property
    def largest_difference(self) -> float:
        """The largest difference, as a part of the largest gradient among them."""
        scale = max(float(np.abs(self.numeric).max()), 1e-12)
        return float(np.abs(self.analytic - self.numeric).max()) / scale


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
        have no gradient and are not chosen.

    Returns
    -------
    GradientCheck
    """
    X, Y = X.astype(float), Y.astype(float)
    weights = {"W1": network.W1.astype(float), "W2": network.W2.astype(float)}
    gradients = backpropagate(weights["W1"], weights["W2"], X, Y)

    def mean_loss() -> float:
        run = forward(Network(weights["W1"], weights["W2"]), X)
        return loss(run.A2, Y) / len(X[0])

    places, analytic, numeric = [], [], []
    for name, dW in (("W1", gradients.dW1), ("W2", gradients.dW2)):
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
            analytic.append(float(dW[row, column]))
            numeric.append((above - below) / (2 * DIFFERENCE))
    return GradientCheck(tuple(places), np.array(analytic), np.array(numeric))
