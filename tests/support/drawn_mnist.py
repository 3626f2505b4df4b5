"""A stand-in for MNIST: the same four files, of digits that this project draws itself.

It has as many images as MNIST, so that every page and program takes it for the real one, but they
are copies of a few drawings. Programs know MNIST by its checksums and must be told of these.
"""

import gzip
import hashlib
import struct
from itertools import islice, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mnistnet import prepare_strokes
from mnistnet.data.mnist import N_TEST, N_VALIDATION
from mnistnet.data.mnist_download import FILES
from mnistnet.drawing.samples import sample
from mnistnet.notation import N_CLASSES, FloatArray
from mnistnet.offline_training.augment_strokes import StrokeDeformation, deform_strokes
from tests.support import ROOT

Checksums = dict[str, tuple[str, str]]

DEFORMATION = StrokeDeformation(
    rotation=9, slant=9, aspect=0.2, bend=0.05, drift=0.03, tremble=0.01
)
"""So much that a few digits are misread."""

MOVES = sorted(product(range(-2, 3), repeat=2), key=np.linalg.norm)
"""Pixels down and to the right by which the copies of a drawing are moved, the smallest first."""

N_TRAINING = 55_000

TRAINING_LABELS = (5, 0, 4, 1, 9, 2, 1, 3, 1, 4)
TEST_LABELS = (7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, 9, 0)
"""What MNIST's two parts begin with, too."""

STARTUP = """
import sys
sys.path.insert(0, {root!r})
from mnistnet.data import mnist_download
mnist_download.FILES.update({checksums!r})
sys.path.pop(0)
"""


def write_idx(path: Path, array: NDArray[np.uint8]) -> tuple[str, str]:
    """Write bytes as MNIST's files have them; return their md5 and their content's sha256."""
    content = struct.pack(f">I{array.ndim}I", 0x0800 + array.ndim, *array.shape) + array.tobytes()
    path.write_bytes(gzip.compress(content, 1, mtime=0))
    md5 = hashlib.md5(path.read_bytes(), usedforsecurity=False)
    return md5.hexdigest(), hashlib.sha256(content).hexdigest()


def write_drawn_mnist(folder: Path) -> Checksums:
    """Write the four files, the same every time; return their checksums as in `FILES`."""
    rng = np.random.default_rng(0)
    training, validation, test = (
        _copies(n_drawings, m, first, rng)
        for n_drawings, m, first in (
            (2_500, N_TRAINING, TRAINING_LABELS),
            (300, N_VALIDATION, ()),
            (1_200, N_TEST, TEST_LABELS),
        )
    )
    both = (np.concatenate(parts) for parts in zip(training, validation, strict=True))
    arrays = (*both, *test)
    return {
        name: write_idx(folder / name, array) for name, array in zip(FILES, arrays, strict=True)
    }


def write_startup(folder: Path, checksums: Checksums) -> None:
    """Have every Python with this folder in its ``PYTHONPATH`` take the stand-in for MNIST."""
    program = STARTUP.format(root=str(ROOT), checksums=checksums)
    (folder / "sitecustomize.py").write_text(program)


def written_otherwise(label: int, rng: np.random.Generator) -> list[FloatArray]:
    """Return the strokes of a sample digit as another hand would write them."""
    return deform_strokes(sample(label).strokes, DEFORMATION, rng)


def _copies(
    n_drawings: int, m: int, first: tuple[int, ...], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return m images (m, 28, 28), no two the same, and their labels (m,)."""
    digits = rng.permutation(np.arange(n_drawings, dtype=np.uint8) % N_CLASSES)
    digits[: len(first)] = first
    pixels = [prepare_strokes(written_otherwise(int(digit), rng)).pixels for digit in digits]
    drawings = np.rint(np.stack(pixels) * 255).astype(np.uint8)
    moved = (np.roll(drawings, move, axis=(1, 2)) for move in MOVES)
    n_copies = -(-m // n_drawings)
    return np.concatenate(list(islice(moved, n_copies)))[:m], np.resize(digits, m)
