"""Every number of the forward pass, for the visitor's digit: X, W1, Z1, A1, W2, Z2, A2."""

import streamlit as st

from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.drawing.transform import transform_image
from mnistnet.explain import winner_and_rival
from mnistnet.network import ForwardPass, Network, forward
from mnistnet.notation import N_PIXELS
from mnistnet.ui import formulas, url_state
from mnistnet.ui.address import write_address
from mnistnet.ui.answer_html import prediction_html
from mnistnet.ui.choices import choose_network, choose_preparation, current_target
from mnistnet.ui.chosen_part import choose_index, choose_output
from mnistnet.ui.current_digit import blank_paper, current_digit, digit_or_sample, offer_example
from mnistnet.ui.forward import choices
from mnistnet.ui.forward.failure import show_outcome
from mnistnet.ui.forward.hidden_layer import show_all_units, show_row_of_W1, show_unit
from mnistnet.ui.forward.output_layer import (
    show_contributions,
    show_outputs,
    show_row_of_W2,
    show_why,
)
from mnistnet.ui.forward.pixels import show_column, show_numbers, show_squares
from mnistnet.ui.forward.take_home import offer_program, show_program
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors


@st.fragment(key="pixels")
def pixels(network: Network, digit: PreparedDigit) -> None:
    """Show step 1: the image as numbers, and as a column."""
    st.subheader(t("forward.x"), anchor=False)
    st.latex(formulas.column(choices.counting()))
    numbers, column = st.columns([7, 3])
    with column:
        pixel = choose_index("pixel", N_PIXELS, choices.counting(), ["pixels", "hidden"])
        show_column(network, digit.X, pixel)
    with numbers.container(key="numbers"):
        show_numbers(digit.pixels, pixel)
    write_address()


@st.fragment(key="hidden")
def hidden(network: Network, digit: PreparedDigit, run: ForwardPass) -> None:
    """Show steps 2 and 3: what one hidden unit looks for, and all hidden units."""
    st.subheader(t("forward.w1"), anchor=False)
    st.latex(formulas.weighted_input(network, 1))
    unit = choose_index("unit", network.n_hidden, choices.counting(), choices.SHOW_UNIT)
    show_row_of_W1(network, digit.X, unit)
    show_unit(network, digit.X, run, unit)

    st.subheader(t("forward.a1"), anchor=False)
    st.latex(formulas.activation(network, 1))
    show_all_units(network, run, unit)
    write_address()


@st.fragment(key="outputs")
def outputs(network: Network, digit: PreparedDigit, run: ForwardPass) -> None:
    """Show steps 4 to 6: what adds up to an output, the ten outputs, and why not another."""
    winner, rival = winner_and_rival(run.A2)
    st.subheader(t("forward.w2"), anchor=False)
    st.latex(formulas.weighted_input(network, 2))
    with st.container(key="adding_up"):
        output = choose_output("output", winner)
        show_row_of_W2(network, run, output)
        show_contributions(network, run, output)

    st.subheader(t("forward.a2"), anchor=False)
    st.latex(formulas.activation(network, 2))
    show_outputs(network, run, winner if digit.pixels.any() else None)

    st.subheader(t("forward.why"), anchor=False)
    with st.container(key="reasons"):
        target = current_target(winner)
        if target == winner:
            rival = choose_output("rival", rival, but=winner)
        else:
            rival = choose_output("rival", target, "target", but=winner)
        show_why(network, digit, run, winner, rival)
    write_address()


@st.fragment(key="failure")
def failure(network: Network, digit: PreparedDigit | None, run: ForwardPass) -> None:
    """Show what becomes of the answer to a digit that moves, or without some hidden units."""
    if digit is None:
        return
    st.subheader(t("forward.failure"), anchor=False)
    st.write(t("forward.failure_words"))
    with st.container(key="failing"):
        outcome, controls = st.container(key="outcome"), st.container(key="causes")
    with controls:
        stage, changes = choices.choose_stage(), choices.choose_transform()
        off = choices.choose_off(run.A1)
    with explained_errors():
        moved = transform_image(current_digit(stage).pixels, **changes)
    with outcome:
        show_outcome(network, run, moved, off)
    write_address()


headline(t("forward.headline"))
with st.container(key="walk"):
    side, steps = st.container(key="side"), st.container(key="steps")
with side:
    network = choose_network()
    choose_preparation()
    choices.choose_counting()
    offer_example()
with steps:
    drawn = digit_or_sample()
    if drawn is None:
        st.write(t("forward.blank"))
# Until there is a digit, the page shows what the network makes of blank paper.
digit = drawn or blank_paper()
run = forward(network, digit.X)
with side:
    if drawn:
        st.html(prediction_html(run.A2, url_state.drawing().strokes))
    show_squares("seen", t("draw.seen"), digit.pixels, height=240)
with steps:
    pixels(network, digit)
    hidden(network, digit, run)
    outputs(network, digit, run)
    failure(network, drawn, run)
target = current_target(int(run.A2.argmax()))
with steps.container(key="program"):
    show_program(network, digit.X, target)
    offer_program(network, digit.X, target)
