"""What kind of file a visitor's weights are in, by its first bytes, and the arrays in it."""

import re

from mnistnet.errors import WeightsError
from mnistnet.weights.checks import NamedArray, checked_count
from mnistnet.weights.npy import NPY, arrays_in_npy, arrays_in_npz
from mnistnet.weights.pickled import arrays_in_pickle
from mnistnet.weights.safetensors import arrays_in_safetensors, is_safetensors
from mnistnet.weights.text import readings_of_text
from mnistnet.weights.torch_file import arrays_in_torch_file, is_torch_file
from mnistnet.weights.zipped import ZIP, names_in_zip, unpacked

PICKLE = re.compile(rb"\x80[\x02-\x05]|\(?c[\w.]+\n\w+\n|\([ld]p\d+\n|[\]}]q.", re.DOTALL)
"""Protocols 2 to 5; 0 and 1, of an array, a list, a tuple or a dictionary."""

NOT_READ = {
    b"\x89HDF\r\n\x1a\n": "error.file_hdf5",
    b"MATLAB 5.0 MAT-file": "error.file_matlab",
    b"MATLAB 7.3 MAT-file": "error.file_matlab",
    b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.": "error.file_old_torch",
    b"\x1f\x8b": "error.file_gzip",
}
"""Kinds whose reader would be a library that strangers' files have broken before, or that nobody
needs: a line in the program that made them saves them as what is read here."""

ZIPPED_NOT_READ = {
    "model.weights.h5": "error.file_hdf5",
    "xl/workbook.xml": "error.file_excel",
}


def readings_of(file: str, content: bytes) -> list[list[NamedArray]]:
    """Read all arrays that a file holds, in every way in which it may be meant.

    Parameters
    ----------
    file : str
        Its name, for sentences only.
    content : bytes

    Returns
    -------
    list of lists of (str, ndarray)
        Of each reading, the likeliest first, matrices and vectors, float32 or float64, each with a
        name for sentences. Only text leaves several open.

    Raises
    ------
    WeightsError
        If it is damaged, empty, of a kind that is not read, or holds anything but finite numbers.
    """
    arrays = _arrays_in(file, content)
    if arrays is None:
        return readings_of_text(file, content)
    if not arrays:
        raise WeightsError("error.weights_empty", file=file)
    return [arrays]


def _arrays_in(file: str, content: bytes) -> list[NamedArray] | None:
    """Return the arrays of a file that says by itself what it is; None for all others."""
    for begin, error in NOT_READ.items():
        if content.startswith(begin):
            raise WeightsError(error, file=file)
    if content.startswith(ZIP):
        return _in_zip(file, content)
    if content.startswith(NPY):
        return arrays_in_npy(file, content)
    if is_safetensors(content):
        return arrays_in_safetensors(file, content)
    if PICKLE.match(content):
        return arrays_in_pickle(file, content)
    return None


def _in_zip(file: str, content: bytes) -> list[NamedArray]:
    entries = names_in_zip(file, content)
    for entry, error in ZIPPED_NOT_READ.items():
        if entry in entries:
            raise WeightsError(error, file=file)
    if is_torch_file(entries):
        return arrays_in_torch_file(file, content, entries)
    checked_count(file, len(entries))
    return arrays_in_npz(file, unpacked(file, content, entries))
