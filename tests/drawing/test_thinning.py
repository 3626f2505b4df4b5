import numpy as np
import pytest
from numpy.typing import NDArray

from mnistnet.drawing.thinning import centre_lines, thin


def image(*boxes: tuple[slice, slice]) -> NDArray[np.uint8]:
    pixels = np.zeros((28, 28), np.uint8)
    for rows, columns in boxes:
        pixels[rows, columns] = 255
    return pixels


def test_a_thick_bar_becomes_the_line_in_its_middle() -> None:
    (points,) = centre_lines(image((slice(4, 24), slice(12, 17)))[None])
    x, y = points.T
    np.testing.assert_allclose(x, 14.5, atol=0.51)
    assert y.min() == pytest.approx(4, abs=3)
    assert y.max() == pytest.approx(24, abs=3)
    assert np.diff(np.sort(y)).max() <= 0.34


def test_a_ring_stays_a_ring() -> None:
    pixels = image((slice(4, 24), slice(4, 24)))
    pixels[9:19, 9:19] = 0
    (points,) = centre_lines(pixels[None])
    radius = np.abs(points - 14).max(axis=1)
    assert radius.min() > 5
    assert radius.max() < 10
    for corner in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        assert ((points - 14) * corner > 0).all(axis=1).any()


def test_thinning_leaves_lines_and_single_pixels_alone() -> None:
    ink = np.zeros((2, 12, 12), np.uint8)
    ink[0, 5, 2:10] = 1
    ink[1, 3, 3] = 1
    np.testing.assert_array_equal(thin(ink), ink)


@pytest.mark.parametrize("seed", range(5))
def test_thinned_ink_is_part_of_the_ink_and_thinning_it_again_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ink = np.zeros((3, 30, 30), np.uint8)
    for picture in ink:
        for row, column in rng.integers(2, 22, (6, 2)):
            picture[row : row + 6, column : column + 6] = 1
    lines = thin(ink)
    assert (lines <= ink).all()
    assert 0 < lines.sum() < ink.sum() / 2
    np.testing.assert_array_equal(thin(lines), lines)


def test_nothing_comes_of_nothing() -> None:
    (points,) = centre_lines(np.zeros((1, 28, 28), np.uint8))
    assert points.shape == (0, 2)
    assert centre_lines(np.zeros((0, 28, 28), np.uint8)) == []
