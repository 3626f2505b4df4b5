"""MNIST by the names that people have it by: packed or not, torchvision's folder, Keras' file."""

import math
import re
import struct
import zipfile
import zlib
from pathlib import Path
from stat import S_ISREG

import numpy as np
from numpy.typing import NDArray

from mnistnet.errors import DataError
from mnistnet.notation import N_PIXELS, SIDE

PLACES = (".", "MNIST/raw")
"""The folder that is named, and where torchvision puts the files below it."""

KERAS = "mnist.npz"
KERAS_ARRAYS = {
    "train-images": "x_train",
    "train-labels": "y_train",
    "t10k-images": "x_test",
    "t10k-labels": "y_test",
}

NPY_OF_BYTES = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '\|u1', 'fortran_order': False, "
    rb"'shape': \((\d{1,5}),( 28, 28)?\), \} *\n",
    re.DOTALL,
)
"""How NumPy begins an array of images or labels; what begins otherwise is not looked into."""

MAX_NPY_BYTES = 60_000 * N_PIXELS + 1_000
"""More than the largest array with its header takes."""


def located(folder: Path, name: str) -> Path | None:
    """Return where a folder has one of MNIST's four files, by whatever name; None if nowhere.

    Parameters
    ----------
    folder : Path
    name : str
        As the file is downloaded, such as ``train-images-idx3-ubyte.gz``.

    Returns
    -------
    Path or None
        The file itself, unpacked, with a dot for its second hyphen, or Keras' file of all four.

    Raises
    ------
    DataError
        If one may not look into the folder.
    """
    unpacked = name.removesuffix(".gz")
    dotted = unpacked.replace("-idx", ".idx")
    names = (name, unpacked, f"{dotted}.gz", dotted)
    paths = [folder / place / other for place in PLACES for other in names]
    try:
        return next(filter(_is_file, [*paths, folder / KERAS]), None)
    except OSError as error:
        raise DataError("error.cannot_open", path=folder, why=error.strerror) from None


def _is_file(path: Path) -> bool:
    """Ask as ``Path.is_file``, which from Python 3.14 on is silent where one may not look."""
    try:
        return S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def read_keras(path: Path, name: str) -> NDArray[np.uint8]:
    """Read what one of MNIST's files holds from Keras' file of all four.

    Parameters
    ----------
    path : Path
        A zip of ``.npy`` arrays; no more than MNIST's size is unpacked, and no pickle is read.
    name : str
        As for `located`.

    Returns
    -------
    ndarray of uint8
        Images (m, 28, 28) or labels (m,).

    Raises
    ------
    DataError
        If it is damaged, or the array is missing or of another kind.
    """
    array = KERAS_ARRAYS[name.rsplit("-", 2)[0]]
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(f"{array}.npy")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise KeyError
            with archive.open(entry) as file:
                content = file.read(MAX_NPY_BYTES)
    except KeyError:
        raise DataError("error.mnist_not_keras", path=path, array=array) from None
    except (
        *(OSError, EOFError, zlib.error, zipfile.BadZipFile, struct.error),
        *(RuntimeError, NotImplementedError, ValueError, OverflowError),  # locked, odd, or a lie
    ) as error:
        raise DataError("error.mnist_damaged", path=path, why=error) from None
    header = NPY_OF_BYTES.match(content)
    shape = (int(header[1]), *((SIDE, SIDE) if header[2] else ())) if header else ()
    if not header or len(content) - header.end() != math.prod(shape):
        raise DataError("error.mnist_not_keras", path=path, array=array)
    return np.frombuffer(content, np.uint8, offset=header.end()).reshape(shape)
