"""Draw a digit and watch the network answer."""

import streamlit as st

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.errors import MnistNetError
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import Network, forward
from mnistnet.panels.bars import show_bars
from mnistnet.ui import visit
from mnistnet.ui.answer import (
    heading,
    say_image,
    say_loss,
    say_note,
    say_prediction,
    say_prompt,
    show_steps,
    show_table,
)
from mnistnet.ui.canvas import canvas, undo_and_clear
from mnistnet.ui.choices import choose_network, choose_pen, choose_preparation, choose_target
from mnistnet.ui.figure import figure
from mnistnet.ui.keys import keys
from mnistnet.ui.live import follow_pen, send_networks
from mnistnet.ui.samples import samples
from mnistnet.ui.subject import digit_in_hand
from mnistnet.ui.words import t

IMAGE = 260


@st.fragment
def draw(network: Network, preparation: str, pen: int) -> None:
    """Go from strokes to squared errors; a fragment, so that a stroke runs nothing else."""
    board, answer, image = (st.container(key=area) for area in ("board", "answer", "image"))
    with board:
        heading(t("draw.heading"))
        canvas(pen)
        undo_and_clear()
        samples()

    # Until something is drawn or chosen there is no digit, and every frame stands empty.
    digit = y_hat = winner = errors = None
    with answer:
        try:
            digit = digit_in_hand(preparation)
        except MnistNetError as error:
            say_prompt(t(error.key, **error.values))
        else:
            y_hat = forward(network, digit.X).A2
            winner = int(y_hat.argmax())
            say_prediction(y_hat)

        activations = st.container()  # its bars show the target, which is chosen below it
        target = choose_target(winner)
        if y_hat is not None and target is not None:
            errors = squared_error(y_hat, one_hot(target))
        with activations:
            show_bars("activations", t("draw.activations"), y_hat, winner=winner, target=target)
        show_bars("squared_error", t("draw.squared_error"), errors, winner=winner, target=target)
        say_loss(errors)
        show_table(y_hat, target, errors)
    with image:
        heading(t("draw.seen"))
        pixels = None if digit is None else digit.pixels
        squares = pixel_image(pixels, hover=t("draw.pixel"))
        figure(squares, key="seen", alt=t("draw.seen"), height=IMAGE)
        number = visit.image()
        show_steps(digit) if number is None else say_image(number)
        if not visit.fits_address():
            say_note(t("draw.too_long"))
    follow_pen(network, preparation, pen)


send_networks()
# In the order of a phone; style.css lays all areas side by side on a wider screen.
with st.container(key="draw"):
    drawing, settings = st.container(key="drawing"), st.container(key="settings")
with settings:
    chosen = choose_network(), choose_preparation(), choose_pen()
with drawing:
    draw(*chosen)
keys()
