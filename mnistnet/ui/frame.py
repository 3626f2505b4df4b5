"""What surrounds every page: window title, styles, and the language that screen readers speak."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnistnet.ui.turns import suit_a_class
from mnistnet.ui.words import language


def set_up_frame() -> None:
    """Set the page up; the first Streamlit call of every run."""
    suit_a_class()
    st.set_page_config(page_title="mnistnet", page_icon="✍️", layout="wide")
    st.html(Path(__file__).with_name("style.css"))
    st.html(
        f"<script>document.documentElement.lang = '{language()}'</script>",
        unsafe_allow_javascript=True,
    )


def corner() -> DeltaGenerator:
    """Return the header's right corner, which every page has."""
    return st.container(horizontal=True, key="corner")
