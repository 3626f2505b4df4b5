"""What the visitor can choose on the way forward: a place in X, a unit, outputs, what to change."""

from typing import Any, Literal

import streamlit as st

from mnistnet.notation import N_CLASSES
from mnistnet.ui import url_state
from mnistnet.ui.current_digit import STAGES
from mnistnet.ui.i18n import t

TRANSFORMS = {
    "right": (-8.0, 8.0, 0.0, 0.5, "%.1f"),
    "down": (-8.0, 8.0, 0.0, 0.5, "%.1f"),
    "scale": (0.5, 1.5, 1.0, 0.05, "%.2f"),
    "degrees": (-90.0, 90.0, 0.0, 5.0, "%d°"),
}
"""The arguments of `transform_image` that can be chosen: range, start, step and format of each."""

Index = Literal["pixel", "unit"]
Output = Literal["output", "rival"]


def choose_index(name: Index, n: int) -> int:
    """Let the visitor step through 0 to n - 1: the rows of X, the hidden units."""
    keep_index(name, min(st.session_state.get(name, 0), n - 1))
    return int(st.number_input(t(f"{name}.label"), 0, n - 1, key=name, persist_state="session"))


def keep_index(name: Index, index: int) -> None:
    """Choose for the visitor, who pointed at it elsewhere."""
    st.session_state[name] = int(index)


def choose_unit(point: dict[str, Any]) -> None:
    """Show the hidden unit that was clicked, wherever that was."""
    keep_index("unit", point["custom"])
    st.rerun(["hidden", "outputs"])


def choose_output(name: Output, otherwise: int, but: int | None = None) -> int:
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
    st.session_state.setdefault("stage", url_state.preparation())
    chosen = st.segmented_control(
        t("moves.stage"),
        STAGES,
        format_func=lambda name: t(f"preparation.{name}"),
        required=True,
        key="stage",
        width="stretch",
    )
    return str(chosen)


def choose_transform() -> dict[str, float]:
    """Let the visitor move, scale and turn the digit: the arguments of `transform_image`."""
    return {
        name: st.slider(t(f"moves.{name}"), low, high, start, step, form, key=f"move_{name}")
        for name, (low, high, start, step, form) in TRANSFORMS.items()
    }


def choose_off(n_hidden: int) -> list[int]:
    """Let the visitor switch hidden units off."""
    return list(
        st.multiselect(t("moves.off"), range(n_hidden), key="off", placeholder=t("moves.none"))
    )
