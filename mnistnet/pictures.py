"""Picture files as drawings: whatever the colours, white ink on black comes out."""

import os

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from mnistnet.errors import DrawingError
from mnistnet.picture import grey_pixels


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
