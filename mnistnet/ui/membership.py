"""The class that the visitor is in: as a pupil, or as its teacher.

The code stands in the address, so a link leads into the class. Secrets do not: the pupil's and the
teacher's are kept by their browser (membership.js), which says them again after a refresh. A
teacher's link brings the secret along, and the browser takes it out of the address at once.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import streamlit as st

from mnistnet.class_store.codes import is_code, is_secret
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.task import Task
from mnistnet.errors import MnistNetError, StoreError
from mnistnet.ui import url_state
from mnistnet.ui.classes import OPENINGS, TRIES, class_reader, class_store

SEEN = "class_seen"
PUPIL = "class_pupil"
TOKEN = "class_token"  # noqa: S105 - a key of the session
SECRET = "class_secret"  # noqa: S105
TAUGHT = "class_taught"

GONE = {"error.class_code", "error.class_unknown", "error.class_ended"}
"""What is said of a class that is not there: it cannot be, it never was, or it was seen before."""

TEACHER = "teacher"
"""The name of the secret behind the # of a teacher's link, which browsers send nowhere."""


def class_code() -> str | None:
    """Return the code of the class that the visitor is in, or asks to be let into."""
    code: str | None = url_state.chosen("class")
    return code


def current_class() -> ClassState | None:
    """Return how the visitor's class stands; None without one.

    Raises
    ------
    StoreError
        If that is no code, there is no class with it, too many were tried, or the classes cannot be
        reached.
    """
    if (code := class_code()) is None:
        return None
    if not is_code(code):
        raise StoreError("error.class_code")
    if seen := seen_class():
        state = class_reader().state(seen.feed)
    else:
        address, now = st.context.ip_address or "", time.monotonic()
        TRIES.ask(address, code, now)
        try:
            state = class_store().find(code)
        except MnistNetError:
            TRIES.take_back(address, code, now)
            raise
        TRIES.tell(address, code, state is not None, now)
        if state:
            class_reader().meet(state)
    if state is None:
        raise StoreError("error.class_ended" if seen else "error.class_unknown")
    st.session_state[SEEN] = state
    return state


def seen_class() -> ClassState | None:
    """Return how the visitor's class stood when it was seen last, if it was."""
    seen: ClassState | None = st.session_state.get(SEEN)
    return seen if seen and seen.code == class_code() else None


def class_within_reach() -> ClassState | None:
    """Return the visitor's class, as it was seen last while the classes cannot be reached.

    Raises
    ------
    StoreError
        As `current_class`, if there is none, or it was never seen.
    """
    try:
        return current_class()
    except StoreError as error:
        if error.key not in GONE and (seen := seen_class()):
            return seen
        raise


def open_class(
    taken_home: Callable[[], tuple[Sequence[SentDrawing], Mapping[int, Task]]] = lambda: ((), {}),
) -> None:
    """Open a class and be its teacher.

    Parameters
    ----------
    taken_home : callable
        Returns the drawings that it begins with, and their tasks; not called if this address has
        opened too many.

    Raises
    ------
    MnistNetError
        As `taken_home`; if this address has opened too many, or the server has no more room.
    """
    address, now = st.context.ip_address or "", time.monotonic()
    with OPENINGS.one(address, now):
        opened = class_store().open_class(*taken_home())
    TRIES.tell(address, opened.code, True, now)
    keep_secret(opened.secret)
    enter(opened.code)


def enter(code: str) -> None:
    """Go into a class.

    Its page shows the choice of network only then, and what was chosen on another page is nothing
    chosen to a widget that comes in the middle of a page.
    """
    url_state.choose("class", code)
    url_state.choose("network", url_state.network_name())


def leave() -> None:
    """Leave the class; what was sent stays."""
    url_state.choose("class", None)


def token() -> str:
    """Return the secret by which the visitor is a pupil of the class, "" before it is said."""
    told: tuple[str | None, str] = st.session_state.get(TOKEN, (None, ""))
    return told[1] if told[0] == class_code() else ""


def pupil_number(state: ClassState) -> int | None:
    """Return the visitor's number in a class, None before they have sent something."""
    known: tuple[str, str, int] | None = st.session_state.get(PUPIL)
    if known and known[:2] == (state.feed, token()):
        return known[2]
    with suppress(StoreError):  # it is said when the classes can be reached again
        if token() and (number := class_store().pupil(state.code, token())):
            st.session_state[PUPIL] = state.feed, token(), number
            return number
    return None


def keep_token(told: str) -> None:
    """Take the browser's secret for the pupil's of the class: each has another."""
    if is_secret(told):
        st.session_state[TOKEN] = class_code(), told


def secret() -> str:
    """Return the teacher's secret, "" if the visitor has none."""
    return str(st.session_state.get(SECRET, ""))


def keep_secret(told: str) -> None:
    """Take what the visitor knows for the teacher's secret; whether it is, `is_teacher` asks."""
    if is_secret(told):
        st.session_state[SECRET] = told


def is_teacher(state: ClassState) -> bool:
    """Whether the visitor is the teacher of a class; raises StoreError."""
    is_right = bool(secret()) and class_store().is_teacher(state.code, secret())
    st.session_state[TAUGHT] = (state.feed, secret()) if is_right else None
    return is_right


def was_teacher(state: ClassState) -> bool:
    """Whether the visitor was the teacher of a class when that was asked last."""
    return bool(st.session_state.get(TAUGHT) == (state.feed, secret()))
