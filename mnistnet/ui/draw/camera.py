"""A photograph by file, by the telephone's camera, by paste or drop; and the digits on it."""

from typing import Any

import numpy as np
import streamlit as st

from mnistnet.errors import DrawingError
from mnistnet.network import Network, forward
from mnistnet.ui import url_state
from mnistnet.ui.browser_files import BROWSER, component
from mnistnet.ui.draw.canvas import take_report, taken
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain
from mnistnet.ui.photograph import Photograph, current_photograph, take_photograph
from mnistnet.ui.uploads import address_for, take_file

CAMERA = "camera"
REFUSED = "camera_refused"

FILE = "photograph"
"""What the browser's upload is called."""

ICON = """
<svg viewBox="0 0 24 24" aria-hidden="true">
  <path d="M9 4 7 6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-3l-2-2Z"/>
  <circle cx="12" cy="13" r="4"/>
</svg>"""

_camera = st.components.v2.component(
    "mnistnet_camera",
    html=f'<button class="open">{ICON}</button>',
    css=(BROWSER / "camera.css").read_text(encoding="utf-8"),
    js=component("camera.js"),
)


def camera(network: Network) -> None:
    """Let the visitor hand over a photograph, and choose one of the digits on it.

    Parameters
    ----------
    network : Network
        What reads the digits.
    """
    try:
        photograph = current_photograph()
    except DrawingError:  # said where the answer would stand
        photograph = None
    chosen = url_state.photograph()
    _camera(
        key=CAMERA,
        data={
            "address": address_for(FILE),
            "visit": url_state.visit(),
            "taken": taken(),
            "label": t("photograph.open"),
            "sent": photograph.sent if photograph else 0,
            "mark": photograph.mark if photograph else "",
            "found": _readings(photograph, network) if photograph else [],
            "chosen": chosen[1] if chosen else 0,
        },
        on_sent_change=_take,
        on_chosen_change=_choose,
        width="content",
        height="content",
    )


def say_refusal() -> None:
    """Say why a photograph was not taken, in the run after it came."""
    if REFUSED in st.session_state:
        explain(st.session_state.pop(REFUSED))


def _readings(photograph: Photograph, network: Network) -> list[dict[str, Any]]:
    """Return where each digit stands, in parts of the photograph, and as what it is read."""
    width, height = photograph.size
    X = np.concatenate([found.digit.X for found in photograph.found], axis=1)
    run = forward(network, X)
    readings = []
    for number, found in enumerate(photograph.found):
        left, top, right, bottom = found.box
        read = str(run.A2[:, number].argmax()) if run.is_sure[number] else "?"
        readings.append(
            {
                "box": (left / width, top / height, right / width, bottom / height),
                "read": read,
                "label": t("photograph.digit", number=number + 1),
            }
        )
    return readings


def _take() -> None:
    """Take what the browser has uploaded, or keep why it cannot be taken."""
    match st.session_state.get(CAMERA, {}).get("sent"):
        case {"visit": visit, "number": int(number)} if visit == url_state.visit():
            pass
        case _:
            return  # no page of ours says this
    take_report()
    file = take_file(FILE)
    try:
        if file is None:
            raise DrawingError("error.photograph_not_taken")
        take_photograph(*file, number)
    except DrawingError as error:
        st.session_state[REFUSED] = error


def _choose() -> None:
    """Let another digit of the same photograph be what the pages are about."""
    match st.session_state.get(CAMERA, {}).get("chosen"):
        case {"mark": str(mark), "number": int(number)}:
            pass
        case _:
            return
    take_report()
    try:
        photograph = current_photograph()
    except DrawingError:
        return
    if photograph and photograph.mark == mark and 0 < number <= len(photograph.found):
        url_state.forget_target()
        url_state.choose("photograph", (mark, number))
