from typing import Any

import numpy as np
import pytest

from mnistnet.data.stroke_files import WrittenDigit
from mnistnet.offline_training.non_digits import (
    EVALUATION_SHAPES,
    TRAINING_SHAPES,
    Shape,
    evaluation_non_digits,
    training_non_digits,
    two_digits,
)
from mnistnet.offline_training.signs import CURVES, OTHER_POLYLINES, POLYLINES
from mnistnet.offline_training.written_shapes import SHAPES, school_digits

DIGITS = school_digits(SHAPES, len(SHAPES), np.random.default_rng(0))


@pytest.mark.parametrize(
    "shape", [*TRAINING_SHAPES, *EVALUATION_SHAPES], ids=lambda shape: shape.__name__
)
def test_every_shape_is_made_of_finite_strokes(shape: Shape) -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        strokes = shape(rng)
        assert strokes
        for points in strokes:
            assert points.ndim == 2
            assert points.shape[1] == 2
            assert np.isfinite(points).all()


@pytest.mark.parametrize(
    "drawn",
    [lambda n, rng: training_non_digits(n, DIGITS, rng), evaluation_non_digits],
    ids=["training", "evaluation"],
)
def test_shapes_become_images_as_drawings_do(drawn: Any) -> None:
    X = drawn(40, np.random.default_rng(1))
    assert X.shape == (784, 40)
    assert X.dtype == np.float32
    assert X.min() >= 0
    assert X.max() <= 1
    assert (X.sum(axis=0) > 10).all()
    np.testing.assert_array_equal(X, drawn(40, np.random.default_rng(1)))


def test_two_digits_lie_apart_or_over_each_other_but_a_one_over_none() -> None:
    rng = np.random.default_rng(0)
    ones = [digit for digit in DIGITS if digit.label == 1]
    others = [digit for digit in DIGITS if digit.label != 1]

    def share_over(digits: list[WrittenDigit]) -> float:
        overlaps = []
        for _ in range(100):
            strokes = two_digits(digits, rng)
            starts = sorted(float(points[:, 0].min()) for points in strokes)
            ends = sorted(float(points[:, 0].max()) for points in strokes)
            overlaps.append(all(start < end for start, end in zip(starts[1:], ends, strict=False)))
        return float(np.mean(overlaps))

    plain = [digit for digit in others if len(digit.strokes) == 1]
    assert 0.15 < share_over(plain) < 0.45
    assert share_over([digit for digit in ones if len(digit.strokes) == 1]) == 0


def test_nothing_is_measured_on_that_was_learnt() -> None:
    assert not set(TRAINING_SHAPES) & set(EVALUATION_SHAPES)
    assert not {*POLYLINES, *CURVES} & set(OTHER_POLYLINES)
