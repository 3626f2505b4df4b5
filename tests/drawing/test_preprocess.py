import base64
import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mnistnet import Drawing, DrawingError, prepare_as_drawn, prepare_image, prepare_strokes
from mnistnet.drawing.grey import small_grey
from mnistnet.drawing.picture import png_address
from mnistnet.drawing.preprocess import PEN, prepare_boxed
from mnistnet.drawing.standard_image import CENTRE, DIGIT_BOX
from mnistnet.notation import FloatArray
from tests.support.digits import FOUR, ONE, SEVEN, ring

DIGITS = [
    pytest.param(SEVEN, id="7"),
    pytest.param(FOUR, id="4"),
    pytest.param(ONE, id="1"),
    pytest.param(ring(), id="0"),
]


def centre_of_mass(pixels: FloatArray) -> FloatArray:
    where = np.arange(28) + 0.5
    return np.asarray(np.array([pixels.sum(1) @ where, pixels.sum(0) @ where]) / pixels.sum())


def ink_box(pixels: FloatArray) -> tuple[int, int]:
    rows, columns = np.nonzero(pixels > 0.02)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("strokes", DIGITS)
def test_the_longest_side_fills_the_box(strokes):
    assert max(ink_box(prepare_strokes(strokes).pixels)) in (DIGIT_BOX, DIGIT_BOX + 1)


@pytest.mark.parametrize("strokes", [FOUR, ONE, ring()])
def test_the_centre_of_mass_is_the_frames_centre(strokes):
    pixels = prepare_strokes(strokes).pixels

    assert centre_of_mass(pixels) == pytest.approx([CENTRE, CENTRE], abs=0.07)


@pytest.mark.parametrize("strokes", DIGITS)
def test_values_go_from_paper_to_ink(strokes):
    digit = prepare_strokes(strokes)

    assert digit.pixels.shape == (28, 28)
    assert digit.pixels.min() == 0
    assert 0.9 < digit.pixels.max() <= 1
    assert digit.X.shape == (784, 1)
    assert digit.X[28, 0] == digit.pixels[1, 0]


def test_the_standard_pen_is_as_wide_as_it_says():
    pixels = prepare_strokes(ONE).pixels

    assert pixels[14].sum() == pytest.approx(PEN, abs=0.15)


@given(
    size=st.floats(0.2, 3),
    right=st.floats(-500, 500),
    down=st.floats(-500, 500),
    strokes=st.sampled_from([SEVEN, FOUR, ONE, ring()]),
)
def test_size_and_place_on_the_canvas_do_not_matter(size, right, down, strokes):
    moved = [points * size + [right, down] for points in strokes]

    difference = prepare_strokes(moved).pixels - prepare_strokes(strokes).pixels

    assert np.abs(difference).mean() < 0.004


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_slip_of_the_finger_does_not_matter(x, y):
    slip = [*SEVEN, np.array([(250.0 + x, 250.0 + y), (251 + x, 250 + y)])]

    assert np.array_equal(prepare_strokes(slip).pixels, prepare_strokes(SEVEN).pixels)


def test_the_steps_are_those_that_led_to_the_image():
    digit = prepare_strokes(FOUR)

    (box_name, box), (shrunk_name, shrunk) = digit.steps
    assert (box_name, shrunk_name) == ("box", "shrunk")
    assert shrunk.shape == (20, 20)
    assert box.mean() == pytest.approx(shrunk.mean(), rel=1e-5)
    assert shrunk.sum() == pytest.approx(digit.pixels.sum(), rel=1e-5)


@pytest.mark.parametrize(
    ("strokes", "why"),
    [
        pytest.param([], "nothing_drawn", id="nothing"),
        pytest.param([[]], "nothing_drawn", id="an empty stroke"),
        pytest.param([[(100, 100)]], "only_a_dot", id="a dot"),
        pytest.param([[(100, 100), (104, 101)], [(103, 103)]], "only_a_dot", id="a trembling dot"),
    ],
)
def test_nothing_to_read_is_said_so(strokes, why):
    for prepare in (prepare_strokes, lambda s: prepare_as_drawn(Drawing(s, (20.0,) * len(s)))):
        with pytest.raises(DrawingError) as refused:
            prepare(strokes)
        assert refused.value.key == f"error.{why}"


@pytest.mark.parametrize(
    ("strokes", "key"),
    [
        pytest.param([[(1, 2, 3), (4, 5, 6)]], "error.drawing_unreadable", id="in space"),
        pytest.param([[(0, 0), (np.nan, 90)]], "error.drawing_unreadable", id="no number"),
        pytest.param([[(0, 0), (np.inf, 90)]], "error.drawing_unreadable", id="infinite"),
        pytest.param([[(-1e308, 0), (1e308, 90)]], "error.drawing_unreadable", id="too far"),
        pytest.param(["seven"], "error.drawing_unreadable", id="words"),
        pytest.param(7, "error.drawing_unreadable", id="a number"),
        pytest.param([np.zeros((20_001, 2))], "error.drawing_too_long", id="too long"),
        pytest.param(
            [[(0, 0), (90, 90)] * 9_000], "error.path_too_long", id="to and fro for minutes"
        ),
    ],
)
def test_what_is_not_strokes_is_refused(strokes, key):
    with pytest.raises(DrawingError) as refused:
        prepare_strokes(strokes)
    assert refused.value.key == key


