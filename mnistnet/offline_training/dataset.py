"""What the shipped networks learn from: MNIST's images, and drawings made of strokes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Images, Mnist
from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.drawing.preprocess import CANVAS_SIDE, DOT, PEN, prepare_strokes
from mnistnet.drawing.strokes import extent
from mnistnet.drawing.thinning import centre_lines
from mnistnet.notation import SIDE, FloatArray
from mnistnet.offline_training.augment_strokes import StrokeDeformation, deform_strokes
from mnistnet.offline_training.non_digits import training_non_digits

STROKE_DEFORMATION = StrokeDeformation(
    rotation=6, slant=8, aspect=0.2, bend=0.03, drift=0.015, tremble=0.004, coarse=0.15
)
"""How strokes are deformed before they are drawn."""

LINE_DEFORMATION = StrokeDeformation(rotation=4, slant=6, aspect=0.15, bend=0.02)
"""The same for thinned images, whose points have no order along the stroke."""

PEN_SPREAD = 0.15
"""Standard deviation of the logarithm of the pen's width in training."""

N_DEFORMED = 12
"""Each written digit is deformed and drawn this many times, once for all rounds."""

N_LINES = 18_000
"""So many of MNIST's training images are thinned to lines and drawn with the standard pen."""

N_NON_DIGITS = 6_000
"""Drawings that are no digits: their targets are ten zeros."""

VALIDATION_EVERY = 5
"""Of every five writers one is for validation: to choose by."""


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """All that is learnt from, and what progress is measured on.

    Parameters
    ----------
    images : Images
        MNIST's training images.
    drawn : tuple of Images
        The written digits, each time by other hands and pens.
    lines : Images
        MNIST's training images, thinned and drawn with other pens.
    non_digits : ndarray of shape (n, 28, 28), uint8
        Drawings that are no digits.
    validation : Images
        MNIST's validation images.
    validation_drawn : Images
        Digits of the validation writers, drawn with the standard pen; there may be none.
    """

    images: Images
    drawn: tuple[Images, ...]
    lines: Images
    non_digits: NDArray[np.uint8]
    validation: Images
    validation_drawn: Images


def build_dataset(
    mnist: Mnist, written: Sequence[WrittenDigit], seed: int
) -> Iterator[Dataset | float]:
    """Draw the strokes: yield how much is done, in [0, 1], and at last the dataset.

    Parameters
    ----------
    mnist : Mnist
    written : sequence of WrittenDigit
        Every fifth writer is for validation. There may be none.
    seed : int

    Yields
    ------
    float or Dataset
    """
    rng = np.random.default_rng([seed, 0])
    writers = sorted({digit.writer for digit in written}, key=lambda name: (len(name), name))
    kept_apart = set(writers[2::VALIDATION_EVERY])
    learnt = [digit for digit in written if digit.writer not in kept_apart]
    drawn = []
    for n_done in range(N_DEFORMED if learnt else 0):
        yield n_done / N_DEFORMED / 2
        drawn.append(_images([_deformed_digit(digit, rng) for digit in learnt], learnt))
    apart = [digit for digit in written if digit.writer in kept_apart]
    to_thin = mnist.training[:N_LINES]
    pixels = to_thin.pixels.copy()
    for first in range(0, len(pixels), 100):
        yield 0.5 + first / len(pixels) / 2
        for number, points in enumerate(centre_lines(to_thin.pixels[first : first + 100]), first):
            pixels[number] = _as_lines(points, pixels[number], rng)
    yield Dataset(
        images=mnist.training,
        drawn=tuple(drawn),
        lines=Images(pixels, to_thin.labels),
        non_digits=_bytes(training_non_digits(N_NON_DIGITS, rng).T),
        validation=mnist.validation,
        validation_drawn=_images([prepare_strokes(digit.strokes).pixels for digit in apart], apart),
    )


def _deformed_digit(digit: WrittenDigit, rng: np.random.Generator) -> FloatArray:
    pen = PEN * float(np.exp(rng.normal(0, PEN_SPREAD)))
    return prepare_strokes(deform_strokes(digit.strokes, STROKE_DEFORMATION, rng), pen).pixels


def _as_lines(
    points: FloatArray, image: NDArray[np.uint8], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw an image's centre lines with the standard pen; one without lines stays as it is."""
    points = points[::2] * CANVAS_SIDE / SIDE
    if not len(points) or extent([points]) < DOT:
        return image
    pen = PEN * float(np.exp(rng.normal(0, PEN_SPREAD)))
    (moved,) = deform_strokes([points], LINE_DEFORMATION, rng)
    return np.asarray(_bytes(prepare_strokes(moved[:, None], pen).pixels)[0])


def _images(pixels: Sequence[FloatArray], digits: Sequence[WrittenDigit]) -> Images:
    labels = np.array([digit.label for digit in digits], dtype=np.uint8)
    return Images(_bytes(np.array(pixels, dtype=np.float32)), labels)


def _bytes(pixels: FloatArray) -> NDArray[np.uint8]:
    return np.rint(pixels * 255).astype(np.uint8).reshape(-1, SIDE, SIDE)
