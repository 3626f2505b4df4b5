"""The whole network as a picture: it moves with the pen, or step by step."""

from functools import partial

import streamlit as st

from mnistnet.errors import MnistNetError
from mnistnet.network import Network, forward
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import heading, prediction_html, prompt_html
from mnistnet.ui.choices import (
    choose_network,
    choose_preparation,
    choose_target,
    current_target,
    pin_target,
)
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.current_digit import current_digit
from mnistnet.ui.draw.camera import camera, say_refusal
from mnistnet.ui.draw.canvas import FRAGMENT, canvas
from mnistnet.ui.draw.keys import keys
from mnistnet.ui.draw.live import follow_pen, send_words
from mnistnet.ui.draw.tools import tools
from mnistnet.ui.fragments import write_again
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t
from mnistnet.ui.network.picture import send_frame, show_picture


@st.fragment(key=FRAGMENT)
@in_turn
def picture(network: Network, preparation: str, pen: int) -> None:
    """Go from strokes to the loss; a fragment, so that a stroke runs nothing else."""
    canvas(pen)
    digit = run = winner = None
    try:
        digit = current_digit(preparation)
    except MnistNetError as error:
        lead = prompt_html(t(error.key, **error.values))
    else:
        run = forward(network, digit.X)
        winner = int(run.A2.argmax())
        lead = prediction_html(run.A2, url_state.drawing().strokes)
    told = follow_pen(network, preparation, pen)
    show_picture(network, digit, run, current_target(winner), lead=lead, told=told)


headline(t("network_page.headline"))
say_refusal()
send_words()
# style.css lays all areas side by side on a wide screen, one below the other on a phone.
with st.container(key="network_page"):
    with st.container(key="task"):
        heading(t("draw.heading"))
    beside = st.container(key="tools")
    with beside:
        tools()
    with st.container(key="network_settings"):
        network, preparation = choose_network(), choose_preparation()
        pin_target()
        choose_target(t("target.none"), on_change=partial(write_again, FRAGMENT))
    with beside:
        camera(network)
    send_frame(network, preparation)
    picture(network, preparation, int(url_state.chosen("pen")))
keys(t("network_page.keys"))
