"""NumPy's own files: ``.npy`` with one matrix, ``.npz`` with W1 and W2.

Read here rather than by ``np.load``, which believes the header and the zip directory: a file of a
few kilobytes may announce gigabytes, and they would be taken before anyone had looked.
"""

import io
import re
import struct
import zipfile
import zlib

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_COLUMNS, MAX_ROWS, matrix_from_bytes

NPY = b"\x93NUMPY"
ZIP = b"PK\x03\x04"

MAX_HEADER_BYTES = 10_000
"""As in NumPy; the header of a matrix takes 118."""

MAX_NPY_BYTES = MAX_ROWS * MAX_COLUMNS * 8 + MAX_HEADER_BYTES

MAX_ENTRIES = 100
"""Files in one zip; the directory is read whole, so it is counted first."""

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

    Notes
    -----
    NumPy's documentation, ``numpy.lib.format``: magic, two bytes of version, the header's length in
    two bytes (version 1) or four, the header as a Python dictionary, then the numbers.
    """
    n = 2 if content[6:7] == b"\x01" else 4
    start = 8 + n
    length = int.from_bytes(content[8:start], "little")
    header = content[start : start + min(length, MAX_HEADER_BYTES)].decode("latin1")
    dtype = re.search(r"'descr':\s*'([^']{1,20})'", header)
    order = re.search(r"'fortran_order':\s*(True|False)", header)
    shape = re.search(r"'shape':\s*\(([\d,\s]{0,100})\)", header)
    if not content.startswith(NPY) or not (dtype and order and shape):
        raise WeightsError("error.file_cut_off", file=file)
    return matrix_from_bytes(
        file,
        memoryview(content)[start + length :],
        dtype[1],
        [int(number) for number in re.findall(r"\d+", shape[1])],
        "F" if order[1] == "True" else "C",
    )
