"""The steps of a training, also of one that was broken off."""

from collections.abc import Iterator

import numpy as np

from mnistnet.data.mnist import Images
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.snapshot import Snapshot
from mnistnet.loss import one_hot
from mnistnet.optimizers import GradientDescent, Weights
from mnistnet.training import batches, random_network, steps


def train_steps(
    settings: Settings, images: Images, broken_off: Snapshot | None = None
) -> Iterator[Weights]:
    """Train as it was set; the same settings, the same weights, also with breaks.

    Parameters
    ----------
    settings : Settings
    images : Images
        To learn from.
    broken_off : Snapshot, optional
        Where to take the training up.

    Yields
    ------
    (W1, W2) : ndarray
        Before the first step that is left and after each; the next step changes them.
    """
    rng = np.random.default_rng(settings.seed)
    network, n_steps = random_network(settings.n_hidden, settings.biases, rng), 0
    if broken_off:
        network, n_steps = broken_off.network, broken_off.n_steps
    weights = (network.W1.copy(), network.W2.copy())
    yield weights
    X, Y = images.X, one_hot(images.labels).astype(np.float32)
    n_epochs, first = divmod(n_steps, settings.batches_per_epoch)
    for _ in range(n_epochs):
        rng.permutation(len(images))  # as `batches` asked for: each epoch has its own order
    for _ in range(n_epochs, settings.epochs):
        some_batches = batches(X, Y, settings.m, rng, first)
        for _ in steps(weights, some_batches, GradientDescent(settings.learning_rate)):
            yield weights
        first = 0
