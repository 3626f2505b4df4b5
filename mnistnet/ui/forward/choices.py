"""What the visitor can choose on the way forward alone: what to change in the digit, and where."""

from typing import Any

import streamlit as st

from mnistnet.ui import url_state
from mnistnet.ui.chosen_part import keep_index
from mnistnet.ui.i18n import t
from mnistnet.ui.url_state import MOVES, STAGES

TRANSFORMS = {
    "right": (0.5, "%.1f"),
    "down": (0.5, "%.1f"),
    "scale": (0.05, "%.2f"),
    "degrees": (5.0, "%d°"),
}
"""Step and format of each of `MOVES`."""


def choose_unit(point: dict[str, Any]) -> None:
    """Show the hidden unit that was clicked, wherever that was."""
    keep_index("unit", point["custom"])
    st.rerun(["hidden", "outputs"])


def choose_stage() -> str:
    """Let the visitor switch the preparation step by step, one of `STAGES`."""
    if url_state.chosen("stage") is None:
        url_state.choose("stage", url_state.preparation())
    chosen = st.segmented_control(
        t("moves.stage"),
        STAGES,
        format_func=lambda name: t(f"preparation.{name}"),
        required=True,
        key="stage",
        persist_state="session",
        width="stretch",
    )
    return str(chosen)


def choose_transform() -> dict[str, float]:
    """Let the visitor move, scale and turn the digit: the arguments of `transform_image`."""
    return {
        name: st.slider(
            t(f"moves.{name}"),
            *MOVES[name][:2],
            step=step,
            format=form,
            key=f"move_{name}",
            persist_state="session",
        )
        for name, (step, form) in TRANSFORMS.items()
    }


def choose_off(n_hidden: int) -> list[int]:
    """Let the visitor switch hidden units off."""
    url_state.choose("off", [unit for unit in url_state.chosen("off") if unit < n_hidden])
    return list(
        st.multiselect(
            t("moves.off"),
            range(n_hidden),
            key="off",
            persist_state="session",
            placeholder=t("moves.none"),
        )
    )
