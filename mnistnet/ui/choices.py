"""What the visitor can choose; `visit` keeps each choice in the address."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from mnistnet.network import Network
from mnistnet.texts import LANGUAGES
from mnistnet.ui.images import label_in_hand
from mnistnet.ui.own import OWN, bring_weights, own_network
from mnistnet.ui.visit import OPTIONS, PENS
from mnistnet.ui.words import t
from mnistnet.weights import SHIPPED, load_network


def choose_language() -> None:
    """Let the visitor choose the language; the same place on every page."""
    _one_of("language", LANGUAGES.__getitem__, label_visibility="collapsed")


def choose_network() -> Network:
    """Let the visitor choose one of the lectures' networks, or hand over one of their own."""
    known = networks()
    name = _one_of("network", lambda name: t(f"network.{name}"), tuple(known), width="stretch")
    bring_weights()
    return known[name]


def networks() -> dict[str, Network]:
    """Return the networks that this visitor can choose from, by name."""
    own = own_network()
    return {name: _loaded(name) for name in SHIPPED} | ({OWN: own} if own else {})


def choose_preparation() -> str:
    """Let the visitor choose how the drawing becomes 28x28 pixels, one of `PREPARATIONS`."""
    return _one_of("preparation", lambda name: t(f"preparation.{name}"), width="stretch")


def choose_pen() -> int:
    """Let the visitor choose the width of the pen, in canvas pixels."""
    return int(st.slider(t("pen.label"), PENS[0], PENS[-1], key="pen", persist_state="session"))


def choose_target(winner: int | None) -> int | None:
    """Let the visitor choose the true digit; until then the page assumes one, and says so.

    That is the label of a test image, and for a drawing the winner.
    """
    chosen: int | None = st.session_state["target"]
    label = label_in_hand()
    if chosen is not None:
        state = t("target.chosen", digit=chosen)
    elif label is not None:
        state = t("target.label_of_image", digit=label)
    elif winner is not None:
        state = t("target.assumed", digit=winner)
    else:
        state = t("target.none")
    st.segmented_control(
        t("target.label", state=state),
        OPTIONS["target"],
        key="target",
        persist_state="session",
        width="stretch",
    )
    return next((digit for digit in (chosen, label) if digit is not None), winner)


def _one_of(
    name: str, words: Callable[[str], str], options: Sequence[str] | None = None, **looks: Any
) -> str:
    chosen = st.segmented_control(
        t(f"{name}.label"),
        options or OPTIONS[name],
        format_func=words,
        required=True,
        key=name,
        persist_state="session",
        **looks,
    )
    return str(chosen)


@st.cache_resource(show_spinner=False)
def _loaded(name: str) -> Network:
    """Return a shipped network, loaded once for all visitors."""
    return load_network(name)
