"""What surrounds every page: window title, styles, and the language that screen readers speak."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnistnet.ui.concurrency import suit_a_class
from mnistnet.ui.i18n import language
from mnistnet.ui.scripts import BROWSER


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
