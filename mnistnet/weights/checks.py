"""A matrix from a stranger's file: what it may be, checked before its memory is taken."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray

MAX_FILE_BYTES = 25_000_000
"""The largest W1 of the page, 1,000 x 785, takes 20 MB as ``np.savetxt`` writes it."""

MAX_ROWS = 1_000
"""W1 has a row for each hidden unit."""

MAX_COLUMNS = MAX_ROWS + 1
"""W2 has a column for each hidden unit and one for the biases; W1 has 784 or 785."""

LARGEST_WEIGHT = 1e6
"""Trained weights stay below 100; up to here no sum in the forward pass leaves float32's range."""

NUMBERS = ("f2", "f4", "f8")
"""Types of number that are read, as NumPy writes them: half, single and double precision."""


def matrix_from_bytes(
    file: str,
    raw: bytes | bytearray | memoryview,
    dtype: str,
    shape: Sequence[object],
    order: Literal["C", "F"],
) -> FloatArray:
    """Turn the bytes of numbers into a matrix.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    raw : bytes
        The numbers one after the other.
    dtype : str
        Their type, such as ``"<f8"``.
    shape : sequence
        What the file says about rows and columns.
    order : {"C", "F"}
        Whether the numbers run along the rows or down the columns.

    Returns
    -------
    ndarray of shape (rows, columns)
        float32 or float64, its own memory.

    Raises
    ------
    WeightsError
        If it is no matrix of finite numbers, too large, or the bytes do not fill it.
    """
    if dtype[1:2] == "O":
        raise WeightsError("error.matrix_objects", file=file)
    if dtype[:1] not in ("<", ">") or dtype[1:] not in NUMBERS:
        raise WeightsError("error.matrix_type", file=file, type=dtype[:20])
    rows, columns = checked_shape(file, shape)
    numbers = np.dtype(dtype)
    if len(raw) != rows * columns * numbers.itemsize:
        raise WeightsError("error.file_cut_off", file=file)
    return checked_matrix(file, np.frombuffer(raw, numbers).reshape((rows, columns), order=order))


def checked_shape(file: str, shape: Sequence[object]) -> tuple[int, int]:
    """Return (rows, columns) of a matrix within the bounds; raises WeightsError for others."""
    match shape:
        case [int(rows), int(columns)] if rows < 1 or columns < 1:
            raise WeightsError("error.matrix_empty", file=file)
        case [int(rows), int(columns)] if rows <= MAX_ROWS and columns <= MAX_COLUMNS:
            return int(rows), int(columns)  # True counts as an int, but not where an array is made
        case [int(), int()]:
            limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
            raise WeightsError("error.matrix_too_large", file=file, **limits)
        case _:
            raise WeightsError("error.matrix_not_2d", file=file)


def checked_matrix(file: str, matrix: FloatArray) -> FloatArray:
    """Return a copy in the machine's float32 or float64; raises WeightsError for odd numbers."""
    if not np.isfinite(matrix).all():
        raise WeightsError("error.weights_not_finite", name=file)
    own = np.array(matrix, dtype=np.result_type(matrix.dtype, np.float32), order="C")
    if np.abs(own).max() > LARGEST_WEIGHT:
        raise WeightsError("error.weights_beyond", name=file, limit=LARGEST_WEIGHT)
    return own
