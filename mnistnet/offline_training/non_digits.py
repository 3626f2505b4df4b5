"""Drawings that are no digits: to teach a network to say nothing, and to see whether it does.

Two sets by different rules. What a network was trained on says nothing about what it makes of
the rest, so it is measured on shapes of the other set.
"""

from collections.abc import Callable, Sequence

import numpy as np

from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.drawing.preprocess import stroke_pixels
from mnistnet.drawing.strokes import bounds
from mnistnet.notation import N_PIXELS, FloatArray
from mnistnet.offline_training.held_back_shapes import HELD_BACK_SHAPES
from mnistnet.offline_training.school_shapes import Shapes
from mnistnet.offline_training.signs import CURVES, OTHER_POLYLINES, POLYLINES
from mnistnet.offline_training.written_shapes import curve, school_digits

Strokes = list[FloatArray]
Shape = Callable[[np.random.Generator], Strokes]
Written = Sequence[WrittenDigit]

SIZE = 200.0
"""Shapes are drawn on a canvas of about this side."""


def smooth_scribble(rng: np.random.Generator) -> Strokes:
    """Return one line that wanders, turning this way and that."""
    n_points = int(rng.integers(60, 140))  # long enough not to pass for a shaky 1 or 2
    bends = np.convolve(rng.normal(0, 0.5, n_points), np.ones(4), mode="same")
    turn = np.cumsum(bends) + rng.uniform(0, 2 * np.pi)
    steps = SIZE / 10 * np.column_stack([np.cos(turn), np.sin(turn)])
    return [np.cumsum(steps, axis=0)]


def jagged_scribble(rng: np.random.Generator) -> Strokes:
    """Return one line through random corners."""
    return [rng.uniform(0, SIZE, (int(rng.integers(6, 16)), 2))]


def hatching(rng: np.random.Generator) -> Strokes:
    """Return parallel lines, or one zigzag, in any direction."""
    n_lines = int(rng.integers(3, 8))
    angle = rng.uniform(0, np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    across = np.linspace(0, SIZE, n_lines)[:, None]
    starts = np.hstack([across, rng.normal(0, SIZE / 20, (n_lines, 1))]) @ turn
    ends = np.hstack([across, SIZE + rng.normal(0, SIZE / 20, (n_lines, 1))]) @ turn
    lines = [np.array(line) for line in zip(starts, ends, strict=True)]
    return [np.concatenate(lines)] if rng.random() < 0.5 else lines


def loops(rng: np.random.Generator) -> Strokes:
    """Return one closed line of loops: slow and fast waves in both directions, at random."""
    waves = np.exp(1j * np.outer(np.arange(2, 6), np.linspace(0, 2 * np.pi, 120)))
    size, turned = rng.normal(0, SIZE / 5, (2, 2, 4))
    return [((size + 1j * turned) @ waves).real.T]


def spiral(rng: np.random.Generator) -> Strokes:
    """Return a spiral of more than two turns: one is a 6."""
    t = np.linspace(0.1, rng.uniform(2.3, 4.5), 100)
    angle = rng.uniform(0, 2 * np.pi) + 2 * np.pi * t * rng.choice([-1, 1])
    axes = rng.uniform(0.7, 1.3, 2)
    return [SIZE / 8 * t[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]) * axes]


def loose_curves(rng: np.random.Generator) -> Strokes:
    """Return several bent strokes, long or short, that have nothing to do with each other."""
    reach = rng.uniform(SIZE / 6, SIZE / 2)
    starts = rng.uniform(0, SIZE, (int(rng.integers(4, 9)), 1, 2))
    return [curve(start + rng.normal(0, reach, (3, 2))) for start in starts]


def sign(rng: np.random.Generator) -> Strokes:
    """Return a letter or sign of `POLYLINES` or `CURVES` by a shaky hand."""
    n_straight, n_curved = len(POLYLINES), len(CURVES)
    if rng.integers(n_straight + n_curved) < n_straight:
        return _by_shaky_hand(POLYLINES, rng)
    return [curve(points) for points in _by_shaky_hand(CURVES, rng)]


def _by_shaky_hand(signs: Shapes, rng: np.random.Generator) -> Strokes:
    chosen = signs[list(signs)[rng.integers(len(signs))]]
    matrix = np.eye(2) + rng.normal(0, 0.12, (2, 2))
    lines = [np.array(line, dtype=float) + rng.normal(0, 0.15, (len(line), 2)) for line in chosen]
    return [line @ matrix * SIZE / 4 for line in lines]


