"""The page's address: it keeps the visitor's choices and the drawing.

The server keeps nothing that a refresh would need, a link shows another what one sees, and the
browser's Back button takes back a stroke. Streamlit can bind widgets to the address by itself, but
writes their translated labels there; here stand names that no language changes.
"""

import re
from collections.abc import Mapping
from copy import copy
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import MAX_TEXT, drawing_in
from mnistnet.errors import DrawingError
from mnistnet.ui import url_state
from mnistnet.ui.i18n import browser_language
from mnistnet.ui.messages import explain
from mnistnet.ui.options import CHOICES, OWN, Choice

ADDRESS = "address"
PAGE = "page"
WENT = "went"
UNREADABLE = "unreadable"

DRAWING = "drawing"
"""The drawing's name in the address; a choice has its own."""


def follow_address(page: str) -> None:
    """Take choices and drawing from the address: a first visit, a refresh, a link, the Back button.

    Going to another page empties the address; there it is written again. Right after a stroke or a
    choice the browser may still send the address from before it: another address than was written
    is read only if the browser has said that the visitor went there (history.js), and nothing was
    chosen at the same time. A run can be broken off anywhere: what calls for all this stands until
    it is done, and the next run does it.
    """
    is_first = ADDRESS not in st.session_state
    written: dict[str, str] | None = st.session_state.get(ADDRESS)
    there = {name: _own_letters(text) for name, text in st.query_params.to_dict().items()}
    went = st.session_state.get(WENT, False)
    page_changed = written is None or st.session_state.get(PAGE) != page
    if page_changed and not is_first:
        st.session_state[ADDRESS] = None  # the page begins with what its link says
    st.session_state[PAGE] = page
    if page_changed and not is_first and not there:
        _choose(_in_short())
        # From the session: the address may be too short for it.
        url_state.replace(url_state.drawing())
    elif page_changed or (went and there != written and _in_short() == written):
        _choose(there)
        try:
            url_state.replace(drawing_in(there.get(DRAWING, "")))
        except DrawingError as error:
            explain(error)
            url_state.replace(Drawing())
            st.session_state[UNREADABLE] = there[DRAWING], url_state.revision()
    st.session_state.pop(WENT, None)
    write_address()


def write_address() -> None:
    """Put into the address what differs from a first visit, where that has changed.

    What the browser says of its address may be from before what was written there last, or the
    word that the visitor went back may be on its way: it is not asked.
    """
    now = _in_short()
    if now != st.session_state.get(ADDRESS):
        st.query_params.from_dict(now)
    st.session_state[ADDRESS] = now


def read_address() -> None:
    """Read the address in this run: the browser says that the visitor went there."""
    st.session_state[WENT] = True


def disregard_address() -> None:
    """Read nothing from the address in this run, which the visitor did not ask for.

    What the browser says of it may be older than the visit.
    """
    if st.session_state.get(ADDRESS) is not None:
        st.session_state[ADDRESS] = st.query_params.to_dict()


def written() -> dict[str, str]:
    """Return what was written last."""
    last: dict[str, str] = st.session_state[ADDRESS]
    return last


def forget_unreadable() -> None:
    """Keep what could not be read in the address no longer: the visitor has drawn or cleared."""
    st.session_state.pop(UNREADABLE, None)


def link() -> str:
    """Return the address by which the visitor reached the page, with choices and drawing.

    A network and a photograph of the visitor's own, which nobody else has, are left out.
    """
    page = urlsplit(st.context.url or "")
    shown = {
        name: text for name, text in _in_short().items() if text != OWN and name != "photograph"
    }
    return page._replace(path=page.path or "/", query=urlencode(shown)).geturl()


def fits_address() -> bool:
    """Tell whether the drawing is short enough to be kept in the address."""
    return len(url_state.drawing_text()) <= MAX_TEXT


def _in_short() -> dict[str, str]:
    """Return what differs from a first visit, as the address writes it."""
    chosen = {name: url_state.chosen(name) for name in CHOICES}
    now = {
        _name(name): CHOICES[name].write(option)
        for name, option in chosen.items()
        if option != _default(name)
    }
    if (drawn := url_state.drawing_text()) and fits_address():
        now[DRAWING] = drawn
    unreadable, revision = st.session_state.get(UNREADABLE, ("", None))
    if not drawn and revision == url_state.revision():  # until there is something else to show
        now[DRAWING] = unreadable
    return now


def _own_letters(text: str) -> str:
    """Return a value without what a sentence put behind its link: a full stop, a bracket, 을."""
    own = re.match(r"([\w-]|\.(?=\d))+", text, re.ASCII)
    return own[0] if own else text


def _choose(there: Mapping[str, str]) -> None:
    """Make the choices that an address names; what it does not name is as on a first visit."""
    for name, spelling in CHOICES.items():
        named = spelling.read(there.get(_name(name), ""))
        url_state.choose(name, _default(name) if named is None else named)


def _name(choice: Choice) -> str:
    """Return what the address calls a choice: no more than tells it from the others."""
    return re.sub("^(move|edits|query|setting)_", "", choice)


def _default(name: Choice) -> Any:
    return browser_language() if name == "language" else copy(CHOICES[name].default)
