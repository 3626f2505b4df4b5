"""Pictures of digits on paper: whatever paper, light, pen and camera, the digit is read."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnistnet import (
    DrawingError,
    Network,
    PreparedDigit,
    find_digits,
    forward,
    load_network,
    prepare_image,
    prepare_strokes,
)
from mnistnet.data.mnist import read_images
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.picture import png
from mnistnet.drawing.pieces import MOST
from mnistnet.drawing.rules import without_rules
from mnistnet.drawing.samples import sample
from mnistnet.notation import N_CLASSES, FloatArray
from tests.support.photographs import (
    KINDS,
    Scene,
    across,
    covered,
    lines,
    painted,
    plain,
    sheet,
    taken,
)

STEPS = ["photo", "paper", "ink", "box", "shrunk"]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network("lecture-a")


def read(network: Network, digit: PreparedDigit) -> int:
    return int(forward(network, digit.X).A2.argmax())


LARGE = ("12 megapixels", "12 megapixels, small")
"""As phones take them: each takes a second to make."""


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.slow) if kind in LARGE else kind for kind in KINDS],
)
def test_a_photograph_is_read_as_its_strokes_are(network: Network, kind: str) -> None:
    rng = np.random.default_rng(0)
    for label in (2, 5) if kind not in LARGE else (5,):
        strokes = sample(label).strokes
        prepared = prepare_image(KINDS[kind](strokes, rng))
        assert read(network, prepared) == read(network, prepare_strokes(strokes))


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["any pen and size", "shadow's edge", "squared, grey", "pencil", "chalkboard"]
)
def test_real_handwriting_is_read_in_photographs(network, strokes_folder, kind) -> None:
    written = read_written_digits(strokes_folder / "ipad_pencil.jsonl")[::40]
    rng = np.random.default_rng(0)
    same = 0
    for digit in written:
        prepared = prepare_image(KINDS[kind](digit.strokes, rng))
        same += read(network, prepared) == read(network, prepare_strokes(digit.strokes))
    assert same >= 0.95 * len(written) - 0.5


@pytest.mark.parametrize("pen", [1, 2, 4, 8, 16, 40])
def test_every_pen_becomes_the_standard_pen(pen: float) -> None:
    picture = taken(
        Scene(noise=0, blur=0),
        painted(Scene(), covered(sample(7).strokes, (600, 600), pen, (300, 300, 400))),
        np.random.default_rng(0),
    )
    expected = prepare_strokes(sample(7).strokes).pixels
    assert prepare_image(picture).pixels.sum() == pytest.approx(expected.sum(), rel=0.25)


def test_bright_ink_on_dark_paper_comes_to_the_same_as_dark_on_bright() -> None:
    picture = np.asarray(KINDS["shadow's edge"](sample(3).strokes, np.random.default_rng(0)))
    flat = np.asarray(KINDS["dark theme"](sample(3).strokes, np.random.default_rng(0)))
    for image in (picture, flat):
        dark, bright = prepare_image(image).pixels, prepare_image(255 - image).pixels
        assert np.abs(dark - prepare_strokes(sample(3).strokes).pixels).mean() < 0.05
        assert np.abs(dark - bright).mean() < 0.02


def test_the_way_is_kept_step_by_step() -> None:
    picture = KINDS["light from one side"](sample(4).strokes, np.random.default_rng(0))
    steps = prepare_image(picture).steps

    assert [name for name, _ in steps] == STEPS
    for _, step in steps:
        assert 0 <= step.min() <= step.max() <= 1
    shown = dict(steps)
    assert np.ptp(np.median(shown["photo"], axis=0)) > 0.2  # the light falls from one side
    assert np.ptp(np.median(shown["paper"], axis=0)) < 0.03
    assert shown["paper"].min() < 0.4
    assert np.median(shown["ink"]) == 0


@pytest.mark.parametrize("label", range(N_CLASSES))
def test_the_pages_own_picture_is_read_as_it_was(network: Network, label: int) -> None:
    digit = prepare_strokes(sample(label).strokes)
    for times in (1, 10):
        prepared = prepare_image(Image.open(io.BytesIO(png(digit.pixels, times))))
        assert read(network, prepared) == read(network, digit)
        assert np.abs(prepared.pixels - digit.pixels).mean() < 0.05


def test_mnists_own_images_are_read_as_they_are(network: Network, mnist_folder: Path) -> None:
    images = read_images(mnist_folder, "t10k")[:200]
    raw = forward(network, images.X).A2.argmax(axis=0)
    here = [read(network, prepare_image(pixels)) for pixels in images.pixels]
    assert (raw == here).mean() >= 0.98


def blank(scene: Scene) -> FloatArray:
    return painted(scene, np.zeros((scene.size[1], scene.size[0]), np.float32))


def uneven(seen: FloatArray) -> FloatArray:
    x, y = across((600, 600))
    return seen * (1 - 0.9 * ((x - 0.5) ** 2 + (y - 0.5) ** 2))[:, :, None]


def ruled(seen: FloatArray, both: bool, distance: float = 30, dark: float = 0.3) -> FloatArray:
    return seen * (1 - dark * lines(Scene(), distance, 2, both, 0.02))[:, :, None]


def bordered(seen: FloatArray) -> FloatArray:
    seen[:30] = seen[:, -20:] = 5
    return seen


def with_sheet(seen: FloatArray) -> FloatArray:
    x, y = across((600, 600))
    return np.where(((x > 0.3) & (y > 0.4 + 0.1 * x))[:, :, None], seen, 40)


def with_holes(seen: FloatArray) -> FloatArray:
    x, y = across((600, 600))
    for middle in (0.25, 0.75):
        seen[(x - 0.06) ** 2 + (y - middle) ** 2 < 0.02**2] = 30
    return seen


def with_finger(seen: FloatArray) -> FloatArray:
    x, y = across((600, 600))
    seen[(np.abs(x - 0.4 - 0.2 * y) < 0.04) & (y > 0.5)] *= 0.6
    return seen


def shadowed(seen: FloatArray, far: FloatArray) -> FloatArray:
    """Return paper in a shadow; ``far`` is how far outside of it each pixel is, 1 a side."""
    dark: FloatArray = 0.4 / (1 + np.exp((far / 0.007).clip(-50, 50)))
    return seen * (1 - dark)[:, :, None]


def with_telephone(seen: FloatArray) -> FloatArray:
    x, y = across((600, 600))
    far = np.maximum(np.abs(x - 0.5 - 0.2 * y) - 0.12, np.abs(y - 0.45 + 0.2 * x) - 0.22)
    return shadowed(seen, far)


def with_arm(seen: FloatArray) -> FloatArray:
    x, y = across((600, 600))
    return shadowed(seen, np.hypot(x - 0.4 - 0.2 * y, np.minimum(y - 0.35, 0)) - 0.06)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda seen: seen, id="blank"),
        pytest.param(uneven, id="vignetted"),
        pytest.param(lambda seen: ruled(seen, True), id="squared"),
        pytest.param(lambda seen: ruled(seen, True, dark=0.7), id="squared, dark"),
        pytest.param(lambda seen: ruled(seen, False, 320), id="a line or two"),
        pytest.param(bordered, id="with borders"),
        pytest.param(with_sheet, id="a sheet's corner on a dark table"),
        pytest.param(with_holes, id="punched"),
        pytest.param(with_finger, id="under a finger's shadow"),
        pytest.param(with_telephone, id="under a telephone's shadow"),
        pytest.param(with_arm, id="under an arm's shadow"),
    ],
)
def test_paper_without_a_digit_shows_none(change: Callable[[FloatArray], FloatArray]) -> None:
    picture = taken(Scene(), change(blank(Scene())), np.random.default_rng(1))
    with pytest.raises(DrawingError) as refused:
        prepare_image(picture)
    assert refused.value.key == "error.image_empty"


@pytest.mark.parametrize(
    "kind",
    ["dark theme", "chalkboard", "small JPEG", "28x28, pale", "turned sheet on a table"],
)
def test_a_photograph_of_nothing_shows_no_digit(kind: str) -> None:
    with pytest.raises(DrawingError) as refused:
        find_digits(KINDS[kind]((), np.random.default_rng(0)))
    assert refused.value.key == "error.image_empty"


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(Scene(pen=40, blur=6), id="a broad pen, out of focus"),
        pytest.param(Scene(pen=40, ink=(160,) * 3), id="a broad pale pen"),
        pytest.param(Scene(pen=20, blur=15), id="far out of focus"),
    ],
)
def test_neither_a_blur_nor_a_pale_pen_is_a_shadow(network: Network, scene: Scene) -> None:
    for label in (1, 5):
        picture = plain(scene)(sample(label).strokes, np.random.default_rng(0))
        assert read(network, prepare_image(picture)) == label


def test_a_digit_cut_out_of_a_photograph_may_reach_from_side_to_side(network: Network) -> None:
    for label in (1, 5):
        picture = KINDS["grey paper"](sample(label).strokes, np.random.default_rng(0))
        (found,) = find_digits(picture)
        assert read(network, prepare_image(picture.crop(found.box))) == label


@pytest.mark.parametrize("kind", ["grey paper", "any pen and size"])
def test_a_sheet_that_lies_on_pure_white_is_no_ink(network: Network, kind: str) -> None:
    page = Image.new("RGB", (1100, 900), "white")
    page.paste(KINDS[kind](sample(3).strokes, np.random.default_rng(0)), (200, 150))
    assert read(network, prepare_image(page)) == 3


def test_digits_of_a_sheet_are_found_in_reading_order(network: Network) -> None:
    digits = [sample(label).strokes for label in range(N_CLASSES)]
    picture = sheet(digits, np.random.default_rng(0))

    found = find_digits(picture)

    assert [read(network, one.digit) for one in found] == [
        read(network, prepare_strokes(strokes)) for strokes in digits
    ]
    for number, one in enumerate(found):
        left, top, right, bottom = one.box
        row, column = divmod(number, 5)
        assert 160 * column < left < right < 160 * (column + 1)
        assert 200 * row < top < bottom < 200 * (row + 1)
        assert [name for name, _ in one.digit.steps] == STEPS
    with pytest.raises(DrawingError, match="10 digits"):
        prepare_image(picture)


def test_digits_in_a_table_are_found_one_by_one(network: Network) -> None:
    digits = [sample(label).strokes for label in range(N_CLASSES)]
    page = Image.new("RGB", (1000, 600), (235, 233, 228))
    page.paste(sheet(digits, np.random.default_rng(0)), (100, 100))
    rules = ImageDraw.Draw(page)
    for row in (0, 1, 2):
        rules.line((100, 100 + 200 * row, 900, 100 + 200 * row), fill=(60, 60, 60), width=3)
    for column in range(6):
        rules.line((100 + 160 * column, 100, 100 + 160 * column, 500), fill=(60, 60, 60), width=3)

    found = find_digits(page)

    assert [read(network, one.digit) for one in found] == [
        read(network, prepare_strokes(strokes)) for strokes in digits
    ]


def test_a_box_is_in_pixels_of_the_picture_itself() -> None:
    small = np.full((300, 400), 255, np.uint8)
    small[100:200, 150:170] = 0
    large = small.repeat(10, axis=0).repeat(10, axis=1)

    ((found,), (larger,)) = (find_digits(picture) for picture in (small, large))

    assert found.box == (150, 100, 170, 200)
    assert larger.box == pytest.approx([10 * side for side in found.box], abs=8)


@pytest.mark.parametrize("gap", [2, 12])
def test_parts_of_a_digit_that_do_not_touch_stay_one(gap: int) -> None:
    five = np.full((300, 300), 230, np.uint8)
    five[60:72, 120:132] = five[72:140, 120:132] = 40
    five[128:140, 120:180] = five[128:230, 170:182] = five[218:230, 110:182] = 40
    five[48 - gap : 60 - gap, 132:190] = 40  # the bar is loose

    (found,) = find_digits(five)

    assert found.box == (110, 48 - gap, 190, 230)


def test_two_ones_side_by_side_are_two() -> None:
    eleven = np.full((300, 300), 230, np.uint8)
    eleven[60:240, 100:112] = eleven[60:240, 160:172] = 40
    assert [one.box for one in find_digits(eleven)] == [(100, 60, 112, 240), (160, 60, 172, 240)]


def test_lines_go_and_the_ink_on_them_stays() -> None:
    rng = np.random.default_rng(0)
    strokes = sample(7).strokes
    ink = covered(strokes, (600, 600), 7, (300, 300, 400))[:, :, None]
    ruling = lines(Scene(), 40, 2, True, 0.03)[:, :, None]
    seen = blank(Scene())
    seen = seen + ruling * (np.array((90, 90, 95)) - seen)  # as dark as a pencil
    digit = prepare_image(taken(Scene(), seen + ink * (np.array((50, 50, 60)) - seen), rng))
    expected = prepare_strokes(strokes).pixels
    assert np.abs(digit.pixels - expected).mean() < 0.04


def test_lines_that_leave_over_a_corner_go_too() -> None:
    ruling = 0.5 * lines(Scene(), 48, 2, False, 0.06)
    left, _ = without_rules(ruling)
    assert (left > 0.2).sum() < 0.01 * (ruling > 0.2).sum()


def test_work_is_bounded_whatever_is_in_the_picture() -> None:
    rng = np.random.default_rng(0)
    specks = (255 * (rng.random((1200, 1200)) < 0.2)).astype(np.uint8)
    snake = np.zeros((601, 601), np.uint8)
    snake[::2], snake[1::4, -1], snake[3::4, 0] = 255, 255, 255
    many = np.full((1200, 1200), 255, np.uint8)
    many.reshape(30, 40, 30, 40)[:, 5:35, :, 18:22] = 0
    assert len(find_digits(many)) == MOST
    for picture in (specks, snake):
        with pytest.raises(DrawingError):
            find_digits(picture)
