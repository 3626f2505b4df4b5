"""A digit and what a network made of it, as files that other programs read."""

import io
import json
from typing import Any

import numpy as np

from mnistnet.drawing.strokes import Drawing
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray


def csv(matrix: FloatArray) -> bytes:
    """Return a matrix (n, m) as n lines, in digits enough for the same numbers again."""
    lines = (",".join(map(repr, row)) for row in matrix.tolist())
    return "".join(f"{line}\n" for line in lines).encode()


def numpy_text(name: str, matrix: FloatArray) -> str:
    """Return a matrix (n, m) as a line of Python that gives it that name, as exactly as `csv`."""
    rows = ",\n    ".join(map(repr, matrix.tolist()))
    return f"{name} = np.array([\n    {rows},\n])\n"


def npy(X: FloatArray) -> bytes:
    """Return X as an ``.npy`` file, in its own shape and type."""
    file = io.BytesIO()
    np.save(file, X)
    return file.getvalue()


def numbers(
    X: FloatArray,
    network: Network,
    target: int,
    *,
    name: str,
    drawing: Drawing | None = None,
    preparation: str | None = None,
    image: int | None = None,
    first_image: int | None = None,
) -> bytes:
    """Return everything from the strokes to the loss as JSON, each number to its last digit.

    Parameters
    ----------
    X : ndarray of shape (784, 1)
        In [0, 1].
    network : Network
    target : int
        The true digit, 0 to 9.
    name : str
        What the page calls the network.
    drawing : Drawing, optional
        What X was prepared from.
    preparation : str, optional
        How.
    image : int, optional
        The number of MNIST's test image, where X is one.
    first_image : int, optional
        The digit of which X is MNIST's first training image, where it is.

    Returns
    -------
    bytes
        One JSON object; columns (n, 1) are lists of n numbers.
    """
    run = forward(network, X)
    errors = squared_error(run.A2, one_hot(target))
    drawn = drawing or Drawing()
    columns = {"X": X, "Z1": run.Z1, "A1": run.A1, "Z2": run.Z2, "A2": run.A2}
    record: dict[str, Any] = {
        "strokes": [
            {"width": width, "points": points.tolist()}
            for points, width in zip(drawn.strokes, drawn.widths, strict=True)
        ],
        "preparation": preparation,
        "test_image": image,
        "first_training_image_of": first_image,
        "network": {
            "name": name,
            "shape": [N_PIXELS, network.n_hidden, N_CLASSES],
            "biases": network.has_biases,
        },
        **{symbol: column[:, 0].tolist() for symbol, column in columns.items()},
        "target": target,
        "squared_errors": errors[:, 0].tolist(),
        "loss": float(errors.sum()),
    }
    return json.dumps(record, indent=1).encode()
