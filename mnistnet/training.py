"""Training: batch after batch, one step each, and a report now and then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mnistnet.backpropagation import OutputError, Room, gradients, squared_error_dZ2
from mnistnet.data.mnist import Images
from mnistnet.loss import one_hot
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray, IntArray
from mnistnet.optimizers import Update, Weights


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
    X: FloatArray, Y: FloatArray, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Go once through all images in random order.

    Parameters
    ----------
    X : ndarray of shape (784, m)
        Quickest where the pixels of one image lie side by side in memory, as in `Images.X`.
    Y : ndarray of shape (10, m)
        Targets.
    batch_size : int
        Images a batch; a smaller rest is left for another time.
    rng : numpy.random.Generator

    Yields
    ------
    (X, Y) : ndarray of shape (784, batch_size) and (10, batch_size)
        The next batch overwrites them.
    """
    images, targets = np.ascontiguousarray(X.T), np.ascontiguousarray(Y.T)
    some_images = np.empty((batch_size, len(X)), X.dtype)
    some_targets = np.empty((batch_size, len(Y)), Y.dtype)
    order = rng.permutation(len(images))
    for first in range(0, len(order) - batch_size + 1, batch_size):
        chosen = order[first : first + batch_size]
        np.take(images, chosen, axis=0, out=some_images, mode="clip")  # "clip" saves a copy
        np.take(targets, chosen, axis=0, out=some_targets, mode="clip")
        yield some_images.T, some_targets.T


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
    X, Y = images.X, one_hot(images.labels).astype(weights[0].dtype)
    X_held_back = held_back.X
    batches_an_epoch = len(images) // batch_size
    losses = []
    for epoch in range(epochs):
        some_batches = batches(X, Y, batch_size, rng)
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
