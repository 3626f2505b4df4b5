"""Rules that turn slopes into steps: plain gradient descent, and Adam."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mnistnet.notation import FloatArray

Weights = tuple[FloatArray, FloatArray]
Update = Callable[[Weights, Weights], None]
"""Changes the weights (W1, W2) in place, given their slopes (dW1, dW2)."""


@dataclass(slots=True)
class Descent:
    """Gradient descent as the lectures end on it: ``W -= learning_rate * dW``."""

    learning_rate: float

    def __call__(self, weights: Weights, slopes: Weights) -> None:
        """Take one step; ``slopes`` are used up."""
        for W, dW in zip(weights, slopes, strict=True):
            dW *= self.learning_rate
            W -= dW


USUAL_HIDDEN = 100
"""With more hidden units than this, W2 takes smaller steps: all of its inputs push together."""


class Adam:
    """Gradient descent with each weight's step divided by the usual size of its slope.

    Parameters
    ----------
    weights : (W1, W2)
    learning_rate : float
        About the size of one step; may be changed between steps.
    decay : float
        Part of the learning rate by which W1 shrinks in each step.

    Notes
    -----
    D. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015), with the constants
    proposed there.
    """

    def __init__(self, weights: Weights, learning_rate: float, decay: float = 0.0) -> None:
        self.learning_rate = learning_rate
        self.decay = decay
        self.n_steps = 0
        self.parts = (1.0, min(1.0, USUAL_HIDDEN / weights[1].shape[1]))
        self.means = tuple(np.zeros_like(W) for W in weights)
        self.squares = tuple(np.zeros_like(W) for W in weights)
        self._room = tuple(np.empty_like(W) for W in weights)

    def __call__(self, weights: Weights, slopes: Weights) -> None:
        """Take one step; ``slopes`` are used up."""
        self.n_steps += 1
        for_mean = 1 - 0.9**self.n_steps  # both averages start at 0: make up for it
        for_square = 1 - 0.999**self.n_steps
        W1 = weights[0]
        W1 *= 1 - self.learning_rate * self.decay
        step = float(self.learning_rate / for_mean)  # NumPy's float64 would make all of it float64
        for W, dW, mean, square, room, part in zip(
            weights, slopes, self.means, self.squares, self._room, self.parts, strict=True
        ):
            np.subtract(dW, mean, out=room)
            room *= 0.1
            mean += room
            dW *= dW
            dW -= square
            dW *= 0.001
            square += dW
            np.multiply(square, 1 / for_square, out=room)
            np.sqrt(room, out=room)
            room += 1e-8
            np.divide(mean, room, out=room)
            room *= step * part
            W -= room
