"""What surrounds every page: window title, styles, and the language that screen readers speak."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnistnet.ui.browser_files import BROWSER
from mnistnet.ui.concurrency import suit_a_class
from mnistnet.ui.i18n import language

PAGES = Path(__file__).parents[1] / "pages"
"""Absolute, because app.py stands beside the package in a clone, and inside it in a wheel."""


def set_up_frame() -> None:
    """Set the page up; the first Streamlit call of every run."""
    suit_a_class()
    st.set_page_config(page_title="mnistnet", page_icon="✍️", layout="wide")
    st.html(BROWSER / "style.css")
    st.html(
        f"<script>document.documentElement.lang = '{language()}'</script>",
        unsafe_allow_javascript=True,
    )


def corner() -> DeltaGenerator:
    """Return the header's right corner, which every page has."""
    return st.container(horizontal=True, key="corner")
