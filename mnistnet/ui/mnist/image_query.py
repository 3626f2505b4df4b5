"""Some of many images: which ones, in which order, and all on one sheet."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mnistnet.evaluation import Evaluation
from mnistnet.notation import SIDE, FloatArray, IntArray

Outcome = Literal["all", "right", "wrong"]
Order = Literal["file", "worst", "random"]

CAPTION = 10
"""Rows of paper under each thumbnail, for a line of words."""

GAP = 2
"""Rows and columns between two thumbnails."""

LINE = 0.2
"""Shade of the gaps."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which images, and in which order.

    Parameters
    ----------
    label, answer : int or None
        True digit and winning output, 0 to 9; None for any.
    outcome : {"all", "right", "wrong"}
        Whether the answer is the label.
    order : {"file", "worst", "random"}
        As in the file, by loss with the largest first, or shuffled.
    seed : int
        The shuffle: the same seed gives the same order.
    """

    label: int | None = None
    answer: int | None = None
    outcome: Outcome = "all"
    order: Order = "file"
    seed: int = 0


def find_images(wish: Wish, labels: IntArray, evaluation: Evaluation) -> NDArray[np.intp]:
    """Find the images that are wished for.

    Parameters
    ----------
    wish : Wish
    labels : ndarray of shape (m,)
        True digits.
    evaluation : Evaluation
        How a network reads these m images.

    Returns
    -------
    ndarray of shape (n,)
        Their positions, in the order that is wished for; n may be 0.
    """
    answers = evaluation.answers
    fits = np.ones(len(labels), dtype=bool)
    if wish.label is not None:
        fits &= labels == wish.label
    if wish.answer is not None:
        fits &= answers == wish.answer
    if wish.outcome != "all":
        fits &= (answers == labels) == (wish.outcome == "right")
    found = np.flatnonzero(fits)
    match wish.order:
        case "worst":
            return found[np.argsort(-evaluation.losses[found], kind="stable")]
        case "random":
            return np.random.default_rng(wish.seed).permutation(found)
        case _:
            return found


def contact_sheet(pixels: NDArray[np.uint8], n_rows: int, n_columns: int) -> FloatArray:
    """Lay images out on one sheet, each over an empty strip for its caption.

    Parameters
    ----------
    pixels : ndarray of shape (n, 28, 28)
        0 (paper) to 255 (ink); at most ``n_rows * n_columns`` images.
    n_rows, n_columns : int
        Places on the sheet, filled row by row.

    Returns
    -------
    ndarray of shape (n_rows * (28 + CAPTION + GAP), n_columns * (28 + GAP))
        In [0, 1]. Places without an image are blank.
    """
    cells = np.zeros((n_rows * n_columns, SIDE + CAPTION + GAP, SIDE + GAP), dtype=np.float32)
    cells[:, -GAP:, :] = cells[:, :, -GAP:] = LINE
    cells[: len(pixels), :SIDE, :SIDE] = pixels / np.float32(255)
    rows = cells.reshape(n_rows, n_columns, *cells.shape[1:]).swapaxes(1, 2)
    return rows.reshape(n_rows * cells.shape[1], n_columns * cells.shape[2])
