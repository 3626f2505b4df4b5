"""Ten predictions that the visitor can change by hand."""

import zlib
from typing import Any

import numpy as np
import streamlit as st

from mnistnet.charts.number_text import SMALL, number
from mnistnet.notation import N_CLASSES, FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.i18n import t

STEP = 0.05
"""What an arrow key adds or takes."""

NAMED = 2
"""So many refused values are named: the sentence keeps its room, and every row is marked."""


def edit_predictions(name: str, original: FloatArray) -> tuple[FloatArray, list[int]]:
    """Let the visitor change ten predictions.

    Parameters
    ----------
    name : str
        Whose predictions these are; what was changed is kept under it.
    original : ndarray of shape (10, 1)
        The values to begin with, in [0, 1]. When they change, the visitor's changes go.

    Returns
    -------
    predictions : ndarray of shape (10, 1)
        In [0, 1]. Where a cell is empty or out of range, its last good value.
    refused : list of int
        The digits of these cells. They keep what was typed, and a sentence names them.
    """
    values = dict(enumerate(original[:, 0].tolist()))
    mark = f"{zlib.crc32(np.round(original, 3).tobytes()):x}"
    kept = url_state.chosen(f"edits_{name}")  # the address may have brought them
    edits = kept[1] if kept and kept[0] == mark else {}
    if st.session_state.get(f"{name}_shown") != (values, edits):
        for digit, value in (values | edits).items():
            st.session_state[f"{name}_{digit}"] = value
    typed = {digit: st.session_state[f"{name}_{digit}"] for digit in range(N_CLASSES)}
    good = {digit: value for digit, value in typed.items() if _is_prediction(value)}
    refused = [digit for digit in typed if digit not in good]
    counted = values | edits | good
    edits = {digit: value for digit, value in counted.items() if value != values[digit]}
    url_state.choose(f"edits_{name}", (mark, edits) if edits else None)
    st.session_state[f"{name}_shown"] = values, edits

    with st.container(horizontal=True, vertical_alignment="center", key="edit"):
        _say_what_counts({digit: counted[digit] for digit in refused})
        _offer_originals(name, is_changed=typed != values)
    with st.container(key="predictions"):
        for digit in range(N_CLASSES):
            _offer_field(name, digit, is_small=0 < good.get(digit, 1) < SMALL)
    return np.array([[counted[digit]] for digit in range(N_CLASSES)]), refused


def _offer_field(name: str, digit: int, *, is_small: bool) -> None:
    # No bounds: Streamlit would refuse in English, and here a value is refused in words.
    st.number_input(
        t("error_page.prediction_of", digit=digit),
        value=None,
        step=STEP,
        format="%.1e" if is_small else "%.3f",
        key=f"{name}_{digit}",
        persist_state="session",
        label_visibility="collapsed",
    )


def _offer_originals(name: str, *, is_changed: bool) -> None:
    st.button(
        t("error_page.restore"),
        icon=":material/restart_alt:",
        key="restore",
        on_click=_restore,
        args=(name,),
        disabled=not is_changed,
    )


def _restore(name: str) -> None:
    """Let the next run write what there was into every cell."""
    url_state.choose(f"edits_{name}", None)
    st.session_state.pop(f"{name}_shown", None)


def _say_what_counts(refused: dict[int, float]) -> None:
    if refused:
        named = [f"{digit} → {number(value)}" for digit, value in refused.items()]
        listed = ", ".join(named[:NAMED]) + " …" * (len(named) > NAMED)
        words = t("error_page.refused", listed=listed)
    else:
        words = t("error_page.hint")
    st.html(f'<p class="note{" refused" * bool(refused)}" role="status">{words}</p>')


def _is_prediction(value: Any) -> bool:
    return value is not None and 0 <= value <= 1
