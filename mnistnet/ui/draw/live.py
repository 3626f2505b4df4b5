"""Answers while the pen moves: what the browser needs to compute them itself (live.js)."""

from typing import Any

import streamlit as st

from mnistnet.network import SURE, Network
from mnistnet.ui import url_state
from mnistnet.ui.browser_files import component
from mnistnet.ui.draw.canvas import taken
from mnistnet.ui.i18n import t
from mnistnet.ui.live_network import network_number, send_own_network

_words = st.components.v2.component("mnistnet_words", js=component("live_charts.js"))

WORDS = {
    "live": "draw.live",
    "next": "draw.next",
    "not_sure": "draw.not_sure",
    "two_digits": "draw.two_digits",
    "error_title": "draw.squared_error_of",
    "assumed": "target.assumed",
    "winner_mark": "mark.winner",
    "target_mark": "mark.target",
    "both_mark": "mark.both",
}


def send_words() -> None:
    """Send the page's words to the browser, which then answers: outside every fragment."""
    _words(key="live_words", data={name: t(key) for name, key in WORDS.items()} | {"sure": SURE})


def follow_pen(network: Network, preparation: str, pen: int) -> dict[str, Any]:
    """Return what lets the page answer while the pen moves, from what is drawn and chosen now.

    The last figure of a run takes it along, as the word that all before it has come.

    Parameters
    ----------
    network : Network
        The one that the visitor chose.
    preparation : str
        One of `options.PREPARATIONS`.
    pen : int
        Width of the pen in canvas pixels, for the strokes to come.
    """
    send_own_network(network)
    return {
        "network": network_number(network),
        "preparation": preparation,
        "pen": pen,
        "target": url_state.target(),
        "drawing": url_state.drawing_text(),
        "taken": taken(),
    }
