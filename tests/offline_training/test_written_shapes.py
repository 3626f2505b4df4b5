import numpy as np
import pytest

from mnistnet.drawing.preprocess import prepare_strokes, stroke_pixels
from mnistnet.notation import FloatArray
from mnistnet.offline_training.held_back_shapes import HELD_BACK_SHAPES
from mnistnet.offline_training.hurried_shapes import HURRIED_SHAPES
from mnistnet.offline_training.school_shapes import SCHOOL_SHAPES, Shapes
from mnistnet.offline_training.written_shapes import SHAPES, curve, school_digits


@pytest.mark.parametrize("shapes", [SHAPES, HELD_BACK_SHAPES], ids=["taught", "validation"])
def test_every_shape_is_drawn_as_the_digit_of_its_name(shapes: Shapes) -> None:
    digits = school_digits(shapes, 3 * len(shapes), np.random.default_rng(0))
    assert [digit.writer for digit in digits] == 3 * list(shapes)
    assert {digit.label for digit in digits} == set(range(10))
    for digit in digits:
        assert digit.writer.startswith(str(digit.label))
        assert len(digit.strokes) == len(shapes[digit.writer])
        assert prepare_strokes(digit.strokes).pixels.sum() > 10


def test_each_hand_is_another_one() -> None:
    shape = {"7": SHAPES["7"]}
    first, second = school_digits(shape, 2, np.random.default_rng(0))
    assert len(first.strokes[0]) > 2
    assert not np.allclose(first.strokes[0][0], second.strokes[0][0])
    (again,) = school_digits(shape, 1, np.random.default_rng(0))
    np.testing.assert_array_equal(first.strokes[0], again.strokes[0])


def test_all_taught_shapes_have_names_of_their_own() -> None:
    assert set(SHAPES) == set(SCHOOL_SHAPES) | set(HURRIED_SHAPES)
    assert len(SHAPES) == len(SCHOOL_SHAPES) + len(HURRIED_SHAPES)


def images_of(shapes: Shapes) -> FloatArray:
    """Return (n, 784): each shape as it is, its ink's squares adding up to 1."""
    lines = [[curve(np.array(points)) for points in strokes] for strokes in shapes.values()]
    images = np.array([stroke_pixels(strokes).ravel() for strokes in lines])
    return np.asarray(images / np.linalg.norm(images, axis=1, keepdims=True))


def test_no_network_learns_a_shape_for_validation() -> None:
    assert not set(SHAPES) & set(HELD_BACK_SHAPES)
    likeness = images_of(HELD_BACK_SHAPES) @ images_of(SHAPES).T  # 1 would be the same image
    assert likeness.max() < 0.985


def test_a_curve_goes_through_its_points_smoothly() -> None:
    points = np.array([(0.0, 0), (10, 0), (20, 10), (20, 30)])
    line = curve(points)
    for point in points:
        assert np.abs(line - point).sum(axis=1).min() < 1e-9
    steps = np.diff(line, axis=0)
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    assert np.abs(np.diff(angles)).max() < 0.35  # a corner here would be 0.8


def test_a_point_given_twice_is_a_corner() -> None:
    line = curve(np.array([(0.0, 0), (10, 0), (10, 0), (10, 10)]))
    assert (np.isclose(line[:, 0], 10) | np.isclose(line[:, 1], 0)).all()
    assert line.min() > -1e-9
