"""MNIST's four files: find them, or download and check them."""

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pooch  # type: ignore[import-untyped]

from mnistnet.data.mnist_files import located
from mnistnet.errors import DataError

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

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

TIMEOUT = 10.0
"""Seconds without a byte after which a mirror is given up."""

LEFT = 6 * TIMEOUT
"""Seconds without a byte after which nobody downloads a file any longer: it was killed."""

Part = Literal["all", "t10k"]
"""All of MNIST, or only its test images, as their files are named."""

Progress = Callable[[int, int], None]
"""Told how many bytes have come so far, and how many there are."""


def mnist_folder(
    folder: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    part: Part = "all",
) -> Path:
    """Return the folder that holds the four files, or the two of the test images, as `located`.

    Parameters
    ----------
    folder : str or path, optional
        Where the files are. Without it, the environment's ``MNISTNET_DATA``; without that, the
        user's cache folder, which is filled from the public mirrors.
    progress : callable, optional
        Called with the bytes downloaded so far and in all.
    part : {"all", "t10k"}

    Raises
    ------
    DataError
        If a file is missing or cannot be downloaded.
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
    return [name for name in _names(part) if not located(folder, name)]


def needs_download(part: Part = "all") -> bool:
    """Whether `mnist_folder` would download: no folder is named, and the cache lacks a file."""
    return not os.environ.get("MNISTNET_DATA") and bool(missing_files(mnist_cache(), part))


def _names(part: Part) -> list[str]:
    return [name for name in FILES if part == "all" or name.startswith(part)]


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
    _tidy(cache)
    size = DOWNLOAD_BYTES if part == "all" else TEST_DOWNLOAD_BYTES
    shown = _DownloadProgress(progress, size) if progress else None
    mirrors = list(MIRRORS)
    for name in _names(part):
        if located(cache, name) not in (None, cache / name):  # put there by hand
            continue
        why = _fetched(cache, name, mirrors, shown)
        if why and (cache / name).is_file():  # only a damaged one is fetched again
            raise DataError("error.mnist_changed", path=cache / name) from why
        if why:
            raise DataError(
                "error.mnist_no_download", why=why, folder=cache, files=", ".join(_names(part))
            ) from why


def _fetched(
    cache: Path, name: str, mirrors: list[str], shown: _DownloadProgress | None
) -> Exception | None:
    """Fetch a file unless it is there; return why no mirror has it, None if one has.

    A mirror that fails goes to the end of the list: the next file need not wait for it once more.
    """
    md5, _ = FILES[name]
    why: Exception | None = None
    for mirror in tuple(mirrors):
        try:
            pooch.retrieve(
                mirror + name,
                known_hash=f"md5:{md5}",
                fname=name,
                path=cache,
                downloader=pooch.HTTPDownloader(progressbar=shown or False, timeout=TIMEOUT),
            )
            return None
        except (OSError, ValueError) as error:  # no network, or a file that is not MNIST's
            if reason := _reason_here(error):
                raise DataError("error.cannot_write", folder=cache, why=reason) from error
            why = error
            mirrors.append(mirrors.pop(0))
            if shown:
                shown.reset()
    return why


def _tidy(cache: Path) -> None:
    """Remove what downloads that were killed left half done; what grows still is another's."""
    for half in cache.glob("tmp????????"):  # as pooch names a file until it is whole
        with suppress(OSError):  # another process was faster, or it is not ours
            if time.time() - half.stat().st_mtime > LEFT:
                half.unlink()


def _reason_here(error: Exception) -> str | None:
    """Return why this computer does not keep a file; None if it is the network or the file."""
    if isinstance(error, PermissionError):  # Pooch's has no reason of its own
        return os.strerror(errno.EACCES)
    return error.strerror if isinstance(error, OSError) else None  # requests' have none
