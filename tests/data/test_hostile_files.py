"""Damaged pictures, handwriting and MNIST.

More of them: ``python -m tests.data.test_hostile_files 20000 1``.
"""

import gzip
import io
import json
import random
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mnistnet import DataError, DrawingError
from mnistnet.data.mnist import read_idx
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.found_digits import prepare_image
from mnistnet.drawing.picture import open_picture
from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.texts import LANGUAGES, catalogue
from tests.support import fuzz

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
ODD: tuple[Any, ...] = (
    *(None, True, -1, 10, 1e400, 10**30, "7", "", [], {}),
    *([[]], [[[]]], [[[1]]], [[["a", 1]]]),
)


def picture(chance: random.Random) -> tuple[str, bytes]:
    """Return a picture of a seven in some format, whole or damaged."""
    seven = np.uint8(255 * prepare_strokes(sample(7).strokes).pixels)
    mode = chance.choice(["L", "1", "RGB", "P", "CMYK", "LA", "RGBA"])
    file = io.BytesIO()
    format_ = chance.choice(FORMATS)
    try:
        Image.fromarray(seven).convert(mode).save(file, format_)
    except (OSError, ValueError):  # not every format has every mode
        Image.fromarray(seven).save(file, format_)
    return f"picture.{format_.lower()}", damaged(file.getvalue(), chance)


def handwriting(chance: random.Random) -> tuple[str, bytes]:
    """Return lines of written digits with some values exchanged, whole or damaged."""
    strokes = [points.tolist() for points in sample(3).strokes]
    entries: list[dict[str, Any]] = [
        {"label": 3, "writer": "a", "strokes": strokes} for _ in range(3)
    ]
    if chance.random() < 0.7:
        entries[chance.randrange(3)][chance.choice(["label", "writer", "strokes"])] = chance.choice(
            ODD
        )
    content = "\n".join(json.dumps(entry) for entry in entries).encode()
    name = chance.choice(["digits.jsonl", "digits.jsonl", "digits.txt"])
    return name, damaged(content, chance)


def mnist_file(chance: random.Random) -> tuple[str, bytes]:
    """Return a small IDX file whose header may lie, whole or damaged before or after packing."""
    shape = chance.choice(
        [(3, 28, 28), (3,), (0,), (2**32 - 1, 28, 28), (3, 2**31, 28), (5, 28, 27)]
    )
    header = struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape)
    content = header + chance.randbytes(chance.choice([0, 3, 3 * 28 * 28]))
    return "t10k-images-idx3-ubyte.gz", damaged(gzip.compress(damaged(content, chance)), chance)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return bytes as they are, or cut off, or with some exchanged or put in."""
    changed = bytearray(content)
    for _ in range(chance.choice([0, 1, 1, 4, 30])):
        at = chance.randint(0, len(changed))
        match chance.randrange(4):
            case 0:
                del changed[at:]
            case 1:
                changed[at:at] = chance.randbytes(chance.choice([1, 8, 300]))
            case _:
                changed[at : at + 1] = bytes(
                    [chance.choice([0, 1, 127, 255, chance.randrange(256)])]
                )
    return bytes(changed)


KINDS = (picture, handwriting, mnist_file)

pytestmark = pytest.mark.filterwarnings(
    "ignore::UserWarning"
)  # Pillow's, of what it can do without


def outcome(kind: Any, file: tuple[str, bytes], folder: Path) -> str:
    """Read one file of a kind; anything but what it holds or a sentence fails."""
    name, content = file
    path = folder / name
    path.write_bytes(content)
    try:
        if kind is picture:
            pixels = prepare_image(open_picture(path)).pixels
            assert pixels.shape == (28, 28)
            assert 0 <= pixels.min() <= pixels.max() <= 1
        elif kind is handwriting:
            for digit in read_written_digits(path):
                assert digit.label in range(10)
                assert all(np.isfinite(points).all() for points in digit.strokes)
        else:
            assert read_idx(path).dtype == np.uint8
    except (DataError, DrawingError) as error:
        for language in LANGUAGES:
            catalogue(language)[error.key].format(**error.values)
        return error.key
    return "read"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150)
@given(chance=st.randoms(use_true_random=False))
def test_whatever_a_file_holds_is_read_or_explained(kind: Any, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert outcome(kind, kind(chance), Path(folder))


@pytest.mark.parametrize("kind", KINDS)
def test_whole_and_damaged_files_are_both_among_them(kind: Any, tmp_path: Path) -> None:
    chance = random.Random(0)  # noqa: S311
    outcomes = {outcome(kind, kind(chance), tmp_path) for _ in range(80)}

    assert "read" in outcomes
    assert len(outcomes) > 1


def main(n: int, seed: int) -> None:
    """Try ``n`` files."""

    def made(chance: random.Random, number: int) -> tuple[Any, tuple[str, bytes]]:
        kind = KINDS[number % len(KINDS)]
        return kind, kind(chance)

    def read(made: tuple[Any, tuple[str, bytes]]) -> str:
        kind, file = made
        return f"{kind.__name__}: {outcome(kind, file, Path(folder))}"

    with tempfile.TemporaryDirectory() as folder:
        fuzz.run(n, seed, made, read)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
