"""How wrong is the answer? The lecture's table, for its own example and for the visitor's digit."""

import streamlit as st

from mnistnet.charts.arrows import target_arrows
from mnistnet.loss import WORKED_PREDICTION, WORKED_TARGET, one_hot
from mnistnet.network import forward
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.address import write_address
from mnistnet.ui.answer_html import heading, prediction_html, show_digit
from mnistnet.ui.choices import (
    choose_example,
    choose_network,
    choose_target,
    current_target,
    target_state,
)
from mnistnet.ui.current_digit import digit_or_sample
from mnistnet.ui.error.descent import descend
from mnistnet.ui.error.error_table import directions, show_error_table
from mnistnet.ui.error.every_network import show_every_network
from mnistnet.ui.error.prediction_editor import edit_predictions
from mnistnet.ui.figure import figure
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t

ARROWS = 400

AREAS = ("mine", "worked", "every", "aim")


@st.fragment
def error() -> None:
    """Show the table beside the digit it may be about; every network and its aim below."""
    with st.container(key="error"):
        mine, worked, every, aim = (st.container(key=area) for area in AREAS)
    y_hat = target = None
    with mine:
        heading(t("error_page.mine"))
        digit = digit_or_sample()
        if digit is not None:
            with st.container(horizontal=True, vertical_alignment="center", key="digit"):
                show_digit(digit)
                answer = st.container()  # depends on the network, which is chosen below it
            network = choose_network()
            y_hat = forward(network, digit.X).A2
            winner = int(y_hat.argmax())
            choose_target(target_state(winner))
            target = current_target(winner)
            with answer:
                st.html(prediction_html(y_hat, url_state.drawing().strokes))
    with worked:
        work_through(y_hat, target)
    if digit is not None and target is not None:
        with every:
            show_every_network(digit)
        with aim:
            descend(network, digit.X, target)


@st.fragment
def work_through(y_hat: FloatArray | None, target: int | None) -> None:
    """Go from ten predictions to the loss; a fragment, so that an edit reruns nothing else."""
    example = choose_example()
    if example == "slide":
        y_hat, target = WORKED_PREDICTION, WORKED_TARGET
    if y_hat is None or target is None:
        st.info(t("error_page.no_digit"))
        write_address()
        return

    Y = one_hot(target)
    with st.container(key=f"of_{example}"), st.container(key="table_and_arrows"):
        with st.container(key="table"):
            predictions, refused = edit_predictions(example, y_hat)
            write_address()
            show_error_table(predictions, Y, refused)
        with st.container(key="ways"):
            title = t("error_page.arrows")
            ways = directions(predictions, Y)
            listed = ", ".join(f"{digit}: {way}" for digit, way in enumerate(ways))
            figure(
                target_arrows(predictions, Y, directions=[way[0] for way in ways]),
                key="arrows",
                alt=t("figure.values", title=title, values=listed),
                height=ARROWS,
                title=title,
            )


headline(t("error_page.headline"))
error()
