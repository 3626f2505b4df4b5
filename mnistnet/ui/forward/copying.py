"""The numbers as text for the clipboard."""

from collections.abc import Mapping

import streamlit as st

from mnistnet.notation import FloatArray
from mnistnet.take_home import numbers_file
from mnistnet.ui.browser_files import BROWSER, component
from mnistnet.ui.i18n import t

FORMATS = ("NumPy", "CSV")

_copying = st.components.v2.component(
    "mnistnet_copying",
    html="""
    <div class="rows"></div>
    <textarea readonly hidden rows="4"></textarea>
    <p role="status"></p>
    """,
    css=(BROWSER / "copying.css").read_text(encoding="utf-8"),
    js=component("copying.js"),
)


@st.fragment
def offer_copies(matrices: Mapping[str, FloatArray]) -> None:
    """Let the visitor copy matrices by their names; a fragment, so that it runs nothing else."""
    names = "_".join(matrices)
    asked = st.session_state.get(_key(names), {}).get("asked")
    written = None
    match asked.split() if isinstance(asked, str) else ():
        case [name, form, _] if name in matrices and form in FORMATS:
            written = {"asked": asked, "text": _text(name, matrices[name], form)}
    words = {name: t(f"copying.{name}") for name in ("of", "copied", "by_hand")}
    data = {"names": [*matrices], "formats": FORMATS, "words": words, "written": written}
    _copying(key=_key(names), data=data, on_asked_change=lambda: None)


def _text(name: str, matrix: FloatArray, form: str) -> str:
    if form == "NumPy":
        return numbers_file.numpy_text(name, matrix)
    return numbers_file.csv(matrix).decode()


def _key(names: str) -> str:
    return f"copying_{names}"
