"""What the visitor can set before a training."""

from dataclasses import asdict, replace

import streamlit as st

from mnistnet.live_training.handwriting import DRAWINGS_NEEDED, PUPILS_NEEDED, Ours
from mnistnet.live_training.settings import LIMITS, PRESETS, SOURCES, Settings, Source
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import say_note
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.i18n import t
from mnistnet.ui.number_range import said_range
from mnistnet.ui.train.ours import class_handwriting

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
def choose_settings(ours: Ours | None, *, disabled: bool) -> Settings:
    """Let the visitor start from an example and change it; while a training goes, only look.

    Parameters
    ----------
    ours : Ours or None
        The class's images, if the visitor chose to learn from them.
    disabled : bool
    """
    settings = chosen_settings(ours)
    _choose_preset(settings, disabled=disabled)
    _choose_source(ours, disabled=disabled)
    with st.container(key="numbers_to_set"):
        for name, step in NUMBERS.items():
            low, high = LIMITS[name]
            with said_range(_key(name), low, high, getattr(settings, name)):
                st.number_input(
                    t(f"train_page.{name}"),
                    low,
                    high,
                    step=step,
                    format="%.3g" if name == "learning_rate" else None,
                    key=_key(name),
                    persist_state="session",
                    disabled=disabled or (name == "n_images" and settings.source == "ours"),
                )
    st.toggle(
        t("train_page.biases"), key=_key("biases"), persist_state="session", disabled=disabled
    )
    return settings


def say_run_before(before: Settings) -> None:
    """Say that what is shown was trained with other settings, and with which."""
    told: dict[str, object] = asdict(before) | {"learning_rate": f"{before.learning_rate:g}"}
    told["biases"] = t(f"train_page.{'with' if before.biases else 'without'}_biases")
    told["images"] = t(
        f"train_page.images_{before.source}", n_images=before.n_images, n_ours=before.n_ours
    )
    say_note(t("train_page.run_before", **told))


def chosen_settings(ours: Ours | None) -> Settings:
    """Return what is set now, with the class's images that are to be learnt from."""
    settings = Settings(**{name: url_state.chosen(_key(name)) for name in LIMITS})
    if ours is None:
        return settings
    return replace(settings, source=_source(), n_ours=len(ours.images[0]))


def chosen_ours() -> Ours | None:
    """Return the class's images, if the visitor chose to learn from them and they are enough.

    A class is read here, whatever was chosen: the first to ask may wait, but not in turn.
    """
    drawn = class_handwriting(chosen_seed())
    return None if drawn is None or _source() == "mnist" else drawn.ours


def chosen_seed() -> int:
    """Return the seed that is set now."""
    return int(url_state.chosen(_key("seed")))


def _choose_preset(settings: Settings, *, disabled: bool) -> None:
    """Let the visitor start from an example; none is chosen where the numbers are those of none."""
    in_numbers = replace(settings, source="mnist", n_ours=0)
    current = next((name for name in PRESETS if PRESETS[name] == in_numbers), None)
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
        filter_mode=None,
        disabled=disabled,
    )


def _choose_source(ours: Ours | None, *, disabled: bool) -> None:
    """Let who is in a class choose whose images to learn from, and say how few the class's are."""
    if (drawn := class_handwriting(chosen_seed())) is None:
        return
    if drawn.ours is None:
        needed = {"drawings": DRAWINGS_NEEDED, "pupils": PUPILS_NEEDED}
        told = t("train_page.too_few", n=drawn.n_drawings, p=drawn.n_pupils, **needed)
        say_note(told)
        return
    titles: dict[str, str] = {name: t(f"train_page.source_{name}") for name in SOURCES}
    st.selectbox(
        t("train_page.source"),
        SOURCES,
        format_func=titles.__getitem__,
        key=_key("source"),
        persist_state="session",
        disabled=disabled,
        filter_mode=None,
    )
    if ours is not None:
        (n, p), (m, q) = ((len(ours.images[k]), ours.pupils[k]) for k in (0, 1))
        say_note(t("train_page.how_few", n=n, p=p, m=m, q=q))


def _source() -> Source:
    source: Source = url_state.chosen(_key("source"))
    return source


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
