"""How the shipped networks were made: what they saw, in which doses, and who taught them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.augment import Deformation, deformed
from mnistnet.mnist import Images, Mnist
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray
from mnistnet.preprocess import CANVAS_SIDE, DOT, PEN, prepare_strokes
from mnistnet.scribbles import shapes_to_learn
from mnistnet.stroke_files import WrittenDigit
from mnistnet.stroke_styles import Hand, rewritten
from mnistnet.strokes import extent
from mnistnet.thinning import centre_lines

OTHER_HANDS = Hand(
    rotation=6, slant=8, aspect=0.2, bend=0.03, drift=0.015, tremble=0.004, coarse=0.15
)
"""How strokes are rewritten before they are drawn."""

OTHER_HANDS_IN_LINES = Hand(rotation=4, slant=6, aspect=0.15, bend=0.02)
"""The same for thinned images, whose points have no order along the stroke."""

PEN_SPREAD = 0.15
"""Standard deviation of the logarithm of the pen's width in training."""

N_HANDS = 12
"""Each written digit is rewritten and drawn this many times, once for all rounds."""

DRAWN_A_ROUND = 4
"""So many of these sets are in one round."""

N_LINES = 18_000
"""So many of MNIST's training images are thinned to lines and drawn with the standard pen."""

N_SCRIBBLES = 6_000
"""Drawings that are no digits: their targets are ten zeros."""

HOLD_BACK_EVERY = 5
"""Of every five writers one is held back, to choose by."""


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
        Adam's, at its highest: it rises over the first twentieth and then falls as a cosine.
    deformation : Deformation
    taught : bool
        Whether the targets are mixed with a teacher's outputs.
    decay : float
        How fast W1 shrinks, as a part of the learning rate: large weights of single pixels know
        the training images by heart.
    one_in : int
        Of so many MNIST images one is in a round as it is. With all of them in every round, a
        hundred units knew them by heart: 99.9 % of those read right, and 98.6 % of the held-back.
    more_kinds : bool
        Whether rounds also hold thinned images, scribbles and more strongly deformed images.
        Fourteen units have no room for them: without, they read 94.1 instead of 90.9 % of the
        held-back drawings.
    calibrate : bool
        Whether the outputs are made smaller at last, until sure winners can be trusted.
    """

    n_hidden: int
    biases: bool
    n_rounds: int
    epochs_a_round: int
    batch_size: int
    learning_rate: float
    deformation: Deformation
    taught: bool = True
    decay: float = 0.0
    one_in: int = 1
    more_kinds: bool = False
    calibrate: bool = False


STRONG = Deformation(rotation=7, slant=8, scale=0.08, shift=0.6, thickness=0.4, elastic=0.8)
GENTLE = Deformation(rotation=5, slant=6, scale=0.05, shift=0.5, thickness=0.3, elastic=0.5)

RECIPES = {
    "teacher": Recipe(
        1200, False, 20, 1, 250, 1.5e-2, STRONG, taught=False, one_in=4, more_kinds=True
    ),
    "lecture-a": Recipe(
        100, False, 16, 6, 250, 5e-3, GENTLE.times(0.7), decay=0.05, one_in=4, more_kinds=True
    ),
    "lecture-b": Recipe(
        14, True, 18, 6, 250, 8e-3, GENTLE.times(0.5), taught=False, decay=0.02, calibrate=True
    ),
}

TEACHER_SHARE = 0.7
"""Part of the teacher's outputs in a target; the rest is 1 at the digit and 0 elsewhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All that is learnt from, and what progress is measured on.

    Parameters
    ----------
    images : Images
        MNIST's training images.
    drawn : tuple of Images
        The written digits, each time by other hands and pens.
    lines : Images
        MNIST's training images, thinned and drawn with other pens.
    scribbles : ndarray of shape (n, 28, 28), uint8
        Drawings that are no digits.
    held_back : Images
        MNIST's held-back images.
    held_back_drawn : Images
        Digits of held-back writers, drawn with the standard pen; there may be none.
    """

    images: Images
    drawn: tuple[Images, ...]
    lines: Images
    scribbles: NDArray[np.uint8]
    held_back: Images
    held_back_drawn: Images


def gather(mnist: Mnist, written: Sequence[WrittenDigit], seed: int) -> Iterator[Material | float]:
    """Draw the strokes: yield how much is done, in [0, 1], and at last the material.

    Parameters
    ----------
    mnist : Mnist
    written : sequence of WrittenDigit
        Every fifth writer is held back. There may be none.
    seed : int

    Yields
    ------
    float or Material
    """
    rng = np.random.default_rng([seed, 0])
    writers = sorted({digit.writer for digit in written}, key=lambda name: (len(name), name))
    kept_apart = set(writers[2::HOLD_BACK_EVERY])
    learnt = [digit for digit in written if digit.writer not in kept_apart]
    drawn = []
    for n_done in range(N_HANDS if learnt else 0):
        yield n_done / N_HANDS / 2
        drawn.append(_images([_by_another_hand(digit, rng) for digit in learnt], learnt))
    apart = [digit for digit in written if digit.writer in kept_apart]
    to_thin = mnist.training[:N_LINES]
    pixels = to_thin.pixels.copy()
    for first in range(0, len(pixels), 100):
        yield 0.5 + first / len(pixels) / 2
        for number, points in enumerate(centre_lines(to_thin.pixels[first : first + 100]), first):
            pixels[number] = _as_lines(points, pixels[number], rng)
    yield Material(
        images=mnist.training,
        drawn=tuple(drawn),
        lines=Images(pixels, to_thin.labels),
        scribbles=_bytes(shapes_to_learn(N_SCRIBBLES, rng).T),
        held_back=mnist.validation,
        held_back_drawn=_images([prepare_strokes(digit.strokes).pixels for digit in apart], apart),
    )


def _by_another_hand(digit: WrittenDigit, rng: np.random.Generator) -> FloatArray:
    pen = PEN * float(np.exp(rng.normal(0, PEN_SPREAD)))
    return prepare_strokes(rewritten(digit.strokes, OTHER_HANDS, rng), pen).pixels


def _as_lines(
    points: FloatArray, image: NDArray[np.uint8], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw an image's centre lines with the standard pen; one without lines stays as it is."""
    points = points[::2] * CANVAS_SIDE / SIDE
    if not len(points) or extent([points]) < DOT:
        return image
    pen = PEN * float(np.exp(rng.normal(0, PEN_SPREAD)))
    (moved,) = rewritten([points], OTHER_HANDS_IN_LINES, rng)
    return np.asarray(_bytes(prepare_strokes(moved[:, None], pen).pixels)[0])


