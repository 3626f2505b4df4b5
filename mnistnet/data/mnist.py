"""MNIST's images and labels: read its files, and check what they hold."""

import gzip
import hashlib
import math
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mnistnet.data import mnist_download
from mnistnet.data.mnist_download import Progress, mnist_folder
from mnistnet.data.mnist_files import KERAS, located, read_keras
from mnistnet.errors import DataError
from mnistnet.notation import N_PIXELS, SIDE, FloatArray

N_TEST = 10_000
"""Number of test images."""

N_FILED = 60_000
"""Number of images in the training files, those for validation among them."""

MAX_IDX_BYTES = N_FILED * N_PIXELS + 17
"""One byte more than the largest file's content: what is longer is not MNIST."""

N_VALIDATION = 5_000
"""The last images of the training files are for validation: lecture B's 55,000 and 5,000."""


@dataclass(frozen=True, slots=True, eq=False)
class Images:
    """Handwritten digits and what they are meant to be.

    Parameters
    ----------
    pixels : ndarray of shape (m, 28, 28), uint8
        0 (paper) to 255 (ink).
    labels : ndarray of shape (m,), uint8
        Digits, 0 to 9.
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, some: slice) -> "Images":
        return Images(self.pixels[some], self.labels[some])

    @property
    def X(self) -> FloatArray:
        """The images as columns, float32 of shape (784, m), 0 (paper) to 1 (ink)."""
        return self.pixels.reshape(-1, N_PIXELS).T.astype(np.float32) / np.float32(255)


@dataclass(frozen=True, slots=True, eq=False)
class Mnist:
    """MNIST, divided as lecture B has it.

    Parameters
    ----------
    training, validation, test : Images
        55,000 to learn from, 5,000 to choose by, 10,000 for reporting only.
    """

    training: Images
    validation: Images
    test: Images


def load_mnist(
    folder: str | os.PathLike[str] | None = None, progress: Progress | None = None
) -> Mnist:
    """Read MNIST from a folder, downloading it first when no folder is named.

    Parameters
    ----------
    folder : str or path, optional
        Where the four files are, as downloaded, unpacked, as torchvision or as Keras keeps them.
        Without it, the environment's ``MNISTNET_DATA``; without that, the user's cache folder,
        which is filled from the public mirrors.
    progress : callable, optional
        Called with the bytes downloaded so far and in all.

    Returns
    -------
    Mnist

    Raises
    ------
    DataError
        If a file is missing, damaged, not MNIST's, or cannot be downloaded.
    """
    place = mnist_folder(folder, progress)
    everything = read_images(place, "train")
    test = read_images(place, "t10k")
    return Mnist(everything[:-N_VALIDATION], everything[-N_VALIDATION:], test)


def load_test_images(
    folder: str | os.PathLike[str] | None = None, progress: Progress | None = None
) -> Images:
    """Read only the 10,000 test images; parameters and errors as `load_mnist`."""
    return read_images(mnist_folder(folder, progress, "t10k"), "t10k")


def read_images(folder: Path, part: str) -> Images:
    """Read one part of MNIST and compare its content with MNIST's own.

    Parameters
    ----------
    folder : Path
        Where the four files are.
    part : {"train", "t10k"}
        60,000 training or 10,000 test images.

    Returns
    -------
    Images

    Raises
    ------
    DataError
        If a file is missing, cut off, not in IDX format, or not MNIST's.
    """
    names = (f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz")
    pixels, labels = (_genuine(folder, name) for name in names)
    return Images(pixels, labels)


def _genuine(folder: Path, name: str) -> NDArray[np.uint8]:
    """Read one of the four files, by whatever name it is there; it must hold what MNIST's holds."""
    path = located(folder, name) or folder / name
    array = read_keras(path, name) if path.name == KERAS else read_idx(path)
    content = _idx_header(array.shape) + array.tobytes()
    if hashlib.sha256(content).hexdigest() != mnist_download.FILES[name][1]:
        raise DataError("error.mnist_changed", path=path)
    return array


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Read an IDX file of bytes, images (m, 28, 28) or labels (m,), gzipped if its name says so.

    Raises
    ------
    DataError
        If it is missing, cut off, or something else.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(MAX_IDX_BYTES)
    except FileNotFoundError:
        raise DataError("error.mnist_missing", folder=path.parent, files=path.name) from None
    except (OSError, EOFError, zlib.error) as error:
        raise DataError("error.mnist_damaged", path=path, why=error) from None
    n_axes = 3 if content[3:4] == b"\x03" else 1
    first = 4 + 4 * n_axes
    shape = struct.unpack(f">{n_axes}I", content[4:first].ljust(4 * n_axes, b"\0"))
    is_idx = content[:first] == _idx_header(shape) and shape[1:] in ((), (SIDE, SIDE))
    if not is_idx or len(content) - first != math.prod(shape):
        raise DataError("error.mnist_not_idx", path=path)
    return np.frombuffer(content, np.uint8, offset=first).reshape(shape)


def _idx_header(shape: tuple[int, ...]) -> bytes:
    """Return how IDX announces bytes (type 8) in an array of one axis or more."""
    return struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape)
