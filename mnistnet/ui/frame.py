"""What surrounds every page: titles, styles, language for screen readers, an eye on the line."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from mnistnet.ui.address import disregard_address, read_address
from mnistnet.ui.browser_files import BROWSER, component, style
from mnistnet.ui.concurrency import suit_a_class
from mnistnet.ui.i18n import language, t

PAGES = Path(__file__).parents[1] / "pages"
"""Absolute, because app.py stands beside the package in a clone, and inside it in a wheel."""

PRESENT = ("presenting", "frozen", "hidden")
"""What the buttons of presenting.html do."""

LABELS = {
    "App pages": "pages",
    "Clear value": "clear",
    "Close": "close",
    "Copy to clipboard": "copy",
    "Decrement": "less",
    "Dismiss": "close",
    "Increment": "more",
    "Open": "open",
    "progress": "progress",
}
"""What Streamlit calls its own buttons, in English alone, and what they are called here."""

_frame = st.components.v2.component(
    "mnistnet_frame",
    html=(BROWSER / "presenting.html").read_text(encoding="utf-8"),
    js=component("frame.js"),
    isolate_styles=False,  # style.css shows and hides these buttons with the rest of the page
)


def set_up_frame() -> None:
    """Set the page up; the first Streamlit call of every run."""
    suit_a_class()
    st.set_page_config(page_icon="✍️", layout="wide")
    st.html(f"<style>{style()}</style>")
    told = {
        "language": language(),
        "labels": {label: t(f"label.{name}") for label, name in LABELS.items()},
        "skip": t("label.skip"),
        "upload": t("own.upload"),
        "upload_limit": t("own.limit"),
        "away": t("label.away"),
        "present": {name: (t(f"present.{name}"), t(f"present.{name}_on")) for name in PRESENT}
        | {"signs": {name: t(f"present.{name}_sign") for name in ("frozen", "hidden")}},
    }
    _frame(
        key="frame",
        data=told,
        on_back_change=disregard_address,
        on_went_change=read_address,
    )


def page_named(name: str, title: str, icon: str, *, default: bool = False) -> StreamlitPage:
    """Return the page of a file; on a phone the menu has its icon over its title."""
    path, icon = PAGES / f"{name}.py", f":material/{icon}:"
    return st.Page(path, title=title, icon=icon, url_path=name, default=default)


def show_as(page: StreamlitPage) -> None:
    """Name the page in the browser's tab, history and bookmarks, and send its own style."""
    st.set_page_config(page_title=f"{page.title} · mnistnet")
    st.html(f"<style>{style(page.url_path) or '/**/'}</style>")


def headline(words: str) -> None:
    """Say in a line what the page is for: its only heading of first rank."""
    st.html(f'<h1 class="headline">{words}</h1>')


def if_lost_html(words: str) -> str:
    """Return unseen words for beside what only the server has: that it is lost.

    The browser says them should they be missing once the line was cut and is there again.
    """
    return f'<span class="if_lost" hidden>{words}</span>'


def corner() -> DeltaGenerator:
    """Return the header's right corner, which every page has."""
    return st.container(horizontal=True, key="corner")
