"""Digits as the world's schools teach them, and as hurried hands turn them: shapes, not images.

MNIST's writers went to school in the United States. A German 1 begins with a long upstroke, a
Korean 7 with a serif, a French 7 has a bar, and a 4 in one stroke looks like lightning.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.notation import FloatArray
from mnistnet.offline_training.augment_strokes import StrokeDeformation, deform_strokes

Points = Sequence[tuple[float, float]]
Shapes = Mapping[str, Sequence[Points]]

CURVE = 8
"""Points on the curve from one point of a shape to the next."""

PARTS = 4.0
"""Standard deviation of a shape's points: parts grow, shrink and move. Shapes are 100 high."""

HANDS = StrokeDeformation(
    rotation=10, slant=18, aspect=0.25, bend=0.03, drift=0.01, tremble=0.003, coarse=0.3
)
"""How shapes are varied: a third of them slants by 18 degrees and more, one in eighty by 45."""

SHAPES: Shapes = {
    "0 upright": [[(30, 0), (8, 18), (0, 50), (8, 82), (30, 100), (52, 82), (60, 50), (52, 18),
                   (30, 0)]],
    "0 overlapping": [[(40, 6), (22, 0), (4, 26), (2, 66), (24, 100), (52, 84), (60, 40), (44, 6),
                       (20, 4)]],
    "0 open": [[(34, 2), (12, 8), (0, 44), (8, 86), (32, 100), (54, 80), (60, 44), (50, 12)]],
    "0 with a loop": [[(22, 16), (34, 20), (46, 8), (30, 0), (8, 18), (0, 54), (12, 92), (36, 98),
                       (56, 76), (58, 34), (40, 6)]],
    "0 slashed": [[(30, 0), (8, 18), (0, 50), (8, 82), (30, 100), (52, 82), (60, 50), (52, 18),
                   (30, 0)], [(66, -6), (-6, 106)]],
    "0 slashed inside": [[(30, 0), (6, 18), (0, 50), (6, 82), (30, 100), (54, 82), (60, 50),
                          (54, 18), (30, 0)], [(46, 24), (14, 78)]],
    "0 slashed steeply": [[(30, 10), (8, 24), (2, 50), (8, 76), (30, 90), (52, 76), (58, 50),
                           (52, 24), (30, 10)], [(36, -4), (24, 104)]],
    "0 slashed flat": [[(30, 0), (6, 20), (0, 50), (6, 80), (30, 100), (54, 80), (60, 50),
                        (54, 20), (30, 0)], [(74, 34), (-14, 66)]],
    "1 stroke": [[(0, 0), (0, 100)]],
    "1 with a flag": [[(10, 22), (30, 0), (30, 0), (30, 100)]],
    "1 with a long upstroke": [[(0, 48), (36, 0), (36, 0), (36, 100)]],
    "1 with the longest upstroke": [[(0, 64), (34, 0), (34, 0), (34, 100)]],
    "1 with a curved upstroke": [[(0, 40), (22, 26), (36, 0), (36, 0), (36, 100)]],
    "1 with a flag and a base": [[(10, 22), (32, 0), (32, 0), (32, 100)], [(6, 100), (58, 100)]],
    "1 with a serif and a wide base": [[(12, 14), (34, 0), (34, 0), (34, 100)],
                                       [(-4, 100), (72, 100)]],
    "1 with a long upstroke and a base": [[(0, 44), (34, 0), (34, 0), (34, 100)],
                                          [(8, 100), (62, 100)]],
    "1 with a base": [[(30, 0), (30, 100)], [(6, 100), (54, 100)]],
    "1 with a hook": [[(22, 0), (22, 84), (30, 98), (42, 94)]],
    "2 round": [[(4, 24), (12, 6), (32, 0), (54, 14), (52, 38), (32, 66), (0, 100), (0, 100),
                 (62, 100)]],
    "2 with a loop": [[(4, 22), (18, 4), (38, 0), (54, 16), (46, 44), (26, 74), (8, 96), (0, 88),
                       (10, 78), (28, 90), (46, 98), (62, 90)]],
    "2 with a wave": [[(2, 28), (14, 4), (38, 2), (52, 20), (42, 50), (0, 96), (0, 96), (20, 88),
                       (40, 98), (64, 90)]],
    "2 with a curled start": [[(20, 30), (8, 30), (6, 12), (28, 0), (54, 14), (50, 38), (26, 70),
                               (0, 100), (0, 100), (60, 100)]],
    "2 like a Z": [[(0, 0), (58, 0), (58, 0), (0, 100), (0, 100), (60, 100)]],
    "2 like a rounded Z": [[(0, 8), (30, 0), (56, 4), (46, 34), (0, 98), (0, 98), (60, 98)]],
    "2 with a large loop": [[(6, 26), (14, 4), (38, 0), (54, 20), (40, 56), (14, 92), (-4, 80),
                             (8, 62), (30, 82), (48, 98), (66, 84)]],
    "3 round": [[(4, 12), (26, 0), (50, 12), (48, 36), (22, 48), (22, 48), (52, 58), (56, 84),
                 (30, 100), (2, 88)]],
    "3 flat": [[(2, 0), (54, 0), (54, 0), (22, 42), (22, 42), (52, 54), (56, 80), (30, 100),
                (0, 88)]],
    "3 like a Z": [[(0, 0), (54, 0), (54, 0), (16, 42), (16, 42), (56, 64), (56, 64), (2, 100)]],
    "3 of four lines": [[(0, 0), (56, 0), (56, 0), (14, 44), (14, 44), (54, 48), (54, 48),
                         (2, 100)]],
    "3 with a loop": [[(4, 12), (28, 0), (50, 14), (42, 38), (24, 48), (16, 40), (26, 36),
                       (36, 50), (54, 66), (48, 90), (24, 100), (0, 88)]],
    "3 shallow": [[(2, 10), (30, 0), (52, 18), (42, 46), (58, 72), (36, 98), (0, 92)]],
    "3 with a curled tail": [[(4, 10), (28, 0), (48, 16), (24, 44), (24, 44), (56, 62), (48, 92),
                              (20, 100), (0, 84), (12, 74)]],
    "4 open": [[(8, 0), (0, 60), (0, 60), (62, 60)], [(46, 20), (42, 100)]],
    "4 open and curved": [[(4, 0), (2, 40), (16, 56), (54, 50)], [(54, 0), (50, 100)]],
    "4 open and slanted": [[(26, 0), (0, 64), (0, 64), (62, 64)], [(40, 36), (34, 100)]],
    "4 closed": [[(44, 0), (0, 66), (0, 66), (62, 66)], [(44, 0), (44, 100)]],
    "4 closed in one stroke": [[(64, 64), (0, 64), (0, 64), (42, 0), (42, 0), (42, 100)]],
    "4 whose bar runs on": [[(34, 0), (0, 60), (0, 60), (92, 58)], [(42, 30), (38, 100)]],
    "4 whose bar runs on and rises": [[(26, 0), (0, 56), (0, 56), (86, 46)], [(46, 24), (36, 100)]],
    "4 like lightning": [[(30, 0), (0, 54), (0, 54), (56, 50), (56, 50), (26, 100)]],
    "4 like steep lightning": [[(22, 0), (0, 58), (0, 58), (48, 46), (48, 46), (38, 100)]],
    "4 in one open stroke": [[(10, 0), (2, 52), (2, 52), (50, 50), (54, 12), (54, 12), (46, 100)]],
    "4 with a looped corner": [[(28, 0), (2, 58), (8, 68), (16, 58), (64, 56)],
                               [(46, 26), (40, 100)]],
    "4 with a short stem": [[(28, 0), (0, 64), (0, 64), (58, 62)], [(38, 42), (34, 86)]],
    "5": [[(10, 0), (6, 42), (6, 42), (34, 36), (56, 62), (44, 92), (18, 100), (0, 88)],
          [(10, 0), (54, 0)]],
    "5 in one stroke": [[(54, 0), (10, 0), (10, 0), (6, 42), (6, 42), (34, 36), (56, 62), (44, 92),
                         (18, 100), (0, 88)]],
    "5 that closes": [[(52, 0), (14, 0), (14, 0), (8, 46), (8, 46), (34, 36), (56, 60), (46, 92),
                       (20, 100), (2, 84), (8, 60)]],
    "5 that nearly closes": [[(54, 2), (18, 0), (8, 42), (34, 38), (54, 60), (42, 94), (12, 96),
                              (0, 74)]],
    "5 with a short bar": [[(14, 0), (8, 42), (8, 42), (34, 40), (52, 64), (42, 92), (16, 100),
                            (0, 90)], [(14, 0), (34, 0)]],
    "5 with a short bar in one stroke": [[(32, 0), (12, 2), (12, 2), (8, 40), (8, 40), (38, 40),
                                          (54, 66), (40, 96), (2, 94)]],
    "5 like an S": [[(54, 6), (24, 0), (6, 18), (14, 40), (42, 54), (54, 76), (36, 98), (2, 92)]],
    "5 whose bar is off": [[(10, 10), (6, 46), (6, 46), (34, 40), (56, 66), (42, 94), (16, 100),
                            (0, 90)], [(18, -4), (60, -10)]],
    "5 with a small belly": [[(52, 0), (16, 0), (16, 0), (6, 60), (6, 60), (32, 54), (46, 74),
                              (34, 96), (0, 98)]],
    "5 angular": [[(54, 0), (6, 0), (6, 0), (4, 44), (4, 44), (52, 46), (52, 46), (50, 98),
                   (50, 98), (0, 98)]],
    "6": [[(48, 0), (20, 26), (2, 64), (12, 94), (34, 100), (52, 82), (44, 60), (24, 56), (4, 72)]],
    "6 with a hooked top": [[(56, 18), (46, 2), (24, 8), (6, 42), (2, 76), (20, 100), (46, 92),
                             (54, 70), (34, 54), (6, 66)]],
    "6 hooked and wide": [[(62, 24), (50, 4), (28, 4), (6, 34), (2, 70), (24, 100), (54, 90),
                           (60, 58), (34, 42), (4, 58)]],
    "6 with a large loop": [[(44, 0), (14, 22), (0, 60), (14, 96), (44, 96), (60, 66), (46, 34),
                             (20, 34), (2, 58)]],
    "6 with a larger loop": [[(52, -10), (22, 8), (2, 46), (6, 86), (32, 100), (56, 84), (58, 52),
                              (38, 28), (8, 46)]],
    "6 with a straight back": [[(10, 0), (4, 50), (4, 78), (22, 100), (46, 90), (46, 68), (26, 56),
                                (6, 72)]],
    "6 with a small loop": [[(54, 0), (18, 30), (0, 72), (14, 98), (32, 96), (38, 80), (24, 70),
                             (4, 84)]],
    "6 open": [[(46, 0), (14, 34), (2, 70), (20, 100), (48, 86), (42, 62), (22, 66)]],
    "7": [[(0, 0), (56, 0), (56, 0), (20, 100)]],
    "7 curved": [[(0, 4), (56, 0), (56, 0), (30, 44), (22, 100)]],
    "7 with a serif": [[(2, 20), (2, 0), (2, 0), (56, 0), (56, 0), (24, 100)]],
    "7 with a long serif and upright": [[(0, 34), (2, 0), (2, 0), (50, 0), (50, 0), (46, 50),
                                         (38, 100)]],
    "7 crossed": [[(0, 0), (58, 0), (58, 0), (18, 100)], [(12, 50), (60, 48)]],
    "7 crossed with a wave": [[(0, 12), (14, 2), (38, 8), (60, 0), (60, 0), (32, 50), (18, 100)],
                              [(6, 54), (58, 46)]],
    "7 crossed low": [[(2, 14), (2, 0), (2, 0), (56, 0), (56, 0), (30, 48), (22, 100)],
                      [(2, 62), (56, 58)]],
    "8": [[(46, 14), (28, 0), (8, 14), (14, 36), (44, 58), (52, 82), (28, 100), (4, 84), (12, 58),
           (42, 36), (46, 14)]],
    "8 of two rings": [[(28, 0), (10, 10), (8, 32), (28, 44), (48, 32), (46, 10), (28, 0)],
                       [(28, 44), (6, 56), (4, 86), (28, 100), (52, 86), (50, 56), (28, 44)]],
    "8 open": [[(54, 8), (34, 0), (10, 12), (16, 36), (46, 60), (48, 90), (24, 100), (4, 84),
                (14, 60), (44, 34), (58, 16)]],
    "8 with a narrow upper loop": [[(50, 0), (34, 12), (28, 40), (44, 62), (46, 88), (24, 100),
                                    (4, 86), (12, 60), (36, 38), (50, 0)]],
    "8 with its upper loop a line": [[(48, 0), (32, 42), (44, 66), (42, 90), (20, 100), (2, 84),
                                      (10, 62), (32, 42), (50, 2)]],
    "8 with a narrow lower loop": [[(46, 18), (28, 0), (6, 14), (12, 38), (34, 54), (30, 84),
                                    (16, 100), (18, 76), (28, 52), (44, 36), (46, 18)]],
    "8 like an hourglass": [[(2, 4), (50, 0), (50, 0), (4, 96), (4, 96), (54, 100), (54, 100),
                             (2, 4)]],
    "9": [[(48, 20), (28, 0), (6, 18), (10, 44), (30, 48), (48, 20), (48, 20), (44, 60),
           (40, 100)]],
    "9 with a curved tail": [[(50, 18), (28, 0), (4, 18), (10, 44), (36, 44), (50, 16), (50, 16),
                              (50, 60), (38, 92), (8, 98)]],
    "9 with a hooked tail": [[(50, 18), (28, 0), (4, 18), (10, 44), (36, 44), (50, 14), (50, 14),
                              (50, 76), (34, 100), (12, 88)]],
    "9 with a curled tail": [[(52, 18), (30, 0), (6, 16), (12, 42), (38, 42), (52, 14), (52, 14),
                              (52, 60), (44, 92), (20, 100), (4, 84), (14, 72)]],
    "9 leaning": [[(56, 10), (34, 0), (12, 18), (14, 40), (36, 40), (56, 10), (56, 10), (18, 100)]],
    "9 open": [[(46, 8), (22, 2), (6, 22), (14, 44), (38, 38), (50, 4), (50, 4), (46, 100)]],
    "9 with a foot": [[(48, 18), (26, 0), (4, 20), (14, 44), (36, 40), (48, 16), (48, 16),
                       (48, 92), (62, 96)]],
    "9 with a small loop": [[(44, 16), (30, 2), (14, 14), (20, 34), (40, 30), (46, 4), (46, 4),
                             (44, 100)]],
}  # fmt: skip
"""Shapes to train on, by a name that begins with the digit: strokes of points (x, y), y downwards,
that a smooth curve goes through. A point given twice is a corner."""

