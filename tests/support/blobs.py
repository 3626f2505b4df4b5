"""Ten easy classes, for trainings that take a moment."""

import numpy as np

from mnistnet.data.mnist import Images

FEW_DRAWN = {
    "N_NON_DIGITS": 5,
    "N_VALIDATION_NON_DIGITS": 4,
    "N_DRAWN_SHAPES": 3,
    "N_VALIDATION_SHAPES": 2,
}
"""How few drawings offline_training/dataset.py makes for such trainings."""


def blobs(m: int) -> Images:
    """Return m images with a bright row at a height that tells the digit."""
    rng = np.random.default_rng(0)
    labels = (np.arange(m) % 10).astype(np.uint8)
    pixels = rng.integers(0, 40, (m, 28, 28), dtype=np.uint8)
    pixels[np.arange(m), 4 + 2 * labels] = 255
    return Images(pixels, labels)


def noise(m: int) -> Images:
    """Return m images of noise with labels, always the same ones."""
    rng = np.random.default_rng(m)
    pixels = rng.integers(0, 256, (m, 28, 28), dtype=np.uint8)
    return Images(pixels, (np.arange(m) % 10).astype(np.uint8))
