"""MNIST unpacked on disk, where several processes read the same memory instead of copies."""

from pathlib import Path

import numpy as np

from mnistnet.data.mnist import Images

PARTS = ("training", "test")


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
