"""What the visitor can choose; `visit` keeps each choice in the address."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from mnistnet.network import Network
from mnistnet.texts import LANGUAGES
from mnistnet.ui.visit import OPTIONS, PENS
from mnistnet.ui.words import t
from mnistnet.weights import load_network


def choose_language() -> None:
    """Let the visitor choose the language; the same place on every page."""
    _one_of("language", LANGUAGES.__getitem__, label_visibility="collapsed")


@st.cache_resource(show_spinner=False)
def network_named(name: str) -> Network:
    """Return a shipped network, loaded once for all visitors."""
    return load_network(name)


def choose_network() -> Network:
    """Let the visitor choose one of the lectures' networks."""
    return network_named(_one_of("network", lambda name: t(f"network.{name}"), width="stretch"))


def choose_preparation() -> str:
    """Let the visitor choose how the drawing becomes 28x28 pixels, one of `PREPARATIONS`."""
    return _one_of("preparation", lambda name: t(f"preparation.{name}"), width="stretch")


def choose_example() -> str:
    """Let the visitor choose whose predictions to calculate with, one of `EXAMPLES`."""
    return _one_of("example", lambda name: t(f"example.{name}"), width="stretch")


def choose_pen() -> int:
    """Let the visitor choose the width of the pen, in canvas pixels."""
    return int(st.slider(t("pen.label"), PENS[0], PENS[-1], key="pen", persist_state="session"))


def choose_target(winner: int | None) -> int | None:
    """Let the visitor choose the true digit; until then the winner is assumed, and said so."""
    chosen: int | None = st.session_state["target"]
    if chosen is not None:
        state = t("target.chosen", digit=chosen)
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
    return winner if chosen is None else chosen


def _one_of(name: str, words: Callable[[str], str], **looks: Any) -> str:
    chosen = st.segmented_control(
        t(f"{name}.label"),
        OPTIONS[name],
        format_func=words,
        required=True,
        key=name,
        persist_state="session",
        **looks,
    )
    return str(chosen)
