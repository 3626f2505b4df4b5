"""Printed forms in photographs: frames, tables and lines, filled, in part, or not at all."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnistnet import DrawingError, Network, find_digits, forward, load_network
from mnistnet.drawing.samples import sample
from mnistnet.notation import FloatArray
from tests.support.photographs import Scene, covered, painted, taken

SCENE = Scene(size=(1200, 600), pen=8)

Print = Callable[[ImageDraw.ImageDraw], None]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network("lecture-a")


def boxes(breadth: int, height: int, n_boxes: int = 5, apart: int = 235, thick: int = 4) -> Print:
    """Return what prints a row of boxes; their middles are 235 pixels apart, the first at 130."""

    def print_(page: ImageDraw.ImageDraw) -> None:
        for i in range(n_boxes):
            x = 130 + apart * i
            sides = (x - breadth / 2, 300 - height / 2, x + breadth / 2, 300 + height / 2)
            page.rectangle(sides, outline=255, width=thick)

    return print_


def table(page: ImageDraw.ImageDraw) -> None:
    """Print a table of three rows and four columns, 100 by 200 pixels a cell."""
    for i in range(4):
        page.line((200, 150 + 100 * i, 1000, 150 + 100 * i), fill=255, width=3)
    for j in range(5):
        page.line((200 + 200 * j, 150, 200 + 200 * j, 450), fill=255, width=3)


def writing_line(page: ImageDraw.ImageDraw) -> None:
    """Print a line to write on."""
    page.line((200, 400, 900, 400), fill=255, width=4)


def photograph(
    print_: Print, *digits: tuple[int, float, float, float], degrees: float = 0.0, noise: float = 2
) -> Image.Image:
    """Return a photograph of a form with digits (label, x, y, side)."""
    page = Image.new("L", SCENE.size)
    print_(ImageDraw.Draw(page))
    ink: FloatArray = np.asarray(page, np.float32) / 255
    for label, x, y, side in digits:
        ink = np.maximum(ink, covered(sample(label).strokes, SCENE.size, SCENE.pen, (x, y, side)))
    turned = Image.fromarray(ink).rotate(degrees, Image.Resampling.BILINEAR)
    scene = Scene(size=SCENE.size, noise=noise)
    return taken(scene, painted(scene, np.asarray(turned)), np.random.default_rng(0))


def read(network: Network, picture: Image.Image) -> list[int]:
    return [int(forward(network, one.digit.X).A2.argmax()) for one in find_digits(picture)]


def in_boxes(*labels: int | None, y: float = 300.0) -> list[tuple[int, float, float, float]]:
    """Return digits in the boxes of a row, or None in one."""
    return [(k, 130 + 235 * i, y, 140) for i, k in enumerate(labels) if k is not None]


@pytest.mark.parametrize("noise", [0, 2], ids=["drawn", "photographed"])
@pytest.mark.parametrize("degrees", [-4, 0, 3])
@pytest.mark.parametrize(
    "print_",
    [
        pytest.param(boxes(200, 280), id="high"),
        pytest.param(boxes(160, 320), id="narrow"),
        pytest.param(boxes(200, 200, thick=7), id="square"),
    ],
)
def test_the_digit_in_each_box_is_read(network, print_, degrees, noise) -> None:
    picture = photograph(print_, *in_boxes(3, 5, 7, 2, 4), degrees=degrees, noise=noise)
    assert read(network, picture) == [3, 5, 7, 2, 4]


@pytest.mark.parametrize("n_boxes", [1, 2, 3, 4])
def test_the_digit_in_each_of_a_few_boxes_is_read(network, n_boxes: int) -> None:
    labels = [8, 0, 9, 6][:n_boxes]
    picture = photograph(boxes(200, 280, n_boxes), *in_boxes(*labels))
    assert read(network, picture) == labels


def test_a_digit_that_reaches_over_its_box_is_read_in_each_box(network) -> None:
    picture = photograph(boxes(200, 280), *in_boxes(4, 9, 7, 9, 4, y=400))
    assert read(network, picture) == [4, 9, 7, 9, 4]


@pytest.mark.parametrize("breadth", [160, 220])
def test_empty_boxes_among_filled_ones_are_no_digits(network, breadth: int) -> None:
    picture = photograph(boxes(breadth, 300), *in_boxes(3, None, 7, None, None))
    assert read(network, picture) == [3, 7]


@pytest.mark.parametrize("degrees", [0, 3])
def test_one_digit_in_a_table_is_read(network, degrees: float) -> None:
    picture = photograph(table, (7, 500, 300, 70), degrees=degrees)
    assert read(network, picture) == [7]


@pytest.mark.parametrize("noise", [0, 2], ids=["drawn", "photographed"])
@pytest.mark.parametrize("degrees", [-3, 0, 2])
@pytest.mark.parametrize(
    "print_",
    [
        pytest.param(boxes(240, 240, 1), id="a frame"),
        pytest.param(boxes(200, 300), id="boxes"),
        pytest.param(table, id="a table"),
        pytest.param(writing_line, id="a line to write on"),
    ],
)
def test_an_empty_form_shows_no_digit(print_: Print, degrees: float, noise: float) -> None:
    with pytest.raises(DrawingError) as refused:
        find_digits(photograph(print_, degrees=degrees, noise=noise))
    assert refused.value.key == "error.image_empty"


def cells(*levels: float) -> Print:
    """Return what prints lines from left to right and five columns, from the first to the last."""

    def print_(page: ImageDraw.ImageDraw) -> None:
        for y in levels:
            page.line((12, y, 1188, y), fill=255, width=4)
        for x in range(12, 1200, 235):
            page.line((x, levels[0], x, levels[-1]), fill=255, width=4)

    return print_


CUT_OFF = [
    pytest.param(boxes(200, 280), (0, 190, 1200, 600), id="boxes, above"),
    pytest.param(boxes(200, 280), (0, 0, 1200, 410), id="boxes, below"),
    pytest.param(cells(160, 440), (0, 190, 1200, 600), id="a row of cells, above"),
    pytest.param(cells(160, 440), (0, 0, 1200, 410), id="a row of cells, below"),
    pytest.param(boxes(1180, 280, 1), (30, 190, 1200, 600), id="a box, above and on the left"),
]


@pytest.mark.parametrize("noise", [0, 2], ids=["drawn", "photographed"])
@pytest.mark.parametrize("degrees", [-3, 0, 2])
@pytest.mark.parametrize(("print_", "crop"), CUT_OFF)
def test_a_form_that_the_picture_cuts_off_is_left_out(network, print_, crop, degrees, noise):
    filled = photograph(print_, *in_boxes(3, 5, 7, 2), degrees=degrees, noise=noise).crop(crop)
    assert read(network, filled) == [3, 5, 7, 2]
    with pytest.raises(DrawingError) as refused:
        find_digits(photograph(print_, degrees=degrees, noise=noise).crop(crop))
    assert refused.value.key == "error.image_empty"


def test_digits_that_touch_many_boxes_are_read(network) -> None:
    places = [(x, y) for y in (110, 300, 490) for x in range(90, 1200, 170)]

    def print_(page: ImageDraw.ImageDraw) -> None:
        for x, y in places:
            page.rectangle((x - 78, y - 90, x + 78, y + 70), outline=255, width=2)

    labels = [7, 4, 9] * 7
    digits = [(k, x, y + 30, 100) for k, (x, y) in zip(labels, places, strict=True)]
    assert read(network, photograph(print_, *digits, noise=0)) == labels


def test_digits_that_touch_boxes_that_are_cut_off_are_read(network) -> None:
    picture = photograph(boxes(200, 280), *in_boxes(4, 9, 7, 9, 4, y=400))
    assert read(network, picture.crop((0, 200, 1200, 600))) == [4, 9, 7, 9, 4]


@pytest.mark.parametrize("noise", [0, 2], ids=["drawn", "photographed"])
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([(480, 0, 490, 600)], id="a margin"),
        pytest.param([(0, 460, 1200, 440)], id="a line under it"),
        pytest.param([(480, 0, 480, 600), (0, 460, 1200, 460)], id="a cross"),
        pytest.param([(480, 0, 480, 600), (720, 0, 720, 600)], id="two columns"),
    ],
)
def test_lines_from_side_to_side_are_no_digits_and_hide_none(network, lines, noise: float) -> None:
    def print_(page: ImageDraw.ImageDraw) -> None:
        for line in lines:
            page.line(line, fill=255, width=4)

    assert read(network, photograph(print_, (7, 600, 300, 140), noise=noise)) == [7]


def test_a_1_from_side_to_side_of_what_was_cut_out_stays_one(network) -> None:
    cut_out = ((1, 130, 200, 200), (7, 365, 200, 180), (3, 600, 200, 180))
    picture = photograph(writing_line, *cut_out, noise=0)
    rows, columns = np.nonzero(np.asarray(picture)[:350, :, 0] < 200)
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    assert read(network, picture.crop(box)) == [1, 7, 3]


def test_a_4_that_was_cut_out_keeps_its_stem_beside_a_speck(network) -> None:
    picture = photograph(writing_line, (4, 300, 200, 300))
    whole = picture.crop(find_digits(picture.crop((0, 0, 600, 380)))[0].box)
    ImageDraw.Draw(whole).rectangle((12, 12, 26, 26), fill=(60, 60, 60))
    assert read(network, whole) == [4]


@pytest.mark.parametrize("degrees", [-1, 0, 2])
def test_a_table_as_broad_as_the_picture_is_left_out(network, degrees: float) -> None:
    digits = [(k, 130 + 235 * i, y, 90) for y in (165, 295, 425) for i, k in enumerate((3, 5, 7))]
    picture = photograph(cells(100, 230, 360, 490), *digits, degrees=degrees)
    assert read(network, picture) == [3, 5, 7] * 3


def test_rows_of_boxes_as_broad_as_the_picture_are_left_out(network) -> None:
    def print_(page: ImageDraw.ImageDraw) -> None:
        for y in (160, 440):
            for x in range(130, 1200, 235):
                page.rectangle((x - 100, y - 115, x + 100, y + 115), outline=255, width=4)

    digits = [digit for y in (160, 440) for digit in in_boxes(3, 5, None, 2, y=y)]
    assert read(network, photograph(print_, *digits)) == [3, 5, 2] * 2


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param((560, 400, 640, 200), id="slashed"),
        pytest.param((596, 290, 604, 310), id="dotted"),
        pytest.param(None, id="empty"),
    ],
)
@pytest.mark.parametrize("noise", [0, 2], ids=["drawn", "photographed"])
def test_a_0_stays_one(network, inner, noise: float) -> None:
    def print_(page: ImageDraw.ImageDraw) -> None:
        page.ellipse((500, 150, 700, 450), outline=255, width=9)
        if inner:
            page.line(inner, fill=255, width=9)

    (found,) = find_digits(photograph(print_, noise=noise))
    assert found.box == pytest.approx((500, 150, 700, 450), abs=4)
