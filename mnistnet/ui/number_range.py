"""What a number's field says when it refuses one: Streamlit says it in English alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mnistnet.ui.i18n import t


@contextmanager
def said_range(key: str, low: float, high: float, stands: float) -> Iterator[None]:
    """Have the field that is written within say its range, as soon as what is typed is beyond it.

    The browser alone learns of such a number, so style.css shows the sentence.

    Parameters
    ----------
    key : str
        The field's.
    low, high : float
        Its range.
    stands : float
        What counts until there is another number.
    """
    with st.container(key=f"bounded_{key}"):
        yield
        told = {"low": f"{low:,g}", "high": f"{high:,g}", "stands": f"{stands:,g}"}
        words = t("label.beyond", **told)
        st.html(f'<p class="note refused beyond" role="alert">{words}</p>')
