"""What is taken for print around a digit, by the boxes of the pieces of ink."""

import numpy as np
import pytest

from mnistnet.drawing.printed import are_printed

DIGIT = (100, 300, 100, 200)
"""Top, bottom, left, right."""


def printed(boxes, straight=()):
    """Return which pieces are print, if those with these numbers have straight sides."""
    array = np.array(boxes, dtype=int).reshape(-1, 4)
    return are_printed(array, np.isin(np.arange(len(array)), straight)).tolist()


def line_of(n, height, top=20, gap=0.5, left=0):
    """Return so many letters in a line, each as broad as it is high."""
    starts = left + (1 + gap) * height * np.arange(n)
    return [(top, top + height, x, x + height) for x in starts]


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(line_of(5, 30), id="words above"),
        pytest.param(line_of(5, 30, 350, gap=1.9), id="words below, far apart"),
        pytest.param(line_of(6, 30) + line_of(7, 20, 340), id="words above and below"),
        pytest.param([(40, 360, 0, 300)], id="a frame"),
        pytest.param([(40, 360, 0, 300), (45, 355, 5, 295)], id="a frame of two lines"),
        pytest.param([(0, 400, 0, 400), *line_of(6, 30, 10)], id="a frame around words, too"),
        pytest.param([(320, 325, 40, 260)], id="a line to write on"),
        pytest.param([(315, 345, 40, 260)], id="that line, turned by eight degrees"),
    ],
)
def test_what_is_around_a_digit_is_printed(others):
    assert printed([*others, DIGIT]) == [True] * len(others) + [False]


@pytest.mark.parametrize("height", [500, 2400])
def test_a_table_is_printed_and_the_digits_in_it_are_not(height):
    beside = (110, 310, 300, 400)
    table = (0, height, 0, height)
    assert printed([table, DIGIT, beside]) == [True, False, False]


NARROW = (40, 360, 70, 230)
"""Half as broad as high."""


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        pytest.param([NARROW, DIGIT], [True, False], id="narrow, around a digit"),
        pytest.param([(0, 300, 0, 700), (110, 170, 300, 350)], [True, False], id="a large table"),
        pytest.param([(0, 400, 0, 240)], [True], id="empty"),
        pytest.param([(0, 300, 0, 900)], [True], id="an empty table"),
        pytest.param([(0, 300, 0, 150)], [False], id="empty and narrow, as a 0"),
        pytest.param(
            [NARROW, (40, 360, 270, 430), DIGIT], [True, True, False], id="beside a filled one"
        ),
    ],
)
def test_what_has_straight_sides_is_a_frame(boxes, expected):
    assert printed(boxes, straight=range(expected.count(True) or 1)) == expected


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([(300, 310, 40, 260)], id="one"),
        pytest.param([(300, 310, 40, 260), (400, 404, 60, 260)], id="two"),
    ],
)
def test_lines_to_write_on_are_printed_if_nothing_is_on_them_too(lines):
    assert printed(lines) == [True] * len(lines)


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param([DIGIT, *line_of(4, 30)], id="four others: a sum, a date"),
        pytest.param([DIGIT, *line_of(3, 30), *line_of(3, 30, 350)], id="three above, three below"),
        pytest.param([DIGIT, *line_of(6, 30, 20, gap=3)], id="six specks far apart"),
        pytest.param(line_of(10, 30), id="a row of digits"),
        pytest.param([(0, 100, 300 * i, 300 * i + 60) for i in range(6)], id="digits far apart"),
        pytest.param([DIGIT, (90, 110, 150, 260)], id="a 5 and its bar"),
        pytest.param([DIGIT, (305, 320, 60, 240)], id="a 1 and its base"),
        pytest.param([(100, 300, 100, 240), (150, 250, 140, 200)], id="a 0 and a stroke in it"),
        pytest.param([(100, 300, 100, 300), (180, 220, 180, 220)], id="a 0 and a dot in it"),
        pytest.param(
            [(100, 300, 100, 300), *line_of(8, 15, 150, 0.2, left=120)], id="specks on a digit"
        ),
        pytest.param([DIGIT], id="a digit alone"),
        pytest.param([], id="nothing"),
    ],
)
def test_a_digit_and_its_parts_are_not(boxes):
    assert not any(printed(boxes))
