"""MNIST unpacked on disk, where several processes read the same memory instead of copies."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np

from mnistnet.data.mnist import Images

PARTS = ("training", "test")

PREFIX = "mnistnet-images-"
"""What the folders' names, below the temporary folder, begin with; no others: they are cleared."""


def new_folder() -> Path:
    """Return an empty folder that is this process's own, and clear those of processes that died.

    The system keeps a lock on it for as long as the process lives, however that ends.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    _lock(folder)
    for other in folder.parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's, or just gone
            # An empty one may be too new to be locked.
            if any(other.iterdir()) and (lock := _lock(other)) is not None:
                shutil.rmtree(other, ignore_errors=True)
                os.close(lock)
    return folder


def _lock(folder: Path) -> int | None:
    """Return the descriptor that locks a folder until it is closed; None if it cannot be locked."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # its owner lives
        os.close(descriptor)
        return None
    return descriptor


def save_arrays(folder: Path, training: Images, test: Images) -> None:
    """Write the images into a folder; `load_arrays` finds them there."""
    for part, images in zip(PARTS, (training, test), strict=True):
        np.save(folder / f"{part}-pixels.npy", images.pixels)
        np.save(folder / f"{part}-labels.npy", images.labels)


def load_arrays(folder: Path) -> tuple[Images, Images]:
    """Return the training and test images that `save_arrays` wrote, mapped into memory."""
    training, test = (
        Images(
            np.asarray(np.load(folder / f"{part}-pixels.npy", mmap_mode="r")),
            np.load(folder / f"{part}-labels.npy"),
        )
        for part in PARTS
    )
    return training, test
