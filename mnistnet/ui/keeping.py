"""What the visitor's browser is asked to do with the network that it keeps (keeping.js)."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from mnistnet.ui import url_state
from mnistnet.ui.browser_files import component
from mnistnet.ui.uploads import address_for
from mnistnet.weights import WeightsFile

Command = Literal["look", "keep", "hand_back", "forget", "nothing"]

KEEPING = "keeping"
ASKED = "own_asked"
TOLD = "own_told"
HELD = "own_held"

FILE = "own"
"""What the browser's upload is called."""

_keeping = st.components.v2.component("mnistnet_keeping", js=component("keeping.js"))


def ask(command: Command) -> None:
    """Have the browser do something; what it was asked before counts no longer."""
    number, _ = _asked()
    st.session_state[ASKED] = number + 1, command
    st.session_state.pop(HELD, None)


def is_awaited() -> bool:
    """Tell whether the browser was asked to hand the network back and has not answered."""
    return _asked()[1] == "hand_back"


def is_told() -> bool:
    """Tell whether the browser was told what it was asked last: it is in a run of all the page."""
    told: int = st.session_state.get(TOLD, 0)
    return told == _asked()[0]


def is_held() -> bool | None:
    """Tell whether the browser keeps a network; None as long as it has not said."""
    held: bool | None = st.session_state.get(HELD)
    return held


def tell_browser(file: Callable[[], WeightsFile], on_answer: Callable[[], None]) -> None:
    """Tell the browser what it is asked; at the start, whether it keeps a network.

    Parameters
    ----------
    file : callable
        Returns the network to keep.
    on_answer : callable
        Called before the next run when the browser says something: see `is_answered`.
    """
    number, command = _asked()
    told: dict[str, Any] = {"visit": url_state.visit(), "number": number, "command": command}
    if command == "keep":
        kept = file()
        told |= {"name": kept.name, "content": b64encode(kept.content).decode()}
    if command == "hand_back":
        told["address"] = address_for(FILE)
    _keeping(key=KEEPING, data=told, on_answer_change=on_answer)
    st.session_state[TOLD] = number


def is_answered() -> bool:
    """Take the browser's answer; whether it is one to what it was asked last."""
    match st.session_state.get(KEEPING, {}).get("answer"):
        case {"visit": visit, "number": int(number), "held": bool(held)} if (
            visit == url_state.visit() and number == _asked()[0]
        ):
            st.session_state[ASKED] = number, "nothing"
            st.session_state[HELD] = held
            return True
    return False


def _asked() -> tuple[int, Command]:
    asked: tuple[int, Command] = st.session_state.get(ASKED, (0, "look"))
    return asked
