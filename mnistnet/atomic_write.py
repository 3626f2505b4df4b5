"""Files that are there whole or not at all, whenever the writing breaks off."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mnistnet.errors import DataError


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside its place, which is moved there when all of it is written.

    Parameters
    ----------
    path : Path
        Its place. A file that is there already stays until the new one is complete.

    Yields
    ------
    file

    Raises
    ------
    DataError
        If the folder is missing, full, or may not be written to, or the name cannot be a file's.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):  # what cannot be opened cannot always be removed
            unfinished.unlink(missing_ok=True)  # a full disk needs the room
        is_about_name = error.errno in (errno.ENAMETOOLONG, errno.EISDIR)
        place = error.filename2 or error.filename if is_about_name else path.parent
        raise cannot_write(place, error) from error


def cannot_write(place: Path, error: OSError) -> DataError:
    """Return the error that says why nothing can be written to a folder or file."""
    why = error.strerror or error  # NumPy's have only words of their own
    return DataError("error.cannot_write", folder=place, why=why)
