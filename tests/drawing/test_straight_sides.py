"""Frames and tables have four straight sides, and nothing that is written has."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.connected import boxes_of, label_pieces
from mnistnet.drawing.samples import sample
from mnistnet.drawing.straight_sides import with_straight_sides
from mnistnet.notation import N_CLASSES
from tests.support.photographs import covered


def are_straight(ink):
    """Return whether each piece of ink has straight sides."""
    labels, n_pieces = label_pieces(ink)
    boxes = boxes_of(labels, n_pieces)
    return with_straight_sides(labels, boxes, np.arange(n_pieces)).tolist()


def drawn(draw, degrees=0.0, size=700):
    """Return the ink of what is drawn on paper and turned by so many degrees."""
    page = Image.new("L", (size, size))
    draw(ImageDraw.Draw(page))
    return np.asarray(page.rotate(degrees, Image.Resampling.BICUBIC)) > 100


def frame(breadth, height, thick=4, radius=0.0):
    """Return what draws a frame of so many pixels, in the middle."""
    x, y = (700 - breadth) / 2, (700 - height) / 2
    box = (x, y, x + breadth, y + height)
    return lambda page: page.rounded_rectangle(box, radius, outline=255, width=thick)


def table(page):
    """Draw a table of three rows and four columns."""
    for i in range(4):
        page.line((150, 250 + 60 * i, 550, 250 + 60 * i), fill=255, width=3)
    for j in range(5):
        page.line((150 + 100 * j, 250, 150 + 100 * j, 430), fill=255, width=3)


def touched(page):
    """Draw a frame whose lower side a stroke crosses, and whose right side another touches."""
    frame(220, 300)(page)
    page.line((300, 400, 330, 560), fill=255, width=12)
    page.line((380, 300, 458, 330), fill=255, width=12)


@pytest.mark.parametrize("degrees", [-6, -2, 0, 1, 4, 7])
@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(frame(220, 300), id="higher than broad"),
        pytest.param(frame(160, 320), id="narrow"),
        pytest.param(frame(400, 400), id="a square"),
        pytest.param(frame(450, 200, thick=12), id="thick"),
        pytest.param(frame(60, 80), id="small"),
        pytest.param(frame(300, 400, radius=30), id="with round corners"),
        pytest.param(table, id="a table"),
        pytest.param(touched, id="touched"),
    ],
)
def test_a_frame_has_straight_sides_however_it_is_turned(draw, degrees):
    assert are_straight(drawn(draw, degrees)) == [True]


def polygon(*corners, pen=12):
    """Return what draws a closed line through corners."""
    return lambda page: page.line([*corners, corners[0]], fill=255, width=pen, joint="curve")


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda page: page.line((340, 150, 350, 550), 255, 12), id="a 1"),
        pytest.param(lambda page: page.rectangle((320, 150, 380, 550), 255), id="a broad 1"),
        pytest.param(
            lambda page: page.line((200, 565, 350, 550, 350, 150, 350, 550, 500, 535), 255, 4),
            id="a 1 on a base",
        ),
        pytest.param(lambda page: page.line((150, 340, 550, 350), 255, 12), id="a dash"),
        pytest.param(
            lambda page: page.line((200, 150, 450, 150, 440, 550), 255, 12), id="a straight 7"
        ),
        pytest.param(
            lambda page: page.line((450, 550, 450, 150, 200, 400, 500, 400), 255, 12), id="a 4"
        ),
        pytest.param(
            lambda page: page.line((250, 150, 240, 350, 460, 340, 460, 150, 455, 550), 255, 12),
            id="an open 4",
        ),
        pytest.param(
            polygon((260, 160), (420, 140), (480, 330), (430, 550), (280, 560), (230, 340)),
            id="an angular 0",
        ),
        pytest.param(polygon((230, 180), (470, 140), (440, 540), (270, 560)), id="a 0 of 4 lines"),
        pytest.param(lambda page: page.ellipse((150, 150, 550, 550), outline=255, width=6), id="o"),
        pytest.param(frame(300, 300, thick=50), id="too thick"),
        pytest.param(frame(300, 300, radius=100), id="too round"),
        pytest.param(frame(28, 28, thick=2), id="too small"),
        pytest.param(lambda page: page.rectangle((150, 150, 550, 550), 255), id="a stain"),
    ],
)
def test_what_is_written_has_not(draw):
    assert are_straight(drawn(draw)) == [False]


def test_a_frame_that_is_turned_further_is_left_as_it_is():
    assert are_straight(drawn(frame(300, 300), 14)) == [False]


@pytest.mark.parametrize("pen", [4, 16])
@pytest.mark.parametrize("label", range(N_CLASSES))
def test_no_digit_has_straight_sides_however_broad_it_is(label, pen):
    for stretch in ((1, 1), (2, 1), (1, 2)):
        strokes = [points * stretch for points in sample(label).strokes]
        assert not any(are_straight(covered(strokes, (400, 400), pen, (200, 200, 360)) > 0.5))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "every"),
    [("ipad_pencil.jsonl", 2), ("pendigits-orig.tra", 40), ("unipen.jsonl", 40)],
)
def test_no_real_handwriting_has(strokes_folder, name, every):
    for digit in read_written_digits(strokes_folder / name)[::every]:
        assert not any(are_straight(covered(digit.strokes, (240, 240), 6, (120, 120, 220)) > 0.5))
