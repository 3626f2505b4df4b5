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
    unfinished = _unfinished(path)
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):  # what cannot be opened cannot always be removed
            unfinished.unlink(missing_ok=True)  # a full disk needs the room
        raise _refused(path, error) from error


def require_place(path: Path) -> None:
    """Say before the work on a file what would stop its writing; raises as `atomic_write` does."""
    unfinished = _unfinished(path)
    try:
        unfinished.open("ab").close()
        unfinished.unlink()
    except OSError as error:
        raise _refused(path, error) from error


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _refused(path: Path, error: OSError) -> DataError:
    is_about_name = error.errno in (errno.ENAMETOOLONG, errno.EISDIR)
    place = error.filename2 or error.filename if is_about_name else path.parent
    return cannot_write(place, error)


def cannot_write(place: Path, error: OSError) -> DataError:
    """Return the error that says why nothing can be written to a folder or file."""
    why = error.strerror or error  # NumPy's have only words of their own
    return DataError("error.cannot_write", folder=place, why=why)
