"""Arrays from a stranger's file: what they may be, checked before their memory is taken."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray

NamedArray = tuple[str, FloatArray]
"""What sentences call an array, such as ``mine.npz: W1``, and a matrix or a vector of numbers."""

MAX_FILE_BYTES = 25_000_000
"""The largest W1 of the page, 1,000 x 785, takes 20 MB as ``np.savetxt`` writes it."""

MAX_ROWS = 1_000
"""W1 has a row for each hidden unit."""

MAX_COLUMNS = MAX_ROWS + 1
"""W2 has a column for each hidden unit and one for the biases; W1 has 784 or 785."""

MAX_ARRAYS = 12
"""A network here has two to four; a few more are still told what they are."""

LARGEST_WEIGHT = 1e6
"""Trained weights stay below 100; up to here no sum in the forward pass leaves float32's range."""

NUMBERS = ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u2", "u4", "u8")
"""Types of number that are read, as NumPy writes them: half, single and double precision, and whole
numbers, but for bytes from 0 to 255, which are images."""


def array_from_bytes(
    file: str,
    raw: bytes | bytearray | memoryview,
    dtype: str,
    shape: Sequence[object],
    order: Literal["C", "F"],
) -> FloatArray:
    """Turn the bytes of numbers into a matrix or a vector.

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
    ndarray of shape (rows, columns) or (n,)
        float32 or float64, its own memory.

    Raises
    ------
    WeightsError
        If these are no finite numbers of one or two dimensions, or too many, or the bytes do not
        fill them.
    """
    if dtype[1:2] == "O":
        raise WeightsError("error.matrix_objects", file=file)
    if dtype[:1] not in ("<", ">", "|") or dtype[1:] not in NUMBERS:
        raise WeightsError("error.matrix_type", file=file, type=dtype[:20])
    checked = checked_shape(file, shape)
    numbers = np.dtype(dtype)
    if len(raw) != int(np.prod(checked)) * numbers.itemsize:
        raise WeightsError("error.file_cut_off", file=file)
    return checked_array(file, np.frombuffer(raw, numbers).reshape(checked, order=order))


def checked_shape(file: str, shape: Sequence[object]) -> tuple[int, ...]:
    """Return (rows, columns) or (n,) within the bounds; raises WeightsError for others."""
    if not 1 <= len(shape) <= 2 or not all(isinstance(side, int) for side in shape):
        raise WeightsError("error.matrix_not_2d", file=file, shape=in_words(shape))
    sides = tuple(int(side) for side in shape if isinstance(side, int))  # True is an int, too
    if min(sides) < 1:
        raise WeightsError("error.matrix_empty", file=file)
    if max(sides) > MAX_COLUMNS or np.prod(sides) > MAX_ROWS * MAX_COLUMNS:
        limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
        raise WeightsError("error.matrix_too_large", file=file, shape=in_words(sides), **limits)
    return sides


def checked_array(file: str, array: FloatArray) -> FloatArray:
    """Return a copy in the machine's float32 or float64; raises WeightsError for odd numbers.

    Whole numbers become float64.
    """
    if not np.isfinite(array).all():
        raise WeightsError("error.weights_not_finite", name=file)
    is_whole = array.dtype.kind in "iu"
    numbers = np.float64 if is_whole else np.result_type(array.dtype, np.float32)
    own = np.array(array, dtype=numbers, order="C")
    if np.abs(own).max() > LARGEST_WEIGHT:
        raise WeightsError("error.weights_beyond", name=file, limit=LARGEST_WEIGHT)
    return own


def checked_count(file: str, n: int) -> None:
    """Raise WeightsError for more arrays than a file of weights has."""
    if n > MAX_ARRAYS:
        raise WeightsError("error.weights_many_arrays", file=file, limit=MAX_ARRAYS)


def in_words(shape: Sequence[object]) -> str:
    """Return a shape as people write it, shortened where it is a stranger's: 30×784.

    Of what is no whole number nothing is said: a list of lists may be endless in words.
    """
    sides = (str(side)[:12] if isinstance(side, int) else "?" for side in shape[:6])
    return "×".join(sides) or "1"
