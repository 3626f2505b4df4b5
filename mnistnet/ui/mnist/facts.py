"""What the lecture says of MNIST, each fact shown on an image."""

import numpy as np
import streamlit as st

from mnistnet.charts.figure import Figure
from mnistnet.charts.heatmaps import counted_from
from mnistnet.charts.mnist_facts import boxed_digit, centred_digit, split_bars
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.charts.number_text import number as written
from mnistnet.data import mnist
from mnistnet.data.mnist import Images
from mnistnet.drawing.measure import centre_of_mass, ink_box
from mnistnet.drawing.standard_image import CENTRE
from mnistnet.notation import FloatArray
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t

HEIGHT = 220
"""Greatest height of the figures, in pixels."""

PART = 6
"""Rows and columns of the part whose numbers are shown."""


def show_facts(number: int, images: Images) -> None:
    """Show how MNIST is divided, and on one image its size, its place and its values."""
    pixels = images.pixels[number] / 255
    st.subheader(t("mnist_page.facts"), anchor=False)
    places = st.columns(4, gap="medium")
    with places[0]:
        _show_split()
    with places[1]:
        _show_size(pixels)
    with places[2]:
        _show_centre(pixels)
    with places[3]:
        _show_values(pixels)


def _show_split() -> None:
    filed, validation = mnist.N_FILED, mnist.N_VALIDATION
    parts = {"training": filed - validation, "validation": validation, "test": mnist.N_TEST}
    bars = split_bars(list(parts.values()), [t(f"mnist_page.{part}") for part in parts])
    _show("split", bars, t("mnist_page.fact_split", filed=filed, **parts))


def _show_size(pixels: FloatArray) -> None:
    box = ink_box(pixels)
    _, _, height, width = box
    rows, columns = pixels.shape
    boxed = boxed_digit(pixels, box, hover=t("draw.pixel"))
    side = max(height, width)
    size = {"rows": rows, "columns": columns, "height": height, "width": width, "side": side}
    _show("size", boxed, t("mnist_page.fact_size", **size))


def _show_centre(pixels: FloatArray) -> None:
    row, column = centre = centre_of_mass(pixels)
    crossed = centred_digit(pixels, centre, hover=t("draw.pixel"))
    place = {"row": written(row, 1), "column": written(column, 1), "middle": f"{CENTRE - 0.5:g}"}
    _show("centre", crossed, t("mnist_page.fact_centre", **place))


def _show_values(pixels: FloatArray) -> None:
    top, left = _liveliest(pixels)
    part = pixels[top : top + PART, left : left + PART]
    numbers = counted_from(number_matrix(part, hover=t("draw.pixel")), top, left)
    ends = {"least": f"{pixels.min():g}", "greatest": written(pixels.max())}
    _show("values", numbers, t("mnist_page.fact_values", **ends))


def _liveliest(pixels: FloatArray) -> tuple[int, int]:
    """Return the corner (row, column) of the part with the most pixels that are neither 0 nor 1."""
    grey = (pixels > 0) & (pixels < 1)
    n_grey = np.lib.stride_tricks.sliding_window_view(grey, (PART, PART)).sum(axis=(2, 3))
    row, column = np.unravel_index(n_grey.argmax(), n_grey.shape)
    return int(row), int(column)


def _show(fact: str, fig: Figure, words: str) -> None:
    """Show a figure under its sentence, which also says what it shows."""
    figure(fig, key=f"fact_{fact}", alt=words, height=HEIGHT, title=words, ratio=1)
