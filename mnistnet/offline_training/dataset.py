"""What the shipped networks learn from: MNIST's images, and drawings made of strokes."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Images, Mnist
from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.drawing.preprocess import CANVAS_SIDE, DOT, PEN, stroke_pixels
from mnistnet.drawing.strokes import extent
from mnistnet.drawing.thinning import centre_lines
from mnistnet.notation import SIDE, FloatArray
from mnistnet.offline_training.augment_strokes import StrokeDeformation, deform_strokes
from mnistnet.offline_training.held_back_shapes import HELD_BACK_SHAPES
from mnistnet.offline_training.non_digits import training_non_digits
from mnistnet.offline_training.written_shapes import SHAPES, school_digits

STROKE_DEFORMATION = StrokeDeformation(
    rotation=7, slant=10, aspect=0.2, bend=0.03, drift=0.015, tremble=0.004, coarse=0.15
)
"""How strokes are deformed before they are drawn."""

LINE_DEFORMATION = StrokeDeformation(rotation=4, slant=6, aspect=0.15, bend=0.02)
"""How thinned images are deformed, whose points have no order along the stroke."""

PEN_SPREAD = 0.15
"""Standard deviation of the logarithm of the pen's width in training."""

N_DEFORMED = 8
"""Each written digit is deformed and drawn this many times, once for all rounds."""

N_DRAWN_SHAPES = 5_000
"""Drawings of the schools' and hurried hands' shapes in each of as many sets, by as many hands."""

N_LINES = 18_000
"""So many of MNIST's training images are thinned to lines and drawn with other pens."""

N_NON_DIGITS = 20_000
"""Drawings that are no digits: their targets are ten zeros."""

N_VALIDATION_NON_DIGITS = 4_000
"""Others that are for validation, of the same kinds."""

VALIDATION_EVERY = 5
"""Of every five writers who have a number one is for validation: to choose by."""

VALIDATION_INSTITUTIONS = ("art", "gmd", "uqb")
"""All writers of these institutions are, too: with them go their tablets and their country."""

STRAIGHT = 0.12
"""Ink that spreads less than this part of its length across it is a straight line: a 1, or a
digit of which a stroke is missing."""

FLAT = 2.1
"""Ink wider than so many times its height is a dash, or several digits."""

