"""MNIST's four files: find them, download them, check them, read them."""

import errno
import gzip
import hashlib
import math
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pooch  # type: ignore[import-untyped]
from numpy.typing import NDArray

from mnistnet.errors import DataError
from mnistnet.notation import N_PIXELS, SIDE, FloatArray

FILES = {
    "train-images-idx3-ubyte.gz": (
        "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels-idx1-ubyte.gz": (
        "d53e105ee54ea40749a09fcbcd1e9432",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "t10k-images-idx3-ubyte.gz": (
        "9fb629c4189551a2d022fa330f9573f3",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "t10k-labels-idx1-ubyte.gz": (
        "ec29112dd5afa0611ce80d1b7f02629c",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}
"""Name of each file, the md5 of the file as downloaded, and the sha256 of its content."""

DOWNLOAD_BYTES = 11_594_722
"""Size of the four files together."""

TEST_DOWNLOAD_BYTES = 1_653_419
"""Size of the two files of test images."""

N_TEST = 10_000
"""Number of test images."""

MAX_IDX_BYTES = 60_000 * N_PIXELS + 17
"""One byte more than the largest file's content: what is longer is not MNIST."""

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

N_HELD_BACK = 5_000
"""The last images of the training files are held back: lecture B's 55,000 and 5,000."""

Part = Literal["all", "t10k"]
"""All of MNIST, or only its test images, as their files are named."""

Progress = Callable[[int, int], None]
"""Told how many bytes have come so far, and how many there are."""


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
        Where the four files are. Without it, the environment's ``MNISTNET_DATA``; without
        that, the user's cache folder, which is filled from the public mirrors.
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
    return Mnist(everything[:-N_HELD_BACK], everything[-N_HELD_BACK:], test)


def load_test_images(
    folder: str | os.PathLike[str] | None = None, progress: Progress | None = None
) -> Images:
    """Read only the 10,000 test images; parameters and errors as `load_mnist`."""
    return read_images(mnist_folder(folder, progress, "t10k"), "t10k")


def mnist_folder(
    folder: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    part: Part = "all",
) -> Path:
    """Return the folder that holds the four files, or the two of the test images.

    Parameters and errors as `load_mnist`.
    """
    named = folder or os.environ.get("MNISTNET_DATA")
    if not named:
        _download(mnist_cache(), part, progress)
        return mnist_cache()
    if missing := missing_files(Path(named), part):
        raise DataError("error.mnist_missing", folder=named, files=", ".join(missing))
    return Path(named)


def mnist_cache() -> Path:
    """Return the user's cache folder, to which MNIST is downloaded."""
    return Path(pooch.os_cache("mnistnet"))


def missing_files(folder: Path, part: Part = "all") -> list[str]:
    """Return the names of the files that a folder lacks, of all four or of the test images' two."""
    return [name for name in _names(part) if not (folder / name).is_file()]


def needs_download(part: Part = "all") -> bool:
    """Whether `mnist_folder` would download: no folder is named, and the cache lacks a file."""
    return not os.environ.get("MNISTNET_DATA") and bool(missing_files(mnist_cache(), part))


def _names(part: Part) -> list[str]:
    return [name for name in FILES if part == "all" or name.startswith(part)]


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
    paths = (folder / f"{part}-images-idx3-ubyte.gz", folder / f"{part}-labels-idx1-ubyte.gz")
    pixels, labels = (read_idx(path) for path in paths)
    for path, array in zip(paths, (pixels, labels), strict=True):
        header = _idx_header(array.shape)
        if hashlib.sha256(header + array.tobytes()).hexdigest() != FILES[path.name][1]:
            raise DataError("error.mnist_changed", path=path)
    return Images(pixels, labels)


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Read a gzipped IDX file of bytes, images (m, 28, 28) or labels (m,); raises DataError."""
    try:
        with gzip.open(path) as file:
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


class _DownloadProgress:
    """What pooch tells of one file after another, told on as one sum over all files."""

    def __init__(self, progress: Progress, size: int) -> None:
        self.progress = progress
        self.size = size
        self.total = 0
        self.so_far = 0
        self.before = 0

    def update(self, n_bytes: int) -> None:
        self.so_far += n_bytes
        self.progress(min(self.so_far, self.size), self.size)

    def reset(self) -> None:
        """Pooch starts again at 0 after a file, only to add that file's size once more."""
        self.so_far = self.before

    def close(self) -> None:
        self.before = self.so_far


def _download(cache: Path, part: Part, progress: Progress | None) -> None:
    """Fill the cache folder with the files that it lacks, from the first mirror that has them."""
    size = DOWNLOAD_BYTES if part == "all" else TEST_DOWNLOAD_BYTES
    shown = _DownloadProgress(progress, size) if progress else None
    for name in _names(part):
        md5, _ = FILES[name]
        why: Exception | None = None
        for mirror in MIRRORS:
            try:
                pooch.retrieve(
                    mirror + name,
                    known_hash=f"md5:{md5}",
                    fname=name,
                    path=cache,
                    downloader=pooch.HTTPDownloader(progressbar=shown or False, timeout=30),
                )
                break
            except (OSError, ValueError) as error:  # no network, or a file that is not MNIST's
                if reason := _reason_here(error):
                    raise DataError("error.cannot_write", folder=cache, why=reason) from error
                why = error
                if shown:
                    shown.reset()
        else:
            raise DataError(
                "error.mnist_no_download", why=why, folder=cache, files=", ".join(_names(part))
            ) from why


def _reason_here(error: Exception) -> str | None:
    """Return why this computer does not keep a file; None if it is the network or the file."""
    if isinstance(error, PermissionError):  # Pooch's has no reason of its own
        return os.strerror(errno.EACCES)
    return error.strerror if isinstance(error, OSError) else None  # requests' have none
