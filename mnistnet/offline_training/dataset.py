"""What the shipped networks learn from: MNIST's images, and drawings made of strokes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Images, Mnist
from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.drawing.preprocess import CANVAS_SIDE, DOT, PEN, prepare_strokes
from mnistnet.drawing.strokes import extent
from mnistnet.notation import SIDE, FloatArray
from mnistnet.offline_training.augment_strokes import Hand, rewritten
from mnistnet.offline_training.non_digits import shapes_to_learn
from mnistnet.offline_training.thinning import centre_lines

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

N_LINES = 18_000
"""So many of MNIST's training images are thinned to lines and drawn with the standard pen."""

N_SCRIBBLES = 6_000
"""Drawings that are no digits: their targets are ten zeros."""

HOLD_BACK_EVERY = 5
"""Of every five writers one is held back, to choose by."""


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
