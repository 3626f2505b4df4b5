"""Drawings that are no digits: to teach a network to say nothing, and to see whether it does.

Two sets by different rules. What a network was trained on says nothing about what it makes of
the rest, so it is measured on shapes of the other set.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.notation import N_PIXELS, FloatArray

Strokes = list[FloatArray]
Signs = Mapping[str, Sequence[Sequence[tuple[float, float]]]]
Shape = Callable[[np.random.Generator], Strokes]

SIZE = 200.0
"""Shapes are drawn on a canvas of about this side."""

POLYLINES: Signs = {
    "A": [[(0, 4), (1.5, 0), (3, 4)], [(0.6, 2.6), (2.4, 2.6)]],
    "E": [[(3, 0), (0, 0), (0, 4), (3, 4)], [(0, 2), (2.4, 2)]],
    "F": [[(3, 0), (0, 0), (0, 4)], [(0, 2), (2.4, 2)]],
    "H": [[(0, 0), (0, 4)], [(3, 0), (3, 4)], [(0, 2), (3, 2)]],
    "K": [[(0, 0), (0, 4)], [(3, 0), (0, 2.2), (3, 4)]],
    "M": [[(0, 4), (0, 0), (1.5, 2.4), (3, 0), (3, 4)]],
    "N": [[(0, 4), (0, 0), (3, 4), (3, 0)]],
    "T": [[(0, 0), (3, 0)], [(1.5, 0), (1.5, 4)]],
    "W": [[(0, 0), (0.8, 4), (1.6, 1.2), (2.4, 4), (3.2, 0)]],
    "X": [[(0, 0), (3, 4)], [(3, 0), (0, 4)]],
    "house": [[(0, 4), (0, 1.6), (1.5, 0), (3, 1.6), (3, 4), (0, 4)]],
    "cross": [[(1.5, 0), (1.5, 3)], [(0, 1.5), (3, 1.5)]],
    "box": [[(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)]],
    "arrow": [[(0, 1.5), (4, 1.5)], [(2.8, 0.3), (4, 1.5), (2.8, 2.7)]],
}
"""Capital letters and signs that no digit looks like, as lines; 0 and O, 2 and Z are left out."""

OTHER_POLYLINES: Signs = {
    "Y": [[(0, 0), (1.5, 2)], [(3, 0), (1.5, 2), (1.5, 4)]],
    "V": [[(0, 0), (1.5, 4), (3, 0)]],
    "R": [[(0, 4), (0, 0), (2.4, 0.3), (2.6, 1.6), (0, 2), (2.8, 4)]],
    "P": [[(0, 4), (0, 0), (2.4, 0.3), (2.6, 1.6), (0, 2)]],
    "L": [[(0, 0), (0, 4), (2.6, 4)]],
    "U": [[(0, 0), (0, 3), (0.8, 4), (2, 4), (2.8, 3), (2.8, 0)]],
    "m": [[(0, 4), (0, 1), (1, 0.6), (1.4, 4), (1.5, 1), (2.6, 0.6), (3, 4)]],
    "h": [[(0, 0), (0, 4), (0.4, 2.2), (1.8, 2), (2.2, 4)]],
    "hash": [[(1, 0), (0.8, 4)], [(2.2, 0), (2, 4)], [(0, 1.3), (3, 1.3)], [(0, 2.7), (3, 2.7)]],
    "triangle": [[(1.5, 0), (3, 3), (0, 3), (1.5, 0)]],
    "asterisk": [[(1.5, 0), (1.5, 3)], [(0.2, 0.7), (2.8, 2.3)], [(2.8, 0.7), (0.2, 2.3)]],
    "equals": [[(0, 0), (3, 0)], [(0, 1.2), (3, 1.2)]],
}
"""Other letters and signs, to measure on."""


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


def sign(rng: np.random.Generator) -> Strokes:
    """Return a letter or sign of `POLYLINES` by a shaky hand."""
    return _by_shaky_hand(POLYLINES, rng)


def _by_shaky_hand(signs: Signs, rng: np.random.Generator) -> Strokes:
    chosen = signs[list(signs)[rng.integers(len(signs))]]
    matrix = np.eye(2) + rng.normal(0, 0.12, (2, 2))
    lines = [np.array(line, dtype=float) + rng.normal(0, 0.15, (len(line), 2)) for line in chosen]
    return [line @ matrix * SIZE / 4 for line in lines]


TRAINING_SHAPES: tuple[Shape, ...] = (smooth_scribble, jagged_scribble, hatching, sign)


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


def training_non_digits(n_images: int, rng: np.random.Generator) -> FloatArray:
    """Return `TRAINING_SHAPES` drawn at random, float32 of shape (784, n_images)."""
    return _drawn(TRAINING_SHAPES, n_images, rng)


def evaluation_non_digits(n_images: int, rng: np.random.Generator) -> FloatArray:
    """Return `EVALUATION_SHAPES` likewise: shapes that no network has learnt from."""
    return _drawn(EVALUATION_SHAPES, n_images, rng)


def _drawn(shapes: tuple[Shape, ...], n_images: int, rng: np.random.Generator) -> FloatArray:
    X = np.empty((N_PIXELS, n_images), dtype=np.float32)
    for column, kind in enumerate(rng.integers(len(shapes), size=n_images)):
        X[:, column] = prepare_strokes(shapes[kind](rng)).X[:, 0]
    return X
