import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mnistnet.drawing.connected import label_pieces


def flooded(ink: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Number pieces one by one, each flooded from its first pixel."""
    labels, n_pieces = np.full(ink.shape, -1), 0
    for first in map(tuple, np.argwhere(ink)):
        if labels[first] >= 0:
            continue
        waiting = [first]
        while waiting:
            row, column = waiting.pop()
            is_inside = 0 <= row < ink.shape[0] and 0 <= column < ink.shape[1]
            if is_inside and ink[row, column] and labels[row, column] < 0:
                labels[row, column] = n_pieces
                waiting += [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        n_pieces += 1
    return labels


@given(st.integers(1, 15), st.integers(1, 15), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_pieces_are_what_a_flood_reaches(height, width, share, seed):
    ink = np.random.default_rng(seed).random((height, width)) < share
    labels, n_pieces = label_pieces(ink)
    expected = flooded(ink)
    np.testing.assert_array_equal(labels, expected)
    assert n_pieces == expected.max(initial=-1) + 1


def test_a_line_that_winds_through_the_whole_picture_is_one_piece():
    snake = np.zeros((401, 401), bool)
    snake[::2] = snake[1::4, -1] = snake[3::4, 0] = True
    assert label_pieces(snake)[1] == 1