OTHER_SHAPES: Shapes = {
    "0 slashed wide": [[(40, 0), (10, 18), (0, 50), (10, 82), (40, 100), (70, 82), (80, 50),
                        (70, 18), (40, 0)], [(76, 4), (4, 96)]],
    "1 with a serif and a base": [[(16, 10), (28, 0), (28, 0), (28, 100)], [(0, 100), (56, 100)]],
    "1 German": [[(0, 56), (38, 0), (38, 0), (38, 100)]],
    "2 sharp": [[(0, 6), (52, 0), (52, 0), (2, 94), (2, 94), (64, 100)]],
    "3 sharp": [[(4, 4), (50, 0), (50, 0), (20, 40), (20, 40), (52, 58), (44, 84), (0, 100)]],
    "4 of one zigzag": [[(36, 0), (4, 50), (4, 50), (52, 54), (52, 54), (32, 100)]],
    "4 with a long bar": [[(30, 0), (0, 58), (0, 58), (84, 62)], [(46, 34), (46, 100)]],
    "5 closing": [[(48, 0), (10, 2), (10, 2), (8, 42), (36, 38), (52, 62), (38, 96), (8, 92),
                   (6, 66)]],
    "5 with a stub": [[(28, 2), (12, 0), (12, 0), (10, 44), (10, 44), (40, 44), (50, 70), (34, 98),
                       (4, 96)]],
    "6 hooked": [[(54, 22), (40, 0), (16, 16), (2, 58), (14, 98), (44, 96), (54, 72), (32, 56),
                  (8, 74)]],
    "6 with a loop to the top": [[(40, 2), (8, 32), (2, 74), (26, 100), (56, 84), (54, 46),
                                  (28, 28), (4, 52)]],
    "7 French": [[(0, 10), (4, 0), (4, 0), (54, 4), (54, 4), (26, 60), (20, 100)],
                 [(8, 52), (52, 52)]],
    "8 with a flat upper loop": [[(52, 4), (40, 4), (28, 44), (48, 74), (30, 100), (6, 86),
                                  (20, 54), (52, 4)]],
    "9 hooked": [[(48, 12), (24, 2), (8, 24), (24, 44), (46, 30), (48, 10), (48, 10), (50, 84),
                  (30, 100), (8, 90), (10, 78)]],
    "9 with a long curl": [[(54, 16), (28, 2), (8, 22), (20, 42), (46, 34), (54, 12), (54, 12),
                            (46, 70), (24, 98), (0, 92), (2, 76)]],
}  # fmt: skip
"""Shapes for validation, which no network learns from."""


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
