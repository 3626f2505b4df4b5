"""How the loss changes with every weight, in the lectures' notation and in NumPy alone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mnistnet.notation import FloatArray

OutputError = Callable[[FloatArray, FloatArray], FloatArray]
"""From the outputs A2 and the targets Y, both (10, m), to dZ2 of m times the mean loss."""


def squared_error_dZ2(A2: FloatArray, Y: FloatArray) -> FloatArray:
    """Slope of the summed squared error: ``2 (A2 - Y) g'(Z2)`` with ``g' = A2 (1 - A2)``."""
    dZ2 = A2 - Y
    dZ2 *= 2
    dZ2 *= A2
    dZ2 *= 1 - A2
    return dZ2


def cross_entropy_dZ2(A2: FloatArray, Y: FloatArray) -> FloatArray:
    """Slope of the cross-entropy of the ten sigmoids, where ``g'(Z2)`` cancels: ``A2 - Y``.

    ``-(Y log A2 + (1 - Y) log(1 - A2))`` summed over the classes: a badly wrong output still
    learns, where the squared error's slope vanishes with ``g'``.
    """
    return A2 - Y


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Gradients of the mean loss over m images, one array for each of the forward pass.

    Parameters
    ----------
    loss : float
        The mean over the images of the sum of ten squared errors, whatever the gradients are of.
    dZ2 : ndarray of shape (10, m)
    dW2 : ndarray of W2's shape
    dA1, dZ1 : ndarray of shape (h, m)
    dW1 : ndarray of W1's shape
    """

    loss: float
    dZ2: FloatArray
    dW2: FloatArray
    dA1: FloatArray
    dZ1: FloatArray
    dW1: FloatArray


class Buffers:
    """Arrays that one batch after another is calculated in; making new ones takes longer.

    Parameters
    ----------
    W1, W2 : ndarray
        Weights of the shape and type that are to be calculated with.
    m : int
        Images in a batch.
    """

    def __init__(self, W1: FloatArray, W2: FloatArray, m: int) -> None:
        self.A1, self.slope, self.dA1 = np.empty((3, len(W1), m), W1.dtype)
        self.A2 = np.empty((len(W2), m), W2.dtype)
        self.dW1, self.dW2 = np.empty_like(W1), np.empty_like(W2)


def backpropagate(
    W1: FloatArray,
    W2: FloatArray,
    X: FloatArray,
    Y: FloatArray,
    error: OutputError = squared_error_dZ2,
    buffers: Buffers | None = None,
) -> Gradients:
    """Backpropagation: how the mean loss changes with every weight.

    Parameters
    ----------
    W1 : ndarray of shape (h, 784) or (h, 785)
    W2 : ndarray of shape (10, h) or (10, h + 1)
    X : ndarray of shape (784, m)
    Y : ndarray of shape (10, m)
        Targets in [0, 1].
    error : callable
        `squared_error_dZ2`, `cross_entropy_dZ2`, or another `OutputError`.
    buffers : Buffers, optional
        Where to calculate; its next use overwrites what is returned.

    Returns
    -------
    Gradients

    Notes
    -----
    The chain rule, from the end: ``dW2 = dZ2 A1'``, ``dA1 = W2' dZ2``, ``dZ1 = dA1 g'(Z1)``,
    ``dW1 = dZ1 X'``. Lecture B's row of ones is not stored: W times it is W's last column.
    """
    m = X.shape[1]
    buffers = buffers or Buffers(W1, W2, m)
    A1 = _activations(W1, X, buffers.A1)  # (h, m)
    A2 = _activations(W2, A1, buffers.A2)  # (10, m)
    difference = A2 - Y
    loss = float(np.vdot(difference, difference)) / m
    dZ2 = error(A2, Y)  # (10, m)
    dZ2 *= 1 / m  # the mean over the images
    dW2 = _weight_gradients(dZ2, A1, buffers.dW2)  # (10, h [+ 1])
    dA1 = np.matmul(W2[:, : len(A1)].T, dZ2, out=buffers.dA1)  # (h, m)
    slope = np.multiply(A1, A1, out=buffers.slope)
    slope = np.subtract(A1, slope, out=slope)  # g'(Z1) = A1 - A1²  (h, m)
    dZ1 = np.multiply(dA1, slope, out=slope)  # (h, m)
    dW1 = _weight_gradients(dZ1, X, buffers.dW1)  # (h, 784 [+ 1])
    return Gradients(loss, dZ2, dW2, dA1, dZ1, dW1)


def _activations(W: FloatArray, A: FloatArray, out: FloatArray) -> FloatArray:
    """Return g(W @ A), with the biases of W's last column if it has one more than A has rows."""
    n = len(A)
    np.matmul(W[:, :n], A, out=out)
    if W.shape[1] > n:
        out += W[:, n:]
    out *= 0.5  # the sigmoid in place: g(z) = (1 + tanh(z / 2)) / 2, which never overflows
    np.tanh(out, out=out)
    out *= 0.5
    out += 0.5
    return out


def _weight_gradients(dZ: FloatArray, A: FloatArray, out: FloatArray) -> FloatArray:
    """Return dZ @ A.T, and under a bias the sum of dZ: its input was 1 for every image."""
    n = len(A)
    np.matmul(dZ, A.T, out=out[:, :n])
    if out.shape[1] > n:
        np.sum(dZ, axis=1, out=out[:, n])
    return out
