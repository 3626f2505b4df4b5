"""What a number's field says when it refuses one: Streamlit says it in English alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mnistnet.ui.i18n import t


@contextmanager
def said_range(key: str, low: float, high: float, stands: float | str) -> Iterator[None]:
    """Have the field that is written within say its range, as soon as what is typed is beyond it.

    The browser alone learns of such a number, so style.css shows the sentence.

    Parameters
    ----------
    key : str
        The field's.
    low, high : float
        Its range.
    stands : float or str
        What counts until there is another number, or words for that.
    """
    with st.container(key=f"bounded_{key}"):
        yield
        still = stands if isinstance(stands, str) else f"{stands:,g}"
        told = {"low": f"{low:,g}", "high": f"{high:,g}", "stands": still}
        words = t("label.beyond", **told)
        st.html(f'<p class="note refused beyond" role="alert">{words}</p>')
