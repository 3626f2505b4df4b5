"""Picture files to white ink on black, pictures to grey values, grey values to PNG."""

import base64
import io
import os

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_SIDE = 10_000
"""Larger pictures are refused before their pixels are unpacked."""


def grey_pixels(image: Image.Image | NDArray[np.uint8]) -> FloatArray:
    """Turn a picture into grey values.

    Parameters
    ----------
    image : PIL.Image.Image or ndarray of shape (height, width), uint8
        Colours are turned to grey by their luma; transparent is black.

    Returns
    -------
    ndarray of shape (height, width), float32, in [0, 1]

    Raises
    ------
    DrawingError
        If the array is of another shape or type, or the picture has a side above `MAX_SIDE`.
    """
    if isinstance(image, np.ndarray):
        if image.ndim != 2 or image.dtype != np.uint8:
            raise DrawingError("error.image_array", shape=image.shape, dtype=image.dtype)
        image = Image.fromarray(image)
    if max(image.size) > MAX_SIDE:
        raise DrawingError("error.image_too_large", limit=MAX_SIDE)
    if image.has_transparency_data:
        black = Image.new("RGBA", image.size, "black")
        image = Image.alpha_composite(black, image.convert("RGBA"))
    return np.asarray(image.convert("L"), dtype=np.float32) / 255


def open_picture(path: str | os.PathLike[str]) -> Image.Image:
    """Open a picture file as white ink on black, as `prepare_image` wants it.

    Parameters
    ----------
    path : str or path
        Any format that Pillow reads. Photographs are turned upright.

    Returns
    -------
    PIL.Image.Image
        Grey, white ink on black.

    Raises
    ------
    DrawingError
        If the file is missing, not a picture, damaged, or larger than can be read.
    """
    try:
        with Image.open(path) as file:
            return white_on_black(ImageOps.exif_transpose(file))
    except FileNotFoundError:
        raise DrawingError("error.picture_missing", path=path) from None
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise DrawingError("error.picture_unknown", path=path) from None
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow's decoders raise
        raise DrawingError("error.picture_damaged", path=path, why=error) from None


def white_on_black(image: Image.Image) -> Image.Image:
    """Return a picture in grey with its paper dark: inverted if most of its border is bright.

    What is transparent becomes the paper that the ink can be seen on, white if both will do.
    """
    if image.has_transparency_data:
        image = image.convert("RGBA")
        on_white, on_black = (
            Image.alpha_composite(Image.new("RGBA", image.size, paper), image).convert("L")
            for paper in ("white", "black")
        )
        image = on_white if _contrast(on_white) >= _contrast(on_black) else on_black
    grey = grey_pixels(image)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(border) > 0.5:
        grey = 1 - grey
    return Image.fromarray(np.rint(grey * 255).astype(np.uint8))


def _contrast(grey: Image.Image) -> int:
    darkest, brightest = grey.getextrema()
    return int(brightest) - int(darkest)  # type: ignore[arg-type]


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
