"""What belongs to a digit, what is a digit of its own, and in which order they are read."""

import numpy as np
import pytest

from mnistnet.drawing.pieces import group_pieces

DIGIT = (50, 150, 100, 120)
"""Top, bottom, left, right: 100 high, of 2,000 pixels."""


def boxes(*pieces):
    """Return the box around each digit that full rectangles are put together to."""
    digits, _ = found(*pieces)
    return digits


def found(*pieces):
    """Return these boxes, and how many marks were left out as too small."""
    ink = np.zeros((400, 400), bool)
    for top, bottom, left, right in pieces:
        ink[top:bottom, left:right] = True
    _, digits, n_small = group_pieces(ink, np.zeros(ink.shape), is_cropped=False)
    return [(box.top, box.bottom, box.left, box.right) for box, _ in digits], n_small


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        pytest.param((60, 90, 125, 127), (50, 150, 100, 127), id="a thin stroke"),
        pytest.param((60, 90, 125, 126), DIGIT, id="a hair"),
        pytest.param((60, 69, 125, 134), (50, 150, 100, 134), id="a dot"),
        pytest.param((60, 67, 125, 132), DIGIT, id="a speck"),
        pytest.param((60, 90, 134, 140), (50, 150, 100, 140), id="near"),
        pytest.param((155, 225, 98, 122), (50, 225, 98, 122), id="a large one close under it"),
    ],
)
def test_a_part_is_neither_a_hair_nor_a_speck(part, whole):
    assert boxes(DIGIT, part) == [whole]


@pytest.mark.parametrize(
    ("other", "n_digits"),
    [
        pytest.param((60, 105, 200, 220), 2, id="45 parts of a hundred"),
        pytest.param((60, 95, 200, 220), 1, id="35 parts"),
        pytest.param((85, 150, 125, 145), 2, id="too large for a part"),
        pytest.param((165, 235, 100, 120), 2, id="the same under it, further away"),
    ],
)
def test_what_stands_apart_is_a_digit_if_it_is_not_much_lower(other, n_digits):
    assert boxes(DIGIT, other) == [DIGIT, other][:n_digits]


@pytest.mark.parametrize(
    "print_", [(170, 195, 100, 120), (60, 85, 140, 160)], ids=["under it", "beside it"]
)
def test_small_print_near_a_digit_is_no_part_of_it(print_):
    assert found(DIGIT, print_) == ([DIGIT], 1)


SMALL = [(10, 40, 200 + 60 * i, 210 + 60 * i) for i in range(3)]
"""Three tenths as high as the digit."""


@pytest.mark.parametrize(
    ("others", "n_small"),
    [
        pytest.param(SMALL, 3, id="small digits"),
        pytest.param([(60, 105, 200, 220)], 0, id="none"),
        pytest.param([(60, 70, 200, 210), (90, 98, 300, 308)], 0, id="specks"),
        pytest.param([*SMALL, (20, 40, 380, 390), (20, 40, 360, 370)], 0, id="printed words"),
    ],
)
def test_it_is_told_how_many_marks_are_too_small(others, n_small):
    assert found(DIGIT, *others)[1] == n_small


def test_there_is_room_for_a_frame_around_each_of_many_digits():
    ink = np.zeros((960, 900), bool)
    cells = ink.reshape(12, 80, 15, 60)
    cells[:, 4:76, :, 4:56] = True
    cells[:, 6:74, :, 6:54] = False
    cells[:, 20:60, :, 28:32] = True
    _, digits, _ = group_pieces(ink, np.zeros(ink.shape), is_cropped=True)
    assert len(digits) == 180


def test_digits_are_read_row_by_row_from_the_left():
    first = [(60, 150, 30, 50), (40, 130, 200, 220), (55, 160, 330, 350)]
    second = [(230, 330, 60, 80), (220, 310, 250, 270)]
    assert boxes(*second[::-1], *first[::-1]) == [*first, *second]
