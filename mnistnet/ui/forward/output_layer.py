"""What adds up to an output, and which pixels speak for it rather than for another."""

from functools import partial
from typing import Any

import streamlit as st

from mnistnet.charts.bars import unit_bars
from mnistnet.charts.heatmaps import attribution_image, counted_from, outlined, scale_of
from mnistnet.charts.number_text import adding_up, number
from mnistnet.charts.waterfall import ends_of, waterfall
from mnistnet.charts.weight_images import class_rows
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.explain import pixel_attributions, unit_contributions
from mnistnet.network import ForwardPass, Network, layer_input
from mnistnet.notation import N_CLASSES
from mnistnet.ui import formulas, url_state
from mnistnet.ui.answer_html import values_alt
from mnistnet.ui.bars import show_bars
from mnistnet.ui.chosen_part import current_index, keep_index
from mnistnet.ui.current_digit import LECTURE_EXAMPLE
from mnistnet.ui.figure import clicked_cell, figure
from mnistnet.ui.forward.choices import SHOW_UNIT, choose_unit, counting
from mnistnet.ui.forward.copying import offer_copies
from mnistnet.ui.forward.products import SIDE_BY_SIDE, show_products
from mnistnet.ui.fragments import write_again
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t
from mnistnet.ui.matrix_html import column_html, matrix_html

CONTRIBUTIONS, SQUARE, COLOURS, SUMS = 320, 300, 190, 150
"""Heights of the figures, in pixels."""

ON_THE_SLIDE = (0, 0.002, 0.001, 0, 0, 0.001, 0, 0.979, 0.006, 0.003)
"""What lecture A prints for its example, with weights of its own."""


def show_row_of_W2(network: Network, run: ForwardPass, output: int) -> None:
    """Show W2 in brackets and in colours, and one row beside A1, product by product."""
    matrix, products = st.columns(SIDE_BY_SIDE)
    with matrix:
        _show_W2(network, output)
        offer_copies({"W2": network.W2})
    with products:
        _add_up(network, run, output)


def _show_W2(network: Network, output: int) -> None:
    """Show W2 in brackets and in colours, one output's row marked; a click chooses row and unit."""
    unit = current_index("unit", network.n_hidden)
    st.html(
        matrix_html(
            network.W2,
            name="w2 = W2" if network.has_biases else "W2",
            first=counting(),
            row=output,
            column=unit,
            has_biases=network.has_biases,
            swipe=t("figure.swipe_matrix"),
        )
    )
    title = t("forward.w2_colours")
    colours = class_rows(network.W2, scale_of(network.W2), hover=t("forward.w2_value"))
    figure(
        outlined(counted_from(colours, 0, counting()), unit + counting(), output),
        key="w2",
        alt=title,
        height=COLOURS,
        title=title,
        on_click=partial(_choose_weight, network.n_hidden, counting()),
    )


def _add_up(network: Network, run: ForwardPass, output: int) -> None:
    """Write the row of W2 beside A1, product by product, and their sum."""
    first = counting()
    row = output + first
    show_products(
        network.W2[output],
        layer_input(network, run.A1)[:, 0],
        heads=(t("unit.head"), f"W2[{row}, i]", "A1[i]", "W2 · A1"),
        name=_names(network).__getitem__,
        total=f"Z2[{row}]",
        left_out="forward.units_at_0",
    )


def show_contributions(network: Network, run: ForwardPass, output: int) -> None:
    """Show what each hidden unit adds to one output; a click on a bar chooses its unit."""
    first = counting()
    every = [unit_contributions(network, run.A1, k) for k in range(N_CLASSES)]
    names = _names(network)
    z, a = float(run.Z2[output, 0]), float(run.A2[output, 0])
    figure(
        waterfall(every[output], names, total=f"Z2 = {number(z)}", ends=ends_of(every)),
        key="contributions",
        alt=t("forward.contributions_alt", output=output, sum=number(z)),
        height=CONTRIBUTIONS,
        title=t("forward.contributions", output=output),
        on_click=partial(_choose_bar, network.n_hidden),
    )
    st.latex(formulas.output_sum(network, output, z, a, first))


