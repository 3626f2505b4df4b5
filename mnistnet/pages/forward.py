"""Every number of the forward pass, for the visitor's digit: X, W1, Z1, A1, W2, Z2, A2."""

import inspect
from functools import partial
from typing import Any

import streamlit as st

from mnistnet.charts.bars import unit_bars
from mnistnet.charts.curves import sigmoid_point
from mnistnet.charts.heatmaps import (
    attribution_image,
    column_strip,
    outlined,
    pixel_image,
    scale_of,
    signed_image,
    unit_grid,
)
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.charts.waterfall import ends_of, waterfall
from mnistnet.drawing.transform import transform_image
from mnistnet.explain import (
    forward_without,
    pixel_attributions,
    pixel_products,
    unit_contributions,
)
from mnistnet.network import forward
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray
from mnistnet.program import program_source, program_zip
from mnistnet.ui import formulas
from mnistnet.ui.answer_html import prediction_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.choices import (
    choose_index,
    choose_moves,
    choose_network,
    choose_off,
    choose_output,
    choose_preparation,
    choose_stage,
    keep_index,
)
from mnistnet.ui.current_digit import current_digit, require_digit
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors

SQUARE = 300
NUMBERS = 620
"""Large enough for the 784 numbers to be read; a phone scrolls it in its own frame."""

with st.container(key="walk"):
    side, steps = st.container(key="side"), st.container(key="steps")
with side:
    network = choose_network()
    preparation = choose_preparation()
with steps:
    digit = require_digit()
run = forward(network, digit.X)
n_hidden = network.n_hidden
rival, winner = run.A2[:, 0].argsort()[-2:].tolist()
with side:
    st.html(prediction_html(run.A2))
    image = pixel_image(digit.pixels, hover=t("draw.pixel"))
    figure(image, key="seen", alt=t("draw.seen"), height=240)


