"""What the program adds to its bare matrix products, measured turn by turn."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.table import Row
from mnistnet import forward, load_network, prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.evaluation import evaluate_network
from mnistnet.network import layer_input
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray

PRODUCTS = "W1 @ X, W2 @ A1"


def rows(*, turns: int, n_images: int) -> Iterator[Row]:
    """Measure forward pass, preparation and evaluation with lecture A's network."""
    network, rng = load_network("lecture-a"), np.random.default_rng(0)
    X = rng.random((n_images, N_PIXELS), np.float32).T
    labels = rng.integers(0, N_CLASSES, n_images)
    x = prepare_strokes(sample(7).strokes).X

    def products(X: FloatArray) -> Callable[[], object]:
        X, A1 = layer_input(network, X), layer_input(network, forward(network, X).A1)
        return lambda: (network.W1 @ X, network.W2 @ A1)

    def read(X: FloatArray) -> Callable[[], object]:
        return lambda: forward(network, X)

    def prepare() -> object:
        return prepare_strokes(sample(7).strokes)

    def evaluate() -> object:
        return evaluate_network(network, X, labels)

    one, many = 200, 1
    times = _side_by_side(read(x), products(x), turns, one)
    yield Row("forward pass, 1 drawing", *times, "ms", PRODUCTS)
    times = _side_by_side(read(X), products(X), turns, many)
    yield Row(f"forward pass, {n_images:,} images", *times, "ms", PRODUCTS)
    times = _side_by_side(prepare, read(x), turns, one)
    yield Row("preparation, 1 drawing", *times, "ms", "its forward pass")
    times = _side_by_side(evaluate, products(X), turns, many)
    yield Row(f"evaluation, {n_images:,} images", *times, "ms", PRODUCTS)


def _side_by_side(
    ours: Callable[[], object], baseline: Callable[[], object], turns: int, times: int
) -> tuple[float, float]:
    """Return the median milliseconds of both; each turn times both, so a disturbance hits both."""
    measured = []
    for _ in range(turns + 1):
        turn = []
        for run in (ours, baseline):
            begin = time.perf_counter()
            for _ in range(times):
                run()
            turn.append(1e3 * (time.perf_counter() - begin) / times)
        measured.append(turn)
    our_time, its_time = np.median(measured[1:], axis=0)  # the first turn warms up
    return float(our_time), float(its_time)
