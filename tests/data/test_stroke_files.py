import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mnistnet import DataError
from mnistnet.data.stroke_files import read_written_digits

UNIPEN = """\
.VERSION 1.0
.LEXICON "0" "1"

.SEGMENT DIGIT    0 ? "8"
.COMMENT 8 12  224
.PEN_DOWN
 267  333
 -1  500
.PEN_UP
.DT 100

.SEGMENT DIGIT 1-2 ? "4"
.COMMENT 4 3  1
.PEN_DOWN
 10 10
.PEN_UP
.DT 100
.PEN_DOWN
 20 30
 25 35
.PEN_UP
"""


def file(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_unipen_is_read_with_y_turned_downwards(tmp_path: Path) -> None:
    eight, four = read_written_digits(file(tmp_path, "x.tra", UNIPEN))
    assert (eight.label, eight.writer) == (8, "12")
    assert (four.label, four.writer) == (4, "3")
    np.testing.assert_array_equal(eight.strokes[0], [(267, 167), (-1, 0)])
    assert [len(stroke) for stroke in four.strokes] == [1, 2]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        pytest.param(4, '.SEGMENT DIGIT 0 ? "A"', id="no digit"),
        pytest.param(7, " 267", id="half a point"),
        pytest.param(7, " 267  nan", id="no number"),
        pytest.param(9, ".PEN_DOWN", id="pen down twice"),
        pytest.param(6, ".PEN_UP", id="pen up twice"),
        pytest.param(10, " 1 2", id="a point in the air"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: Any, instead: str) -> None:
    lines = UNIPEN.splitlines()
    lines[line - 1] = instead
    with pytest.raises(DataError, match=rf"damaged in line {line}\."):
        read_written_digits(file(tmp_path, "x.tra", "\n".join(lines)))


def test_a_file_that_ends_in_the_middle_of_a_stroke_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="damaged in line 8"):
        read_written_digits(file(tmp_path, "x.tra", "\n".join(UNIPEN.splitlines()[:8])))


def test_a_digit_without_ink_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="damaged"):
        read_written_digits(file(tmp_path, "x.tra", '.SEGMENT DIGIT 0 ? "8"\n'))


def test_json_lines_are_read(tmp_path: Path) -> None:
    lines = [
        {"label": 7, "writer": "u1", "strokes": [[[1.5, 2], [3, 4]], [[5, 6]]]},
        {"label": 0, "strokes": [[[0, 0], [9, 9]]]},
    ]
    text = "\n\n".join(json.dumps(line) for line in lines)
    seven, zero = read_written_digits(file(tmp_path, "x.jsonl", text))
    assert (seven.label, seven.writer, zero.label, zero.writer) == (7, "u1", 0, "")
    np.testing.assert_array_equal(seven.strokes[0], [(1.5, 2), (3, 4)])
    assert len(seven.strokes) == 2


@pytest.mark.parametrize(
    "line",
    [
        '{"label": 7, "strokes": [[[1, 2], [3',
        '{"label": 10, "strokes": [[[1, 2]]]}',
        '{"label": true, "strokes": [[[1, 2]]]}',
        '{"label": "7", "strokes": [[[1, 2]]]}',
        '{"strokes": [[[1, 2]]]}',
        '{"label": 7}',
        '{"label": 7, "strokes": []}',
        '{"label": 7, "strokes": [[[1, 2, 3]]]}',
        '{"label": 7, "strokes": [[[1, NaN]]]}',
        '{"label": 7, "strokes": 5}',
        f'{{"label": 7, "strokes": [[[1, 1{"0" * 400}]]]}}',
        "[" * 200_000,
        "[1, 2]",
        "7",
    ],
)
def test_a_damaged_json_line_is_named(tmp_path: Path, line: Any) -> None:
    good = '{"label": 1, "strokes": [[[1, 2], [3, 4]]]}'
    with pytest.raises(DataError, match=r"damaged in line 2\."):
        read_written_digits(file(tmp_path, "x.jsonl", f"{good}\n{line}\n{good}"))


def test_drawings_of_which_nobody_knows_what_they_are_are_left_out(tmp_path: Path) -> None:
    lines = ['{"label": null, "strokes": [[[1, 2]]]}', '{"label": 3, "strokes": [[[1, 2]]]}']

    (digit,) = read_written_digits(file(tmp_path, "x.jsonl", "\n".join(lines)))

    assert digit.label == 3


def test_missing_empty_and_binary_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        read_written_digits(tmp_path / "missing.jsonl")
    with pytest.raises(DataError, match="holds no digits"):
        read_written_digits(file(tmp_path, "empty.tra", ""))
    (tmp_path / "x.tra").write_bytes(b"\x89PNG\r\n\xff")
    with pytest.raises(DataError, match="not text"):
        read_written_digits(tmp_path / "x.tra")
    with pytest.raises(DataError, match="directory"):
        read_written_digits(tmp_path)


def test_the_public_collections_are_read_whole(strokes_folder: Path) -> None:
    tablet = read_written_digits(strokes_folder / "pendigits-orig.tra")
    assert len(tablet) == 7_494
    assert {digit.writer for digit in tablet} == {str(number) for number in range(1, 31)}
    pencil = read_written_digits(strokes_folder / "ipad_pencil.jsonl")
    assert len(pencil) == 473
    assert len({digit.writer for digit in pencil}) == 5