@st.fragment(key="pixels")
def pixels() -> None:
    """Show step 1: the image as numbers, and as a column."""
    st.subheader(t("forward.x"))
    st.latex(formulas.column())
    numbers, column = st.columns([5, 2])
    with column:
        pixel = choose_index("pixel", N_PIXELS)
        place = {"row": pixel // SIDE, "column": pixel % SIDE, "index": pixel}
        st.write(t("forward.x_place", **place, value=f"{digit.X[pixel, 0]:.2f}"))
        strip = column_strip(digit.X, pixel, hover=t("forward.x_row"))
        figure(strip, key="column", alt=t("forward.x_column"), height=NUMBERS - 160)
    with numbers.container(key="numbers"):
        figure(
            outlined(
                number_matrix(digit.pixels, hover=t("draw.pixel")), pixel % SIDE, pixel // SIDE
            ),
            key="matrix",
            alt=t("forward.x_alt"),
            height=NUMBERS,
            on_click=lambda point: keep_index("pixel", point["y"] * SIDE + point["x"]),
        )


@st.fragment(key="hidden")
def hidden() -> None:
    """Show steps 2 and 3: one hidden unit's weights, and all hidden units."""
    st.subheader(t("forward.w1"))
    st.latex(formulas.weighted_input(network, 1))
    unit = choose_index("unit", n_hidden)
    weights = network.W1[unit, :N_PIXELS].reshape(SIDE, SIDE)
    products = pixel_products(network, digit.X, unit)
    limit = scale_of(network.W1[:, :N_PIXELS])
    z, a = float(run.Z1[unit, 0]), float(run.A1[unit, 0])
    row, product, curve = st.columns(3)
    with row:
        show_signed("w1_row", weights, limit, title=t("forward.w1_row", unit=unit))
    with product:
        squares = products[:N_PIXELS].reshape(SIDE, SIDE)
        show_signed("products", squares, limit, title=t("forward.products", unit=unit))
    with curve:
        label, title = f"g({z:.3f}) = {a:.3f}", t("forward.sigmoid")
        point = sigmoid_point(z, label=label)
        figure(point, key="sigmoid", alt=label, height=SQUARE, title=title)
    st.latex(formulas.unit_sum(network, unit, products, z, a))

    st.subheader(t("forward.a1"))
    st.latex(formulas.activation(network, 1))
    for name, values, end, place in zip(
        ("z1", "a1"), (run.Z1, run.A1), (float(abs(run.Z1).max()), None), st.columns(2), strict=True
    ):
        with place:
            title = t(f"forward.all_{name}")
            units = unit_grid if n_hidden > 20 else unit_bars
            figure(
                units(values, unit, limit=end, hover=t("forward.unit_value")),
                key=f"all_{name}",
                alt=title,
                height=460 if n_hidden > 20 else SQUARE,
                title=title,
                on_click=choose_unit,
            )


@st.fragment(key="outputs")
def outputs() -> None:
    """Show steps 4 to 6: what adds up to an output, the ten outputs, and why not another."""
    st.subheader(t("forward.w2"))
    st.latex(formulas.weighted_input(network, 2))
    output = choose_output("output", winner)
    shares = unit_contributions(network, run.A1, output)
    every = [unit_contributions(network, run.A1, k) for k in range(N_CLASSES)]
    names = [*map(str, range(n_hidden)), t("forward.bias")]
    figure(
        waterfall(shares, names, others=t("forward.others"), total="Z2", ends=ends_of(every)),
        key="contributions",
        alt=t("forward.contributions_alt", output=output, sum=f"{run.Z2[output, 0]:.3f}"),
        height=320,
        title=t("forward.contributions", output=output),
        on_click=lambda bar: choose_unit(bar) if bar["custom"] not in (None, -1) else None,
    )
    z, a = float(run.Z2[output, 0]), float(run.A2[output, 0])
    st.latex(formulas.output_sum(network, output, z, a))

    st.subheader(t("forward.a2"))
    st.latex(formulas.activation(network, 2))
    show_bars("outputs", t("forward.outputs"), run.A2, winner=winner)

    st.subheader(t("forward.why"))
    other = choose_output("rival", rival if output == winner else winner, but=output)
    pushes = pixel_attributions(network, digit.X, output, other)
    end = max(
        float(abs(pixel_attributions(network, digit.X, output, k)).max()) for k in range(N_CLASSES)
    )
    picture, words = st.columns(2)
    with picture:
        why = attribution_image(pushes, digit.pixels, end, hover=t("forward.square_value"))
        figure(why, key="why", alt=t("forward.why_alt"), height=SQUARE)
    difference = float(run.Z2[output, 0] - run.Z2[other, 0])
    with words:
        st.write(
            t(
                "forward.why_sum",
                output=output,
                rival=other,
                difference=f"{difference:+.3f}",
                paper=f"{difference - pushes.sum():+.3f}",
                up=f"{pushes[pushes > 0].sum():+.3f}",
                down=f"{pushes[pushes < 0].sum():+.3f}",
            )
        )


@st.fragment(key="failure")
def failure() -> None:
    """Show what becomes of the answer when the digit moves or hidden units are missing."""
    st.subheader(t("forward.failure"))
    st.write(t("forward.failure_words"))
    controls, pictures = st.columns(2)
    with controls:
        stage = choose_stage()
        changes = choose_moves()
        off = choose_off(n_hidden)
    with explained_errors():
        changed = transform_image(current_digit(stage).pixels, **changes)
    after = forward_without(network, changed.reshape(N_PIXELS, 1), off).A2
    with pictures:
        figure(
            pixel_image(changed, hover=t("draw.pixel")),
            key="moved",
            alt=t("forward.moved"),
            height=SQUARE,
        )
    for name, values, place in zip(
        ("before", "after"), (run.A2, after), st.columns(2), strict=True
    ):
        with place:
            show_bars(name, t(f"forward.{name}"), values, winner=int(values.argmax()))


def take_home() -> None:
    """Offer the program that computes these numbers, to run anywhere."""
    st.subheader(t("forward.program"))
    target = st.session_state["target"]
    target = winner if target is None else target
    st.write(t("forward.program_words"))
    st.code(program_source(network, target))
    st.download_button(
        t("forward.download"),
        partial(program_zip, network, digit.X, target),  # packed only when asked for
        "mnistnet-digit.zip",
        key="download",
    )
    with st.expander(t("forward.source")):
        st.code(inspect.getsource(forward))


def choose_unit(point: dict[str, Any]) -> None:
    """Show the hidden unit that was clicked, wherever that was."""
    keep_index("unit", point["custom"])
    st.rerun(["hidden", "outputs"])


def show_signed(name: str, values: FloatArray, limit: float, *, title: str) -> None:
    """Show a 28x28 image of signed numbers."""
    image = signed_image(values, limit, hover=t("forward.square_value"))
    figure(image, key=name, alt=t(f"forward.{name}_alt"), height=SQUARE, title=title)


with steps:
    pixels()
    hidden()
    outputs()
    failure()
    take_home()
