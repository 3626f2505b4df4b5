"""What a pupil has of the class while drawing: the task, and a button that sends the drawing."""

from contextlib import suppress
from typing import Any

import streamlit as st

from mnistnet.class_store.codes import is_secret
from mnistnet.class_store.records import ClassState, Receipt
from mnistnet.class_store.task import KINDS
from mnistnet.drawing.url_text import decode
from mnistnet.errors import MnistNetError, StoreError
from mnistnet.ui import class_target, membership, url_state
from mnistnet.ui.browser_files import BROWSER, component
from mnistnet.ui.class_feed import present_task
from mnistnet.ui.classes import class_reader, class_store
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain

LINE = "class_line"
SENT = "class_sent"

PASSING = {"error.store_away", "error.store_full", "error.store_read_only"}
"""What may be over in a moment: the browser sends again by itself."""

PAUSE = 5.0
"""Seconds from one look for a class that cannot be reached to the next."""

LONGEST_NAME = 32
"""Characters in a sending's name, by which the browser knows the answer."""

_line = st.components.v2.component(
    "mnistnet_class_line",
    html="""
    <div class="class">
    <h1 class="line" aria-live="polite"></h1>
    <div class="meant" role="group" aria-labelledby="meant" hidden>
    <p id="meant"></p><div class="digits"></div>
    </div>
    <button class="send"></button><button class="leave"></button>
    <p class="state" role="status"></p>
    </div>
    """,
    css=(BROWSER / "class_line.css").read_text(encoding="utf-8"),
    js=component("class_line.js"),
)


def class_line() -> bool:
    """Say what the class is to draw, and let the visitor send; whether there is a class.

    A class that is closed, or cannot be reached, is explained, and drawing goes on. Before the
    target's widget stands on the page.
    """
    class_target.follow_task()
    try:
        state = membership.class_within_reach()
        if state is None:
            return False
        class_reader().tasks(state)  # which `_say_and_send` cannot do without
    except MnistNetError as error:
        explain(error)
        if error.key not in membership.GONE:
            _try_again()
        st.button(t("class_line.leave"), on_click=membership.leave, key="leave_class")
        return False
    _say_and_send()
    return True


@st.fragment(run_every=PAUSE)
def _try_again() -> None:
    """Look now and then whether the class can be reached, and write the page anew then."""
    with suppress(MnistNetError):
        membership.current_class()
        st.rerun()


@st.fragment
def _say_and_send() -> None:
    """Mount the line; a fragment, so that sending runs nothing else."""
    try:
        told = _told()
    except MnistNetError:
        st.rerun()  # `class_line` explains it
    _line(
        key=LINE,
        data=told,
        on_send_change=_take_sending,
        on_pupil_change=_take_pupil,
        on_task_change=st.rerun,
        on_closed_change=st.rerun,
        on_leave_change=_leave,
    )


def _told() -> dict[str, Any]:
    """Return what the browser is told; raises MnistNetError as `membership.class_within_reach`."""
    state = membership.class_within_reach()
    if state is None:
        raise StoreError("error.class_unknown")
    pupil = membership.pupil_number(state)
    said = st.session_state.get(SENT, {"class": state.code})
    if said["class"] != state.code:  # the visitor has changed to another
        said = {}
    known = t("class_line.pupil", pupil=pupil) if pupil else ""
    names = ("line", "meant", "meant_perhaps", "send", "sending", "leave", "new_task")
    words = {name: t(f"class_line.{name}") for name in names}
    is_drawn = url_state.is_drawn()
    stored = known or t("class.stored") if is_drawn else t("error.class_no_drawing")
    words |= {kind: t(f"task.{kind}") for kind in KINDS} | {"stored": stored}
    return {
        "code": state.code,
        "feed": state.feed,
        "task": present_task(class_reader(), class_target.as_followed(state)),
        "target": url_state.target(),
        "words": words,
        "anothers": _anothers(state, pupil),
        "state": t(said["key"], **said["values"]) if "key" in said else "",
        "answered": said.get("name", ""),
        "isKnown": bool(membership.token()),
        "isStored": str(said.get("key")).startswith("class_line."),
        "isWaiting": said.get("key") in PASSING,
    }


def _anothers(state: ClassState, pupil: int | None) -> dict[str, str] | None:
    """Return the drawing that stands here and whose it is, if another pupil has sent it."""
    drawing = url_state.drawing_text()
    for sent in class_reader().drawings(state) if drawing else ():
        if sent.strokes == drawing and sent.pupil != pupil:
            named = {"number": sent.number, "pupil": sent.pupil, "task": sent.task}
            return {"drawing": drawing, "words": t("class_line.anothers", **named)}
    return None


def _leave() -> None:
    membership.leave()
    st.rerun()


def _take_pupil() -> None:
    """Take which pupil the browser was before."""
    match st.session_state.get(LINE, {}).get("pupil"):
        case str(token):
            membership.keep_token(token)


def _take_sending() -> None:
    """Store what the browser sends, and keep what to say of it."""
    match st.session_state.get(LINE, {}).get("send"):
        case {
            "code": str(code),
            "name": str(name),
            "token": str(token),
            "task": int(task),
            "drawing": str(drawing),
            "label": int() | None as label,
        } if len(name) <= LONGEST_NAME and is_secret(token):
            pass
        case _:
            return  # no page of ours says this
    if code != membership.class_code():
        return  # of a class that the visitor has left
    before = st.session_state.get(SENT, {})
    is_again = (before.get("class"), before.get("name")) == (code, name)
    membership.keep_token(token)
    try:
        state = membership.class_within_reach()
        if state is None:
            raise StoreError("error.class_unknown")
        _require_new(state, task, drawing, label)
        receipt = class_store().send(code, token, task, decode(drawing), label)
    except MnistNetError as error:
        said = {"key": error.key, "values": error.values}
    else:
        said = _acknowledged(receipt, label, is_again)
    st.session_state[SENT] = {"class": code, "name": name} | said


def _acknowledged(receipt: Receipt, label: int | None, is_again: bool) -> dict[str, Any]:
    """Return what to say of a drawing that is stored."""
    values = {"pupil": receipt.pupil, "number": receipt.number}
    if receipt.is_labelled:
        return {"key": "class_line.digit_added", "values": values | {"digit": label}}
    is_answer = receipt.is_new or is_again  # the first may have been lost on its way
    return {"key": f"class_line.{'sent' if is_answer else 'sent_before'}", "values": values}


def _require_new(state: ClassState, task: int, drawing: str, label: int | None) -> None:
    """Refuse nothing, another's drawing, one of another task, one to fool with of unknown digit.

    What was sent for this task by this pupil may be said again: it is stored once.
    """
    if not drawing:  # there may be a photograph or an image of MNIST in its place
        raise StoreError("error.class_no_drawing")
    pupil = membership.pupil_number(state)
    for sent in class_reader().drawings(state):
        if sent.strokes == drawing and (sent.pupil, sent.task) != (pupil, task):
            raise StoreError("error.class_drawn_before", number=sent.number)
    asked = class_reader().tasks(state).get(task)
    if asked and asked.kind == "fool" and label is None:
        raise StoreError("error.class_target")
