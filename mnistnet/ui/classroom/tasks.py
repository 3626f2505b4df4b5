"""What the class is to draw next, for the teacher to set with one press, and what it has drawn."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial

import streamlit as st

from mnistnet.class_store.records import ClassState
from mnistnet.class_store.task import KINDS, Task
from mnistnet.errors import StoreError
from mnistnet.notation import N_CLASSES
from mnistnet.ui import membership, url_state
from mnistnet.ui.answer_html import heading
from mnistnet.ui.classes import class_reader, class_store
from mnistnet.ui.classroom.refused import explained_later
from mnistnet.ui.i18n import t
from mnistnet.ui.options import ALL_TASKS

LOOKALIKES = ((4, 9), (9, 4), (1, 7), (7, 1), (3, 8), (8, 3), (5, 6), (6, 0), (2, 7), (5, 3))
"""Digits that are often taken for one another: what to draw, and what it should look like."""


def task_sentences() -> dict[str, str]:
    """Return what each kind of task says, with {digit} and {like} for its digits."""
    return {kind: t(f"task.{kind}") for kind in KINDS}


def task_words(task: Task) -> str:
    """Return what a task says, as a sentence by itself."""
    words = t(f"task.{task.kind}", digit=task.digit, like=task.like)
    return words[0].upper() + words[1:]


def choose_shown_task(state: ClassState) -> tuple[int, str]:
    """Let the visitor choose the task whose drawings to look at, if there was more than one.

    Returns
    -------
    number : int
        The task's, or `ALL_TASKS`.
    words : str
        What it asks, with its number; "" for all.
    """
    tasks: Mapping[int, Task] = {}
    with suppress(StoreError):  # which the wall explains
        tasks = class_reader().tasks(state)
    if len(tasks) < 2:
        return ALL_TASKS, ""
    if url_state.chosen("shown_task") not in tasks:
        url_state.choose("shown_task", ALL_TASKS)
    words = {number: f"{number}. {task_words(task)}" for number, task in tasks.items()}
    st.selectbox(
        t("shown_task.label"),
        [ALL_TASKS, *sorted(tasks, reverse=True)],
        format_func=lambda number: words.get(number, t("shown_task.all")),
        key="shown_task",
        persist_state="session",
        label_visibility="collapsed",
        filter_mode=None,
    )
    number = int(url_state.chosen("shown_task"))
    return number, words.get(number, "")


def choose_task(state: ClassState) -> None:
    """Let the teacher set the next task; the choice, which hides the wall, is another after it."""
    with (
        st.container(key="tasks", width="content"),
        st.popover(
            t("class_page.next_task"), icon=":material/assignment:", key=f"tasks_{state.task}"
        ),
    ):
        for task in (Task(), Task("fool")):
            _offer(state, task, task_words(task))
        heading(t("class_page.task_digit"))
        with st.container(key="task_digits"):
            for digit in range(N_CLASSES):
                _offer(state, Task("digit", digit), str(digit))
        heading(t("class_page.task_like"))
        with st.container(key="task_likes"):
            for digit, like in LOOKALIKES:
                _offer(
                    state, Task("like", digit, like), t("class_page.like", digit=digit, like=like)
                )


def _offer(state: ClassState, task: Task, words: str) -> None:
    key = f"task_{task.kind}_{task.digit}_{task.like}_{state.task}"
    press = partial(_set, state, task)
    st.button(words, key=key, help=task_words(task), on_click=press, width="stretch")


def _set(shown: ClassState, task: Task) -> None:
    """Set a task, unless it was set since the page offered it: then the button was pressed twice.

    The button that offers it again has another key.
    """
    with explained_later():
        now = class_reader().state(shown.feed) or shown
        if now.task > shown.task and class_reader().tasks(now)[now.task] == task:
            return
        class_store().set_task(shown.code, membership.secret(), task)
        class_reader().look()
        url_state.choose("shown_task", ALL_TASKS)  # what comes in now is to be seen
