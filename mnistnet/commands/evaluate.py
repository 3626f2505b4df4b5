"""``mnistnet evaluate``: how good a network is, on images and on handwriting."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
import numpy as np

from mnistnet.commands.options import (
    checked_network,
    data_option,
    explained_errors,
    mnist_folder_with_progress,
    network_option,
    strokes_option,
)
from mnistnet.data.mnist import read_images
from mnistnet.data.stroke_files import WrittenDigit, read_written_digits
from mnistnet.drawing.preprocess import stroke_pixels
from mnistnet.errors import DrawingError
from mnistnet.evaluation import Evaluation, evaluate_network, share_unanswered
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.offline_training.held_back_shapes import HELD_BACK_SHAPES
from mnistnet.offline_training.non_digits import evaluation_non_digits
from mnistnet.offline_training.written_shapes import school_digits

N_NON_DIGITS = 1_000
"""Drawings that are no digits, always the same ones."""

N_SCHOOL = 40
"""Hands that write each of the schools' shapes, always the same ones."""

SCHOOL = "shapes of the world's schools"

N_WORST = 20
"""Misread images that are named."""


@click.command()
@network_option
@data_option
@strokes_option
@click.option("--mnist/--no-mnist", default=True, help="Whether to read MNIST's test images.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def evaluate(
    sources: tuple[str, ...],
    folder: Path | None,
    stroke_files: tuple[Path, ...],
    mnist: bool,
    as_json: bool,
) -> None:
    """Measure a network on MNIST's test images and on files of pen strokes."""
    results: dict[str, Evaluation] = {}
    written_in: dict[str, list[WrittenDigit]] = {}
    with explained_errors():
        network = checked_network(sources)
        if mnist:
            test = read_images(mnist_folder_with_progress(folder, "t10k"), "t10k")
            results["MNIST test images"] = evaluate_network(network, test.X, test.labels)
        files = _files(stroke_files)
    school = school_digits(
        HELD_BACK_SHAPES, N_SCHOOL * len(HELD_BACK_SHAPES), np.random.default_rng(0)
    )
    for name, written in {**files, SCHOOL: school}.items():
        X, drawn = _drawn(name, written)
        if drawn:
            labels = np.array([digit.label for digit in drawn])
            results[name] = evaluate_network(network, X, labels)
            written_in[name] = drawn
    non_digits = evaluation_non_digits(N_NON_DIGITS, np.random.default_rng(0))
    unanswered = share_unanswered(network, non_digits)
    if not as_json:
        for name, result in results.items():
            click.echo(_as_text(name, result, written_in.get(name, [])))
        click.echo(f"Drawings that are no digits, no output of 0.5 or more: {unanswered:.1%}")
        return
    sets = {name: _fields(result, written_in.get(name, [])) for name, result in results.items()}
    told = {"network": ", ".join(sources), "sets": sets, "non_digits_without_answer": unanswered}
    click.echo(json.dumps(told, indent=2, ensure_ascii=False))


def _files(paths: Sequence[Path]) -> dict[str, list[WrittenDigit]]:
    """Read files of strokes; each is called by its name, or by its path if two have one name."""
    names = [path.name for path in paths]
    return {
        path.name if names.count(path.name) == 1 else str(path): list(read_written_digits(path))
        for path in paths
    }


def _drawn(name: str, written: Sequence[WrittenDigit]) -> tuple[FloatArray, list[WrittenDigit]]:
    """Return a file's digits that can be drawn, as X (784, m) and as they are; count the others."""
    columns, drawn = [], []
    for digit in written:
        with suppress(DrawingError):
            columns.append(stroke_pixels(digit.strokes).ravel())
            drawn.append(digit)
    if left_out := len(written) - len(drawn):
        said = f"{name}: {left_out} of {len(written)} cannot be drawn and are left out."
        click.echo(said, err=True)
    return np.array(columns, np.float32).reshape(len(drawn), N_PIXELS).T, drawn


def _by_group(result: Evaluation, drawn: Sequence[WrittenDigit]) -> dict[str, tuple[int, float]]:
    """Return how many digits of each group there are, and the part of them read right."""
    groups = np.array([digit.group for digit in drawn])
    is_right = ~np.isin(np.arange(len(groups)), result.worst)
    of_group = {group: is_right[groups == group] for group in sorted(set(groups.tolist()))}
    return {group: (len(right), float(right.mean())) for group, right in of_group.items()}


def _worst(result: Evaluation, drawn: Sequence[WrittenDigit]) -> tuple[str, list[int]]:
    """Return the most wrong by their lines in their file, or by position where there is none."""
    worst = result.worst[:N_WORST].tolist()
    if drawn and drawn[0].line:
        return "line of the file, from 1", [drawn[position].line for position in worst]
    return "position, from 0", worst


def _fields(result: Evaluation, drawn: Sequence[WrittenDigit]) -> dict[str, object]:
    counted, worst = _worst(result, drawn)
    return {
        "images": result.n_images,
        "accuracy": result.accuracy,
        "mean_loss": result.mean_loss,
        "accuracy_per_digit": [_share_or_none(share) for share in result.accuracy_per_digit],
        "accuracy_per_group": {
            group: share for group, (_, share) in _by_group(result, drawn).items()
        },
        "confusion": result.confusion.tolist(),
        "worst": worst,
        "worst_by": counted,
        "thresholds": [
            {
                "threshold": point.threshold,
                "coverage": point.coverage,
                "accuracy": _share_or_none(point.accuracy),
            }
            for point in result.thresholds
        ],
    }


def _share_or_none(share: float) -> float | None:
    """Return a share of images; of no images there is none."""
    return None if np.isnan(share) else float(share)


def _share_in_words(share: float, digits: int) -> str:
    return "–" if np.isnan(share) else f"{share:.{digits}%}"


def _as_text(name: str, result: Evaluation, drawn: Sequence[WrittenDigit]) -> str:
    n_right = round(result.accuracy * result.n_images)
    lines = [
        f"{name}: {n_right:,} of {result.n_images:,} right, {result.accuracy:.2%}; "
        f"mean loss {result.mean_loss:.4f}",
        "",
        "true digit (row), read as (column), share right",
        "    " + "".join(f"{k:>6}" for k in range(N_CLASSES)),
    ]
    for k, row in enumerate(result.confusion):
        right = _share_in_words(result.accuracy_per_digit[k], 1)
        lines.append(f"{k:>4}" + "".join(f"{n or '.':>6}" for n in row) + f"{right:>9}")
    lines += ["", "winning output at least   share of images   of these right"]
    for point in result.thresholds:
        right = _share_in_words(point.accuracy, 2)
        lines.append(f"{point.threshold:>23.2f}{point.coverage:>18.1%}{right:>17}")
    if drawn:
        lines += ["", "group                             digits   read right"]
    for group, (n_digits, share) in _by_group(result, drawn).items():
        lines.append(f"{group:<34}{n_digits:>6}{share:>13.1%}")
    counted, worst = _worst(result, drawn)
    return "\n".join([*lines, "", f"most wrong, by {counted}: {' '.join(map(str, worst))}", ""])
