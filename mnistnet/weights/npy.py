"""NumPy's own files: ``.npy`` with one matrix, ``.npz`` with W1 and W2.

Read here rather than by ``np.load``, which believes the header and the zip directory: a file of a
few kilobytes may announce gigabytes, and they would be taken before anyone had looked. NumPy reads
the header alone.
"""

import io
import struct
import tokenize
import zipfile
import zlib

from numpy.lib import format as npy_format

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_COLUMNS, MAX_ROWS, matrix_from_bytes

NPY = b"\x93NUMPY"
ZIP = b"PK\x03\x04"

MAX_HEADER_BYTES = 1_000
"""The header of a matrix takes 118; a longer one could nest deeper than Python's parser goes."""

MAX_NPY_BYTES = MAX_ROWS * MAX_COLUMNS * 8 + MAX_HEADER_BYTES

MAX_ENTRIES = 100
"""Files in one zip; the directory is read whole, so it is counted first."""

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

_DIRECTORY_ENTRY = b"PK\x01\x02"


def matrices_in_npz(file: str, content: bytes) -> tuple[FloatArray, FloatArray]:
    """Read W1 and W2.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        A zip with ``W1.npy`` and ``W2.npy``, as ``np.savez`` or ``np.savez_compressed`` write it.

    Returns
    -------
    tuple of two ndarrays
        float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, lacks one of the two, or unpacks to more than a matrix can be.
    """
    if content.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise WeightsError("error.zip_entries", file=file, limit=MAX_ENTRIES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            W1, W2 = (_unpacked(file, archive, entry) for entry in ("W1.npy", "W2.npy"))
    except KeyError:
        raise WeightsError("error.weights_no_arrays", file=file) from None
    except (
        *(zipfile.BadZipFile, zlib.error, struct.error),
        *(EOFError, OSError, ValueError, NotImplementedError, OverflowError),
    ):
        raise WeightsError("error.file_cut_off", file=file) from None
    return matrix_in_npy(f"{file}: W1", W1), matrix_in_npy(f"{file}: W2", W2)


def _unpacked(file: str, archive: zipfile.ZipFile, name: str) -> bytes:
    entry = archive.getinfo(name)
    is_encrypted = entry.flag_bits & 1
    if is_encrypted or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WeightsError("error.zip_packing", file=file)
    if entry.file_size > MAX_NPY_BYTES:
        raise WeightsError("error.zip_bomb", file=file, entry=name, limit=MAX_NPY_BYTES // 10**6)
    with archive.open(entry) as packed:  # archive.read() unpacks all, even if file_size is a lie
        return packed.read(MAX_NPY_BYTES)


def matrix_in_npy(file: str, content: bytes) -> FloatArray:
    """Read the matrix of a ``.npy`` file.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        The file, of format version 1 to 3.

    Returns
    -------
    ndarray of shape (rows, columns)
        float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or anything but a matrix of numbers.
    """
    stream = io.BytesIO(content)
    try:
        read_header = READ_HEADER[npy_format.read_magic(stream)]
        shape, by_columns, dtype = read_header(stream, max_header_size=MAX_HEADER_BYTES)
    except NO_HEADER:
        raise WeightsError("error.file_cut_off", file=file) from None
    numbers = memoryview(content)[stream.tell() :]
    return matrix_from_bytes(file, numbers, dtype.str, shape, "F" if by_columns else "C")
