"""Draw what a network reads wrong: ``python -m benchmarks.mistakes lecture-a --strokes FILE``.

One picture goes beside the weights for MNIST's test images, another for a file of strokes.
"""

from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mnistnet import forward, load_network, prepare_strokes
from mnistnet.data.mnist import read_images
from mnistnet.data.mnist_download import mnist_folder
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.evaluation import evaluate_network
from mnistnet.network import Network
from mnistnet.notation import SIDE, FloatArray, IntArray
from mnistnet.weights import FOLDER

ACROSS, TIMES, CAPTION = 10, 2, 14
"""Digits a row, how much larger they are drawn, and the height of the line under each."""


def sheet(network: Network, X: FloatArray, labels: IntArray, n_shown: int) -> Image.Image:
    """Return the most wrong digits, each over "true > read"."""
    worst = evaluate_network(network, X, labels).worst[:n_shown]
    winners = forward(network, X[:, worst]).A2.argmax(axis=0)
    wide, high = SIDE * TIMES + 4, SIDE * TIMES + CAPTION
    n_rows = -(-len(worst) // ACROSS)
    picture = Image.new("L", (ACROSS * wide, n_rows * high), "white")
    for place, (position, winner) in enumerate(zip(worst, winners, strict=True)):
        left, top = place % ACROSS * wide, place // ACROSS * high
        pixels: NDArray[np.uint8] = np.rint(X[:, position].reshape(SIDE, SIDE) * 255).astype(
            np.uint8
        )
        digit = Image.fromarray(pixels).resize((SIDE * TIMES,) * 2, Image.Resampling.NEAREST)
        picture.paste(digit, (left, top))
        caption = f"{labels[position]} > {winner}"
        ImageDraw.Draw(picture).text((left + 14, top + SIDE * TIMES + 1), caption, fill="black")
    return picture


@click.command()
@click.argument("name")
@click.option("--data", type=click.Path(path_type=Path))
@click.option("--strokes", type=click.Path(path_type=Path), required=True)
def main(name: str, data: Path | None, strokes: Path) -> None:
    """Save NAME-mnist.png and NAME-drawings.png in the folder of the weights."""
    network = load_network(name)
    test = read_images(mnist_folder(data), "t10k")
    sheet(network, test.X, test.labels, 40).save(FOLDER / f"{name}-mnist.png", optimize=True)
    written = read_written_digits(strokes)
    X = np.hstack([prepare_strokes(digit.strokes).X for digit in written])
    labels = np.array([digit.label for digit in written])
    sheet(network, X, labels, 40).save(FOLDER / f"{name}-drawings.png", optimize=True)


if __name__ == "__main__":
    main()
