"""What the target is in a class: the digit that its task names, or what one of its drawings was."""

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from mnistnet.class_store.records import ClassState
from mnistnet.drawing.strokes import Drawing
from mnistnet.errors import MnistNetError
from mnistnet.ui import membership, url_state
from mnistnet.ui.classes import class_reader

TASK = "class_task"


def follow_task() -> None:
    """Let the task's digit be the target, and stay it, when the task is another than before.

    Before the target's widget stands on the page. Of a task without a digit nobody has said yet
    what is meant. On an empty canvas the task's digit is meant again, if nobody says otherwise.
    """
    try:
        now = _present_task()
    except MnistNetError:  # which the page explains
        return
    before = st.session_state.get(TASK)
    st.session_state[TASK] = now
    digit = now[2] if now else None
    was_asked = before is not None and before[2] is not None
    is_open = url_state.is_blank() and url_state.target() is None and digit is not None
    if now == before and not is_open:
        return
    if digit is None and not was_asked and None in (before, now):
        return  # the target is the visitor's
    if before is None and url_state.drawing_text() and url_state.target() is not None:
        return  # and that of what was opened elsewhere its own
    _let_target_be(digit, pinned=digit is not None)


def open_drawing(strokes: Drawing, label: int | None) -> None:
    """Let a class's drawing be what all pages are about, with its own label for the target.

    Whatever the task is now, which was another when it was drawn.
    """
    url_state.replace(strokes)
    _let_target_be(label, pinned=False)
    with suppress(MnistNetError):
        st.session_state[TASK] = _present_task()


def asked_digit() -> int | None:
    """Return the digit of the task that the target has followed last, if that names one."""
    followed: tuple[str, int, int | None] | None = st.session_state.get(TASK)
    return followed[2] if followed and followed[0] == membership.class_code() else None


def as_followed(state: ClassState) -> ClassState:
    """Return a class at the task that the target has followed last: it may have gone on since."""
    followed: tuple[str, int, int | None] | None = st.session_state.get(TASK)
    if followed is None or followed[0] != state.code:
        return state
    return replace(state, task=min(followed[1], state.task))


def _present_task() -> tuple[str, int, int | None] | None:
    """Return the class's code, its present task's number and digit; None without a class."""
    if (state := membership.class_within_reach()) is None:
        return None
    task = class_reader().tasks(state)[state.task]
    return state.code, state.task, task.digit


def _let_target_be(digit: int | None, *, pinned: bool) -> None:
    for name, option in (("target", digit), ("pinned", pinned)):
        if url_state.chosen(name) != option:
            url_state.choose(name, option)
