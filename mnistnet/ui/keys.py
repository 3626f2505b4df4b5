"""Keys for what a teacher presses often; the browser knows them, the server sees a press."""

from pathlib import Path

import streamlit as st

from mnistnet.ui.words import t

# st.button's own shortcuts cannot take C, which Streamlit keeps for itself, nor a choice's options.
_keys = st.components.v2.component(
    "mnistnet_keys",
    html="<p></p>",
    css="""
    p { margin: 0; font-size: 0.75rem; line-height: 1rem; opacity: 0.75; }
    """,
    js=Path(__file__).with_name("keys.js").read_text(encoding="utf-8"),
)


def keys() -> None:
    """Let keys do what the page's buttons do, and say which; style.css hides it from fingers."""
    _keys(key="keys", data={"words": t("draw.keys")})
