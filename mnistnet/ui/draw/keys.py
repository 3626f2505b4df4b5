"""Keys for what a teacher presses often; the browser knows them, the server sees a press."""

import streamlit as st

from mnistnet.ui.browser_files import component

# st.button's own shortcuts cannot take C, which Streamlit keeps for itself, nor a choice's options.
_keys = st.components.v2.component(
    "mnistnet_keys",
    html="<p></p>",
    css="""
    p { margin: 0; font-size: 0.75rem; line-height: 1rem; opacity: 0.75; }
    """,
    js=component("keys.js"),
)


def keys(words: str) -> None:
    """Let keys do what the page's buttons do, and say which in these words.

    style.css hides them from fingers.
    """
    _keys(key="keys", data={"words": words})
