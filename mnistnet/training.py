"""Backpropagation and gradient descent, in the lectures' notation and in NumPy alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.descent import Update, Weights
from mnistnet.loss import one_hot
from mnistnet.mnist import Images
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray, IntArray

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
    """Slopes of the mean loss over m images, one array for each of the forward pass.

    Parameters
    ----------
    loss : float
        The mean over the images of the sum of ten squared errors, whatever the slopes are of.
    dZ2 : ndarray of shape (10, m)
    dW2 : ndarray of W2's shape
    dA1, dZ1 : ndarray of shape (h, m)
    dW1 : ndarray of W1's shape
    """

    loss: float
    dZ2: FloatArray  # noqa: N815
    dW2: FloatArray  # noqa: N815
    dA1: FloatArray  # noqa: N815
    dZ1: FloatArray  # noqa: N815
    dW1: FloatArray  # noqa: N815


class Room:
    """Arrays that one batch after another is calculated in; making new ones takes longer.

    Parameters
    ----------
    W1, W2 : ndarray
        Weights of the shape and type that there must be room for.
    m : int
        Images in a batch.
    """

    def __init__(self, W1: FloatArray, W2: FloatArray, m: int) -> None:
        self.A1, self.slope, self.dA1 = np.empty((3, len(W1), m), W1.dtype)
        self.A2 = np.empty((len(W2), m), W2.dtype)
        self.dW1, self.dW2 = np.empty_like(W1), np.empty_like(W2)


def gradients(
    W1: FloatArray,
    W2: FloatArray,
    X: FloatArray,
    Y: FloatArray,
    error: OutputError = squared_error_dZ2,
    room: Room | None = None,
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
        `squared_error_dZ2` or `cross_entropy_dZ2`.
    room : Room, optional
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
    room = room or Room(W1, W2, m)
    A1 = _activations(W1, X, room.A1)  # (h, m)
    A2 = _activations(W2, A1, room.A2)  # (10, m)
    difference = A2 - Y
    loss = float(np.vdot(difference, difference)) / m
    dZ2 = error(A2, Y)  # (10, m)
    dZ2 *= 1 / m  # the mean over the images
    dW2 = _weight_slopes(dZ2, A1, room.dW2)  # (10, h [+ 1])
    dA1 = np.matmul(W2[:, : len(A1)].T, dZ2, out=room.dA1)  # (h, m)
    slope = np.multiply(A1, A1, out=room.slope)
    slope = np.subtract(A1, slope, out=slope)  # g'(Z1) = A1 - A1²  (h, m)
    dZ1 = np.multiply(dA1, slope, out=slope)  # (h, m)
    dW1 = _weight_slopes(dZ1, X, room.dW1)  # (h, 784 [+ 1])
    return Gradients(loss, dZ2, dW2, dA1, dZ1, dW1)


def _activations(W: FloatArray, A: FloatArray, out: FloatArray) -> FloatArray:
    """Return g(W @ A), with the biases of W's last column if it has one more than A has rows."""
    n = len(A)
    np.matmul(W[:, :n], A, out=out)
    if W.shape[1] > n:
        out += W[:, n:]
    out *= 0.5  # sigmoid, as network.sigmoid writes it, in place
    np.tanh(out, out=out)
    out *= 0.5
    out += 0.5
    return out


def _weight_slopes(dZ: FloatArray, A: FloatArray, out: FloatArray) -> FloatArray:
    """Return dZ @ A.T, and under a bias the sum of dZ: its input was 1 for every image."""
    n = len(A)
    np.matmul(dZ, A.T, out=out[:, :n])
    if out.shape[1] > n:
        np.sum(dZ, axis=1, out=out[:, n])
    return out


def random_network(n_hidden: int, biases: bool, rng: np.random.Generator) -> Network:
    """Return a network that knows nothing: float32 weights around 0, biases 0.

    The standard deviation is 1 over the root of a unit's inputs, so that no unit starts where
    the sigmoid is flat.
    """
    W1 = rng.standard_normal((n_hidden, N_PIXELS + biases), np.float32)
    W2 = rng.standard_normal((N_CLASSES, n_hidden + biases), np.float32)
    W1 /= np.float32(np.sqrt(N_PIXELS))
    W2 /= np.float32(np.sqrt(n_hidden))
    if biases:
        W1[:, -1] = W2[:, -1] = 0
    return Network(W1, W2)


