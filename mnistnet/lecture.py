"""Lecture A's helper module: its program runs with ``import mnistnet.lecture as joy``."""

import os
from functools import cache
from pathlib import Path

import numpy as np

from mnistnet.data.mnist import read_images
from mnistnet.data.mnist_download import mnist_folder
from mnistnet.notation import N_CLASSES, FloatArray
from mnistnet.weights import load_matrix, load_network

LECTURE_FILES = {"w_xh.weights": "W1", "w_hy.weights": "W2"}
"""The files that come with the lecture, and what they hold: from x to h, from h to y."""


def load_mnist_num(n: int) -> tuple[FloatArray, int]:
    """Load the first of MNIST's training images that shows a digit.

    Parameters
    ----------
    n : int
        The digit, 0 to 9.

    Returns
    -------
    X : ndarray of shape (784,), float64
        The image row by row, 0 (paper) to 1 (ink).
    y : int
        Its label, n.

    Raises
    ------
    ValueError
        If n is not one of 0 to 9.
    DataError
        If MNIST is not there and cannot be downloaded.

    Notes
    -----
    Lecture A, ``joy.load_mnist_num``.
    """
    if n not in range(N_CLASSES):
        raise ValueError(f"n must be 0 to {N_CLASSES - 1}, not {n}")
    return _first_images()[n].copy(), int(n)


def load_mnist_weight(path: str | os.PathLike[str]) -> FloatArray:
    """Load one of the network's two weight matrices.

    Parameters
    ----------
    path : str or path
        The lecture's ``w_xh.weights`` or ``w_hy.weights``, or any file that `load_matrix` reads.

    Returns
    -------
    ndarray of shape (rows, columns), float64

    Raises
    ------
    WeightsError
        If the file is missing, damaged, too large, or anything but a matrix of finite numbers.

    Notes
    -----
    Lecture A, ``joy.load_mnist_weight``. Who lacks the lecture's two files still runs its program:
    where there is no file of such a name, the matrix comes from this project's own "lecture-a".
    """
    name = LECTURE_FILES.get(Path(path).name)
    if name and not Path(path).exists():
        return np.asarray(getattr(load_network("lecture-a"), name), np.float64)
    return np.asarray(load_matrix(path), np.float64)


@cache
def _first_images() -> list[FloatArray]:
    images = read_images(mnist_folder(), "train")
    _, first = np.unique(images.labels, return_index=True)
    return [images.pixels[i].ravel() / 255 for i in first]
