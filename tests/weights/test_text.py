import time
import tracemalloc

import numpy as np
import pytest

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_FILE_BYTES
from mnistnet.weights.text import readings_of_text


def matrix_in_text(name: str, content: bytes) -> FloatArray:
    ((_, matrix),) = readings_of_text(name, content)[0]
    return matrix


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1 -2.5\n3e-1 4\n", id="savetxt"),
        pytest.param("1,-2.5\r\n0.3 , 4\r\n\r\n", id="commas, Windows"),
        pytest.param("\ufeff# W2\n1 -2.5  # first\n\n0.3 4", id="remarks, byte order mark"),
        pytest.param(" 1 -2.5\n# name: W2\n 0.3 4", id="a name below the first row"),
        pytest.param("[[ 1.  -2.5]\n [ 0.3  4. ]]\n", id="as NumPy prints"),
        pytest.param("[[ 1.\n  -2.5]\n [ 0.3\n   4. ]]", id="as NumPy prints, wrapped"),
        pytest.param("[[1, -2.5], [0.3, 4]]", id="as Python prints"),
    ],
)
def test_every_way_to_write_a_matrix_is_read(text: str) -> None:
    assert matrix_in_text("w.txt", text.encode()).tolist() == [[1, -2.5], [0.3, 4]]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[ 0.1 -0.2 ...  0.3]\n ...\n [ 1.   2. ... 3.]]", "text_elided"),
        ("1 2\n3 vier\n", "text_word"),
        ("1 2\n3 0x10\n", "text_word"),
        ("1 2\n3 1_000\n", "text_word"),
        ("1 2\n3 ٣\n", "text_word"),
        ("1 2\n3 " + "9" * 50, "text_word"),
        ("<html><body>404</body></html>", "text_word"),
        ("1 2\n3\n", "text_ragged"),
        ("[[1 2]\n [3]]", "text_ragged"),
        ("[[1 2]\n [3 4", "text_brackets"),
        ("[[1 2]\n [3 4]", "text_brackets"),
        ("[[1 2] x [3 4]]", "text_brackets"),
        ("[[1 2]] and [[3 4]]", "text_brackets"),
        ("[[[1 2]]", "text_brackets"),
        ("[[1 2]]]", "text_brackets"),
        ("[" * 20 + "1 2" + "]" * 20, "text_brackets"),
        ("[[1 2]]" + "x=" * 100, "text_brackets"),
        ("[]", "matrix_empty"),
        ("[[]]", "matrix_empty"),
        ("#\n" * 10_001, "text_lines"),
        ("\n \n# nothing\n", "weights_empty"),
        ("1 nan\n", "weights_not_finite"),
        ("1 -inf\n", "weights_not_finite"),
        ("1 1e400\n", "weights_not_finite"),
        ("1 1e7\n", "weights_beyond"),
        ("1\n" * 1002, "matrix_too_large"),
        ("1 " * 1002, "matrix_too_large"),
        ("[[" + "1 " * 2000 + "]]", "matrix_too_large"),
    ],
)
def test_text_that_is_no_matrix_is_named(text: str, key: str) -> None:
    with pytest.raises(WeightsError) as caught:
        matrix_in_text("w.txt", text.encode())
    assert caught.value.key == f"error.{key}"
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 2 3", [[[1, 2, 3]], [[2, 3]]]),
        ("0,1,2", [[[0, 1, 2]], [[1, 2]]]),
        ("0\n0.5\n2.5\n", [[[0], [0.5], [2.5]], [[0.5], [2.5]]]),
        (",0\n0,0.5\n1,2.5\n", [[[0.5], [2.5]], [[0, 0.5], [1, 2.5]]]),
        ("a,b\n0,2.5\n", [[[0, 2.5]], [[2.5]]]),
        ("i,b\n0,3\n1,2", [[[0, 3], [1, 2]], [[3], [2]]]),
        ("b\n0,25\n-1,5\n", [[[0.25], [-1.5]], [[0, 25], [-1, 5]]]),
        ("0,25\n-1,5\n", [[[0.25], [-1.5]], [[0, 25], [-1, 5]]]),
        (
            "0,5\n1,7\n2,4\n3,1",
            [[[5], [7], [4], [1]], [[0, 5], [1, 7], [2, 4], [3, 1]], [[0.5], [1.7], [2.4], [3.1]]],
        ),
    ],
)
def test_what_a_table_leaves_open_is_read_in_every_way(
    text: str, expected: list[list[list[float]]]
) -> None:
    readings = readings_of_text("w.txt", text.encode())
    assert [matrix.tolist() for ((_, matrix),) in readings] == expected


def test_bytes_that_are_no_text_are_named() -> None:
    with pytest.raises(WeightsError) as caught:
        matrix_in_text("w.txt", b"\xff\xd8\xff\xe0 a photo")
    assert caught.value.key == "error.weights_unknown"


def test_what_savetxt_writes_comes_back_exactly() -> None:
    W = np.random.default_rng(1).normal(size=(10, 101))
    text = "\n".join(" ".join(f"{number:.18e}" for number in row) for row in W)
    assert np.array_equal(matrix_in_text("w.txt", text.encode()), W)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *("[", "]", "1 ", "1\n", "\n", "#\n", "[1", "[]", "9", " ", ",", "[[1]", "[1]", "[1]x=[2]"),
        *(
            '{"a":[1],',
            "[1](",
            "a=",
            "[1]\n",
            "1,1 ",
            "1;",
            "Out[1]:",
            "# name: a\n",
            "In []:",
            "np.float64(",
            "'\n[",
        ),
    ],
)
def test_the_largest_file_of_anything_is_refused_quickly(piece: str) -> None:
    content = (piece * (MAX_FILE_BYTES // len(piece))).encode()
    start = time.perf_counter()
    with pytest.raises(WeightsError):
        matrix_in_text("w.txt", content)
    assert time.perf_counter() - start < 5


def test_a_file_of_very_many_words_is_not_taken_apart() -> None:
    content = b"12 " * 1_000_000
    tracemalloc.start()
    with pytest.raises(WeightsError):
        matrix_in_text("w.txt", content)
    assert tracemalloc.get_traced_memory()[1] < 6 * len(content)
    tracemalloc.stop()
