"""One digit or two: by hand, and on handwriting."""

import numpy as np
import pytest

from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.strokes import are_two_digits
from tests.support.digits import FOUR, ONE, SEVEN, ring


def line(x: float, top: float, bottom: float, to: float | None = None):
    return np.array([(x, top), (x if to is None else to, bottom)])


CASES = {
    "nothing": ([], False),
    "a stroke": ([line(0, 0, 100)], False),
    "eleven": ([line(0, 0, 100), line(30, 0, 100)], True),
    "the right one first": ([line(30, 0, 100), line(0, 0, 100)], True),
    "a hair between": ([line(0, 0, 100), line(4, 0, 100)], False),
    "just enough between": ([line(0, 0, 100), line(6, 0, 100)], True),
    "one of 58": ([line(0, 0, 100), line(30, 42, 100)], False),
    "one of 62": ([line(0, 0, 100), line(30, 38, 100)], True),
    "a bar across both": ([line(0, 0, 100), line(30, 0, 100), line(0, 50, 50, 30)], False),
    "a bar on the left": ([line(0, 0, 100), line(30, 0, 100), line(-20, 50, 50, 10)], True),
    "a slant behind both": (
        [line(0, 0, 100, 90), line(20, 0, 100), line(40, 0, 100)],
        False,
    ),
    "one above the other": ([line(0, 0, 40), line(0, 60, 100)], False),
    "a bar alone": ([line(0, 0, 0, 50), line(60, 0, 0, 110)], False),
}


@pytest.mark.parametrize("case", CASES)
def test_two_strokes_are_two_digits_if_room_parts_them_and_both_are_high(case):
    strokes, are_two = CASES[case]
    assert are_two_digits(strokes) is are_two


def test_whole_digits_beside_each_other():
    for digit in (SEVEN, FOUR, ONE, ring()):
        assert not are_two_digits(digit)
        for other in (SEVEN, FOUR, ONE, ring()):
            assert are_two_digits([*digit, *(points + np.array([150, 20]) for points in other)])


def test_hardly_one_digit_of_handwriting_looks_like_two(strokes_folder):
    looks = [
        are_two_digits(digit.strokes)
        for name in ("ipad_pencil.jsonl", "pendigits-orig.tra")
        for digit in read_written_digits(strokes_folder / name)
    ]
    assert sum(looks) <= len(looks) / 1000
