from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mnistnet.offline_training.augment_images import Deformation, deform_images

STRONG = Deformation(rotation=20, slant=20, scale=0.2, shift=3, thickness=1, elastic=2)


def random_pixels(m: int, seed: int = 0) -> NDArray[Any]:
    return np.random.default_rng(seed).integers(0, 256, (m, 28, 28), dtype=np.uint8)


def bar(m: int) -> NDArray[Any]:
    """m upright bars around the centre of mass of MNIST, three pixels wide."""
    pixels = np.zeros((m, 28, 28), np.uint8)
    pixels[:, 6:23, 13:16] = 255
    return pixels


@given(m=st.integers(0, 200), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_no_strength_gives_the_images_back(m: int, seed: int) -> None:
    pixels = random_pixels(m, seed)
    copies = deform_images(pixels, Deformation(), np.random.default_rng(seed))
    np.testing.assert_array_equal(copies, pixels)


@given(seed=st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_copies_are_images_and_the_originals_stay(seed: int) -> None:
    pixels = random_pixels(5, seed)
    before = pixels.copy()
    copies = deform_images(pixels, STRONG, np.random.default_rng(seed))
    assert copies.shape == pixels.shape
    assert copies.dtype == np.uint8
    np.testing.assert_array_equal(pixels, before)


def test_the_same_generator_gives_the_same_copies_and_another_does_not() -> None:
    pixels = random_pixels(70)
    one, two, other = (deform_images(pixels, STRONG, np.random.default_rng(s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert (one != other).any(axis=(1, 2)).all()


def test_every_copy_is_deformed_in_its_own_way() -> None:
    copies = deform_images(bar(100), STRONG, np.random.default_rng(0))
    assert len(np.unique(copies.reshape(100, -1), axis=0)) == 100


def centres(pixels: NDArray[Any]) -> NDArray[Any]:
    """Rows and columns (m, 2) of the centres of mass."""
    ink = pixels.astype(float)
    rows, columns = np.indices((28, 28))
    return np.stack([(ink * place).sum((1, 2)) / ink.sum((1, 2)) for place in (rows, columns)], 1)


@pytest.mark.parametrize(
    "how", [Deformation(rotation=15), Deformation(slant=15), Deformation(scale=0.1)]
)
def test_turning_slanting_and_scaling_leave_the_centre_of_mass(how: Deformation) -> None:
    copies = deform_images(bar(50), how, np.random.default_rng(0))
    np.testing.assert_allclose(centres(copies), 14, atol=0.3)
    assert (copies != bar(50)).any()


def test_shifts_move_the_centre_of_mass_no_further_than_asked() -> None:
    copies = deform_images(bar(200), Deformation(shift=2), np.random.default_rng(0))
    moves = np.abs(centres(copies) - 14)
    assert moves.max() <= 2.05
    assert moves.max() > 1.5


def test_rotations_are_as_large_as_asked() -> None:
    copies = deform_images(bar(400), Deformation(rotation=10), np.random.default_rng(0)).astype(
        float
    )
    rows, columns = np.indices((28, 28)) - 14
    upright = (copies * rows**2).sum((1, 2)) - (copies * columns**2).sum((1, 2))
    mixed = 2 * (copies * rows * columns).sum((1, 2))
    angles = np.rad2deg(np.arctan2(mixed, upright)) / 2
    assert angles.std() == pytest.approx(10, rel=0.15)


def test_thickness_goes_both_ways_and_keeps_within_one_pixel() -> None:
    copies = deform_images(bar(200), Deformation(thickness=1), np.random.default_rng(0))
    widths = copies[:, 14].sum(axis=1) / 255
    assert widths.min() == pytest.approx(1, abs=0.1)
    assert widths.max() == pytest.approx(5, abs=0.1)


def test_elastic_moves_are_as_large_as_asked_and_smooth() -> None:
    ramp = np.broadcast_to(np.arange(28, dtype=np.uint8) * 8, (300, 28, 28)).copy()
    copies = deform_images(ramp, Deformation(elastic=1.0), np.random.default_rng(0)).astype(float)
    inner = (copies - ramp)[:, 6:22, 6:22] / 8  # brightness tells the column it comes from
    assert inner.std() == pytest.approx(1, rel=0.1)
    assert np.abs(np.diff(inner, axis=1)).mean() < 0.4


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.zeros((2, 784), np.uint8), id="flat"),
        pytest.param(np.zeros((2, 28, 28), np.float32), id="floats"),
    ],
)
def test_other_shapes_and_types_are_refused(pixels: Any) -> None:
    with pytest.raises(ValueError, match="uint8"):
        deform_images(pixels, Deformation(), np.random.default_rng(0))
