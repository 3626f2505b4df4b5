"""What the visitor can set before a training."""

from dataclasses import asdict

import streamlit as st

from mnistnet.live_training.settings import LIMITS, PRESETS, Settings
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import say_note
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.i18n import t

NUMBERS = {
    "n_hidden": 1,
    "learning_rate": 0.1,
    "batch_size": 1,
    "epochs": 1,
    "n_images": 100,
    "seed": 1,
}
"""Settings that are numbers, with the step of their field."""


@in_turn
def choose_settings(*, disabled: bool) -> Settings:
    """Let the visitor start from an example and change it; while a training goes, only look."""
    settings = chosen_settings()
    current = next((name for name in PRESETS if PRESETS[name] == settings), None)
    titles = {name: t(f"preset.{name}") for name in PRESETS}
    st.selectbox(
        t("train_page.preset"),
        PRESETS,
        None if current is None else list(PRESETS).index(current),
        titles.__getitem__,
        key=_preset_key(current),
        on_change=_take_preset,
        args=(current,),
        placeholder=t("train_page.own_settings"),
        disabled=disabled,
    )
    with st.container(key="numbers_to_set"):
        for name, step in NUMBERS.items():
            low, high = LIMITS[name]
            st.number_input(
                t(f"train_page.{name}"),
                low,
                high,
                step=step,
                format="%.3g" if name == "learning_rate" else None,
                key=_key(name),
                persist_state="session",
                disabled=disabled,
            )
    st.toggle(
        t("train_page.biases"), key=_key("biases"), persist_state="session", disabled=disabled
    )
    return settings


def say_run_before(before: Settings) -> None:
    """Say that what is shown was trained with other settings, and with which."""
    told = asdict(before) | {"learning_rate": f"{before.learning_rate:g}"}
    told["biases"] = t(f"train_page.{'with' if before.biases else 'without'}_biases")
    say_note(t("train_page.run_before", **told))


def chosen_settings() -> Settings:
    """Return what is set now."""
    return Settings(**{name: url_state.chosen(_key(name)) for name in LIMITS})


def _preset_key(current: str | None) -> str:
    """Return another key for each preset: what the browser says of one before is no choice.

    Who sets two numbers in a moment sends the second together with the preset that the first ended.
    """
    return f"preset_{current}"


def _take_preset(current: str | None) -> None:
    if preset := st.session_state[_preset_key(current)]:
        for name, value in asdict(PRESETS[preset]).items():
            url_state.choose(_key(name), value)


def _key(name: str) -> str:
    return f"setting_{name}"
