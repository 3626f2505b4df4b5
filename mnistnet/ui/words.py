"""The visitor's language and the words in it."""

import streamlit as st

from mnistnet.texts import LANGUAGES, catalogue


def language() -> str:
    """Return the language in use, one of `LANGUAGES`: chosen, in the address, or the browser's."""
    chosen = st.session_state.get("language") or st.query_params.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return _browser_language()


def t(key: str, **values: object) -> str:
    """Return the words for a key of ``texts/*.toml`` in the visitor's language.

    Without values the words come as they are written, so they may hold Plotly's ``%{x}``.
    """
    words = catalogue(language())[key]
    return words.format(**values) if values else words


def language_switch() -> None:
    """Let the visitor choose the language; the same place on every page."""
    st.segmented_control(
        t("frame.language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=_browser_language(),
        required=True,
        key="language",
        bind="query-params",
        label_visibility="collapsed",
    )


def _browser_language() -> str:
    return "ko" if (st.context.locale or "").startswith("ko") else "en"
