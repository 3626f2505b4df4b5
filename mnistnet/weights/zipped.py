"""Zip files of strangers, unpacked within bounds: ``.npz`` and PyTorch's files are such.

A few kilobytes may unpack to gigabytes, and a directory may lie about it.
"""

import io
import struct
import zipfile
import zlib

from mnistnet.errors import WeightsError
from mnistnet.weights.checks import MAX_COLUMNS, MAX_ROWS

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How a zip begins, and one with nothing in it."""

MAX_ENTRY_BYTES = MAX_ROWS * MAX_COLUMNS * 8 + 1_000
"""The largest matrix and its header."""

MAX_UNPACKED_BYTES = 2 * MAX_ENTRY_BYTES

MAX_ENTRIES = 100
"""Files in one zip; the directory is read whole, so it is counted first."""

_DIRECTORY_ENTRY = b"PK\x01\x02"

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError, OverflowError),
)
"""What Python's reader raises at what is no zip file, or a damaged one."""


def names_in_zip(file: str, content: bytes) -> list[str]:
    """Return the names of a zip's entries; raises WeightsError if it is none or has very many."""
    if content.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise WeightsError("error.zip_entries", file=file, limit=MAX_ENTRIES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except UNREADABLE:
        raise WeightsError("error.file_cut_off", file=file) from None


def unpacked(file: str, content: bytes, names: list[str]) -> dict[str, bytes]:
    """Unpack entries of a zip.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
    names : list of str
        Some of `names_in_zip`.

    Returns
    -------
    dict from str to bytes
        At most `MAX_UNPACKED_BYTES` together.

    Raises
    ------
    WeightsError
        If it is damaged or encrypted, packed otherwise than NumPy and PyTorch do, or unpacks to
        more than a network takes.
    """
    entries: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in names:
                entries[name] = _unpacked(file, archive, name, min(left, MAX_ENTRY_BYTES))
                left -= len(entries[name])
    except UNREADABLE:
        raise WeightsError("error.file_cut_off", file=file) from None
    return entries


def _unpacked(file: str, archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    entry = archive.getinfo(name)
    is_encrypted = entry.flag_bits & 1
    if is_encrypted or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise WeightsError("error.zip_packing", file=file)
    if entry.file_size > limit:
        named = {"file": file, "entry": name[:40]}
        raise WeightsError("error.zip_bomb", **named, limit=MAX_ENTRY_BYTES // 10**6)
    with archive.open(entry) as packed:  # archive.read() unpacks all, even if file_size is a lie
        return packed.read(limit)