def show_outputs(network: Network, run: ForwardPass, winner: int | None) -> None:
    """Show Z2 and A2 as bars, and beside them as columns."""
    bars, numbers = st.columns([3, 2])
    with bars:
        title, end = t("forward.all_z2"), float(abs(run.Z2).max()) or 1.0
        figure(
            unit_bars(run.Z2, winner, limit=end, hover=t("forward.output_value")),
            key="all_z2",
            alt=values_alt(title, run.Z2),
            height=SUMS,
            title=title,
        )
        show_bars("outputs", t("forward.outputs"), run.A2, winner=winner)
    with numbers, st.container(key="output_numbers"):
        _show_columns(run, winner, has_biases=network.has_biases)
        if url_state.first_image() == LECTURE_EXAMPLE and not network.has_biases:
            _compare_with_the_slide(run)
    offer_copies({"Z2": run.Z2, "A2": run.A2})


def _show_columns(run: ForwardPass, winner: int | None, *, has_biases: bool) -> None:
    sums, activations = (
        column_html(
            values,
            name=name,
            symbol=symbol,
            first=counting(),
            keep=range(N_CLASSES),
            chosen=winner,
            place=lambda k: t("forward.digit", digit=k),
        )
        for name, symbol, values in (
            ("z3 = Z2" if has_biases else "Z2", "z", run.Z2),
            ("a3 = A2 = ŷ" if has_biases else "A2 = ŷ", "y", run.A2),
        )
    )
    st.html(f'<div class="side_by_side">{sums}{activations}</div>')


def _compare_with_the_slide(run: ForwardPass) -> None:
    rows = [
        [str(k), number(float(here)), number(there)]
        for k, (here, there) in enumerate(zip(run.A2[:, 0], ON_THE_SLIDE, strict=True))
    ]
    heads = [t(key) for key in ("table.digit", "forward.here", "forward.on_the_slide")]
    st.html(table(heads, rows))
    st.write(t("forward.slide_words"))


def show_why(
    network: Network, digit: PreparedDigit, run: ForwardPass, output: int, rival: int
) -> None:
    """Show which pixels speak for one output against another, and how they add up."""
    every = [pixel_attributions(network, digit.X, output, k) for k in range(N_CLASSES)]
    pushes, end = every[rival], max(float(abs(pushes).max()) for pushes in every)
    difference = float(run.Z2[output, 0] - run.Z2[rival, 0])
    ink = [float(pushes[pushes > 0].sum()), float(pushes[pushes < 0].sum())]
    (paper, up, down), total = adding_up([difference - sum(ink), *ink], plus=True)
    picture, words = st.columns(2)
    with picture:
        hover = t("forward.square_value")
        why = attribution_image(pushes, digit.pixels, end or 1.0, hover=hover)
        why = counted_from(why, counting(), counting())
        figure(why, key="why", alt=t("forward.why_alt"), height=SQUARE)
    with words:
        sums = {"difference": total, "paper": paper, "up": up, "down": down}
        st.write(t("forward.why_sum", output=output, rival=rival, **sums))


def _names(network: Network) -> list[str]:
    """Return what the hidden units are called, and the bias."""
    return [*map(str, range(counting(), network.n_hidden + counting())), t("forward.bias")]


def _choose_weight(n_hidden: int, first: int, point: dict[str, Any]) -> None:
    if cell := clicked_cell(point, range(N_CLASSES), range(first, first + n_hidden + 1)):
        keep_index("output", cell[0])
        keep_index("unit", min(cell[1], n_hidden - 1))
        write_again(SHOW_UNIT)


def _choose_bar(n_hidden: int, bar: dict[str, Any]) -> None:
    if bar["custom"] in range(n_hidden):
        choose_unit(bar)
