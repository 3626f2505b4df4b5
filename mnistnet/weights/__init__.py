"""Networks on disk and from visitors: ``.npz``, the lecture's ``.weights``, text."""

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mnistnet.atomic_write import atomic_write
from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.weights.checks import MAX_FILE_BYTES
from mnistnet.weights.npy import NPY, ZIP, matrices_in_npz, matrix_in_npy
from mnistnet.weights.pickled import matrix_in_pickle
from mnistnet.weights.text import matrix_in_text

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
    """Load a network by name, from one file, or from the two files of its matrices.

    Parameters
    ----------
    *sources : str, path or WeightsFile
        One of `SHIPPED`; or an ``.npz`` file with the arrays W1 and W2; or two files with a matrix
        each, in either order, as `load_matrix` reads them.

    Returns
    -------
    Network

    Raises
    ------
    WeightsError
        If a file is missing, damaged, too large, or not what it should be.

    Examples
    --------
    >>> load_network("w_xh.weights", "w_hy.weights")  # doctest: +SKIP
    """
    files = [_opened(source) for source in sources]
    match files:
        case [file] if file.content.startswith(ZIP):
            return _network(*matrices_in_npz(file.name, file.content))
        case [file]:
            load_matrix(file)  # its own mistake, if there is one, says more
            raise WeightsError("error.weights_one_of_two", file=file.name)
        case [first, second]:
            W1, W2 = load_matrix(first), load_matrix(second)
            is_swapped = W1.shape == (N_CLASSES, len(W2) + W2.shape[1] - N_PIXELS)
            return _network(W2, W1) if is_swapped else _network(W1, W2)
        case _:
            raise WeightsError("error.weights_file_count", n=len(files))


def load_matrix(source: Source) -> FloatArray:
    """Load one matrix of weights.

    Parameters
    ----------
    source : str, path or WeightsFile
        The lecture's ``.weights`` (a pickle of one array; nothing in it is ever run), ``.npy``, or
        text. What a file is shows in its first bytes.

    Returns
    -------
    ndarray of shape (rows, columns)
        float32 or float64; at most 1,000 rows and 1,001 columns.

    Raises
    ------
    WeightsError
        If the file is missing, damaged, too large, or anything but a matrix of finite numbers.
    """
    file = _opened(source)
    if file.content.startswith(ZIP):
        raise WeightsError("error.weights_whole_network", file=file.name)
    return _reader(file)(file.name, file.content)


def save_network(network: Network, path: str | os.PathLike[str]) -> None:
    """Save a network as ``.npz`` with float32 arrays W1 and W2.

    A broken-off save leaves the old file whole. Raises DataError if nothing can be written there.
    """
    with atomic_write(Path(path)) as file:
        file.write(npz_bytes(network))


def npz_bytes(network: Network, numbers: type[np.floating[Any]] = np.float32) -> bytes:
    """Return the content of the file that `save_network` writes, or the same of other numbers."""
    file = io.BytesIO()
    np.savez(file, W1=network.W1.astype(numbers), W2=network.W2.astype(numbers))
    return file.getvalue()


def _network(W1: FloatArray, W2: FloatArray) -> Network:
    """Files hold float32; the page computes in float64, as the lecture's own programs do."""
    return Network(W1.astype(np.float64), W2.astype(np.float64))


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


def _reader(file: WeightsFile) -> Callable[[str, bytes], FloatArray]:
    if file.content.startswith(NPY):
        return matrix_in_npy
    if re.match(rb"\x80[\x02-\x05]|c[\w.]+\n\w+\n", file.content):  # protocols 2 to 5; 0 and 1
        return matrix_in_pickle
    return matrix_in_text
