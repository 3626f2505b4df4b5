"""What the visitor can choose: each a widget bound to the page's address."""

import streamlit as st

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES
from mnistnet.ui.words import t
from mnistnet.weights import SHIPPED, load_network

PREPARATIONS = ("mnist", "drawn")

_loaded = st.cache_resource(load_network, show_spinner=False)


def choose_network() -> Network:
    """Let the visitor choose one of the lectures' networks; each is loaded once for everybody."""
    return _loaded(_one_of("network", SHIPPED))


def choose_preparation() -> str:
    """Let the visitor choose how the drawing becomes 28x28 pixels, one of `PREPARATIONS`."""
    return _one_of("preparation", PREPARATIONS)


def choose_pen() -> int:
    """Let the visitor choose the width of the pen, in canvas pixels."""
    pen = st.slider(t("pen.label"), 4, 40, 20, key="pen", bind="query-params")
    return int(pen)


def choose_target(winner: int | None) -> int | None:
    """Let the visitor choose the true digit; until then the winner is assumed, and said so."""
    chosen = st.session_state.get("target")
    assumed = t("target.assumed", digit=winner) if winner is not None else t("target.none")
    st.segmented_control(
        t(
            "target.label",
            state=t("target.chosen", digit=chosen) if chosen is not None else assumed,
        ),
        range(N_CLASSES),
        key="target",
        bind="query-params",
        width="stretch",
    )
    return winner if chosen is None else chosen


def _one_of(name: str, options: tuple[str, ...]) -> str:
    chosen = st.segmented_control(
        t(f"{name}.label"),
        options,
        format_func=lambda option: t(f"{name}.{option}"),
        default=options[0],
        required=True,
        key=name,
        bind="query-params",
        width="stretch",
    )
    return str(chosen)
