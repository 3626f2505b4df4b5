"""Networks on disk and from visitors: whatever programs save weights in."""

import io
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mnistnet.atomic_write import atomic_write
from mnistnet.errors import WeightsError, WeightsWarning
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_FILE_BYTES, checked_array, in_words
from mnistnet.weights.kinds import readings_of
from mnistnet.weights.layers import MOST_ARRAYS, network_of
from mnistnet.weights.sample_check import check_on_samples, in_english, told

SHIPPED = ("lecture-a", "lecture-b")
"""Names of the networks in the project's own ``weights`` folder."""

_PACKAGE = Path(__file__).parents[1]
_INSTALLED, _CLONED = (folder / "weights" for folder in (_PACKAGE / "project", _PACKAGE.parent))
FOLDER = _INSTALLED if _INSTALLED.is_dir() else _CLONED
"""Where the shipped networks are: in a wheel inside the package, in a clone beside it."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightsFile:
    """A file that a visitor handed over.

    Parameters
    ----------
    name : str
        Its name, for sentences only; what it is shows in its content.
    content : bytes
    """

    name: str
    content: bytes


Source = str | os.PathLike[str] | WeightsFile


def load_network(*sources: Source) -> Network:
    """Load a network by name, from one file, or from the files of its matrices.

    Parameters
    ----------
    *sources : str, path or WeightsFile
        One of `SHIPPED`; or one to four files that hold W1, W2 and perhaps b1, b2 together, in any
        order and by any names, lying or standing; where b1 is as long as b2 they stand in the
        order of their matrices. weights/README.md lists the kinds of file.

    Returns
    -------
    Network
        Of the ten sample drawings it may read few: `check_on_samples` says how many.

    Raises
    ------
    WeightsError
        If a file is missing, damaged, too large, or holds what has no place in such a network.

    Warns
    -----
    WeightsWarning
        If weights seem to be of another convention, or for other units than sigmoids, with the
        lines of NumPy that mend it.

    Examples
    --------
    >>> load_network("w_xh.weights", "w_hy.weights")  # doctest: +SKIP
    """
    network = read_network(*sources)
    check = check_on_samples(network)
    if told(check):
        named = ", ".join(str(getattr(source, "name", source)) for source in sources)
        warnings.warn(f"{named}: {in_english(check)}", WeightsWarning, stacklevel=2)
    return network


def read_network(*sources: Source) -> Network:
    """Load a network as `load_network` does, without reading the sample drawings."""
    if not 1 <= len(sources) <= MOST_ARRAYS:
        raise WeightsError("error.weights_file_count", n=len(sources), limit=MOST_ARRAYS)
    files = [_opened(source) for source in sources]
    readings = [readings_of(file.name, file.content) for file in files]
    return network_of(", ".join(file.name for file in files), readings)


def load_matrix(source: Source) -> FloatArray:
    """Load one matrix of weights.

    Parameters
    ----------
    source : str, path or WeightsFile
        The lecture's ``.weights`` (a pickle of one array; nothing in it is ever run), or any other
        file that `load_network` reads and that holds one matrix. What it is shows in its content.

    Returns
    -------
    ndarray of shape (rows, columns)
        float32 or float64; at most 1,001 rows and columns.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, too large, or anything but a matrix of finite numbers.
    """
    file = _opened(source)
    (_, matrix), *more = readings_of(file.name, file.content)[0]
    if more:
        raise WeightsError("error.weights_whole_network", file=file.name, n=1 + len(more))
    if matrix.ndim != 2:
        raise WeightsError("error.matrix_not_2d", file=file.name, shape=in_words(matrix.shape))
    return matrix


def save_network(network: Network, path: str | os.PathLike[str]) -> None:
    """Save a network as ``.npz`` with float32 arrays W1 and W2.

    A broken-off save leaves the old file whole. More hidden units than `load_network` reads are
    saved: a teacher has them.

    Raises
    ------
    WeightsError
        If a weight is larger than `load_network` reads, or the path names no file.
    DataError
        If nothing can be written there.
    """
    for name, W in (("W1", network.W1), ("W2", network.W2)):
        checked_array(name, W)
    place = Path(path)
    if not place.name or "\0" in str(place):
        raise WeightsError("error.weights_unreadable", file=place)
    with atomic_write(place) as file:
        file.write(npz_bytes(network))


def npz_bytes(network: Network, numbers: type[np.floating[Any]] = np.float32) -> bytes:
    """Return the content of the file that `save_network` writes, or the same of other numbers."""
    file = io.BytesIO()
    np.savez(file, W1=network.W1.astype(numbers), W2=network.W2.astype(numbers))
    return file.getvalue()


def _opened(source: Source) -> WeightsFile:
    """Take at most `MAX_FILE_BYTES` into memory."""
    if isinstance(source, WeightsFile):
        file = source
    else:
        path = FOLDER / f"{source}.npz" if source in SHIPPED else Path(source)
        try:
            with path.open("rb") as stream:
                file = WeightsFile(path.name, stream.read(MAX_FILE_BYTES + 1))
        except FileNotFoundError:
            raise WeightsError("error.weights_missing", file=path) from None
        except (OSError, ValueError):  # a folder, a file of someone else's, a name with a zero byte
            raise WeightsError("error.weights_unreadable", file=path) from None
    if len(file.content) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 10**6
        raise WeightsError("error.weights_file_too_large", file=file.name, limit=limit)
    return file
