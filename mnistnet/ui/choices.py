"""What the visitor can choose; `visit` keeps each choice in the address."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES
from mnistnet.texts import LANGUAGES
from mnistnet.ui.current_digit import STAGES
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist_cache import current_label
from mnistnet.ui.networks import OWN, bring_weights, own_network
from mnistnet.ui.url_state import OPTIONS, PENS
from mnistnet.weights import SHIPPED, load_network

Winner = TypeVar("Winner", bound=int | None)


def choose_language() -> None:
    """Let the visitor choose the language; the same place on every page."""
    _one_of("language", LANGUAGES.__getitem__, label_visibility="collapsed")


@st.cache_resource(show_spinner=False)
def network_named(name: str) -> Network:
    """Return a shipped network, loaded once for all visitors."""
    return load_network(name)


def choose_network() -> Network:
    """Let the visitor choose one of the lectures' networks, or hand over one of their own."""
    known = networks()
    name = _one_of("network", lambda name: t(f"network.{name}"), tuple(known), width="stretch")
    bring_weights()
    return known[name]


def networks() -> dict[str, Network]:
    """Return the networks that this visitor can choose from, by name."""
    own = own_network()
    return {name: network_named(name) for name in SHIPPED} | ({OWN: own} if own else {})


def choose_preparation() -> str:
    """Let the visitor choose how the drawing becomes 28x28 pixels, one of `PREPARATIONS`."""
    return _one_of("preparation", lambda name: t(f"preparation.{name}"), width="stretch")


def choose_example() -> str:
    """Let the visitor choose whose predictions to calculate with, one of `EXAMPLES`."""
    return _one_of("example", lambda name: t(f"example.{name}"), width="stretch")


def choose_pen() -> int:
    """Let the visitor choose the width of the pen, in canvas pixels."""
    return int(st.slider(t("pen.label"), PENS[0], PENS[-1], key="pen", persist_state="session"))


def choose_target(state: str, on_change: Callable[[], None] | None = None) -> None:
    """Let the visitor choose the true digit; `target_state` says what it is until then."""
    st.segmented_control(
        t("target.label", state=state),
        OPTIONS["target"],
        key="target",
        on_change=on_change,
        persist_state="session",
        width="stretch",
    )


def target_state(winner: int | None) -> str:
    """Say what the true digit is, and why: chosen, a test image's label, or assumed to be right."""
    chosen: int | None = st.session_state["target"]
    label = current_label()
    if chosen is not None:
        return t("target.chosen", digit=chosen)
    if label is not None:
        return t("target.label_of_image", digit=label)
    if winner is not None:
        return t("target.assumed", digit=winner)
    return t("target.none")


def current_target(winner: Winner) -> int | Winner:
    """Return the true digit: the visitor's choice, else a test image's label, else the winner."""
    chosen: int | None = st.session_state["target"]
    return next((digit for digit in (chosen, current_label()) if digit is not None), winner)


def choose_index(name: str, n: int) -> int:
    """Let the visitor step through 0 to n - 1: a number, a row, a hidden unit."""
    keep_index(name, min(st.session_state.get(name, 0), n - 1))
    return int(st.number_input(t(f"{name}.label"), 0, n - 1, key=name, persist_state="session"))


def keep_index(name: str, index: int) -> None:
    """Choose for the visitor, who pointed at it elsewhere."""
    st.session_state[name] = int(index)


def choose_output(name: str, otherwise: int, but: int | None = None) -> int:
    """Let the visitor choose one of the ten outputs, except one; until then, ``otherwise``."""
    options = [digit for digit in range(N_CLASSES) if digit != but]
    if st.session_state.get(name) not in options:
        st.session_state[name] = otherwise
    chosen = st.segmented_control(
        t(f"{name}.label"),
        options,
        required=True,
        key=name,
        persist_state="session",
        width="stretch",
    )
    return int(chosen or 0)


def choose_stage() -> str:
    """Let the visitor switch the preparation step by step, one of `STAGES`."""
    st.session_state.setdefault("stage", st.session_state["preparation"])
    chosen = st.segmented_control(
        t("moves.stage"),
        STAGES,
        format_func=lambda name: t(f"preparation.{name}"),
        required=True,
        key="stage",
        width="stretch",
    )
    return str(chosen)


def choose_moves() -> dict[str, float]:
    """Let the visitor move, scale and turn the digit: the arguments of `transform_image`."""
    return {
        name: float(st.slider(t(f"moves.{name}"), low, high, start, step, key=f"move_{name}"))
        for name, (low, high, start, step) in MOVES.items()
    }


def choose_off(n_hidden: int) -> list[int]:
    """Let the visitor switch hidden units off."""
    return list(
        st.multiselect(t("moves.off"), range(n_hidden), key="off", placeholder=t("moves.none"))
    )


MOVES = {
    "right": (-8.0, 8.0, 0.0, 0.5),
    "down": (-8.0, 8.0, 0.0, 0.5),
    "scale": (0.5, 1.5, 1.0, 0.05),
    "degrees": (-90.0, 90.0, 0.0, 5.0),
}
"""Range, start and step of each move."""


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
