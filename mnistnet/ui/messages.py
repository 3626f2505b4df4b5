"""What the page says when something that the visitor can mend went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mnistnet.errors import MnistNetError
from mnistnet.ui.words import t


def explain(error: MnistNetError) -> None:
    """Say in the visitor's language what happened and what to do."""
    st.warning(t(error.key, **error.values))


@contextmanager
def explained_errors() -> Iterator[None]:
    """Explain a `MnistNetError` and end the page there; anything else stays a traceback."""
    try:
        yield
    except MnistNetError as error:
        explain(error)
        st.stop()
