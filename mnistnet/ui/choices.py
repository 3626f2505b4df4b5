"""The choices that the address keeps, as widgets; and what follows from the chosen target."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import streamlit as st

from mnistnet.drawing.strokes import PENS
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES
from mnistnet.texts import LANGUAGES
from mnistnet.ui import class_target, keeping, url_state
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist_cache import current_label
from mnistnet.ui.networks import bring_weights, networks
from mnistnet.ui.options import EXAMPLES, OWN, PREPARATIONS
from mnistnet.weights import SHIPPED

Named = Literal[
    "language", "network", "preparation", "example", "counting", "class_view", "wall_order"
]
"""Choices whose options have names; the others are numbers."""

Winner = TypeVar("Winner", bound=int | None)


def choose_language() -> None:
    """Let the visitor choose the language; the same place on every page."""
    one_of("language", tuple(LANGUAGES), LANGUAGES.__getitem__, label_visibility="collapsed")


def choose_network() -> Network:
    """Let the visitor choose one of the lectures' networks, or hand over one of their own."""
    known = networks()
    names = [name for name in (*SHIPPED, OWN) if name in known or keeping.is_held()]
    one_of("network", names, lambda name: t(f"network.{name}"), width="stretch")
    name = url_state.network_name()
    if name not in known or not keeping.is_told():
        st.rerun()  # all of the page: the browser is to hand it back, to keep it or to forget it
    bring_weights()
    return known[name]


def choose_preparation() -> str:
    """Let the visitor choose how the drawing becomes 28x28 pixels, one of `PREPARATIONS`."""
    return one_of(
        "preparation", PREPARATIONS, lambda name: t(f"preparation.{name}"), width="stretch"
    )


def choose_example() -> str:
    """Let the visitor choose whose predictions to calculate with, one of `EXAMPLES`."""
    return one_of("example", EXAMPLES, lambda name: t(f"example.{name}"), width="stretch")


def choose_pen() -> int:
    """Let the visitor choose the width of the pen, in canvas pixels."""
    return int(st.slider(t("pen.label"), PENS[0], PENS[-1], key="pen", persist_state="session"))


def choose_target(state: str, on_change: Callable[[], None] | None = None) -> None:
    """Let the visitor choose the true digit; `target_state` says what it is until then."""
    st.segmented_control(
        t("target.label", state=state),
        range(N_CLASSES),
        key="target",
        on_change=on_change,
        persist_state="session",
        width="stretch",
    )


def pin_target() -> None:
    """Let the visitor keep the target for the digits to come."""
    st.toggle(t("target.keep"), key="pinned", persist_state="session")


def target_state(winner: int | None) -> str:
    """Say what the true digit is, and why: asked for, chosen, an image's label, or assumed."""
    chosen = url_state.target()
    label = current_label()
    if chosen is not None:
        is_asked = chosen == class_target.asked_digit()
        return t("target.asked" if is_asked else "target.chosen", digit=chosen)
    if label is not None:
        return t("target.label_of_image", digit=label)
    if winner is not None:
        return t("target.assumed", digit=winner)
    return t("target.none")


def known_target() -> int | None:
    """Return the true digit: the visitor's choice, else a test image's label; None if neither."""
    chosen = url_state.target()
    return current_label() if chosen is None else chosen


def current_target(winner: Winner) -> int | Winner:
    """Return the true digit; if nobody knows it, the winner is assumed to be right."""
    known = known_target()
    return winner if known is None else known


def one_of(name: Named, options: Sequence[Any], words: Callable[[Any], str], **looks: Any) -> str:
    """Let the visitor choose one of some options by its name; return the option as a text."""
    chosen = st.segmented_control(
        t(f"{name}.label"),
        options,
        format_func=words,
        required=True,
        key=name,
        persist_state="session",
        **looks,
    )
    return str(chosen)
