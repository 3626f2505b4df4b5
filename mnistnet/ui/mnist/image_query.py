"""Which of many images to look at, and in which order."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mnistnet.evaluation import Evaluation
from mnistnet.notation import IntArray

Outcome = Literal["all", "right", "wrong"]
Order = Literal["file", "worst", "random"]


@dataclass(frozen=True, slots=True)
class ImageQuery:
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


def find_images(query: ImageQuery, labels: IntArray, evaluation: Evaluation) -> NDArray[np.intp]:
    """Find the images that are asked for.

    Parameters
    ----------
    query : ImageQuery
    labels : ndarray of shape (m,)
        True digits.
    evaluation : Evaluation
        How a network reads these m images.

    Returns
    -------
    ndarray of shape (n,)
        Their positions, in the order that is asked for; n may be 0.
    """
    answers = evaluation.answers
    fits = np.ones(len(labels), dtype=bool)
    if query.label is not None:
        fits &= labels == query.label
    if query.answer is not None:
        fits &= answers == query.answer
    if query.outcome != "all":
        fits &= (answers == labels) == (query.outcome == "right")
    found = np.flatnonzero(fits)
    match query.order:
        case "worst":
            return found[np.argsort(-evaluation.losses[found], kind="stable")]
        case "random":
            return np.random.default_rng(query.seed).permutation(found)
        case _:
            return found
