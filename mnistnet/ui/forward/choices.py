"""What the visitor can choose on the way forward alone: what to change in the digit, and where."""

from typing import Any

import streamlit as st

from mnistnet.charts.bars import unit_bars
from mnistnet.charts.heatmaps import unit_grid
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.chosen_part import current_index, keep_index
from mnistnet.ui.current_digit import STAGES
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t

OFF = "off"

MOST_BARS = 20
"""More hidden units than this stand in a grid."""

UNITS = 260
"""Height of the hidden units to switch off, in pixels."""

TRANSFORMS = {
    "right": (-8.0, 8.0, 0.0, 0.5, "%.1f"),
    "down": (-8.0, 8.0, 0.0, 0.5, "%.1f"),
    "scale": (0.5, 1.5, 1.0, 0.05, "%.2f"),
    "degrees": (-90.0, 90.0, 0.0, 5.0, "%d°"),
}
"""The arguments of `transform_image` that can be chosen: range, start, step and format of each."""


def choose_unit(point: dict[str, Any]) -> None:
    """Show the hidden unit that was clicked, wherever that was."""
    keep_index("unit", point["custom"])
    st.rerun(["hidden", "outputs"])


def choose_counting() -> int:
    """Let the visitor count rows and columns from 0 as NumPy does, or from 1 as the slides do."""
    st.segmented_control(
        t("counting.label"),
        url_state.COUNTINGS,
        format_func=lambda first: t(f"counting.{first}"),
        required=True,
        key="counting",
        persist_state="session",
        width="stretch",
    )
    return counting()


def counting() -> int:
    """Return what rows and columns are counted from, 0 or 1."""
    return int(url_state.chosen("counting"))


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


def choose_off(A1: FloatArray) -> list[int]:
    """Let the visitor switch hidden units off by pointing at them; their activations are (h, 1)."""
    h = len(A1)
    off = [unit for unit in st.session_state.get(OFF, []) if unit < h]
    unit, title = current_index("unit", h), t("moves.off")
    draw = unit_grid if h > MOST_BARS else unit_bars
    figure(
        draw(A1, unit, limit=None, hover=t("moves.unit"), first=counting(), off=off),
        key="units_off",
        alt=f"{title}: {', '.join(str(i + counting()) for i in off) or t('moves.none')}",
        height=UNITS,
        title=title,
        on_click=lambda point: _switch(point["custom"]),
    )
    with st.container(horizontal=True, key="switches"):
        state = "on" if unit in off else "off"
        words = t(f"moves.switch_{state}", unit=unit + counting())
        st.button(words, key="switch_unit", on_click=_switch, args=(unit,))
        st.button(t("moves.all_on"), key="all_on", on_click=_all_on, disabled=not off)
    return off


def _switch(unit: int) -> None:
    off = {*st.session_state.get(OFF, [])}
    st.session_state[OFF] = sorted(off ^ {int(unit)})


def _all_on() -> None:
    st.session_state[OFF] = []
