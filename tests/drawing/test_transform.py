import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.drawing.strokes import MAX_WIDTH, Drawing, extent
from mnistnet.drawing.transform import LARGEST, SMALLEST, transform_drawing, transform_image
from mnistnet.drawing.url_text import decode, encode
from mnistnet.notation import FloatArray


def a_digit(seed: int = 0) -> FloatArray:
    """Blots of ink in the middle 12x12 pixels."""
    digit = np.zeros((28, 28))
    digit[8:20, 8:20] = np.random.default_rng(seed).random((12, 12))
    return digit


def centre_of_mass(pixels: FloatArray) -> FloatArray:
    """Return (x, y), pixel i spanning i to i + 1."""
    y, x = np.indices(pixels.shape) + 0.5
    return np.array([(x * pixels).sum() / pixels.sum(), (y * pixels).sum() / pixels.sum()])


def test_without_a_move_the_digit_stays_as_it_is() -> None:
    assert np.allclose(transform_image(a_digit()), a_digit(), atol=1e-6)


@given(st.integers(-8, 8), st.integers(-8, 8))
def test_a_move_by_whole_pixels_shifts_rows_and_columns(right: int, down: int) -> None:
    expected = np.roll(a_digit(), (down, right), axis=(0, 1))
    assert np.allclose(transform_image(a_digit(), right=right, down=down), expected, atol=1e-6)


def test_a_move_by_half_a_pixel_mixes_neighbours() -> None:
    digit = a_digit()
    expected = (digit + np.roll(digit, 1, axis=1)) / 2
    assert np.allclose(transform_image(digit, right=0.5), expected, atol=1e-6)


def test_a_quarter_turn_is_clockwise_about_the_pixel_with_index_14() -> None:
    digit = a_digit()
    expected = np.zeros((28, 28))
    expected[1:, 1:] = np.rot90(digit[1:, 1:], -1)
    assert np.allclose(transform_image(digit, degrees=90), expected, atol=1e-5)


@given(st.floats(0.5, 1.4), st.floats(-180, 180), st.floats(-3, 3), st.floats(-3, 3))
def test_the_digit_goes_where_it_is_sent(
    scale: float, degrees: float, right: float, down: float
) -> None:
    y, x = np.indices((28, 28)) + 0.5
    blot = np.exp(-((x - 14.5) ** 2 + (y - 14.5) ** 2) / 8)  # smooth, so well interpolated
    there = transform_image(blot, right, down, scale, degrees)
    assert np.allclose(centre_of_mass(there), (14.5 + right, 14.5 + down), atol=0.1)
    assert there.sum() == pytest.approx(blot.sum() * scale**2, rel=0.05)


@given(st.floats(0.01, 20), st.floats(-720, 720), st.floats(-40, 40), st.floats(-40, 40))
def test_any_move_gives_an_image(scale: float, degrees: float, right: float, down: float) -> None:
    there = transform_image(a_digit(), right, down, scale, degrees)
    assert there.shape == (28, 28)
    assert ((there >= 0) & (there <= 1)).all()


def test_what_is_no_image_or_no_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="pixels must be"):
        transform_image(np.zeros((784, 1)))
    for scale in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="scale must be"):
            transform_image(a_digit(), scale=scale)


def test_a_drawing_may_become_exactly_as_large_and_as_small_as_it_can() -> None:
    def scaled(length: float, scale: float) -> float:
        bar = Drawing((np.array([(0.0, 140), (length, 140)]),), (4.0,))
        return extent(transform_drawing(bar, scale=scale).strokes)

    assert scaled(LARGEST / 2, 2) == LARGEST
    assert scaled(SMALLEST * 2, 0.5) == SMALLEST


def test_a_pen_grows_no_wider_than_a_drawing_may_have() -> None:
    dot = Drawing((np.array([(136.0, 140), (144, 140)]),), (40.0,))
    for _ in range(40):
        dot = transform_drawing(dot, scale=1.1)

    assert MAX_WIDTH / 1.1 < dot.widths[0] <= MAX_WIDTH
    assert decode(encode(dot)).widths == pytest.approx(dot.widths, abs=0.05)


def test_a_moved_image_is_in_single_precision() -> None:
    assert transform_image(a_digit()).dtype == np.float32
