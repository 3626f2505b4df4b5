"""The image as the network takes it: 28x28 numbers, and the same as a column."""

import streamlit as st

from mnistnet.charts.heatmaps import column_strip, outlined
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.notation import SIDE, FloatArray
from mnistnet.ui.answer_html import note_html
from mnistnet.ui.chosen_part import keep_index
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t

NUMBERS = 620
"""Large enough for the 784 numbers to be read; a phone scrolls it in its own frame."""


def show_numbers(pixels: FloatArray, chosen: int) -> None:
    """Show an image (28, 28) as numbers, one of them outlined; a click chooses another."""
    row, column = divmod(chosen, SIDE)
    figure(
        outlined(number_matrix(pixels, hover=t("draw.pixel")), column, row),
        key="matrix",
        alt=t("forward.x_alt"),
        height=NUMBERS,
        lead=note_html(t("forward.x_swipe")),
        on_click=lambda point: keep_index("pixel", point["y"] * SIDE + point["x"]),
    )


def show_column(X: FloatArray, chosen: int) -> None:
    """Show an image as the column X (784, 1), and say where the chosen pixel stands in it."""
    row, column = divmod(chosen, SIDE)
    place = {"row": row, "column": column, "index": chosen}
    st.write(t("forward.x_place", **place, value=f"{X[chosen, 0]:.2f}"))
    strip = column_strip(X, chosen, hover=t("forward.x_row"))
    figure(strip, key="column", alt=t("forward.x_column"), height=NUMBERS - 160)
