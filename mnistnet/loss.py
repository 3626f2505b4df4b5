"""How far the answer is from the target."""

import numpy as np

from mnistnet.notation import N_CLASSES, FloatArray, IntArray

WORKED_PREDICTION: FloatArray = np.array([[0.1, 0.8, 0.3, 0.2, 0.1, 0.7, 0.1, 0.2, 0.3, 0.1]]).T
"""The ten outputs (10, 1) of lecture B's worked example, "Squared Error (Loss)"."""
WORKED_PREDICTION.flags.writeable = False

WORKED_TARGET = 1
"""The true digit of lecture B's worked example, whose loss is 0.83."""


def one_hot(labels: int | IntArray) -> FloatArray:
    """Targets for one digit or several.

    Parameters
    ----------
    labels : int or ndarray of shape (m,)
        Digits, 0 to 9.

    Returns
    -------
    ndarray of shape (10, m)
        1.0 at the digit, 0.0 elsewhere; one column a label.

    Raises
    ------
    ValueError
        If a label is not one of the whole numbers 0 to 9, or labels are not in one row.
    """
    column_labels = np.atleast_1d(labels)
    are_whole = column_labels.ndim == 1 and column_labels.dtype.kind in "iu"
    if not are_whole or not np.isin(column_labels, range(N_CLASSES)).all():
        raise ValueError(f"labels must be whole numbers from 0 to 9, not {labels!r}")
    return np.eye(N_CLASSES)[:, column_labels]


def squared_error(y_hat: FloatArray, Y: FloatArray) -> FloatArray:
    """Squared error of each class, ``(y_hat - Y) ** 2``.

    Parameters
    ----------
    y_hat, Y : ndarray of shape (10, m)
        Output activations and one-hot targets, each in [0, 1].

    Returns
    -------
    ndarray of shape (10, m)
        One error per class and image, in [0, 1].

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    Lecture B, "Squared Error (Loss)".
    """
    return _difference(y_hat, Y) ** 2


def _difference(y_hat: FloatArray, Y: FloatArray) -> FloatArray:
    if y_hat.shape != Y.shape:
        raise ValueError(f"y_hat {y_hat.shape} and Y {Y.shape} must have one shape")
    return np.asarray(y_hat - Y)


def loss(y_hat: FloatArray, Y: FloatArray) -> float:
    """Loss: the sum of the squared errors, without 1/2 and without a mean.

    Parameters
    ----------
    y_hat, Y : ndarray of shape (10, m)
        Output activations and targets, each in [0, 1].

    Returns
    -------
    float
        In [0, 10] for one image; for m images the sum of their losses.

    Notes
    -----
    Lecture B, "Squared Error (Loss)"; its worked example gives 0.83.
    """
    return float(squared_error(y_hat, Y).sum())


def loss_gradient(y_hat: FloatArray, Y: FloatArray) -> FloatArray:
    """How fast the loss grows with each output: the way each output should *not* move.

    Parameters
    ----------
    y_hat, Y : ndarray of shape (10, m)
        Output activations and targets, each in [0, 1].

    Returns
    -------
    ndarray of shape (10, m)
        ``2 * (y_hat - Y)``, in [-2, 2]. Positive: the output should fall; negative: it should rise.

    Raises
    ------
    ValueError
        If the shapes differ.

    Notes
    -----
    The derivative of the lecture's loss, the sum of ``(y_hat - Y) ** 2``, by each output.
    """
    return 2 * _difference(y_hat, Y)


def loss_shares(y_hat: FloatArray, Y: FloatArray) -> FloatArray:
    """How much of an image's loss each class owes.

    Parameters
    ----------
    y_hat, Y : ndarray of shape (10, m)
        Output activations and targets, each in [0, 1].

    Returns
    -------
    ndarray of shape (10, m)
        Squared error over loss, in [0, 1]. A column adds up to 1; without any loss it is all 0.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    errors = squared_error(y_hat.astype(float), Y.astype(float))
    losses = errors.sum(axis=0, keepdims=True)
    return np.asarray(errors / np.where(losses > 0, losses, 1))
