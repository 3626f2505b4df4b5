"""What the class has taught: how its digits look in the mean, which drawings are contested most."""

from collections.abc import Sequence

import numpy as np

from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray, IntArray


def mean_digits(X: FloatArray, labels: IntArray) -> tuple[FloatArray, IntArray]:
    """Average the images of each digit.

    Parameters
    ----------
    X : ndarray of shape (784, m)
    labels : ndarray of shape (m,)
        Digits, 0 to 9.

    Returns
    -------
    means : ndarray of shape (784, 10)
        Of each digit's images; 0 for a digit without any.
    counts : ndarray of shape (10,), int
        Images of each digit.
    """
    counts = np.bincount(labels, minlength=N_CLASSES)
    means = np.zeros((N_PIXELS, N_CLASSES))
    for digit in np.flatnonzero(counts):
        means[:, digit] = X[:, labels == digit].mean(axis=1)
    return means, counts


def most_contested(outputs: Sequence[FloatArray], n: int) -> IntArray:
    """Find the images over which networks are least at one, or one is least sure.

    Parameters
    ----------
    outputs : sequence of ndarray of shape (10, m)
        Output activations, of one network each; at least one.
    n : int
        How many to return at most.

    Returns
    -------
    ndarray of shape (n or m,), int
        Positions: first images that the networks read differently, then those that they read
        alike; in each group by the smallest margin that one of them has between its two largest
        outputs, the smallest first.
    """
    answers = np.stack([y_hat.argmax(axis=0) for y_hat in outputs])
    is_agreed = (answers == answers[0]).all(axis=0)
    margins = np.min([margin(y_hat) for y_hat in outputs], axis=0)
    return np.lexsort([margins, is_agreed])[:n]


def margin(y_hat: FloatArray) -> FloatArray:
    """Return how far the largest of ten outputs (10, m) is above the second largest, (m,)."""
    largest = np.partition(y_hat, -2, axis=0)[-2:]
    return np.asarray(largest[1] - largest[0])
