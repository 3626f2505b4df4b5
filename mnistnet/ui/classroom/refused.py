"""What a press could not do: said once, in the run after it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mnistnet.errors import MnistNetError
from mnistnet.ui.messages import explain

REFUSED = "class_refused"


@contextmanager
def explained_later() -> Iterator[None]:
    """Keep a `MnistNetError` for `say_refused`: what a press calls can show nothing itself."""
    try:
        yield
    except MnistNetError as error:
        refuse(error)


def refuse(error: MnistNetError) -> None:
    """Keep an error for `say_refused`."""
    st.session_state[REFUSED] = error


def forget_refused() -> None:
    """Leave unsaid what went wrong last."""
    st.session_state.pop(REFUSED, None)


def say_refused() -> bool:
    """Explain what went wrong last; whether something did."""
    error = st.session_state.pop(REFUSED, None)
    if error:
        explain(error)
    return error is not None
