"""Deformed copies of training images: what one digit looks like from other hands and pens."""

from dataclasses import astuple, dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mnistnet.notation import N_PIXELS, SIDE, FloatArray

Pixels = NDArray[np.uint8]

MIDDLE = 14.0
"""Row and column that rotation and scaling leave in place: MNIST's centre of mass."""

KNOTS = 8
"""The elastic field is drawn on a grid of this many knots a side and is smooth between them."""

CHUNK = 64
"""Images deformed at once: the arrays of so many stay in a processor's cache."""


@dataclass(frozen=True, slots=True)
class Deformation:
    """How far copies may differ from their original; all 0 leaves an image as it is.

    Parameters
    ----------
    rotation, slant : float
        Standard deviation in degrees; slant moves the rows sideways.
    scale : float
        Standard deviation of the logarithm of the size, drawn for each axis.
    shift : float
        Largest move along each axis, in pixels.
    thickness : float
        At most this part of a pixel's neighbours' ink is added or taken away, in [0, 1].
    elastic : float
        Standard deviation of the smooth random moves of single places, in pixels.
    """

    rotation: float = 0.0
    slant: float = 0.0
    scale: float = 0.0
    shift: float = 0.0
    thickness: float = 0.0
    elastic: float = 0.0

    def times(self, factor: float) -> "Deformation":
        """Return a deformation of ``factor`` times every strength."""
        return Deformation(*(factor * strength for strength in astuple(self)))


def deform_images(pixels: Pixels, how: Deformation, rng: np.random.Generator) -> Pixels:
    """Return one deformed copy of each image.

    Parameters
    ----------
    pixels : ndarray of shape (m, 28, 28), uint8
        0 (paper) to 255 (ink).
    how : Deformation
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (m, 28, 28), uint8

    Raises
    ------
    ValueError
        If ``pixels`` is of another shape or type.

    Notes
    -----
    P. Simard, D. Steinkraus and J. Platt, "Best practices for convolutional neural networks
    applied to visual document analysis" (2003), is the source of the elastic field.
    """
    if pixels.ndim != 3 or pixels.shape[1:] != (SIDE, SIDE) or pixels.dtype != np.uint8:
        raise ValueError(f"pixels must be (m, 28, 28) of uint8, not {pixels.shape} {pixels.dtype}")
    copies = np.empty_like(pixels)
    for first in range(0, len(pixels), CHUNK):
        some = slice(first, first + CHUNK)
        inked = _thickened(pixels[some].astype(np.float32), how.thickness, rng)
        rows, columns = _origins(len(inked), how, rng)
        copies[some] = np.rint(_sampled(inked, rows, columns)).reshape(-1, SIDE, SIDE)
    return copies


def _thickened(ink: FloatArray, strength: float, rng: np.random.Generator) -> FloatArray:
    """Mix each image (m, 28, 28) with the largest, or smallest, of each pixel's neighbours."""
    part = rng.uniform(-strength, strength, (len(ink), 1, 1)).astype(np.float32)
    padded = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    across = padded[:, 1:-1, :-2], padded[:, 1:-1, 2:]
    along = padded[:, :-2, 1:-1], padded[:, 2:, 1:-1]
    thick, thin = ink, ink
    for neighbour in (*across, *along):
        thick = np.maximum(thick, neighbour)
        thin = np.minimum(thin, neighbour)
    return np.asarray(ink + np.where(part > 0, part * (thick - ink), part * (ink - thin)))


def _origins(m: int, how: Deformation, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Return the row and column, each (m, 784), from which each pixel of the copies comes."""
    angle = np.deg2rad(rng.normal(0, how.rotation, (m, 1)))
    slant = np.tan(np.deg2rad(rng.normal(0, how.slant, (m, 1)).clip(-60, 60)))
    tall, wide = np.exp(rng.normal(0, how.scale, (2, m, 1)))
    down, right = rng.uniform(-how.shift, how.shift, (2, m, 1))
    y, x = (np.indices((SIDE, SIDE)).reshape(2, 1, N_PIXELS) - MIDDLE).astype(np.float32)
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = (tall * cos, -tall * sin, wide * (sin + slant * cos), wide * (cos - slant * sin))
    a, b, c, d = (entry.astype(np.float32) for entry in matrix)
    knots = rng.standard_normal((2, m, KNOTS * KNOTS), dtype=np.float32)
    moved_y, moved_x = np.float32(how.elastic) * (knots @ _smooth_fields())
    rows = a * y + b * x + moved_y + (MIDDLE + down).astype(np.float32)
    columns = c * y + d * x + moved_x + (MIDDLE + right).astype(np.float32)
    return rows, columns


@cache
def _smooth_fields() -> FloatArray:
    """Return (64, 784): the bump that each knot adds to the field, of unit variance together."""
    knots = np.linspace(-2, SIDE + 1, KNOTS)
    bumps = np.exp(-0.5 * ((np.arange(SIDE) - knots[:, None]) / (knots[1] - knots[0])) ** 2)
    bumps /= np.sqrt((bumps**2).sum(axis=0))
    return np.asarray(np.kron(bumps, bumps), dtype=np.float32)


def _sampled(ink: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """Read images (m, 28, 28) between their pixels, bilinearly; paper beyond their edge."""
    wide = SIDE + 3
    paper = np.zeros((len(ink), wide, wide), dtype=np.float32)
    paper[:, 1 : SIDE + 1, 1 : SIDE + 1] = ink
    rows = np.clip(rows + 1, 0, SIDE + 1, dtype=np.float32)
    columns = np.clip(columns + 1, 0, SIDE + 1, dtype=np.float32)
    top, left = np.floor(rows), np.floor(columns)
    below, beside = rows - top, columns - left
    first = np.arange(len(ink)).reshape(-1, 1) * wide * wide
    corner = (top * wide + left).astype(np.intp) + first
    flat = paper.ravel()
    upper_left, upper_right = flat.take(corner), flat.take(corner + 1)
    lower_left, lower_right = flat.take(corner + wide), flat.take(corner + wide + 1)
    upper = upper_left + beside * (upper_right - upper_left)
    lower = lower_left + beside * (lower_right - lower_left)
    return np.asarray(upper + below * (lower - upper))
