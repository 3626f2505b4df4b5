"""Every number of the forward pass, for the visitor's digit: X, W1, Z1, A1, W2, Z2, A2."""

import streamlit as st

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.drawing.preprocess import PreparedDigit
from mnistnet.drawing.transform import transform_image
from mnistnet.network import ForwardPass, Network, forward
from mnistnet.notation import N_PIXELS
from mnistnet.ui import formulas
from mnistnet.ui.address import write_address
from mnistnet.ui.answer_html import prediction_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.choices import choose_network, choose_preparation, current_target
from mnistnet.ui.chosen_part import choose_index, choose_output
from mnistnet.ui.current_digit import current_digit, require_digit
from mnistnet.ui.figure import figure
from mnistnet.ui.forward import choices
from mnistnet.ui.forward.failure import show_before_and_after, show_moved
from mnistnet.ui.forward.hidden_layer import show_all_units, show_unit
from mnistnet.ui.forward.output_layer import show_contributions, show_why
from mnistnet.ui.forward.pixels import show_column, show_numbers
from mnistnet.ui.forward.take_home import offer_program
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors


@st.fragment(key="pixels")
def pixels(digit: PreparedDigit) -> None:
    """Show step 1: the image as numbers, and as a column."""
    st.subheader(t("forward.x"))
    st.latex(formulas.column())
    numbers, column = st.columns([4, 1])
    with column:
        pixel = choose_index("pixel", N_PIXELS)
        show_column(digit.X, pixel)
    with numbers.container(key="numbers"):
        show_numbers(digit.pixels, pixel)
    write_address()


@st.fragment(key="hidden")
def hidden(network: Network, digit: PreparedDigit, run: ForwardPass) -> None:
    """Show steps 2 and 3: what one hidden unit looks for, and all hidden units."""
    st.subheader(t("forward.w1"))
    st.latex(formulas.weighted_input(network, 1))
    unit = choose_index("unit", network.n_hidden)
    show_unit(network, digit.X, run, unit)

    st.subheader(t("forward.a1"))
    st.latex(formulas.activation(network, 1))
    show_all_units(run, unit)
    write_address()


@st.fragment(key="outputs")
def outputs(network: Network, digit: PreparedDigit, run: ForwardPass) -> None:
    """Show steps 4 to 6: what adds up to an output, the ten outputs, and why not another."""
    rival, winner = run.A2[:, 0].argsort()[-2:].tolist()
    st.subheader(t("forward.w2"))
    st.latex(formulas.weighted_input(network, 2))
    with st.container(key="adding_up"):
        output = choose_output("output", winner)
        show_contributions(network, run, output)

    st.subheader(t("forward.a2"))
    st.latex(formulas.activation(network, 2))
    show_bars("outputs", t("forward.outputs"), run.A2, winner=winner)

    st.subheader(t("forward.why"))
    with st.container(key="reasons"):
        other = choose_output("rival", rival if output == winner else winner, but=output)
        show_why(network, digit, run, output, other)
    write_address()


@st.fragment(key="failure")
def failure(network: Network, run: ForwardPass) -> None:
    """Show what becomes of the answer when the digit moves or hidden units are missing."""
    st.subheader(t("forward.failure"))
    st.write(t("forward.failure_words"))
    controls, picture = st.columns(2)
    with controls:
        stage, changes = choices.choose_stage(), choices.choose_transform()
        off = choices.choose_off(network.n_hidden)
    with explained_errors():
        moved = transform_image(current_digit(stage).pixels, **changes)
    with picture:
        show_moved(moved)
    W2 = network.W2.copy()
    W2[:, off] = 0  # units that are switched off say nothing
    show_before_and_after(run.A2, forward(Network(network.W1, W2), moved.reshape(N_PIXELS, 1)).A2)
    write_address()


headline(t("forward.headline"))
with st.container(key="walk"):
    side, steps = st.container(key="side"), st.container(key="steps")
with side:
    network = choose_network()
    choose_preparation()
with steps:
    digit = require_digit()
run = forward(network, digit.X)
with side:
    st.html(prediction_html(run.A2))
    seen = pixel_image(digit.pixels, hover=t("draw.pixel"))
    figure(seen, key="seen", alt=t("draw.seen"), height=240)
with steps:
    pixels(digit)
    hidden(network, digit, run)
    outputs(network, digit, run)
    failure(network, run)
with steps.container(key="program"):
    offer_program(network, digit.X, current_target(int(run.A2.argmax())))
