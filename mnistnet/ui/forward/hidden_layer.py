"""What a hidden unit looks for, what it finds in the digit, and all hidden units at once."""

import streamlit as st

from mnistnet.charts.bars import unit_bars
from mnistnet.charts.curves import sigmoid_point
from mnistnet.charts.heatmaps import scale_of, signed_image, unit_grid
from mnistnet.explain import pixel_products
from mnistnet.network import ForwardPass, Network
from mnistnet.notation import N_PIXELS, SIDE, FloatArray
from mnistnet.ui import formulas
from mnistnet.ui.figure import figure
from mnistnet.ui.forward.choices import choose_unit
from mnistnet.ui.i18n import t

SQUARE, GRID = 300, 460
"""Heights of the figures, in pixels."""

MOST_BARS = 20
"""More hidden units than this stand in a grid."""


def show_unit(network: Network, X: FloatArray, run: ForwardPass, unit: int) -> None:
    """Show one hidden unit's weights, their products with the image X (784, 1), and the sum."""
    weights = network.W1[:, :N_PIXELS]
    products = pixel_products(network, X, unit)
    limit = scale_of(weights)
    z, a = float(run.Z1[unit, 0]), float(run.A1[unit, 0])
    row, product, curve = st.columns(3)
    with row:
        _show_signed("w1_row", weights[unit], limit, title=t("forward.w1_row", unit=unit))
    with product:
        title = t("forward.products", unit=unit)
        _show_signed("products", products[:N_PIXELS], limit, title=title)
    with curve:
        label, title = f"g({z:.3f}) = {a:.3f}", t("forward.sigmoid")
        point = sigmoid_point(z, label=label)
        figure(point, key="sigmoid", alt=label, height=SQUARE, title=title)
    st.latex(formulas.unit_sum(network, unit, products, z, a))


def show_all_units(run: ForwardPass, unit: int) -> None:
    """Show weighted input and activation of every hidden unit, one marked; a click chooses."""
    is_grid = len(run.Z1) > MOST_BARS
    draw = unit_grid if is_grid else unit_bars
    ends = (float(abs(run.Z1).max()), None)
    for name, values, end, place in zip(
        ("z1", "a1"), (run.Z1, run.A1), ends, st.columns(2), strict=True
    ):
        with place:
            title = t(f"forward.all_{name}")
            figure(
                draw(values, unit, limit=end, hover=t("forward.unit_value")),
                key=f"all_{name}",
                alt=title,
                height=GRID if is_grid else SQUARE,
                title=title,
                on_click=choose_unit,
            )


def _show_signed(name: str, values: FloatArray, limit: float, *, title: str) -> None:
    """Show 784 signed numbers as a 28x28 image."""
    image = signed_image(values.reshape(SIDE, SIDE), limit, hover=t("forward.square_value"))
    figure(image, key=name, alt=t(f"forward.{name}_alt"), height=SQUARE, title=title)
