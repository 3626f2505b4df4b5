"""Pictures of any kind to grey values."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_SIDE = 10_000
"""Pictures of a longer side are refused before their pixels are unpacked."""

MAX_BYTES = 200_000_000
"""Pictures whose pixels take more bytes are refused, too: those of 66 megapixels in colour."""

WORK_SIDE = 1_200
"""Pictures are looked at no larger than this: a pen of a telephone's photograph has some pixels."""

FULL = (1.0, 255.0, 4095.0, 65535.0)
"""White in pictures of real or long numbers is the first of these that no pixel is above."""

Picture = Image.Image | NDArray[np.uint8]


def small_grey(image: Picture) -> tuple[FloatArray, float]:
    """Turn a picture into grey values, at most `WORK_SIDE` pixels a side.

    Parameters
    ----------
    image : PIL.Image.Image or ndarray of shape (height, width), (height, width, 3 or 4), uint8
        Colours are turned to grey by their luma; what is transparent becomes the paper that
        the ink can be seen on, white if both will do.

    Returns
    -------
    grey : ndarray of shape (height, width), float32, in [0, 1]
    times : float
        How many pixels of the picture one of them is wide.

    Raises
    ------
    DrawingError
        If the array is of another shape or type, or the picture is larger than can be read.
    """
    if isinstance(image, np.ndarray):
        is_picture = image.ndim == 2 or (image.ndim == 3 and image.shape[2] in (3, 4))
        if not is_picture or image.dtype != np.uint8 or 0 in image.shape:
            raise DrawingError("error.image_array", shape=image.shape, dtype=image.dtype)
        image = Image.fromarray(image)
    require_readable(image)
    image = without_lab(ImageOps.exif_transpose(image))
    times = max(1.0, max(image.size) / WORK_SIDE)
    if image.mode[0] in "IF":
        image = Image.fromarray(_scaled(np.asarray(image, np.float32)))
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode != "RGB":
        image = image.convert("L")
    if times > 1:
        width, height = (max(1, round(side / times)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.BOX)
    if image.mode == "RGBA":
        image = on_paper(image)
    if image.mode != "F":
        return np.asarray(image.convert("L"), np.float32) / 255, times
    return np.asarray(image), times


def without_lab(image: Image.Image) -> Image.Image:
    """Return a picture's lightness if it is in CIELAB, which Pillow does not convert; or itself."""
    return image.getchannel("L") if image.mode == "LAB" else image


def require_readable(image: Image.Image) -> None:
    """Raise DrawingError if a picture is larger than can be read."""
    deep = 4 if image.mode[0] in "IF" else len(image.getbands())
    if max(image.size) > MAX_SIDE or image.width * image.height * deep > MAX_BYTES:
        raise DrawingError("error.image_too_large", limit=MAX_SIDE)


def _scaled(numbers: FloatArray) -> FloatArray:
    """Return real or long numbers as grey values from 0 to 1."""
    numbers = np.nan_to_num(numbers, posinf=0, neginf=0).clip(0)
    highest = float(numbers.max(initial=0))
    white = next((full for full in FULL if highest <= full), highest)
    return np.asarray(numbers / white, np.float32)


def on_paper(image: Image.Image) -> Image.Image:
    """Return a picture that is transparent in parts on white or on black paper, in grey."""
    on_white, on_black = (
        Image.alpha_composite(Image.new("RGBA", image.size, paper), image).convert("L")
        for paper in ("white", "black")
    )
    return on_white if contrast(on_white) >= contrast(on_black) else on_black


def contrast(grey: Image.Image) -> int:
    """Return how far the brightest of grey pixels is from the darkest, 0 to 255."""
    darkest, brightest = grey.getextrema()
    return int(brightest) - int(darkest)  # type: ignore[arg-type]  # one channel has two numbers