def _images(pixels: Sequence[FloatArray], digits: Sequence[WrittenDigit]) -> Images:
    labels = np.array([digit.label for digit in digits], dtype=np.uint8)
    return Images(_bytes(np.array(pixels, dtype=np.float32)), labels)


def _bytes(pixels: FloatArray) -> NDArray[np.uint8]:
    return np.rint(pixels * 255).astype(np.uint8).reshape(-1, SIDE, SIDE)


def pool(
    material: Material, recipe: Recipe, teacher: Network | None, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Return a round's images and targets.

    Parameters
    ----------
    material : Material
    recipe : Recipe
    teacher : Network or None
        Whose outputs are mixed into the targets.
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (784, m), float32
    Y : ndarray of shape (10, m), float32
    """
    images, how = material.images, recipe.deformation
    some_drawn = [material.drawn[n] for n in rng.permutation(len(material.drawn))[:DRAWN_A_ROUND]]
    as_they_are = rng.permutation(len(images))[: len(images) // recipe.one_in]
    parts = [Images(images.pixels[as_they_are], images.labels[as_they_are])]
    if recipe.more_kinds:
        parts.append(Images(deformed(images.pixels, how.times(0.5), rng), images.labels))
    lines = (material.lines,) if recipe.more_kinds else ()
    for source in (images, *lines):
        parts.append(Images(deformed(source.pixels, how, rng), source.labels))
    parts += some_drawn  # by other hands already: deformed again they taught less
    scribbles = material.scribbles if recipe.more_kinds else material.scribbles[:0]
    pixels = np.concatenate([*(part.pixels for part in parts), scribbles])
    labels = np.concatenate([part.labels for part in parts])
    X = pixels.reshape(-1, N_PIXELS).T * np.float32(1 / 255)
    Y = np.zeros((N_CLASSES, len(pixels)), dtype=np.float32)
    Y[labels, np.arange(len(labels))] = 1
    if teacher:
        for first in range(0, len(pixels), 1000):  # all at once would need gigabytes
            some = slice(first, first + 1000)
            Y[:, some] += TEACHER_SHARE * (forward(teacher, X[:, some]).A2 - Y[:, some])
    return X, Y
