"""``mnistnet train``: make a network by one of the recipes."""

import math
import sys
import time
from dataclasses import replace
from pathlib import Path

import click
import numpy as np

from mnistnet.atomic_write import require_place
from mnistnet.commands.options import (
    data_option,
    explained_errors,
    mnist_folder_with_progress,
    strokes_option,
    with_a_name,
)
from mnistnet.data.mnist import load_mnist
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.errors import DataError, MnistNetError, WeightsError
from mnistnet.network import Network
from mnistnet.offline_training.calibration import calibrate
from mnistnet.offline_training.dataset import Dataset, build_dataset
from mnistnet.offline_training.recipes import RECIPES, Recipe
from mnistnet.offline_training.trainer import UNREADABLE_ARRAYS, EpochResult, Trainer
from mnistnet.weights import save_network

MAX_SEED = 2**32 - 1
"""As scikit-learn has it; a checkpoint keeps it in 64 bits."""

HOW_TO_GO_ON = "--resume goes on from the last whole round"


def _finite(
    _context: click.Context, _option: click.Parameter, minutes: float | None
) -> float | None:
    """Refuse what click's range lets through: NaN is neither too small nor too large."""
    if minutes is not None and not math.isfinite(minutes):
        raise click.BadParameter(f"{minutes} is no number of minutes.")
    return minutes


@click.command()
@click.argument("name", metavar="RECIPE", type=click.Choice(list(RECIPES)))
@data_option
@strokes_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=with_a_name,
    help="Where to save; RECIPE.npz by default.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, MAX_SEED),
    default=1,
    show_default=True,
    help="The same seed, the same weights.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    callback=_finite,
    help="Stop after so long with the best network so far.",
)
@click.option("--rounds", type=click.IntRange(1), help="Another number of rounds: a quick try.")
@click.option(
    "--teacher",
    "teacher_path",
    type=click.Path(path_type=Path),
    callback=with_a_name,
    help="The teacher's weights, trained first if missing; teacher.npz beside --out by default.",
)
@click.option(
    "--resume", is_flag=True, help="Go on from an interrupted training's last whole round."
)
def train(
    name: str,
    folder: Path | None,
    stroke_files: tuple[Path, ...],
    out: Path | None,
    seed: int,
    minutes: float | None,
    rounds: int | None,
    teacher_path: Path | None,
    resume: bool,
) -> None:
    """Train a network by RECIPE: lecture-a, lecture-b, or the teacher of both.

    The best network so far is always saved whole, so Ctrl-C loses nothing.
    """
    out = out or Path(f"{name}.npz")
    teacher_path = teacher_path or out.with_name("teacher.npz")
    deadline = time.monotonic() + 60 * minutes if minutes else math.inf
    with explained_errors():
        # first, because the drawing takes a while: what may be wrong with the files is told at once
        trainer = _trainer(name, out, seed, rounds, resume)
        has_teacher = RECIPES[name].has_teacher
        teacher = _teacher(teacher_path, seed, rounds, resume) if has_teacher else None
        dataset = _dataset(folder, stroke_files, seed)
        try:
            if isinstance(teacher, Trainer):
                _follow("teacher", teacher, dataset, None, teacher_path, deadline)
                if time.monotonic() > deadline:
                    raise MnistNetError("error.no_time_left", out=out)
                teacher = read_teacher(teacher_path)
            if not _follow(name, trainer, dataset, teacher, out, deadline):
                if math.isinf(trainer.best_loss):  # there are still more units than at last
                    raise MnistNetError("error.no_time_left", out=out)
                told = f"Time is up: {out} holds the best network so far. {HOW_TO_GO_ON}"
                click.echo(f"{told}; it needs more time than a round takes.", err=True)
        except KeyboardInterrupt:
            click.echo(f"Stopped. {HOW_TO_GO_ON}.", err=True)
            raise SystemExit(130) from None


def _dataset(folder: Path | None, stroke_files: tuple[Path, ...], seed: int) -> Dataset:
    mnist = load_mnist(mnist_folder_with_progress(folder))
    written = [digit for path in stroke_files for digit in read_written_digits(path)]
    with click.progressbar(length=100, label="drawing", file=sys.stderr, show_eta=False) as bar:
        for step in build_dataset(mnist, written, seed):
            if isinstance(step, Dataset):
                return step
            bar.update(round(100 * step) - bar.pos)
    raise AssertionError("build_dataset ends with the dataset")


def read_teacher(path: Path) -> Network:
    """Return the teacher in float32, as training computes.

    It is the trainer's own file and has more hidden units than `load_network` lets a stranger's
    file have. Raises DataError if it is no such file.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return Network(arrays["W1"], arrays["W2"])
    except (*UNREADABLE_ARRAYS, WeightsError):
        raise DataError("error.teacher_unreadable", path=path) from None


def _teacher(path: Path, seed: int, rounds: int | None, resume: bool) -> Network | Trainer:
    """Return the teacher, or its trainer where it is missing or not finished."""
    try:
        if path.exists() and not _checkpoint(path).exists():
            return read_teacher(path)
    except OSError as error:
        raise DataError("error.cannot_open", path=path, why=error.strerror) from None
    return _trainer("teacher", path, seed, rounds, resume)


def _checkpoint(out: Path) -> Path:
    """Return where a training is written down until it has come to its end."""
    return out.with_suffix(".checkpoint.npz")


def _trainer(name: str, out: Path, seed: int, rounds: int | None, resume: bool) -> Trainer:
    for path in (out, _checkpoint(out)):
        require_place(path)
    recipe = RECIPES[name]
    trainer = Trainer(replace(recipe, n_rounds=rounds or recipe.n_rounds), seed)
    if resume and _checkpoint(out).exists():
        trainer.resume(_checkpoint(out))
    return trainer


def _follow(
    name: str,
    trainer: Trainer,
    dataset: Dataset,
    teacher: Network | None,
    out: Path,
    deadline: float,
) -> bool:
    """Save the best network so far after every epoch; return whether the training was finished."""
    a_round = trainer.recipe.epochs_a_round
    n_epochs = trainer.recipe.n_rounds * a_round
    trainer.save(_checkpoint(out))  # first: weights beside it are not yet the best there will be
    n_left = n_epochs - trainer.n_epochs
    with click.progressbar(
        length=n_left, label=name, file=sys.stderr, width=0, show_percent=False
    ) as bar:
        for result in trainer.follow(dataset, teacher):
            # the label, because click writes nothing else into a file, and that a line an epoch
            bar.label = f"{name} {result.n_epochs}/{n_epochs} {_sentence(result)}"
            bar.update(1)
            if result.is_best:
                save_network(_to_ship(result.network, trainer.recipe, dataset), out)
            if result.n_epochs % a_round == 0:
                trainer.save(_checkpoint(out))
            if time.monotonic() > deadline and result.n_epochs < n_epochs:
                return False
    _checkpoint(out).unlink(missing_ok=True)
    return True


def _to_ship(network: Network, recipe: Recipe, dataset: Dataset) -> Network:
    if not recipe.calibrate:
        return network
    return calibrate(network, dataset.validation, dataset.validation_non_digits)


def _sentence(result: EpochResult) -> str:
    told = f"loss {result.loss:.4f}, held back {result.accuracy:.2%}"
    if np.isnan(result.accuracy_drawn):  # no strokes were given
        return told
    return f"{told}, drawn {result.accuracy_drawn:.2%}"
