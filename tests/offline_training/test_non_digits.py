from typing import Any

import numpy as np
import pytest

from mnistnet.offline_training.non_digits import (
    EVALUATION_SHAPES,
    OTHER_POLYLINES,
    POLYLINES,
    TRAINING_SHAPES,
    Shape,
    evaluation_non_digits,
    training_non_digits,
)


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


@pytest.mark.parametrize("drawn", [training_non_digits, evaluation_non_digits])
def test_shapes_become_images_as_drawings_do(drawn: Any) -> None:
    X = drawn(40, np.random.default_rng(1))
    assert X.shape == (784, 40)
    assert X.dtype == np.float32
    assert X.min() >= 0
    assert X.max() <= 1
    assert (X.sum(axis=0) > 10).all()
    np.testing.assert_array_equal(X, drawn(40, np.random.default_rng(1)))


def test_nothing_is_measured_on_that_was_learnt() -> None:
    assert not set(TRAINING_SHAPES) & set(EVALUATION_SHAPES)
    assert not set(POLYLINES) & set(OTHER_POLYLINES)
