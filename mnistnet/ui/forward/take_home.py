"""The program that computes the page's numbers, to run anywhere."""

import inspect
from functools import partial

import streamlit as st

from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray
from mnistnet.program import program_source, program_zip
from mnistnet.ui.i18n import t


def offer_program(network: Network, X: FloatArray, target: int) -> None:
    """Show the program for a network, an image X (784, 1) and its target, and offer it."""
    st.subheader(t("forward.program"))
    st.write(t("forward.program_words"))
    st.code(program_source(network, target))
    st.download_button(
        t("forward.download"),
        partial(program_zip, network, X, target),  # packed only when asked for
        "mnistnet-digit.zip",
        key="download",
    )
    with st.expander(t("forward.source")):
        st.code(inspect.getsource(forward))
