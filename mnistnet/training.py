"""Training: where a network starts, and batch after batch, one step each."""

from collections.abc import Iterable, Iterator

import numpy as np

from mnistnet.backpropagation import Buffers, OutputError, backpropagate, squared_error_dZ2
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
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
    X: FloatArray, Y: FloatArray, batch_size: int, rng: np.random.Generator, first: int = 0
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
    first : int, optional
        So many batches are left out: they were gone through before.

    Yields
    ------
    (X, Y) : ndarray of shape (784, batch_size) and (10, batch_size)
        The next batch overwrites them.
    """
    images, targets = np.ascontiguousarray(X.T), np.ascontiguousarray(Y.T)
    some_images = np.empty((batch_size, len(X)), X.dtype)
    some_targets = np.empty((batch_size, len(Y)), Y.dtype)
    order = rng.permutation(len(images))
    for start in range(first * batch_size, len(order) - batch_size + 1, batch_size):
        chosen = order[start : start + batch_size]
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
    buffers: Buffers | None = None
    for X, Y in some_batches:
        buffers = buffers or Buffers(*weights, X.shape[1])
        gradients = backpropagate(*weights, X, Y, error, buffers)
        update(weights, (gradients.dW1, gradients.dW2))
        yield gradients.loss
