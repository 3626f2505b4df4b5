"""What the page says when something that the visitor can mend went wrong."""

import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from mnistnet.errors import MnistNetError
from mnistnet.ui.i18n import t

MARKDOWN = re.compile(f"([{re.escape(string.punctuation)}])")
"""What Markdown takes for a format somewhere: any sign of ASCII may be escaped, in any place."""

ADDRESS = re.compile(r"(?<=www)(?=\.)|(?<=http)(?=s?://)|(?=@)", re.IGNORECASE)
"""Where Streamlit recognizes a web or mail address, even one whose signs are escaped."""

WORD_JOINER = "\u2060"
"""A character without width, at which no line breaks."""


def explain(error: MnistNetError) -> None:
    """Say in the visitor's language what happened and what to do."""
    st.warning(literal(t(error.key, **error.values)))


def explain_not_taken(megabytes: int) -> None:
    """Say below a place for files of so many MB that one did not arrive, as soon as that is so.

    Streamlit tells of it in a hint alone, in English; style.css shows what stands here.
    """
    words = escape(t("own.not_taken", megabytes=megabytes))
    st.html(f'<p class="not_taken" role="status">{words}</p>')


def literal(words: str) -> str:
    """Return words that Streamlit shows as they are, whatever stands in them."""
    return MARKDOWN.sub(r"\\\1", ADDRESS.sub(WORD_JOINER, words))


@contextmanager
def explained_errors() -> Iterator[None]:
    """Explain a `MnistNetError` and end the page there; anything else stays a traceback."""
    try:
        yield
    except MnistNetError as error:
        explain(error)
        st.stop()
