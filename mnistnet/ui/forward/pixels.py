"""The image as the network takes it: 28x28 numbers, and the same as a column."""

from functools import partial
from typing import Any

import streamlit as st

from mnistnet.charts.heatmaps import counted_from, outlined, pixel_image
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.charts.number_text import number
from mnistnet.network import Network
from mnistnet.notation import SIDE, FloatArray
from mnistnet.ui.answer_html import note_html
from mnistnet.ui.chosen_part import keep_index
from mnistnet.ui.figure import clicked_cell, figure
from mnistnet.ui.forward.choices import counting
from mnistnet.ui.forward.copying import offer_copies
from mnistnet.ui.fragments import write_again
from mnistnet.ui.i18n import t
from mnistnet.ui.matrix_html import column_html

NUMBERS = 620
"""Large enough for the 784 numbers to be read; a phone scrolls it in its own frame."""

AROUND = 3
"""So many rows of X are shown on either side of the chosen one."""


def show_squares(key: str, alt: str, pixels: FloatArray, *, height: int) -> None:
    """Show an image (28, 28) in black and white, under a key, with what it shows in words."""
    first = counting()
    squares = counted_from(pixel_image(pixels, hover=t("draw.pixel")), first, first)
    figure(squares, key=key, alt=alt, height=height)


def show_numbers(pixels: FloatArray, chosen: int) -> None:
    """Show an image (28, 28) as numbers, one of them outlined; a click chooses another."""
    first = counting()
    row, column = divmod(chosen, SIDE)
    matrix = counted_from(number_matrix(pixels, hover=t("draw.pixel")), first, first)
    figure(
        outlined(matrix, column + first, row + first),
        key="matrix",
        alt=t("forward.x_alt"),
        height=NUMBERS,
        lead=note_html(t("figure.swipe")),
        on_click=partial(_choose, range(first, first + SIDE)),
    )


def show_column(network: Network, X: FloatArray, chosen: int) -> None:
    """Show an image as the column X (784, 1), and say where the chosen pixel stands in it."""
    first = counting()
    row, column = divmod(chosen, SIDE)
    place = {"row": row + first, "column": column + first, "index": chosen + first}
    value = number(float(X[chosen, 0]))
    st.write(t(f"forward.x_place_{first}", **place, value=value))
    st.html(
        column_html(
            X,
            name="a1 = [X; 1]" if network.has_biases else "X",
            symbol="x",
            first=first,
            keep=range(chosen - AROUND, chosen + AROUND + 1),
            chosen=chosen,
            place=partial(_place, first),
            one=t("forward.one") if network.has_biases else "",
        )
    )
    offer_copies({"X": X})


def _choose(places: range, point: dict[str, Any]) -> None:
    if cell := clicked_cell(point, places, places):
        keep_index("pixel", cell[0] * SIDE + cell[1])
        write_again(["pixels", "hidden"])


def _place(first: int, index: int) -> str:
    row, column = divmod(index, SIDE)
    return t("forward.place", row=row + first, column=column + first)
