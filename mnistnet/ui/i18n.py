"""The visitor's language and the words in it."""

import streamlit as st

from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui import url_state


def browser_language() -> str:
    """Return the one of `LANGUAGES` that the visitor's browser asks for."""
    return "ko" if (st.context.locale or "").startswith("ko") else "en"


def language() -> str:
    """Return the language in use, one of `LANGUAGES`: chosen, in the address, or the browser's."""
    chosen = url_state.language() or st.query_params.get("language")
    return str(chosen) if chosen in LANGUAGES else browser_language()


def t(key: str, **values: object) -> str:
    """Return the words for a key of ``texts/*.toml`` in the visitor's language.

    Without values the words come as they are written, so they may hold Plotly's ``%{x}``.
    """
    words = catalogue(language())[key]
    return words.format(**values) if values else words
