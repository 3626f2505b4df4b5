"""Columns and matrices in brackets: which numbers stand where, and what is marked."""

import re

import numpy as np
import pytest

from mnistnet.ui.matrix_html import column_html, matrix_html

COLUMN = np.arange(12.0).reshape(12, 1)
W = np.arange(156.0).reshape(12, 13)


def rows(html):
    """Return each row under the heads: its look, its head, and its cells with theirs."""
    found = re.findall(r"<tr class='([^']*)'><th scope=row>(.*?)(<td.*?)(?=<tr|</table>)", html)
    cells = [re.findall(r"<td class='?([^'>]*)'?>([^<]*)", cells) for *_, cells in found]
    looks = [[(look.split()[-1:], text) for look, text in row] for row in cells]
    return [(look, head, row) for (look, head, _), row in zip(found, looks, strict=True)]


@pytest.mark.parametrize(("first", "heads"), [(0, "[{}]"), (1, "x<sub>{}</sub>")])
def test_a_column_has_its_ends_what_is_kept_and_the_ones_under_it(first, heads):
    html = column_html(COLUMN, name="a1", symbol="x", first=first, keep=[6], chosen=4, one="always")

    assert "<b>a1</b> (13, 1)" in html
    listed = [(look, head, row[0][1]) for look, head, row in rows(html)]
    kept = [0, 1, 2, 3, 4, 5, 6, None, 9, 10, 11, 12]  # instead of one left out it is shown
    assert listed == [
        ("dots", "⋮", "⋮")
        if i is None
        else (
            {4: "chosen", 12: "one"}.get(i, ""),
            heads.format(i + first),
            "1" if i == 12 else f"{i}.000",
        )
        for i in kept
    ]
    assert "always" in html


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("has_biases", [False, True])
def test_a_matrix_has_its_corners_and_marks_a_row_a_column_and_the_biases(first, has_biases):
    html = matrix_html(
        W, name="W", first=first, row=5, column=6, has_biases=has_biases, swipe="swipe"
    )

    assert "<b>W</b> (12, 13)" in html
    columns = [0, 1, 2, None, 6, None, 10, 11, 12]
    shown = (0, 1, 2, 5, 9, 10, 11)
    (heads,) = re.findall("<thead>(.*)<tbody>", html)
    assert re.findall("<t[hd][^>]*>([^<]*)", heads)[1:] == [
        "⋯" if j is None else str(j + first) for j in columns
    ]
    looks: dict[int | None, list[str]] = {
        1: [],
        6: ["chosen"],
        12: ["one" if has_biases else "close"],
    }
    listed = [row for row in rows(html) if row[0] != "dots"]
    assert [head for _, head, _ in listed] == [str(i + first) for i in shown]
    for (look, head, cells), i in zip(listed, shown, strict=True):
        assert look == ("chosen" if i == 5 else ""), head
        assert [text for _, text in cells] == [
            "⋯" if j is None else f"{W[i, j]:.3f}" for j in columns
        ]
        for (look_of_cell, _), j in zip(cells, columns, strict=True):
            assert look_of_cell == looks.get(j, look_of_cell)
