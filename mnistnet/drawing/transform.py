"""A digit moved, scaled or turned, to see how the network takes it."""

import math

import numpy as np
from PIL import Image

from mnistnet.drawing.preprocess import CENTRE
from mnistnet.notation import SIDE, FloatArray


def moved(
    pixels: FloatArray,
    right: float = 0.0,
    down: float = 0.0,
    scale: float = 1.0,
    degrees: float = 0.0,
) -> FloatArray:
    """Move, scale and turn an image about the place of its centre of mass.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28)
        0 (paper) to 1 (ink), centred as MNIST's digits are.
    right, down : float
        Move, in pixels.
    scale : float
        Factor of size, more than 0.
    degrees : float
        Turn, clockwise.

    Returns
    -------
    ndarray of shape (28, 28), float32
        In [0, 1]; ink that leaves the frame is lost, paper comes in. Between pixels the ink is
        interpolated bilinearly.

    Raises
    ------
    ValueError
        If the image is of another shape or the scale is not a positive number.
    """
    if pixels.shape != (SIDE, SIDE):
        raise ValueError(f"pixels must be of shape ({SIDE}, {SIDE}), not {pixels.shape}")
    if not 0 < scale < math.inf:
        raise ValueError(f"scale must be a positive number, not {scale}")
    cos = math.cos(math.radians(degrees)) / scale
    sin = math.sin(math.radians(degrees)) / scale
    x, y = CENTRE + right, CENTRE + down  # where the centre of mass goes
    origins = (cos, sin, CENTRE - cos * x - sin * y, -sin, cos, CENTRE + sin * x - cos * y)
    image = Image.fromarray(pixels.astype(np.float32))
    turned = image.transform(image.size, Image.Transform.AFFINE, origins, Image.Resampling.BILINEAR)
    return np.asarray(turned, np.float32).clip(0, 1)
