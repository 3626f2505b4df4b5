import numpy as np
import pytest

from mnistnet.offline_training.augment_strokes import StrokeDeformation, deform_strokes

SEVEN = [
    np.array([(60.0, 60), (130, 62), (210, 60), (160, 150), (110, 230)]),
    np.array([(100.0, 150), (190, 145)]),
]
WILD = StrokeDeformation(
    rotation=20, slant=20, aspect=0.5, bend=0.1, drift=0.1, tremble=0.02, coarse=0.5
)


def test_no_strength_gives_the_strokes_back() -> None:
    again = deform_strokes(SEVEN, StrokeDeformation(), np.random.default_rng(0))
    for before, after in zip(SEVEN, again, strict=True):
        np.testing.assert_allclose(after, before)


def test_the_same_generator_writes_the_same_and_another_does_not() -> None:
    one, two, other = (deform_strokes(SEVEN, WILD, np.random.default_rng(s)) for s in (4, 4, 5))
    np.testing.assert_array_equal(np.concatenate(one), np.concatenate(two))
    assert not np.array_equal(np.concatenate(one)[:2], np.concatenate(other)[:2])


@pytest.mark.parametrize("seed", range(20))
def test_every_stroke_stays_a_finite_stroke_and_the_originals_stay(seed: int) -> None:
    before = [points.copy() for points in SEVEN]
    again = deform_strokes(SEVEN, WILD, np.random.default_rng(seed))
    assert len(again) == len(SEVEN)
    assert all(np.isfinite(points).all() and points.shape[1] == 2 for points in again)
    for points, copy in zip(SEVEN, before, strict=True):
        np.testing.assert_array_equal(points, copy)


def test_size_and_place_do_not_change_what_is_done() -> None:
    small = [points / 7 + 900 for points in SEVEN]
    large, again = (deform_strokes(s, WILD, np.random.default_rng(1)) for s in (SEVEN, small))
    np.testing.assert_allclose(np.concatenate(again), np.concatenate(large) / 7 + 900)


def test_a_coarse_stroke_keeps_its_ends() -> None:
    line = [np.column_stack([np.arange(50.0), np.arange(50.0)])]
    (points,) = deform_strokes(line, StrokeDeformation(coarse=1), np.random.default_rng(0))
    assert 2 <= len(points) <= 25
    np.testing.assert_allclose(points[[0, -1]], [(0, 0), (49, 49)])


def test_a_dot_stays_a_dot() -> None:
    (points,) = deform_strokes([np.array([(5.0, 5.0)])], WILD, np.random.default_rng(0))
    assert points.shape == (1, 2)


def test_aspect_changes_the_width_against_the_height_but_not_the_area() -> None:
    square = [np.array([(0.0, 0), (100, 0), (100, 100), (0, 100)])]
    (points,) = deform_strokes(square, StrokeDeformation(aspect=0.5), np.random.default_rng(3))
    width, height = np.ptp(points, axis=0)
    assert width * height == pytest.approx(100**2)
    assert abs(width - height) > 5
