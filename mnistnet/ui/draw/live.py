"""Answers while the pen moves: what the browser needs to compute them itself (live.js)."""

import zlib
from functools import cache
from typing import Any

import numpy as np
import streamlit as st

from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import SURE
from mnistnet.ui.draw.canvas import reports
from mnistnet.ui.i18n import t
from mnistnet.ui.networks import network_named
from mnistnet.ui.scripts import PLACE, script
from mnistnet.weights import SHIPPED

_networks = st.components.v2.component(
    "mnistnet_networks", js=script("reading.js", "showing.js", "live.js")
)
_words = st.components.v2.component("mnistnet_words", js=PLACE)

WORDS = {
    "live": "draw.live",
    "next": "draw.next",
    "not_sure": "draw.not_sure",
    "error_title": "draw.squared_error_of",
    "assumed": "target.assumed",
    "winner_mark": "mark.winner",
    "target_mark": "mark.target",
}


def send_networks() -> None:
    """Send the lectures' networks and the page's words to the browser: outside every fragment."""
    _networks(key="networks", data=b"".join(map(_shipped, SHIPPED)))
    _words(key="live_words", data={name: t(key) for name, key in WORDS.items()} | {"sure": SURE})


def follow_pen(network: Network, preparation: str, pen: int) -> dict[str, Any]:
    """Return what lets the page answer while the pen moves, from what is drawn and chosen now.

    The last figure of a run takes it along, as the word that all before it has come.

    Parameters
    ----------
    network : Network
        The one that the visitor chose.
    preparation : str
        One of `url_state.PREPARATIONS`.
    pen : int
        Width of the pen in canvas pixels, for the strokes to come.
    """
    name = url_state.network_name()
    if name == url_state.OWN:
        packed = pack(network)
        _networks(key="own_weights", data=packed)
    else:
        packed = _shipped(name)
    return {
        "network": int.from_bytes(packed[:4], "little"),
        "preparation": preparation,
        "pen": pen,
        "target": url_state.target(),
        "drawing": url_state.drawing_text(),
        "revision": url_state.revision(),
        "reports": reports(),
    }


def pack(network: Network) -> bytes:
    """Write a network for the browser, in float32 where that is exact, otherwise in float64.

    Four little-endian uint32 (a number that tells networks apart, the hidden units, 1 with biases
    or 0, bytes a weight), then W1 and W2 row by row.
    """
    weights = np.concatenate([network.W1.ravel(), network.W2.ravel()])
    packed = _in_bytes(weights)
    size = len(packed) // len(weights)
    kind = np.array([network.n_hidden, network.has_biases, size], dtype="<u4").tobytes() + packed
    return zlib.crc32(kind).to_bytes(4, "little") + kind


def _in_bytes(weights: FloatArray) -> bytes:
    with np.errstate(over="ignore"):
        short = weights.astype("<f4")
    exact = np.array_equal(short, weights)
    return short.tobytes() if exact else weights.astype("<f8").tobytes()


@cache
def _shipped(name: str) -> bytes:
    return pack(network_named(name))
