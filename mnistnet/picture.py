"""Pictures to grey values, and grey values to PNG."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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


def png_address(image: FloatArray) -> str:
    """Return grey values (height, width) in [0, 1] as a ``data:`` address of a PNG."""
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.rint(image * 255))).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
