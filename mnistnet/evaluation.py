"""How well a network reads: what is right, what is confused with what, what is worst."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.loss import one_hot, squared_error
from mnistnet.network import SURE, Network, forward
from mnistnet.notation import N_CLASSES, FloatArray, IntArray

THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Least winning outputs at which accuracy is traded for coverage."""


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """How far a winning output of at least ``threshold`` can be trusted.

    Parameters
    ----------
    threshold : float
        In [0, 1].
    coverage : float
        Part of all images whose winning output is at least that.
    accuracy : float
        Part of those that are read right; NaN if there are none.
    """

    threshold: float
    coverage: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """How a network reads m images.

    Parameters
    ----------
    accuracy : float
        Part of the images whose winning output is their label, in [0, 1].
    mean_loss : float
        Mean over the images of the sum of the ten squared errors, in [0, 10].
    confusion : ndarray of shape (10, 10), int
        Number of images by true digit (row) and winning output (column).
    worst : ndarray of shape (m,), int
        Positions of the misread images, the one with the largest loss first.
    thresholds : tuple of ThresholdPoint
        One for each of `THRESHOLDS`.
    y_hat : ndarray of shape (10, m)
        Output activations of every image.
    losses : ndarray of shape (m,)
        Loss of every image, in [0, 10].
    """

    accuracy: float
    mean_loss: float
    confusion: NDArray[np.intp]
    worst: NDArray[np.intp]
    thresholds: tuple[ThresholdPoint, ...]
    y_hat: FloatArray
    losses: FloatArray

    @property
    def answers(self) -> NDArray[np.intp]:
        """Winning output of every image, shape (m,)."""
        return np.asarray(self.y_hat.argmax(axis=0))

    @property
    def n_images(self) -> int:
        """Number of images that were read."""
        return int(self.confusion.sum())

    @property
    def accuracy_per_digit(self) -> FloatArray:
        """Part read right of each digit's images, shape (10,); NaN for a digit without images."""
        totals = self.confusion.sum(axis=1)
        return np.asarray(
            np.divide(
                self.confusion.diagonal(), totals, np.full(N_CLASSES, np.nan), where=totals > 0
            )
        )


def evaluate_network(network: Network, X: FloatArray, labels: IntArray) -> Evaluation:
    """Let a network read images and compare with what they are.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, m)
        At least one image, values in [0, 1].
    labels : ndarray of shape (m,)
        True digits, 0 to 9.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        If there are no images, or not one label for each.
    """
    if X.shape[1] != len(labels) or not len(labels):
        raise ValueError(
            f"{X.shape[1]} images need as many labels, at least one, not {len(labels)}"
        )
    y_hat = forward(network, X).A2
    losses = squared_error(y_hat, one_hot(labels)).sum(axis=0)
    winners, highest = y_hat.argmax(axis=0), y_hat.max(axis=0)
    is_right = winners == labels
    confusion = np.zeros((N_CLASSES, N_CLASSES), dtype=np.intp)
    np.add.at(confusion, (labels, winners), 1)
    misread = np.flatnonzero(~is_right)
    return Evaluation(
        accuracy=float(is_right.mean()),
        mean_loss=float(losses.mean()),
        confusion=confusion,
        worst=misread[np.argsort(-losses[misread], kind="stable")],
        thresholds=tuple(
            _threshold_point(threshold, highest, is_right) for threshold in THRESHOLDS
        ),
        y_hat=y_hat,
        losses=losses,
    )


def _threshold_point(
    threshold: float, highest: FloatArray, is_right: NDArray[np.bool_]
) -> ThresholdPoint:
    sure = highest >= threshold
    right = float(is_right[sure].mean()) if sure.any() else float("nan")
    return ThresholdPoint(threshold, float(sure.mean()), right)


def share_unanswered(network: Network, X: FloatArray, least: float = SURE) -> float:
    """Return the part of images (784, m), no digits, for which no output reaches ``least``."""
    return float((forward(network, X).A2.max(axis=0) < least).mean())
