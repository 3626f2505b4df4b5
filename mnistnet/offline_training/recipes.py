"""How the shipped networks were made: how much of which data, and who taught them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnistnet.data.mnist import Images
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.offline_training.augment_images import Deformation, deform_images
from mnistnet.offline_training.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to train, and for how long.

    Parameters
    ----------
    n_hidden : int
    biases : bool
    n_rounds : int
        Rounds, each with freshly deformed images.
    epochs_a_round : int
        How often a round goes through its images.
    batch_size : int
    learning_rate : float
        Adam's, at its highest, and that of the very first step: after it, it rises over the first
        twentieth, and all the while falls as a cosine.
    deformation : Deformation
    has_teacher : bool
        Whether the targets are mixed with a teacher's outputs.
    decay : float
        How fast W1 shrinks, as a part of the learning rate: large weights of single pixels know
        the training images by heart.
    one_in : int
        Of so many MNIST images one is in a round as it is. With all of them in every round, a
        hundred units knew them by heart, and read 99.9 % of those right but 98.6 % for validation.
    all_kinds : bool
        Whether rounds also hold thinned images and more strongly deformed ones. Fourteen units have
        no room for them: without, and without drawings that are no digits, they read 94.1 instead
        of 90.9 % of the validation drawings.
    n_drawn : int
        So many of the sets of drawn digits are in one round.
    n_shapes : int
        So many of the sets of shapes.
    n_non_digits : int
        Drawings in a round that are no digits.
    winner : float
        How much the softmax's cross-entropy counts beside that of the ten sigmoids.
    doubt : float
        How many times an output counts where it is too large.
    calibrate : bool
        Whether the outputs are made smaller at last, until sure winners can be trusted and what is
        no digit seldom has an answer.
    widths : tuple of (float, int)
        Hidden units from which part of the rounds on, if it begins with more than `n_hidden`: of
        many, some have found what few seldom find, and the rest is folded into them.
    """

    n_hidden: int
    biases: bool
    n_rounds: int
    epochs_a_round: int
    batch_size: int
    learning_rate: float
    deformation: Deformation
    has_teacher: bool = True
    decay: float = 0.0
    one_in: int = 1
    all_kinds: bool = False
    n_drawn: int = 4
    n_shapes: int = 6
    n_non_digits: int = 0
    winner: float = 0.0
    doubt: float = 1.0
    calibrate: bool = False
    widths: tuple[tuple[float, int], ...] = ()

    def width(self, n_rounds: int) -> int:
        """Return how many hidden units the round after so many has: the last one `n_hidden`."""
        widths = [units for begin, units in self.widths if begin * self.n_rounds <= n_rounds]
        is_last = n_rounds >= self.n_rounds - 1
        return self.n_hidden if is_last or not widths else widths[-1]


STRONG = Deformation(rotation=7, slant=8, scale=0.08, shift=0.6, thickness=0.4, elastic=0.8)
GENTLE = Deformation(rotation=5, slant=6, scale=0.05, shift=0.5, thickness=0.3, elastic=0.5)

RECIPES = {
    "teacher": Recipe(
        n_hidden=1200,
        biases=False,
        n_rounds=20,
        epochs_a_round=1,
        batch_size=250,
        learning_rate=1.5e-2,
        deformation=STRONG,
        has_teacher=False,
        one_in=4,
        all_kinds=True,
        n_non_digits=20_000,
    ),
    "lecture-a": Recipe(
        n_hidden=100,
        biases=False,
        n_rounds=60,
        epochs_a_round=3,
        batch_size=250,
        learning_rate=5e-3,
        deformation=GENTLE.times(0.7),
        decay=0.05,
        one_in=4,
        all_kinds=True,
        n_shapes=3,
        n_non_digits=20_000,
        winner=1,
        doubt=2,
    ),
    "lecture-b": Recipe(
        n_hidden=14,
        biases=True,
        n_rounds=24,
        epochs_a_round=6,
        batch_size=250,
        learning_rate=8e-3,
        deformation=GENTLE.times(0.5),
        has_teacher=False,
        decay=0.02,
        n_drawn=3,
        n_shapes=3,
        n_non_digits=2_500,
        winner=2,
        calibrate=True,
        widths=((0, 40), (1 / 8, 30), (5 / 24, 24), (7 / 24, 20), (3 / 8, 17), (11 / 24, 14)),
    ),
}

TEACHER_SHARE = 0.7
"""Part of the teacher's outputs in a target; the rest is 1 at the digit and 0 elsewhere."""


def make_epoch_data(
    dataset: Dataset, recipe: Recipe, teacher: Network | None, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return a round's images and targets.

    Parameters
    ----------
    dataset : Dataset
    recipe : Recipe
    teacher : Network or None
        Whose outputs are mixed into the targets.
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (784, m), float32
    Y : ndarray of shape (10, m), float32
    """
    images, how = dataset.images, recipe.deformation
    some_drawn = _some(dataset.drawn, recipe.n_drawn, rng)
    some_drawn += _some(dataset.shapes, recipe.n_shapes, rng)
    as_they_are = rng.permutation(len(images))[: len(images) // recipe.one_in]
    parts = [Images(images.pixels[as_they_are], images.labels[as_they_are])]
    if recipe.all_kinds:
        parts.append(Images(deform_images(images.pixels, how.times(0.5), rng), images.labels))
    lines = (dataset.lines,) if recipe.all_kinds else ()
    for source in (images, *lines):
        parts.append(Images(deform_images(source.pixels, how, rng), source.labels))
    parts += some_drawn  # deformed already: deformed again they taught less
    non_digits = dataset.non_digits[: recipe.n_non_digits]
    pixels = np.concatenate([*(part.pixels for part in parts), non_digits])
    labels = np.concatenate([part.labels for part in parts])
    X = pixels.reshape(-1, N_PIXELS).T * np.float32(1 / 255)
    Y = np.zeros((N_CLASSES, len(pixels)), dtype=np.float32)
    Y[labels, np.arange(len(labels))] = 1
    if teacher:
        for first in range(0, len(pixels), 1000):  # all at once would need gigabytes
            some = slice(first, first + 1000)
            Y[:, some] += TEACHER_SHARE * (forward(teacher, X[:, some]).A2 - Y[:, some])
    return X, Y


def _some(sets: Sequence[Images], n: int, rng: np.random.Generator) -> list[Images]:
    return [sets[place] for place in rng.permutation(len(sets))[:n]]
