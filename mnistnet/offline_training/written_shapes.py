"""The schools' and the hurried shapes, each by another hand."""

import numpy as np

from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.notation import FloatArray
from mnistnet.offline_training.augment_strokes import StrokeDeformation, deform_strokes
from mnistnet.offline_training.hurried_shapes import HURRIED_SHAPES
from mnistnet.offline_training.school_shapes import SCHOOL_SHAPES, Shapes

SHAPES: Shapes = {**SCHOOL_SHAPES, **HURRIED_SHAPES}
"""All that are learnt from."""

CURVE = 8
"""Points on the curve from one point of a shape to the next."""

PARTS = 4.0
"""Standard deviation of a shape's points: parts grow, shrink and move. Shapes are 100 high."""

HANDS = StrokeDeformation(
    rotation=10, slant=18, aspect=0.25, bend=0.03, drift=0.01, tremble=0.003, coarse=0.3
)
"""How shapes are varied: a third of them slants by 18 degrees and more, one in eighty by 45."""


def school_digits(shapes: Shapes, n_digits: int, rng: np.random.Generator) -> list[WrittenDigit]:
    """Return shapes in turn, each by another hand.

    Parameters
    ----------
    shapes : mapping of name to strokes
        As `SHAPES`.
    n_digits : int
    rng : numpy.random.Generator

    Returns
    -------
    list of WrittenDigit
        The writer is the name of the shape.
    """
    digits = []
    for n in range(n_digits):
        name = list(shapes)[n % len(shapes)]
        strokes = [curve(_with_other_parts(np.array(stroke), rng)) for stroke in shapes[name]]
        digits.append(WrittenDigit(int(name[0]), name, tuple(deform_strokes(strokes, HANDS, rng))))
    return digits


def _with_other_parts(points: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Move each point of (n, 2) on its own; the two of a corner go together."""
    moved = points + rng.normal(0, PARTS, points.shape)
    corners = np.flatnonzero((points[1:] == points[:-1]).all(axis=1))
    moved[corners + 1] = moved[corners]
    return moved


def curve(points: FloatArray) -> FloatArray:
    """Return points of the smooth curve through points (n, 2).

    Notes
    -----
    E. Catmull and R. Rom, "A class of local interpolating splines" (1974): between two points the
    cubic whose slope at each is that of the line between its neighbours.
    """
    padded = np.pad(points, ((1, 1), (0, 0)), mode="edge")
    is_line = (padded[1:-2] != padded[2:-1]).any(axis=1)  # from a corner to itself is none
    before, start, end, after = (padded[n : n + len(is_line)][is_line] for n in range(4))
    t = np.linspace(0, 1, CURVE, endpoint=False)[:, None, None]
    leaving, arriving = (end - before) / 2, (after - start) / 2
    points_on_it = (
        start
        + t * leaving
        + t**2 * (3 * (end - start) - 2 * leaving - arriving)
        + t**3 * (2 * (start - end) + leaving + arriving)
    )
    return np.vstack([points_on_it.transpose(1, 0, 2).reshape(-1, 2), points[-1:]])
