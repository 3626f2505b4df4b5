"""How much longer an epoch takes than its matrix products alone.

Both are measured in the same run, turn by turn: ``python -m benchmarks.epoch TURNS IMAGES`` prints
the seconds of each, for the processors that the environment allows.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.table import Row
from mnistnet.live_training.process import ONE_THREAD
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.optimizers import GradientDescent
from mnistnet.training import batches, random_network, steps

BATCH_SIZE = 500


def seconds_of_products(
    W1: FloatArray, W2: FloatArray, images: FloatArray, batch_size: int
) -> float:
    """Time the five products of every batch, on images (784, m) as they lie there."""
    Z1, dW1 = np.empty((len(W1), batch_size), np.float32), W1.copy()
    dA1 = np.empty_like(Z1)
    Z2, dW2 = np.empty((N_CLASSES, batch_size), np.float32), W2.copy()
    Z1[:], Z2[:] = 0.5, 0.5
    started = time.perf_counter()
    for first in range(0, images.shape[1] - batch_size + 1, batch_size):
        X = images[:, first : first + batch_size]
        np.matmul(W1, X, out=Z1)
        np.matmul(W2, Z1, out=Z2)
        np.matmul(Z2, Z1.T, out=dW2)
        np.matmul(W2.T, Z2, out=dA1)
        np.matmul(dA1, X.T, out=dW1)
    return time.perf_counter() - started


def seconds(turns: int, n_images: int) -> tuple[float, float]:
    """Return what an epoch and its products take, the median over the turns."""
    rng = np.random.default_rng(0)
    X = rng.random((n_images, N_PIXELS), np.float32).T
    Y = np.eye(N_CLASSES, dtype=np.float32)[:, rng.integers(0, N_CLASSES, n_images)]
    network = random_network(100, False, rng)
    weights = (network.W1.copy(), network.W2.copy())
    epochs, products = [], []
    for _ in range(turns):
        started = time.perf_counter()
        for _ in steps(weights, batches(X, Y, BATCH_SIZE, rng), GradientDescent(0.1)):
            pass
        epochs.append(time.perf_counter() - started)
        products.append(seconds_of_products(*weights, X, BATCH_SIZE))
    return float(np.median(epochs)), float(np.median(products))


def rows(turns: int, n_images: int) -> Iterator[Row]:
    """Measure an epoch beside its products: on one processor, as the page trains, and on all."""
    command = [sys.executable, "-m", "benchmarks.epoch", str(turns), str(n_images)]
    for processors, threads in (("one processor", ONE_THREAD), ("all processors", {})):
        told = subprocess.run(command, env=os.environ | threads, capture_output=True, check=True)
        epoch, products = map(float, told.stdout.split())
        what = f"training epoch, {n_images:,} images, {processors}"
        yield Row(what, epoch, products, "s", "its five products")


if __name__ == "__main__":
    print(*seconds(*map(int, sys.argv[1:])))  # noqa: T201 - what `rows` reads