def batches(
    pixels: NDArray[np.uint8], Y: FloatArray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Go once through all images in random order.

    Parameters
    ----------
    pixels : ndarray of shape (m, 28, 28), uint8
        0 (paper) to 255 (ink).
    Y : ndarray of shape (10, m)
        Targets.
    batch_size : int
        Images a batch; a smaller rest is left for another time.
    rng : numpy.random.Generator

    Yields
    ------
    (X, Y) : ndarray of shape (784, batch_size) and (10, batch_size)
        X is float32, Y of its own type; the next batch overwrites them.
    """
    rows, targets = pixels.reshape(-1, N_PIXELS), np.ascontiguousarray(Y.T)
    bytes_ = np.empty((batch_size, N_PIXELS), np.uint8)
    X, some_Y = np.empty(bytes_.shape, np.float32), np.empty((len(Y), batch_size), Y.dtype)
    some_targets = np.empty((batch_size, len(Y)), Y.dtype)
    order = rng.permutation(len(rows))
    for first in range(0, len(order) - batch_size + 1, batch_size):
        chosen = order[first : first + batch_size]
        np.take(rows, chosen, axis=0, out=bytes_, mode="clip")  # "clip" writes without a copy
        np.copyto(X, bytes_)
        X *= np.float32(1 / 255)
        np.take(targets, chosen, axis=0, out=some_targets, mode="clip")
        some_Y[:] = some_targets.T
        yield X.T, some_Y


def steps(
    weights: Weights,
    some_batches: Iterable[tuple[FloatArray, FloatArray]],
    update: Update,
    error: OutputError = squared_error_dZ2,
) -> Iterator[float]:
    """Take one step a batch; yield the batch's mean loss before it. ``weights`` are changed."""
    room: Room | None = None
    for X, Y in some_batches:
        room = room or Room(*weights, X.shape[1])
        slopes = gradients(*weights, X, Y, error, room)
        update(weights, (slopes.dW1, slopes.dW2))
        yield slopes.loss


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """How far training has come.

    Parameters
    ----------
    epoch : float
        How often the images have been gone through so far.
    loss : float
        Mean loss over the batches since the last report.
    accuracy : float
        Part of the held-back images that is read right, in [0, 1].
    network : Network
        The weights as they are now.
    """

    epoch: float
    loss: float
    accuracy: float
    network: Network


def train(
    start: Network,
    images: Images,
    held_back: Images,
    *,
    epochs: int,
    batch_size: int,
    update: Update,
    rng: np.random.Generator,
    error: OutputError = squared_error_dZ2,
    report_every: int | None = None,
) -> Iterator[Report]:
    """Train a network; one report at a time, so that whoever asks for them can show or stop.

    Parameters
    ----------
    start : Network
        Its weights are copied.
    images, held_back : Images
        To learn from, and to measure on.
    epochs : int
        How often to go through the images.
    batch_size : int
        At most the number of images.
    update : callable
        `Descent` for the lectures' rule, or `Adam`.
    rng : numpy.random.Generator
        For the order of the images.
    error : callable
        `squared_error_dZ2` or `cross_entropy_dZ2`.
    report_every : int, optional
        Batches between reports; by default one report an epoch.

    Yields
    ------
    Report

    Raises
    ------
    ValueError
        If a batch is larger than the images are many, or not positive.
    """
    if not 1 <= batch_size <= len(images):
        raise ValueError(f"batch_size must be 1 to {len(images)}, not {batch_size}")
    weights = (start.W1.copy(), start.W2.copy())
    Y, X_held_back = one_hot(images.labels).astype(weights[0].dtype), held_back.X
    batches_an_epoch = len(images) // batch_size
    losses = []
    for epoch in range(epochs):
        some_batches = batches(images.pixels, Y, batch_size, rng)
        for n, loss in enumerate(steps(weights, some_batches, update, error), start=1):
            losses.append(loss)
            if n % (report_every or batches_an_epoch) == 0:
                network = Network(*weights)
                right = accuracy(network, X_held_back, held_back.labels)
                yield Report(epoch + n / batches_an_epoch, float(np.mean(losses)), right, network)
                losses.clear()


def accuracy(network: Network, X: FloatArray, labels: IntArray) -> float:
    """Return the part of images X (784, m) whose winning output is their label (m,)."""
    return float((forward(network, X).A2.argmax(axis=0) == labels).mean())
