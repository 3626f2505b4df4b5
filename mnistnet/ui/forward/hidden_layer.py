"""What a hidden unit looks for, what it finds in the digit, and all hidden units at once."""

from functools import partial

import numpy as np
import streamlit as st

from mnistnet.charts.bars import unit_bars
from mnistnet.charts.curves import sigmoid_point
from mnistnet.charts.heatmaps import counted_from, scale_of, signed_image, unit_grid
from mnistnet.charts.number_text import number
from mnistnet.explain import pixel_products
from mnistnet.network import ForwardPass, Network, layer_input
from mnistnet.notation import N_PIXELS, SIDE, FloatArray
from mnistnet.ui import formulas
from mnistnet.ui.chosen_part import current_index
from mnistnet.ui.figure import figure
from mnistnet.ui.forward.choices import MOST_BARS, choose_unit, counting
from mnistnet.ui.forward.copying import offer_copies
from mnistnet.ui.forward.products import SIDE_BY_SIDE, show_products
from mnistnet.ui.i18n import t
from mnistnet.ui.matrix_html import MIDDLE, MOST_ROWS, column_html, matrix_html

SQUARE, GRID = 300, 330
"""Heights of the figures, in pixels."""

AROUND = 10
"""Of a column of more than `MOST_ROWS` so many rows are shown on either side of the chosen one."""


def show_row_of_W1(network: Network, X: FloatArray, unit: int) -> None:
    """Show W1 in brackets, and one row beside X (784, 1), product by product."""
    matrix, products = st.columns(SIDE_BY_SIDE)
    with matrix:
        _show_W1(network, unit)
        offer_copies({"W1": network.W1})
    with products:
        _add_up(network, X, unit)


def _show_W1(network: Network, unit: int) -> None:
    """Show the corners of W1, the unit's row and the chosen pixel's column."""
    pixel = current_index("pixel", N_PIXELS)
    st.html(
        matrix_html(
            network.W1,
            name="w1 = W1" if network.has_biases else "W1",
            first=counting(),
            row=unit,
            columns=() if pixel else MIDDLE,
            column=pixel,
            has_biases=network.has_biases,
            swipe=t("figure.swipe_matrix"),
        )
    )


def _add_up(network: Network, X: FloatArray, unit: int) -> None:
    """Write the row of W1 beside X (784, 1), product by product, and their sum."""
    first = counting()
    show_products(
        network.W1[unit],
        layer_input(network, X)[:, 0],
        heads=(t("forward.pixel_head"), f"W1[{unit + first}, p]", "X[p]", "W1 · X"),
        name=partial(_pixel_name, first),
        total=f"Z1[{unit + first}]",
        left_out="forward.no_ink",
    )


def show_unit(network: Network, X: FloatArray, run: ForwardPass, unit: int) -> None:
    """Show one hidden unit's weights, their products with the image X (784, 1), and the sum."""
    first = counting()
    weights = network.W1[:, :N_PIXELS]
    products = pixel_products(network, X, unit)
    limit = scale_of(weights)
    z, a = float(run.Z1[unit, 0]), float(run.A1[unit, 0])
    row, product, curve = st.columns(3)
    with row:
        title = t("forward.w1_row", unit=unit + first)
        _show_signed("w1_row", weights[unit], limit, title=title)
    with product:
        _show_signed("products", products[:N_PIXELS], limit, title=t("forward.products"))
    with curve:
        label, title = f"g({number(z)}) = {number(a)}", t("forward.sigmoid")
        point = sigmoid_point(z, label=label)
        figure(point, key="sigmoid", alt=label, height=SQUARE, title=title)
    st.latex(formulas.unit_sum(unit, products, z, a, first))


def show_all_units(network: Network, run: ForwardPass, unit: int) -> None:
    """Show weighted input and activation of every hidden unit, one marked; a click chooses."""
    is_grid = len(run.Z1) > MOST_BARS
    draw = unit_grid if is_grid else unit_bars
    ends = (float(abs(run.Z1).max()) or 1.0, None)
    places = st.columns([5, 2, 5, 2])
    for name, values, end, place, beside in zip(
        ("z1", "a1"), (run.Z1, run.A1), ends, places[::2], places[1::2], strict=True
    ):
        with place:
            title = t(f"forward.all_{name}")
            figure(
                draw(values, unit, limit=end, hover=t("forward.unit_value"), first=counting()),
                key=f"all_{name}",
                alt=title,
                height=GRID if is_grid else SQUARE,
                title=title,
                on_click=choose_unit,
            )
        with beside:
            st.html(_column_of_units(network, name, values, unit))
    offer_copies({"Z1": run.Z1, "A1": run.A1})


def _column_of_units(network: Network, name: str, values: FloatArray, unit: int) -> str:
    around = range(unit - AROUND, unit + AROUND + 1)
    of_b = {"z1": "z2 = Z1", "a1": "a2 = [A1; 1]"}
    return column_html(
        values,
        name=of_b[name] if network.has_biases else name.upper(),
        symbol=name[0],
        first=counting(),
        keep=around if len(values) > MOST_ROWS else range(MOST_ROWS),
        chosen=unit,
        one=t("forward.one") if network.has_biases and name == "a1" else "",
    )


def _pixel_name(first: int, index: int) -> str:
    if index == N_PIXELS:
        return t("forward.bias")
    row, column = np.add(divmod(index, SIDE), first).tolist()
    return f"x{index + 1} · {row}, {column}" if first else f"X[{index}] · {row}, {column}"


def _show_signed(name: str, values: FloatArray, limit: float, *, title: str) -> None:
    """Show 784 signed numbers as a 28x28 image."""
    squares = signed_image(values.reshape(SIDE, SIDE), limit, hover=t("forward.square_value"))
    image = counted_from(squares, counting(), counting())
    figure(image, key=name, alt=t(f"forward.{name}_alt"), height=SQUARE, title=title)
