"""NumPy's own files: ``.npy`` with one array, ``.npz`` with several.

Read here rather than by ``np.load``, which believes the header: a file of a few kilobytes may
announce gigabytes, and they would be taken before anyone had looked. NumPy reads the header alone.
"""

import io
import tokenize

from numpy.lib import format as npy_format

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import NamedArray, array_from_bytes

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
    """Read the arrays of an unpacked ``.npz`` by their names, as `array_in_npy` does."""
    arrays = []
    for name, content in entries.items():
        named = f"{file}: {name.removesuffix('.npy')[:40]}"
        if not content.startswith(NPY):
            raise WeightsError("error.npz_other", file=file, name=name[:40])
        arrays.append((named, array_in_npy(named, content)))
    return arrays


def array_in_npy(file: str, content: bytes) -> FloatArray:
    """Read the array of a ``.npy`` file.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        The file, of format version 1 to 3.

    Returns
    -------
    ndarray of shape (rows, columns) or (n,)
        float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or anything but a matrix or a vector of numbers.
    """
    stream = io.BytesIO(content)
    try:
        read_header = READ_HEADER[npy_format.read_magic(stream)]
        shape, by_columns, dtype = read_header(stream, max_header_size=MAX_HEADER_BYTES)
    except NO_HEADER:
        raise WeightsError("error.file_cut_off", file=file) from None
    numbers = memoryview(content)[stream.tell() :]
    return array_from_bytes(file, numbers, dtype.str, shape, "F" if by_columns else "C")
