"""NumPy's own files: ``.npy`` with one array or more, ``.npz`` with several by name.

Read here rather than by ``np.load``, which believes the header: a file of a few kilobytes may
announce gigabytes, and they would be taken before anyone had looked. NumPy reads the header alone.
"""

import io
import tokenize
from math import prod

from numpy.lib import format as npy_format

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_FILE_BYTES, NamedArray, array_from_bytes, checked_count

NPY = b"\x93NUMPY"

MAX_HEADER_BYTES = 1_000
"""The header of a matrix takes 118; a longer one could nest deeper than Python's parser goes."""

READ_HEADER = {
    (1, 0): npy_format.read_array_header_1_0,
    (2, 0): npy_format.read_array_header_2_0,
    (3, 0): npy_format.read_array_header_2_0,  # other letters in names of fields; a matrix has none
}

NO_HEADER = (
    *(ValueError, TypeError, KeyError, IndexError),
    *(SyntaxError, tokenize.TokenError, RecursionError, MemoryError, Warning),
)
"""What NumPy's reader, Python's parser and ``numpy.dtype`` raise at text that is no header."""


def arrays_in_npz(file: str, entries: dict[str, bytes]) -> list[NamedArray]:
    """Read the arrays of an unpacked ``.npz`` by their names, as `arrays_in_npy` does."""
    arrays: list[NamedArray] = []
    for name, content in entries.items():
        named = f"{file}: {name.removesuffix('.npy')[:40]}"
        if not content.startswith(NPY):
            raise WeightsError("error.npz_other", file=file, name=name[:40])
        arrays += arrays_in_npy(named, content)
    return arrays


def arrays_in_npy(file: str, content: bytes) -> list[NamedArray]:
    """Read the array of a ``.npy`` file, or several that were saved into it one after the other.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        The file, of format version 1 to 3.

    Returns
    -------
    list of (str, ndarray)
        Of shape (rows, columns) or (n,), float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or anything but matrices and vectors of numbers.
    """
    stream = io.BytesIO(content)
    arrays: list[NamedArray] = []
    while not arrays or stream.tell() < len(content):
        arrays.append((file, _next_array(file, stream)))
        checked_count(file, len(arrays))
    return arrays


def _next_array(file: str, stream: io.BytesIO) -> FloatArray:
    try:
        read_header = READ_HEADER[npy_format.read_magic(stream)]
        shape, by_columns, dtype = read_header(stream, max_header_size=MAX_HEADER_BYTES)
        raw = stream.read(min(dtype.itemsize * prod(shape), MAX_FILE_BYTES))
    except NO_HEADER:
        raise WeightsError("error.file_cut_off", file=file) from None
    return array_from_bytes(file, raw, dtype.str, shape, "F" if by_columns else "C")
