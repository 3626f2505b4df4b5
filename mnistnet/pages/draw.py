"""Draw a digit and watch the network answer."""

from functools import partial
from typing import Any

import streamlit as st

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.errors import MnistNetError
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import Network, forward
from mnistnet.ui import url_state
from mnistnet.ui.address import fits_address
from mnistnet.ui.answer_html import (
    heading,
    in_place_html,
    loss_html,
    note_html,
    prediction_html,
    prompt_html,
    steps_html,
    table_html,
)
from mnistnet.ui.bars import framed_bars
from mnistnet.ui.choices import (
    choose_network,
    choose_pen,
    choose_preparation,
    choose_target,
    current_target,
    known_target,
    pin_target,
    target_state,
)
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.current_digit import current_digit
from mnistnet.ui.draw.camera import camera, say_refusal
from mnistnet.ui.draw.canvas import FRAGMENT, canvas
from mnistnet.ui.draw.class_line import class_line
from mnistnet.ui.draw.keys import keys
from mnistnet.ui.draw.live import follow_pen, send_words
from mnistnet.ui.draw.tools import tools
from mnistnet.ui.figure import figures, framed
from mnistnet.ui.fragments import write_again
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t
from mnistnet.ui.photograph import current_photograph

IMAGE = 260
"""Height of what the network sees, in CSS pixels."""


@st.fragment(key=FRAGMENT)
@in_turn
def draw(network: Network, preparation: str, pen: int) -> None:
    """Go from strokes to squared errors; a fragment, so that a stroke runs nothing else."""
    canvas(pen)
    # Until something is drawn or chosen there is no digit, and every frame stands empty.
    digit = y_hat = winner = errors = None
    try:
        digit = current_digit(preparation)
    except MnistNetError as error:
        lead = prompt_html(t(error.key, **error.values))
    else:
        y_hat = forward(network, digit.X).A2
        winner = int(y_hat.argmax())
        lead = prediction_html(y_hat, url_state.drawing().strokes)
    target = current_target(winner)
    if y_hat is not None and target is not None:
        errors = squared_error(y_hat, one_hot(target))

    marks: dict[str, Any] = {"winner": winner, "target": known_target(), "pointable": True}
    title = t("draw.activations")
    error_title = t("draw.squared_error_of", state=target_state(winner))
    under = loss_html(errors) + table_html(y_hat, target, errors)
    figures(
        framed_bars("activations", title, y_hat, **marks, lead=lead),
        framed_bars("squared_error", error_title, errors, **marks, caption=under),
        framed_pixels(digit, told=follow_pen(network, preparation, pen)),
        key="answer",
    )


def framed_pixels(digit: PreparedDigit | None, told: dict[str, Any]) -> dict[str, Any]:
    """Return the 28x28 pixels that the network sees, and what led to them."""
    squares = pixel_image(None if digit is None else digit.pixels, hover=t("draw.pixel"))
    seen, way = t("draw.seen"), way_to(digit)
    return framed(squares, key="seen", alt=seen, height=IMAGE, title=seen, caption=way, told=told)


def way_to(digit: PreparedDigit | None) -> str:
    """Return what led to the 28x28 pixels, as HTML: steps from the canvas, or MNIST's image."""
    if (number := url_state.image()) is not None:
        way = in_place_html(t("draw.image", number=number))
    elif (first := url_state.first_image()) is not None:
        way = in_place_html(t("draw.first_image", digit=first))
    else:
        way = steps_html(digit)
        if digit and (photograph := current_photograph()):
            way += note_html(t("photograph.in_place"))
            if photograph.n_small:
                way += note_html(t("photograph.left_out", n=photograph.n_small))
    return way if fits_address() else way + note_html(t("draw.too_long"))


if not (is_in_class := class_line()):
    headline(t("draw.headline"))
say_refusal()
send_words()
# In the order of a phone; style.css lays all areas side by side on a wider screen.
with st.container(key="draw"):
    drawing, settings = st.container(key="drawing"), st.container(key="settings")
with settings:
    chosen = choose_network(), choose_preparation(), choose_pen()
with drawing:
    with st.container(key="task"):
        heading(t("class_line.heading" if is_in_class else "draw.heading"))
    with st.container(key="tools"):
        tools()
        camera(chosen[0])
    pin_target()
    choose_target(t("target.none"), on_change=partial(write_again, FRAGMENT))
    draw(*chosen)
keys(t("draw.keys"))
