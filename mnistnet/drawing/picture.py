"""Picture files: opened, and written as PNG."""

import base64
import io
import os
import struct
import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from mnistnet.drawing.grey import (
    MAX_BYTES,
    MAX_SIDE,
    contrast,
    on_paper,
    require_readable,
    without_lab,
)
from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
"""What telephones' pictures in HEIF begin with, after their length and ``ftyp``."""

PROGRAM = "EPS"
"""PostScript is a program, for which Pillow starts another, where that is installed."""

DAMAGE = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError),
    struct.error,
)
"""What Pillow's decoders raise of damaged files."""


def open_picture(path: str | os.PathLike[str] | BinaryIO) -> Image.Image:
    """Open a picture file.

    Parameters
    ----------
    path : str, path or binary file
        Any format that Pillow reads by itself. Of moving pictures the first that shows anything
        is taken.

    Returns
    -------
    PIL.Image.Image
        Upright: photographs are turned as their camera was held.

    Raises
    ------
    DrawingError
        If the file is missing, not a picture, damaged, or larger than can be read.
    """
    name = path if isinstance(path, str | os.PathLike) else getattr(path, "name", "file")
    try:
        if isinstance(path, str | os.PathLike) and Path(path).is_dir():
            raise DrawingError("error.picture_folder", path=name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # bounded here
            with Image.open(path) as file:
                if file.format == PROGRAM:
                    raise UnidentifiedImageError
                require_readable(file)
                return ImageOps.exif_transpose(_first_with_ink(file))
    except FileNotFoundError:
        raise DrawingError("error.picture_missing", path=name) from None
    except Image.DecompressionBombError:
        raise DrawingError("error.image_too_large", limit=MAX_SIDE) from None
    except UnidentifiedImageError:
        raise DrawingError(_unknown(path), path=name) from None
    except DAMAGE as error:
        if isinstance(error, OSError) and error.strerror:  # the system's, Pillow's have no number
            raise DrawingError("error.cannot_open", path=name, why=error.strerror) from None
        raise DrawingError("error.picture_damaged", path=name) from None


def _first_with_ink(file: Image.Image) -> Image.Image:
    """Return the first frame that is not of one shade, or the first of all."""
    most = max(1, MAX_BYTES // (4 * file.width * file.height))
    frames = min(getattr(file, "n_frames", 1), most)
    if frames == 1:
        return file.copy()  # Pillow's SPIDER does not even seek the first
    for number in range(frames):
        file.seek(number)
        frame = file.copy()
        if contrast(on_paper(without_lab(frame).convert("RGBA"))):
            return frame
    file.seek(0)
    return file.copy()


def _unknown(path: str | os.PathLike[str] | BinaryIO) -> str:
    """Return why a file is no picture that can be read: telephones' HEIC has a sentence."""
    if isinstance(path, str | os.PathLike):
        with Path(path).open("rb") as file:
            head = file.read(12)
    else:
        path.seek(0)
        head = path.read(12)
    is_heic = head[4:8] == b"ftyp" and head[8:12] in HEIC
    return "error.picture_heic" if is_heic else "error.picture_unknown"


def png(image: FloatArray, times: int = 1) -> bytes:
    """Return grey values (height, width) in [0, 1] as a PNG file of whole numbers 0 to 255.

    ``times`` larger, each pixel is a square of so many pixels a side.
    """
    grey = np.uint8(np.rint(image * 255)).repeat(times, axis=0).repeat(times, axis=1)
    if ((grey == 0) | (grey == 255)).all():  # a bit a pixel is sooner written
        bits = np.packbits(grey > 0, axis=1).tobytes()
        picture = Image.frombytes("1", (grey.shape[1], grey.shape[0]), bits)
    else:
        picture = Image.fromarray(grey)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def png_address(image: FloatArray) -> str:
    """Return grey values (height, width) in [0, 1] as a ``data:`` address of a PNG."""
    return "data:image/png;base64," + base64.b64encode(png(image)).decode()
