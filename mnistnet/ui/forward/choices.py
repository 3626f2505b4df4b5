"""What the visitor can choose on the way forward alone: what to change in the digit, and where."""

from typing import Any

import streamlit as st

from mnistnet.charts.bars import unit_bars
from mnistnet.charts.heatmaps import unit_grid
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.choices import one_of
from mnistnet.ui.chosen_part import current_index, keep_index
from mnistnet.ui.figure import figure
from mnistnet.ui.fragments import write_again
from mnistnet.ui.i18n import t
from mnistnet.ui.options import COUNTINGS, MOVES, STAGES

MOST_BARS = 20
"""More hidden units than this stand in a grid."""

SHOW_UNIT = ["hidden", "outputs", "failure"]
"""The page's fragments that show the chosen hidden unit."""

UNITS = 260
"""Height of the hidden units to switch off, in pixels."""

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
    write_again(SHOW_UNIT)


def choose_counting() -> int:
    """Let the visitor count rows and columns from 0 as NumPy does, or from 1 as the slides do."""
    one_of("counting", COUNTINGS, lambda first: t(f"counting.{first}"), width="stretch")
    return counting()


def counting() -> int:
    """Return what rows and columns are counted from, 0 or 1."""
    return int(url_state.chosen("counting"))


def choose_stage() -> str:
    """Let the visitor switch the preparation step by step; until then, it is the page's own."""
    chosen = url_state.chosen("stage") or url_state.preparation()
    st.segmented_control(
        t("moves.stage", state=t(f"preparation.{chosen}")),
        STAGES,
        format_func=lambda name: t(f"preparation.{name}"),
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


def choose_off(A1: FloatArray) -> list[int]:
    """Let the visitor switch hidden units off by pointing at them; their activations are (h, 1)."""
    h = len(A1)
    off = [unit for unit in url_state.chosen("off") if unit < h]
    unit, title = current_index("unit", h), t("moves.off")
    draw = unit_grid if h > MOST_BARS else unit_bars
    figure(
        draw(A1, unit, limit=None, hover=t("moves.unit"), first=counting(), off=off),
        key="units_off",
        alt=f"{title}: {', '.join(str(i + counting()) for i in off) or t('moves.none')}",
        height=UNITS,
        title=title,
        on_click=lambda point: _switch(point["custom"]) if point["custom"] in range(h) else None,
    )
    with st.container(horizontal=True, key="switches"):
        state = "on" if unit in off else "off"
        words = t(f"moves.switch_{state}", unit=unit + counting())
        st.button(words, key="switch_unit", on_click=_switch, args=(unit,))
        st.button(t("moves.all_on"), key="all_on", on_click=_all_on, disabled=not off)
    return off


def _switch(unit: int) -> None:
    url_state.choose("off", sorted({*url_state.chosen("off")} ^ {int(unit)}))


def _all_on() -> None:
    url_state.choose("off", [])
