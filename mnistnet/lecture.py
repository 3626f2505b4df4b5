"""Lecture A's helper module: its course's programs run with ``import mnistnet.lecture as joy``.

As in the course, here the rows are images; the rest of this package has them as columns.
"""

import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mnistnet.data.mnist import Images, read_images
from mnistnet.data.mnist_download import mnist_folder
from mnistnet.lecture_pictures import show_mnist, show_mnist_grid
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray
from mnistnet.weights import load_matrix, load_network

__all__ = [
    "load_mnist",
    "load_mnist_num",
    "load_mnist_weight",
    "one_hot_encoding",
    "read_mnist_csv",
    "show_mnist",
    "show_mnist_grid",
]

Labelled = tuple[FloatArray | NDArray[np.uint8], NDArray[np.uint8]]
"""Images, and their digits."""

LECTURE_FILES = {"w_xh.weights": "W1", "w_hy.weights": "W2"}
"""The files that come with the lecture, and what they hold: from x to h, from h to y."""


def load_mnist(normalize: bool = True, flatten: bool = True) -> tuple[Labelled, Labelled]:
    """Load all of MNIST.

    Parameters
    ----------
    normalize : bool, optional
        Numbers from 0 (paper) to 1 (ink), float32, in place of bytes from 0 to 255.
    flatten : bool, optional
        Each image row by row, in place of 28x28.

    Returns
    -------
    (X, y), (Xtest, ytest)
        Images of shape (60000, 784) and (10000, 784), or (60000, 28, 28) and (10000, 28, 28);
        their labels, uint8 of shape (60000,) and (10000,).

    Raises
    ------
    DataError
        If MNIST is not there and cannot be downloaded.

    Notes
    -----
    Lecture A's course, ``joy.load_mnist``.
    """
    folder = mnist_folder()

    def labelled(images: Images) -> Labelled:
        pixels = images.pixels.reshape(-1, N_PIXELS) if flatten else images.pixels
        return pixels / np.float32(255) if normalize else pixels.copy(), images.labels.copy()

    return labelled(read_images(folder, "train")), labelled(read_images(folder, "t10k"))


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


def one_hot_encoding(y: ArrayLike, n_y: int = N_CLASSES, modified: bool = True) -> FloatArray:
    """Write each label as a row that is hot at its place.

    Parameters
    ----------
    y : array of shape (m,)
        Labels, 0 to n_y - 1.
    n_y : int, optional
        Number of output units.
    modified : bool, optional
        0.99 and 0.01, which a sigmoid reaches, in place of 1 and 0.

    Returns
    -------
    ndarray of shape (m, n_y)

    Raises
    ------
    ValueError
        If a label is not one of 0 to n_y - 1.

    Notes
    -----
    Lecture A's course, ``joy.one_hot_encoding``. `mnistnet.one_hot` has columns of 1 and 0.
    """
    labels = np.asarray(y)
    if not np.isin(labels, range(n_y)).all():
        raise ValueError(f"labels must be 0 to {n_y - 1}, not {labels}")
    hot, cold = (0.99, 0.01) if modified else (1.0, 0.0)
    return np.where(np.arange(n_y) == labels.reshape(-1, 1), hot, cold)


def read_mnist_csv(
    filename: str | os.PathLike[str], display: bool = True
) -> tuple[FloatArray, NDArray[np.uint8]]:
    """Read images from lines of a label and 784 numbers from 0 to 255, with commas between.

    Parameters
    ----------
    filename : str or path
        In the folder ``data``, as the course has it, or where it says.
    display : bool, optional
        Images as they are, to be shown, in place of rows from 0.01 to 1, to be learnt from.

    Returns
    -------
    X : ndarray of shape (m, 28, 28), or (m, 784) without display
    y : ndarray of shape (m,), uint8

    Raises
    ------
    ValueError
        If a line is another, or there is none.
    OSError
        If the file cannot be opened.

    Notes
    -----
    Lecture A's course, ``joy.read_mnist_csv``.
    """
    in_data = Path("data") / filename
    with (in_data if in_data.exists() else Path(filename)).open(encoding="utf-8") as lines:
        table = np.loadtxt(lines, np.uint8, delimiter=",", ndmin=2)
    if table.shape[1] != 1 + N_PIXELS:
        raise ValueError(f"a line has a label and {N_PIXELS} numbers, not {table.shape[1] - 1}")
    X, y = table[:, 1:].astype(float), table[:, 0]
    if y.max() >= N_CLASSES:
        raise ValueError(f"a line begins with a digit, not {y.max()}")
    return X.reshape(-1, SIDE, SIDE) if display else X / 255 * 0.99 + 0.01, y


@cache
def _first_images() -> list[FloatArray]:
    images = read_images(mnist_folder(), "train")
    _, first = np.unique(images.labels, return_index=True)
    return [images.pixels[i].ravel() / 255 for i in first]
