"""One written digit as other hands would write it: deformations of strokes, not of pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnistnet.drawing.strokes import bounds
from mnistnet.notation import FloatArray


@dataclass(frozen=True, slots=True)
class StrokeDeformation:
    """How far another deformation may differ; all 0 leaves the strokes as they are.

    Parameters
    ----------
    rotation, slant : float
        Standard deviation in degrees.
    aspect : float
        Standard deviation of the logarithm of width over height.
    bend : float
        Size of slow, smooth moves along the whole digit, as a part of its size.
    drift : float
        Standard deviation of each stroke's own move, as a part of the digit's size.
    tremble : float
        Standard deviation of each point's own move, as a part of the digit's size.
    coarse : float
        Probability that only few points are kept, as from a slow page or a fast mouse.
    """

    rotation: float = 0.0
    slant: float = 0.0
    aspect: float = 0.0
    bend: float = 0.0
    drift: float = 0.0
    tremble: float = 0.0
    coarse: float = 0.0


def deform_strokes(
    strokes: Sequence[FloatArray], deformation: StrokeDeformation, rng: np.random.Generator
) -> list[FloatArray]:
    """Return the strokes as another deformation would write them.

    Parameters
    ----------
    strokes : sequence of ndarray of shape (n, 2)
        Points (x, y) in any unit, y downwards.
    deformation : StrokeDeformation
    rng : numpy.random.Generator

    Returns
    -------
    list of ndarray of shape (n, 2)
        As many strokes, in the same unit; fewer points where ``coarse`` struck.
    """
    low, high = bounds(strokes)
    middle, size = (low + high) / 2, max(float((high - low).max()), 1.0)
    matrix, waves = _linear(deformation, rng), _Waves(deformation, rng)
    step = int(rng.integers(2, 9)) if rng.random() < deformation.coarse else 1
    written: list[FloatArray] = []
    for points in strokes:
        unit = (_every(points, step) - middle) / size
        unit = unit + waves(unit) + rng.normal(0, deformation.drift, 2)
        unit = unit + rng.normal(0, deformation.tremble, unit.shape)
        written.append(unit @ matrix.T * size + middle)
    return written


def _every(points: FloatArray, step: int) -> FloatArray:
    """Keep each ``step``-th point and the last one."""
    kept = np.arange(0, len(points), step)
    return np.asarray(points[np.unique(np.append(kept, len(points) - 1))])


def _linear(deformation: StrokeDeformation, rng: np.random.Generator) -> FloatArray:
    """Return the (2, 2) matrix of a random rotation, slant and aspect."""
    angle = np.deg2rad(rng.normal(0, deformation.rotation))
    slant = np.tan(np.deg2rad(np.clip(rng.normal(0, deformation.slant), -45, 45)))
    wide = np.exp(rng.normal(0, deformation.aspect) / 2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(turn @ np.array([[wide, -slant], [0, 1 / wide]]))


class _Waves:
    """A smooth random field over the digit: three slow waves in each direction."""

    def __init__(self, deformation: StrokeDeformation, rng: np.random.Generator) -> None:
        self.size = rng.normal(0, deformation.bend, (3, 2))
        self.direction = rng.normal(0, 4.0, (2, 3))  # radians across the digit
        self.phase = rng.uniform(0, 2 * np.pi, 3)

    def __call__(self, unit: FloatArray) -> FloatArray:
        return np.asarray(np.sin(unit @ self.direction + self.phase) @ self.size)