def test_strokes_may_be_of_any_unit():
    expected = prepare_strokes(SEVEN).pixels
    for unit in (1.0, 1e9, 1e90):
        np.testing.assert_allclose(prepare_strokes([unit * p for p in SEVEN]).pixels, expected)


@pytest.mark.parametrize("pen", [0, -3, 20, 1e9, float("nan")])
def test_a_pen_that_does_not_fit_the_box_is_refused(pen):
    with pytest.raises(ValueError, match="a pen is wider than 0"):
        prepare_strokes(SEVEN, pen=pen)


@pytest.mark.parametrize("widths", [(), (20.0,) * 9, (0.0,), (-5.0,), (1e9,), (float("nan"),), "a"])
def test_a_drawing_without_a_pen_for_each_stroke_is_refused(widths):
    with pytest.raises(DrawingError) as refused:
        prepare_as_drawn(Drawing((SEVEN[0],), widths))
    assert refused.value.key == "error.drawing_unreadable"


def test_as_drawn_is_the_canvas_shrunk_by_area():
    square = Drawing((np.array([(95.0, 100), (195, 100)]),), (19.0,))

    pixels = prepare_as_drawn(square).pixels

    assert pixels.shape == (28, 28)
    assert pixels[9:11, 10:19] == pytest.approx(np.ones((2, 9)), abs=0.11)
    assert pixels[8].sum() + pixels[11].sum() < 0.8
    assert pixels.sum() * 100 == pytest.approx(19 * 100 + np.pi * 9.5**2, rel=0.02)


def test_as_drawn_keeps_place_and_pen():
    thin = prepare_as_drawn(Drawing(tuple(SEVEN), (8.0,))).pixels
    thick = prepare_as_drawn(Drawing(tuple(SEVEN), (30.0,))).pixels
    moved = prepare_as_drawn(Drawing((SEVEN[0] + [20, 10],), (8.0,))).pixels

    assert thick.sum() > 3 * thin.sum()
    assert np.array_equal(moved[1:, 2:], thin[:-1, :-2])


def test_ink_beside_the_canvas_is_nothing_to_read():
    with pytest.raises(DrawingError):
        prepare_as_drawn(Drawing((SEVEN[0] + 1000,), (20.0,)))


def picture(size: tuple[int, int] = (300, 200), mode: str = "L") -> Image.Image:
    image = Image.new(mode, size)
    ImageDraw.Draw(image).line([(40, 30), (120, 30), (70, 160)], fill="white", width=18)
    return image


def test_pictures_are_scaled_and_centred_like_strokes():
    pixels = prepare_image(picture()).pixels

    assert max(ink_box(pixels)) in (20, 21)
    assert np.abs(centre_of_mass(pixels) - CENTRE).max() < 0.6


def test_a_picture_is_the_same_as_its_array_and_in_colour():
    grey = prepare_image(picture()).pixels

    assert np.array_equal(prepare_image(np.asarray(picture())).pixels, grey)
    assert prepare_image(picture(mode="RGB")).pixels == pytest.approx(grey, abs=0.01)


def test_transparent_is_paper():
    glass = Image.new("RGBA", (300, 200), (255, 255, 255, 0))
    glass.paste(Image.new("RGBA", (300, 200), "white"), mask=picture())

    assert prepare_image(glass).pixels == pytest.approx(prepare_image(picture()).pixels, abs=0.01)


@pytest.mark.parametrize(
    ("image", "key"),
    [
        pytest.param(np.zeros((28, 28), np.uint8), "error.image_empty", id="black"),
        pytest.param(np.zeros((28, 28, 3), np.uint8), "error.image_empty", id="black, in colour"),
        pytest.param(np.zeros((28, 28, 2), np.uint8), "error.image_array", id="two colours"),
        pytest.param(np.zeros((0, 28), np.uint8), "error.image_array", id="nothing"),
        pytest.param(np.zeros((28, 28)), "error.image_array", id="real numbers"),
        pytest.param(Image.new("1", (10_001, 1)), "error.image_too_large", id="a banner"),
    ],
)
def test_pictures_that_cannot_be_read_are_refused(image, key):
    with pytest.raises(DrawingError) as refused:
        prepare_image(image)
    assert refused.value.key == key


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_any_grey_array_gives_an_image_or_a_sentence(height, width, seed):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    with suppress(DrawingError):
        pixels = prepare_image(noise).pixels
        assert pixels.min() >= 0
        assert 0 < pixels.max() <= 1


def test_a_png_goes_in_and_comes_out():
    grey = np.linspace(0, 1, 256).reshape(16, 16)
    address = png_address(grey)

    file = io.BytesIO(base64.b64decode(address.removeprefix("data:image/png;base64,")))
    assert small_grey(Image.open(file))[0] == pytest.approx(grey, abs=1 / 255)


