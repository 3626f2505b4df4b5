"""Digits are read row by row, each from the left, however the sheet is turned."""

import numpy as np
import pytest

from mnistnet.drawing.reading_order import reading_order


def rows_of(*lengths, degrees=0.0, high=100, apart=150, pitch=150, indent=0, uneven=0.0):
    """Return boxes of digits in rows that fall by so many degrees, in reading order.

    Digits are ``high`` pixels high, or less by up to the part ``uneven``, and their left sides
    ``apart``; each row begins ``indent`` pixels further right than the one above.
    """
    rng = np.random.default_rng(0)
    fall = np.tan(np.radians(degrees))
    boxes = []
    for row, length in enumerate(lengths):
        for column in range(length):
            height = high * (1 - uneven * rng.random())
            left = row * indent + column * apart
            bottom = high + row * pitch + fall * left
            boxes.append((bottom - height, bottom, left - fall * row * pitch, left + 60))
    return np.rint(boxes).astype(int)


@pytest.mark.parametrize("degrees", [-12, -9, -6, -3, 0, 3, 6, 9, 12])
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(lambda degrees: rows_of(5, degrees=degrees), id="one row"),
        pytest.param(lambda degrees: rows_of(9, degrees=degrees, apart=130), id="a long one"),
        pytest.param(lambda degrees: rows_of(3, degrees=degrees, apart=280), id="far apart"),
        pytest.param(lambda degrees: rows_of(5, 5, degrees=degrees), id="two rows"),
        pytest.param(lambda degrees: rows_of(4, 6, 5, degrees=degrees), id="three"),
        pytest.param(lambda degrees: rows_of(6, 5, 6, degrees=degrees, uneven=0.5), id="uneven"),
        pytest.param(lambda degrees: rows_of(4, 3, degrees=degrees, indent=150), id="indented"),
        pytest.param(lambda degrees: rows_of(5, 1, degrees=degrees, indent=450), id="a last one"),
        pytest.param(lambda degrees: rows_of(1, 1, 1, degrees=degrees), id="a column"),
    ],
)
def test_rows_are_read_one_after_the_other_however_they_are_turned(rows, degrees):
    boxes = rows(degrees)
    mixed = np.random.default_rng(1).permutation(len(boxes))
    order = reading_order(boxes[mixed])
    assert mixed[order].tolist() == list(range(len(boxes)))


@pytest.mark.parametrize(
    "boxes",
    [
        pytest.param([(100, 200, 0, 60), (75, 130, 70, 100)], id="a raised 3 after a 2"),
        pytest.param(
            [(100, 200, 0, 60), (75, 130, 70, 100), (95, 200, 120, 180)], id="and a 5 after it"
        ),
        pytest.param(
            [(100, 200, 300, 360), (75, 130, 370, 400), (240, 340, 0, 60)], id="and a row under it"
        ),
        pytest.param([(100, 200, 0, 60), (160, 230, 70, 100)], id="a lowered one"),
        pytest.param([(0, 100, 50 * i, 50 * i + 40) for i in range(12)], id="close together"),
        pytest.param([(5, 90, 20, 60)], id="one alone"),
        pytest.param([], id="none"),
    ],
)
def test_digits_of_any_height_are_read_from_the_left(boxes):
    order = reading_order(np.array(boxes, int).reshape(-1, 4)[::-1])
    assert order == list(range(len(boxes)))[::-1]
