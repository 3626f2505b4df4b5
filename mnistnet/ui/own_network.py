"""The visitor's own network, from one visit to the next: their browser keeps it.

The server keeps it no longer than the visit. It comes back only when the visitor chooses it or the
address names it, as a file that anybody may have written.
"""

from html import escape

import streamlit as st

from mnistnet.errors import WeightsError
from mnistnet.ui import keeping, url_state
from mnistnet.ui.address import disregard_address, written
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain
from mnistnet.ui.networks import own_file, own_network, take_back
from mnistnet.ui.options import OWN
from mnistnet.ui.uploads import take_file
from mnistnet.weights import SHIPPED, WeightsFile

GONE = "own_gone"


def follow_own_network() -> None:
    """Have the browser keep what is to be kept; wait for what the visitor asks for."""
    if url_state.network_name() == OWN and not (own_network() or keeping.is_awaited()):
        keeping.ask("hand_back")
    keeping.tell_browser(own_file, _take_answer)
    if keeping.is_awaited():
        st.html(f'<p class="awaited" role="status">{escape(t("own.awaited"))}</p>')
        st.stop()
    _say_what_is_gone()


def _take_answer() -> None:
    disregard_address()  # the visitor has asked for nothing
    was_awaited = keeping.is_awaited()
    if not keeping.is_answered() or not was_awaited:
        return
    url_state.choose_again()
    file = take_file(keeping.FILE)
    try:
        if file is None:
            raise WeightsError("error.own_gone")
        take_back(WeightsFile(*file))
        url_state.choose("network", OWN)
    except WeightsError as error:
        url_state.choose("network", SHIPPED[0])
        st.session_state[GONE] = "error.own_damaged" if file else error.key, None
        if file:
            keeping.ask("forget")


def _say_what_is_gone() -> None:
    """Say that the network that was asked for is not here, until something else is chosen."""
    key, there = st.session_state.get(GONE, (None, None))
    if key and there in (None, written()):
        st.session_state[GONE] = key, written()
        explain(WeightsError(key))
    else:
        st.session_state.pop(GONE, None)
