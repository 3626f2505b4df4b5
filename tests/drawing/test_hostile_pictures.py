"""Damaged pictures; try more with ``python -m tests.drawing.test_hostile_pictures 100000 1``."""

import io
import random
import sys
import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mnistnet import DrawingError, find_digits, open_picture
from mnistnet.drawing.grey import MAX_SIDE
from mnistnet.texts import LANGUAGES, catalogue
from tests.support import fuzz

KINDS = {
    "RGB": ["PNG", "JPEG", "BMP", "WEBP", "TGA", "PPM", "PCX", "SGI", "DDS", "JPEG2000", "ICO"],
    "L": ["PNG", "GIF", "TIFF", "ICNS"],
    "1": ["PNG", "TIFF", "XBM", "MSP"],
    "RGBA": ["PNG", "TIFF", "WEBP"],
    "F": ["TIFF", "SPIDER"],
    "CMYK": ["JPEG", "TIFF"],
    "LAB": ["TIFF"],
}
"""What Pillow writes in each mode."""


def _valid_files() -> list[bytes]:
    seven = Image.new("L", (60, 50), 230)
    ImageDraw.Draw(seven).line([(15, 8), (45, 8), (25, 42)], fill=40, width=5)
    files = []
    for mode, kinds in KINDS.items():
        for kind in kinds:
            file = io.BytesIO()
            image = Image.merge("LAB", [seven] * 3) if mode == "LAB" else seven.convert(mode)
            image.save(file, kind)
            files.append(file.getvalue())
    for kind in ("GIF", "TIFF", "PNG", "WEBP"):
        file = io.BytesIO()
        frames = [seven.rotate(30), seven.rotate(60)]
        seven.save(file, kind, save_all=True, append_images=frames)
        files.append(file.getvalue())
    return files


VALID = _valid_files()

PIECES = [
    *(b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"9" * 11, b"-1", b"\n", b" "),
    *(b"IHDR", b"IDAT", b"acTL", b"fcTL", b"zTXt", b"iCCP", b"eXIf", b"Exif\0\0MM\0*", b"\x21\xf9"),
    *(b"\xff\xc0", b"\xff\xe1", b"\xff\xda", b"%!PS-Adobe", b"II*\0", b"\0\0\0\x0cftyp"),
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Change a picture in one to six places."""
    return fuzz.damaged(content, chance, PIECES, VALID)


def outcome(content: bytes) -> str:
    """Open a picture and find its digits; anything but a sentence fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of damaged metadata
        try:
            found = find_digits(open_picture(io.BytesIO(content)))
        except DrawingError as error:
            for language in LANGUAGES:
                catalogue(language)[error.key].format(**error.values).encode()
            return error.key
    for one in found:
        assert np.isfinite(one.digit.pixels).all()
        assert 0 <= one.digit.pixels.min() <= one.digit.pixels.max() <= 1
        assert 0 <= min(one.box) <= max(one.box) <= MAX_SIDE
    return "digits"


def test_whole_pictures_are_read() -> None:
    assert {outcome(content) for content in VALID} == {"digits"}


@settings(max_examples=200)
@given(st.sampled_from(VALID), st.randoms(use_true_random=False))
def test_a_damaged_picture_gives_digits_or_a_sentence(
    content: bytes, chance: random.Random
) -> None:
    assert outcome(damaged(content, chance))


def main(n: int, seed: int) -> None:
    """Try ``n`` damaged pictures."""
    fuzz.run(n, seed, lambda chance, _: damaged(chance.choice(VALID), chance), outcome)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
