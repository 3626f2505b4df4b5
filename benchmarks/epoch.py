"""How much longer an epoch takes than its matrix products alone: ``python -m benchmarks.epoch``.

Both are measured in the same run, turn by turn; the ratio is the median over the turns.
"""

import time

import click
import numpy as np

from benchmarks.table import Row
from mnistnet.descent import Descent
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.training import batches, random_network, steps

N_IMAGES = 60_000


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


@click.command()
@click.option("--batch-size", default=500, show_default=True)
@click.option("--turns", default=15, show_default=True)
def main(batch_size: int, turns: int) -> tuple[float, float]:
    """Print the seconds of an epoch, of its products, and their ratio."""
    rng = np.random.default_rng(0)
    X = rng.random((N_IMAGES, N_PIXELS), np.float32).T
    Y = np.eye(N_CLASSES, dtype=np.float32)[:, rng.integers(0, N_CLASSES, N_IMAGES)]
    network = random_network(100, False, rng)
    weights = (network.W1.copy(), network.W2.copy())
    epochs, products = [], []
    for _ in range(turns):
        started = time.perf_counter()
        for _ in steps(weights, batches(X, Y, batch_size, rng), Descent(0.1)):
            pass
        epochs.append(time.perf_counter() - started)
        products.append(seconds_of_products(*weights, X, batch_size))
    ratio = np.median(np.divide(epochs, products))
    click.echo(f"epoch {min(epochs):.3f} s, products {min(products):.3f} s, ratio {ratio:.2f}")
    return float(np.median(epochs)), float(np.median(products))


def row(turns: int) -> Row:
    """Measure an epoch beside its products."""
    epoch, products = main.main(["--turns", str(turns)], standalone_mode=False)
    return Row(f"training epoch, {N_IMAGES:,} images", epoch, products, "s", "its five products")


if __name__ == "__main__":
    main()