def two_digits(digits: Written, rng: np.random.Generator) -> Strokes:
    """Return two of the digits, side by side or one over the other.

    A 1 goes over no digit: it is a slash or a bar to a 0 or 7.
    """
    one, other = (digits[n] for n in rng.integers(len(digits), size=2))
    left, right = _upright(one, rng), _upright(other, rng)
    is_over = 1 not in (one.label, other.label) and rng.random() < 0.3
    width = np.concatenate(left)[:, 0].max()
    across = rng.uniform(0, 0.5) if is_over else width + rng.uniform(0.05, 0.5)
    move = SIZE / 2 * np.array([across, rng.normal(0, 0.1)])
    beside = (points * SIZE / 2 + move for points in right)
    return [*(points * SIZE / 2 for points in left), *beside]


def _upright(digit: WrittenDigit, rng: np.random.Generator) -> Strokes:
    """Return a digit's strokes from (0, 0) on, about 1 high."""
    low, high = bounds(digit.strokes)
    size = (high - low).max() / rng.uniform(0.8, 1.2)
    return [(points - low) / size for points in digit.strokes]


TRAINING_SHAPES: tuple[Shape, ...] = (
    smooth_scribble, jagged_scribble, hatching, loops, spiral, loose_curves, sign, sign, sign, sign,
)  # fmt: skip


def curly_scribble(rng: np.random.Generator) -> Strokes:
    """Return a Lissajous figure of several loops."""
    t = np.linspace(0, 2 * np.pi, 120)
    fast = rng.choice(np.array([(2, 3), (3, 4), (3, 5), (4, 5), (5, 6)]))
    phase = rng.uniform(0.3, 1.2)
    return [SIZE / 2 * np.column_stack([np.sin(fast[0] * t + phase), np.sin(fast[1] * t)])]


def star(rng: np.random.Generator) -> Strokes:
    """Return a star of five to nine points, drawn in one go."""
    n_points = int(rng.choice(np.array([5, 7, 9])))
    angles = np.arange(n_points + 1) * 2 * np.pi * (n_points // 2) / n_points + rng.uniform(0, 6)
    return [SIZE / 2 * np.column_stack([np.cos(angles), np.sin(angles)])]


def crossed_hatching(rng: np.random.Generator) -> Strokes:
    """Return a grid of lines, slightly fanned."""
    places = np.linspace(0, SIZE, int(rng.integers(3, 6)))
    fan = rng.uniform(0.8, 1.2)
    upright = [np.array([(x, 0.0), (x * fan, SIZE)]) for x in places]
    level = [np.array([(0.0, y), (SIZE, y * fan)]) for y in places]
    return upright + level


def scrawl(rng: np.random.Generator) -> Strokes:
    """Return several short strokes all over the canvas."""
    starts = rng.uniform(0, SIZE, (int(rng.integers(5, 10)), 2))
    return [np.array([start, start + rng.normal(0, SIZE / 4, 2)]) for start in starts]


def other_sign(rng: np.random.Generator) -> Strokes:
    """Return a letter or sign of `OTHER_POLYLINES` by a shaky hand."""
    return _by_shaky_hand(OTHER_POLYLINES, rng)


EVALUATION_SHAPES: tuple[Shape, ...] = (curly_scribble, star, crossed_hatching, scrawl, other_sign)

TWO = 4
"""One in so many of the drawings that are no digits is two digits."""


def training_non_digits(n_images: int, digits: Written, rng: np.random.Generator) -> FloatArray:
    """Return `TRAINING_SHAPES`, and two of the digits, drawn at random.

    Parameters
    ----------
    n_images : int
    digits : sequence of WrittenDigit
        At least one.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (784, n_images), float32
    """
    return _drawn(TRAINING_SHAPES, digits, n_images, rng)


def evaluation_non_digits(n_images: int, rng: np.random.Generator) -> FloatArray:
    """Return `EVALUATION_SHAPES` likewise: shapes that no network has learnt from."""
    digits = school_digits(HELD_BACK_SHAPES, 20 * len(HELD_BACK_SHAPES), rng)
    return _drawn(EVALUATION_SHAPES, digits, n_images, rng)


def _drawn(
    shapes: tuple[Shape, ...], digits: Written, n_images: int, rng: np.random.Generator
) -> FloatArray:
    X = np.empty((N_PIXELS, n_images), dtype=np.float32)
    for column in range(n_images):
        if column % TWO == 0:
            strokes = two_digits(digits, rng)
        else:
            strokes = shapes[rng.integers(len(shapes))](rng)
        X[:, column] = stroke_pixels(strokes).ravel()
    return X
