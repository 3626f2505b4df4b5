"""Where an image's ink lies: its box, and its centre of mass."""

import numpy as np

from mnistnet.notation import FloatArray


def ink_box(pixels: FloatArray) -> tuple[int, int, int, int]:
    """Return the smallest box with all ink in it.

    Parameters
    ----------
    pixels : ndarray of shape (rows, columns)
        At least one of them above 0, paper.

    Returns
    -------
    top, left, height, width : int
        First row and column, and how many of each.
    """
    rows, columns = np.nonzero(pixels)
    top, left = int(rows.min()), int(columns.min())
    return top, left, int(rows.max()) - top + 1, int(columns.max()) - left + 1


def centre_of_mass(pixels: FloatArray) -> tuple[float, float]:
    """Return the mean row and the mean column of an image's ink, each pixel weighed by its value.

    Parameters
    ----------
    pixels : ndarray of shape (rows, columns)
        At least one of them above 0, paper.

    Returns
    -------
    row, column : float
        0 is the middle of the first.
    """
    mass = pixels.sum()
    row = pixels.sum(axis=1) @ np.arange(pixels.shape[0]) / mass
    column = pixels.sum(axis=0) @ np.arange(pixels.shape[1]) / mass
    return float(row), float(column)
