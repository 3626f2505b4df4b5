"""What surrounds every page: title, styles, language for screen readers, an eye on the line."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnistnet.ui.address import disregard_address
from mnistnet.ui.browser_files import BROWSER, component
from mnistnet.ui.concurrency import suit_a_class
from mnistnet.ui.i18n import language, t
from mnistnet.ui.networks import MAX_MEGABYTES

PAGES = Path(__file__).parents[1] / "pages"
"""Absolute, because app.py stands beside the package in a clone, and inside it in a wheel."""

_frame = st.components.v2.component("mnistnet_frame", js=component("frame.js"))


def set_up_frame() -> None:
    """Set the page up; the first Streamlit call of every run."""
    suit_a_class()
    st.set_page_config(page_title="mnistnet", page_icon="✍️", layout="wide")
    st.html(BROWSER / "style.css")
    told = {
        "language": language(),
        "upload": t("own.upload"),
        "upload_limit": t("own.limit", megabytes=MAX_MEGABYTES),
    }
    _frame(key="frame", data=told, on_back_change=disregard_address)


def corner() -> DeltaGenerator:
    """Return the header's right corner, which every page has."""
    return st.container(horizontal=True, key="corner")
