"""What the page says when something that the visitor can mend went wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mnistnet.errors import MnistNetError
from mnistnet.ui.i18n import t

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!<>~|$:])")
"""What Streamlit would take for a format, though it may come from a file's name or content."""


def explain(error: MnistNetError) -> None:
    """Say in the visitor's language what happened and what to do."""
    st.warning(literal(t(error.key, **error.values)))


def literal(words: str) -> str:
    """Return words that Streamlit shows as they are, whatever stands in them."""
    return MARKDOWN.sub(r"\\\1", words)


@contextmanager
def explained_errors() -> Iterator[None]:
    """Explain a `MnistNetError` and end the page there; anything else stays a traceback."""
    try:
        yield
    except MnistNetError as error:
        explain(error)
        st.stop()
