"""Read made-up photographs of handwriting: ``python -m benchmarks.photographs --strokes FILE``.

Each kind of paper, light, pen and camera is a row: how many digits are read as their strokes are.
"""

import operator
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
from PIL import Image

from mnistnet import DrawingError, forward, load_network, prepare_image, prepare_strokes
from mnistnet.data.mnist import read_images
from mnistnet.data.mnist_download import mnist_folder
from mnistnet.data.stroke_files import WrittenDigit, read_written_digits
from mnistnet.drawing.grey import Picture
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from tests.support.photographs import KINDS


def read(network: Network, X: FloatArray) -> int:
    """Return the digit that a network reads in an image (784, 1)."""
    return int(forward(network, X).A2.argmax())


def read_picture(network: Network, picture: Picture) -> int | None:
    """Return the one digit that is read in a picture; None if none or several are found."""
    try:
        return read(network, prepare_image(picture).X)
    except DrawingError:
        return None


def row(
    network: Network, written: Sequence[WrittenDigit], make: Callable[..., Image.Image]
) -> tuple[float, float, float]:
    """Return which parts are read as the strokes are, and right, and the median milliseconds."""
    rng = np.random.default_rng(1)
    same, right, times = 0, 0, []
    for digit in written:
        picture = make(digit.strokes, rng)
        begin = time.perf_counter()
        answer = read_picture(network, picture)
        times.append(1e3 * (time.perf_counter() - begin))
        same += answer == read(network, prepare_strokes(digit.strokes).X)
        right += answer == digit.label
    return same / len(written), right / len(written), float(np.median(times))


@click.command()
@click.option("--network", "name", default="lecture-a", show_default=True)
@click.option("--strokes", type=click.Path(path_type=Path), required=True)
@click.option("-n", "n_digits", default=100, show_default=True, help="Digits of each kind.")
@click.option("--mnist", is_flag=True, help="Also MNIST's test images, given as pictures.")
def main(name: str, strokes: Path, n_digits: int, mnist: bool) -> None:
    """Print a table of all kinds."""
    network, all_written = load_network(name), read_written_digits(strokes)
    chosen = np.random.default_rng(0).permutation(len(all_written))[:n_digits]
    written = [all_written[i] for i in chosen]
    click.echo("| photographs | read as the strokes are | read right | median |")
    click.echo("| --- | --- | --- | --- |")
    for kind, make in KINDS.items():
        same, right, milliseconds = row(network, written, make)
        click.echo(f"| {kind} | {same:.0%} | {right:.0%} | {milliseconds:.0f} ms |")
    if mnist:
        test = read_images(mnist_folder(part="t10k"), "t10k")
        raw = (forward(network, test.X).A2.argmax(axis=0) == test.labels).mean()
        answers = [read_picture(network, pixels) for pixels in test.pixels]
        shown = sum(map(operator.eq, answers, test.labels.tolist())) / len(answers)
        click.echo(f"MNIST's test images: {raw:.2%} right, as pictures {shown:.2%}")


if __name__ == "__main__":
    main()
