"""The program that computes the page's numbers: line by line here, or to run anywhere."""

import inspect
from functools import partial
from html import escape

import numpy as np
import streamlit as st

from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray
from mnistnet.take_home.program import program_files, program_source, program_zip
from mnistnet.take_home.program_run import Line, run_by_line
from mnistnet.ui.forward.choices import counting
from mnistnet.ui.i18n import t
from mnistnet.ui.matrix_html import MIDDLE, MOST_ROWS, column_html, matrix_html

LINE = "line"


@st.fragment(key="lines")
def show_program(network: Network, X: FloatArray, target: int) -> None:
    """Show the lecture's program for an image X (784, 1); a chosen line says what it makes."""
    st.subheader(t("forward.lines"), anchor=False)
    st.write(t("forward.lines_words"))
    lines = run_by_line(program_source(network, target), program_files(network, X))
    program, value = st.columns(2)
    with program:
        at = st.radio(
            t("forward.line"),
            range(len(lines)),
            index=len(lines) - 3,  # the answer
            format_func=lambda i: f"`{lines[i].code}`" if i < len(lines) else "",
            key=LINE,
            label_visibility="collapsed",
        )
    with value, st.container(key="line_value"):
        _show_value(network, lines[min(at, len(lines) - 1)])


def offer_program(network: Network, X: FloatArray, target: int) -> None:
    """Offer the program for a network, an image X (784, 1) and its target, as a zip."""
    st.subheader(t("forward.program"), anchor=False)
    st.write(t("forward.program_words"))
    st.download_button(
        t("forward.download"),
        partial(program_zip, network, X, target),  # packed only when asked for
        "mnistnet-digit.zip",
        key="download",
    )
    with st.expander(t("forward.source")):
        st.html(_program_html(inspect.getsource(forward)))


def _show_value(network: Network, line: Line) -> None:
    """Show what a line of the program makes: numbers with their shape, or what it prints."""
    value = line.value
    if line.printed:
        st.write(t("forward.printed"))
        st.html(_program_html(line.printed))
    elif not isinstance(value, np.ndarray):
        words = "forward.line_function" if value is None or callable(value) else ""
        st.write(t(words) if words else f"`{line.name} = {value}`")
    elif value.shape[1] == 1:
        keep = range(MOST_ROWS) if len(value) <= MOST_ROWS else MIDDLE
        st.html(column_html(value, name=line.name, symbol=line.name, first=counting(), keep=keep))
    else:
        st.html(
            matrix_html(
                value,
                name=line.name,
                first=counting(),
                row=0,
                has_biases=network.has_biases,
                swipe=t("figure.swipe_matrix"),
            )
        )


def _program_html(text: str) -> str:
    """Show a program, or what it prints, to the letter.

    Streamlit's own element colours it, for which every visitor would load half a megabyte.
    """
    return f"<pre class=program translate=no tabindex=0><code>{escape(text)}</code></pre>"