N_VALIDATION_SHAPES = 600
"""Shapes for validation that are not among the taught ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """All that is learnt from, and what progress is measured on.

    Parameters
    ----------
    images : Images
        MNIST's training images.
    drawn : tuple of Images
        The written digits, each time by other hands and pens.
    shapes : tuple of Images
        The schools' and hurried hands' shapes likewise; none if there are no written digits.
    lines : Images
        MNIST's training images, thinned and drawn with other pens.
    non_digits : ndarray of shape (n, 28, 28), uint8
        Drawings that are no digits.
    validation : Images
        MNIST's validation images.
    validation_drawn : Images
        Digits of the validation writers and other shapes, drawn with the standard pen; none if
        there are no written digits at all.
    validation_non_digits : ndarray of shape (n, 28, 28), uint8
        Drawings that are no digits, with two digits by the validation writers.
    """

    images: Images
    drawn: tuple[Images, ...]
    shapes: tuple[Images, ...]
    lines: Images
    non_digits: NDArray[np.uint8]
    validation: Images
    validation_drawn: Images
    validation_non_digits: NDArray[np.uint8]


def build_dataset(
    mnist: Mnist, written: Sequence[WrittenDigit], seed: int
) -> Iterator[Dataset | float]:
    """Draw the strokes: yield how much is done, in [0, 1], and at last the dataset.

    Parameters
    ----------
    mnist : Mnist
    written : sequence of WrittenDigit
        Some writers are for validation, and those that are not whole for nothing. There may be
        none at all.
    seed : int

    Yields
    ------
    float or Dataset
    """
    rng = np.random.default_rng([seed, 0])
    learnt, apart = _learnt_and_apart(written)
    drawn, shapes = [], []
    for n_done in range(N_DEFORMED if learnt else 0):
        yield n_done / N_DEFORMED / 2
        drawn.append(_images([_deformed_digit(digit, rng) for digit in learnt], learnt))
        school = school_digits(SHAPES, N_DRAWN_SHAPES, rng)
        shapes.append(_images([stroke_pixels(d.strokes, _pen(rng)) for d in school], school))
    rng = np.random.default_rng([seed, 3])  # whatever is written, the rest is the same
    if apart:
        apart += school_digits(HELD_BACK_SHAPES, N_VALIDATION_SHAPES, rng)
    two = [*learnt, *school_digits(SHAPES, len(learnt) or N_DRAWN_SHAPES, rng)]
    to_thin = mnist.training[:N_LINES]
    pixels = to_thin.pixels.copy()
    for first in range(0, len(pixels), 100):
        yield 0.5 + first / len(pixels) / 2
        for number, points in enumerate(centre_lines(to_thin.pixels[first : first + 100]), first):
            pixels[number] = _as_lines(points, pixels[number], rng)
    yield Dataset(
        images=mnist.training,
        drawn=tuple(drawn),
        shapes=tuple(shapes),
        lines=Images(pixels, to_thin.labels),
        non_digits=_non_digits(N_NON_DIGITS, two, rng),
        validation=mnist.validation,
        validation_drawn=_images([stroke_pixels(digit.strokes) for digit in apart], apart),
        validation_non_digits=_non_digits(N_VALIDATION_NON_DIGITS, apart or two, rng),
    )


def _learnt_and_apart(
    written: Sequence[WrittenDigit],
) -> tuple[list[WrittenDigit], list[WrittenDigit]]:
    """Return the whole digits to learn from, and those for validation."""
    kept_apart = _validation_groups({digit.group for digit in written})
    whole = [digit for digit in written if is_whole(digit)]
    learnt = [digit for digit in whole if digit.group not in kept_apart]
    return learnt, [digit for digit in whole if digit.group in kept_apart]


def _validation_groups(groups: Set[str]) -> Set[str]:
    numbers = sorted((group for group in groups if group.isdigit()), key=int)
    return {*numbers[2::VALIDATION_EVERY], *VALIDATION_INSTITUTIONS}


def is_whole(digit: WrittenDigit) -> bool:
    """Return whether the strokes can be one digit, and all of it; UNIPEN's are not always."""
    points = np.concatenate(digit.strokes)
    width, height = np.ptp(points, axis=0)
    around = points - points.mean(axis=0)
    breadth, length = np.sqrt(np.linalg.eigvalsh(around.T @ around).clip(0))
    return bool(width <= FLAT * height and (digit.label == 1 or breadth >= STRAIGHT * length))


def _deformed_digit(digit: WrittenDigit, rng: np.random.Generator) -> FloatArray:
    strokes = deform_strokes(digit.strokes, STROKE_DEFORMATION, rng)
    return stroke_pixels(strokes, _pen(rng))


def _pen(rng: np.random.Generator) -> float:
    return PEN * float(np.exp(rng.normal(0, PEN_SPREAD)))


def _as_lines(
    points: FloatArray, image: NDArray[np.uint8], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw an image's centre lines with another pen; one without lines stays as it is."""
    points = points[::2] * CANVAS_SIDE / SIDE
    if not len(points) or extent([points]) < DOT:
        return image
    (moved,) = deform_strokes([points], LINE_DEFORMATION, rng)
    return np.asarray(_bytes(stroke_pixels(moved[:, None], _pen(rng)))[0])


def _images(pixels: Sequence[FloatArray], digits: Sequence[WrittenDigit]) -> Images:
    labels = np.array([digit.label for digit in digits], dtype=np.uint8)
    return Images(_bytes(np.array(pixels, dtype=np.float32)), labels)


def _non_digits(
    n_images: int, digits: Sequence[WrittenDigit], rng: np.random.Generator
) -> NDArray[np.uint8]:
    return _bytes(training_non_digits(n_images, digits, rng).T)


def _bytes(pixels: FloatArray) -> NDArray[np.uint8]:
    return np.rint(pixels * 255).astype(np.uint8).reshape(-1, SIDE, SIDE)
