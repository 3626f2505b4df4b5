"""What a visit holds: the drawing, kept in the page's address.

The server keeps nothing that a refresh would need. Language, network, preparation, pen and target
are widgets bound to the address; the drawing has no widget of its own, so it is written here.
"""

import streamlit as st

from mnistnet.address import decode, encode
from mnistnet.errors import DrawingError
from mnistnet.strokes import Drawing
from mnistnet.ui.messages import explain

DRAWING = "drawing"
WRITTEN = "drawing_written"
REVISION = "drawing_revision"
PAGE = "page"


def drawing() -> Drawing:
    """Return what the visitor has drawn."""
    return decode(st.session_state.get(DRAWING, ""))


def remember(new: Drawing) -> None:
    """Keep what the canvas says the visitor has drawn."""
    st.session_state[DRAWING] = encode(new)


def replace(new: Drawing) -> None:
    """Keep another drawing, and have the canvas show it."""
    remember(new)
    st.session_state[REVISION] = revision() + 1


def revision() -> int:
    """Return how often the canvas was told to show another drawing."""
    return int(st.session_state.get(REVISION, 0))


def write_address() -> None:
    """Put the drawing into the address, if it is not there already."""
    kept = st.session_state.get(DRAWING, "")
    if kept != st.query_params.get(DRAWING, ""):
        if kept:
            st.query_params[DRAWING] = kept
        else:
            del st.query_params[DRAWING]
    st.session_state[WRITTEN] = kept


def follow_address(page: str) -> None:
    """Take the drawing from the address after a refresh, a link, or the browser's Back button.

    Streamlit leaves it out of the address when the visitor goes to another page; there it is
    written again.
    """
    page_changed = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    there = st.query_params.get(DRAWING, "")
    if there != st.session_state.get(WRITTEN, "") and (there or not page_changed):
        try:
            replace(decode(there))
        except DrawingError as error:
            explain(error)
    elif page_changed:
        st.session_state[REVISION] = revision() + 1
    write_address()
