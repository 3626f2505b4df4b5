"""Rules that turn gradients into steps: plain gradient descent, and Adam."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mnistnet.notation import FloatArray

Weights = tuple[FloatArray, FloatArray]
Update = Callable[[Weights, Weights], None]
"""Changes the weights (W1, W2) in place, given their gradients (dW1, dW2)."""


@dataclass(slots=True)
class GradientDescent:
    """Gradient descent as the lectures end on it: ``W -= learning_rate * dW``."""

    learning_rate: float

    def __call__(self, weights: Weights, gradients: Weights) -> None:
        """Take one step; ``gradients`` are used up."""
        for W, dW in zip(weights, gradients, strict=True):
            dW *= self.learning_rate
            W -= dW


BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8
"""The constants that the paper on Adam proposes."""

USUAL_HIDDEN = 100
"""With more hidden units than this, W2 takes smaller steps: all of its inputs push together."""


class Adam:
    """Gradient descent with each weight's step divided by the usual size of its gradient.

    Parameters
    ----------
    weights : (W1, W2)
    learning_rate : float
        About the size of one step; may be changed between steps.
    decay : float
        Part of the learning rate by which W1 shrinks in each step.

    Notes
    -----
    D. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1.
    """

    def __init__(self, weights: Weights, learning_rate: float, decay: float = 0.0) -> None:
        self.learning_rate = learning_rate
        self.decay = decay
        self.n_steps = 0
        self.parts = (1.0, min(1.0, USUAL_HIDDEN / weights[1].shape[1]))
        self.means = tuple(np.zeros_like(W) for W in weights)
        self.squares = tuple(np.zeros_like(W) for W in weights)
        self._scratch = tuple(np.empty_like(W) for W in weights)

    def __call__(self, weights: Weights, gradients: Weights) -> None:
        """Take one step; ``gradients`` are used up."""
        self.n_steps += 1
        t = self.n_steps
        W1 = weights[0]
        W1 *= 1 - self.learning_rate * self.decay
        # In float, as NumPy's float64 would make all of it float64.
        step = float(self.learning_rate / (1 - BETA_1**t))
        for W, dW, m, v, scratch, part in zip(
            weights, gradients, self.means, self.squares, self._scratch, self.parts, strict=True
        ):
            # m = β1 m + (1 - β1) dW, written as m += (1 - β1) (dW - m): no array is made.
            np.subtract(dW, m, out=scratch)
            scratch *= 1 - BETA_1
            m += scratch
            # v = β2 v + (1 - β2) dW², likewise; from here on dW holds what is added to v.
            dW *= dW
            dW -= v
            dW *= 1 - BETA_2
            v += dW
            # W -= learning_rate m̂ / (√v̂ + ε) with m̂ = m / (1 - β1^t) and v̂ = v / (1 - β2^t):
            # both averages start at 0, which these divisions make up for. m̂'s is in `step`.
            np.multiply(v, 1 / (1 - BETA_2**t), out=scratch)
            np.sqrt(scratch, out=scratch)
            scratch += EPSILON
            np.divide(m, scratch, out=scratch)
            scratch *= step * part
            W -= scratch