@pytest.mark.parametrize("brightest", [255, 22])
def test_a_scan_is_cropped_to_its_ink_and_not_to_its_noise(brightest):
    clean = np.asarray(picture()) // 255 * np.uint8(brightest)
    noise = np.random.default_rng(0).integers(0, brightest // 11, clean.shape, dtype=np.uint8)

    scanned, expected = (prepare_image(grey) for grey in (np.maximum(clean, noise), clean))

    box, clean_box = (dict(digit.steps)["shrunk"] for digit in (scanned, expected))
    assert np.abs(box - clean_box).max() < 0.1  # the noise itself, at most


def test_ink_may_be_a_good_deal_fainter_than_the_brightest():
    grey = np.zeros((100, 100), np.uint8)
    grey[10:90, 48:52] = 255
    grey[10:14, 20:52] = 40

    pixels = prepare_image(grey).pixels

    assert np.flatnonzero(pixels.sum(axis=0) > 0.1).size >= 8  # a foot of 32 by 80, in a box of 20
    assert np.flatnonzero(pixels.sum(axis=1) > 0.1).size == pytest.approx(DIGIT_BOX, abs=1)


@pytest.mark.parametrize("strokes", DIGITS)
def test_a_digit_in_its_box_stands_in_the_middle_whatever_its_mass(strokes):
    boxed, centred = prepare_boxed(strokes), prepare_strokes(strokes)

    rows, columns = (np.flatnonzero(boxed.pixels.sum(axis=axis) > 0.02) for axis in (1, 0))
    for places in (rows, columns):
        assert (places[0] + places[-1]) / 2 == pytest.approx(13.5, abs=0.51)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == DIGIT_BOX
    assert boxed.pixels.sum() == pytest.approx(centred.pixels.sum(), rel=1e-5)
    assert [name for name, _ in boxed.steps] == ["box", "shrunk"]


def test_a_seven_in_its_box_is_not_centred_by_mass():
    assert np.abs(centre_of_mass(prepare_boxed(SEVEN).pixels) - CENTRE).max() > 1


def test_a_picture_is_cropped_to_the_pixel_and_its_box_is_filled():
    page = np.zeros((200, 300), np.uint8)
    page[30:70, 100:120] = 60  # twice as high as wide

    shrunk = dict(prepare_image(page).steps)["shrunk"]

    expected = np.zeros((20, 20))
    expected[:, 5:15] = 1  # as bright as can be, whatever the brightest was
    assert shrunk == pytest.approx(expected, abs=1e-6)


def test_a_digit_whose_mass_is_on_one_side_is_not_cut_off():
    heavy = [np.array([(200.0 + x, 40), (200 + x, 240)]) for x in range(0, 50, 5)]
    lopsided = [np.array([(20.0, 140), (200, 140)]), *heavy]  # wider than high

    digit = prepare_strokes(lopsided)

    shrunk = dict(digit.steps)["shrunk"]
    assert digit.pixels[:, :20].sum(axis=0) == pytest.approx(shrunk.sum(axis=0), abs=1e-4)


@pytest.mark.parametrize(
    "prepare", [lambda drawing: prepare_strokes(drawing.strokes), prepare_as_drawn]
)
def test_the_smallest_drawing_that_is_read_is_eight_canvas_pixels_long(prepare):
    def line(length: float) -> Drawing:
        return Drawing((np.array([(100.0, 100), (100 + length, 100)]),), (20.0,))

    assert prepare(line(8)).pixels.any()
    with pytest.raises(DrawingError) as refused:
        prepare(line(7.9))
    assert refused.value.key == "error.only_a_dot"


def test_as_drawn_shows_the_ink_that_was_shrunk():
    digit = prepare_as_drawn(Drawing(tuple(SEVEN), (20.0,)))

    ((name, drawn),) = digit.steps
    assert name == "drawn"
    blocks = drawn.reshape(28, 10, 28, 10).mean(axis=(1, 3))
    assert digit.pixels == pytest.approx(blocks, abs=1e-6)


def test_a_picture_keeps_the_paper_within_its_ink():
    page = np.zeros((200, 300), np.uint8)
    page[30:70, 100:140] = 255
    page[42:58, 112:140] = 0  # open to the right

    shrunk = dict(prepare_image(page).steps)["shrunk"]

    assert shrunk[7:13, 7:] == pytest.approx(np.zeros((6, 13)), abs=1e-6)  # but for soft edges
    assert shrunk[:, :5] == pytest.approx(np.ones((20, 5)), abs=1e-6)


@pytest.mark.parametrize("strokes", DIGITS)
def test_the_ink_of_strokes_reaches_both_ends_of_its_box(strokes):
    box = dict(prepare_strokes(strokes).steps)["box"]

    longer = int(np.ptp(np.nonzero(box.any(axis=1))) < np.ptp(np.nonzero(box.any(axis=0))))
    inked = np.flatnonzero(box.any(axis=1 - longer))
    assert (inked[0], inked[-1]) == (0, 8 * DIGIT_BOX - 1)
