"""What a visit holds, kept in the page's address: the visitor's choices and the drawing.

The server keeps nothing that a refresh would need, a link shows another what one sees, and the
browser's Back button takes back a stroke. Streamlit can bind widgets to the address by itself, but
writes their translated labels there; here stand names that no language changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from mnistnet.data.mnist import N_TEST
from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import MAX_TEXT, decode, drawing_in, encode
from mnistnet.errors import DrawingError
from mnistnet.notation import N_CLASSES
from mnistnet.texts import LANGUAGES
from mnistnet.ui.i18n import browser_language
from mnistnet.ui.messages import explain
from mnistnet.ui.networks import OWN, own_network
from mnistnet.weights import SHIPPED

PENS = range(4, 41)
"""Widths of the pen in canvas pixels."""

PREPARATIONS = ("mnist", "drawn")

EXAMPLES = ("slide", "mine")
"""Whose predictions the page Error calculates with."""

OPTIONS: dict[str, Sequence[Any]] = {
    "language": tuple(LANGUAGES),
    "network": (*SHIPPED, OWN),
    "preparation": PREPARATIONS,
    "pen": PENS,
    "target": range(N_CLASSES),
    "example": EXAMPLES,
    "image": range(N_TEST),
}
"""The choices, by the key of their widget, which is also their name in the address.

``image`` is one of MNIST's test images, which the pages then show in place of a drawing.
"""

DRAWING = "drawing"
ASIDE = "drawing_aside"
REVISION = "drawing_revision"
ADDRESS = "address"
PAGE = "page"


def drawing() -> Drawing:
    """Return what the visitor has drawn."""
    return decode(drawing_text())


def drawing_text() -> str:
    """Return what the visitor has drawn as the address writes it; "" for nothing."""
    return str(st.session_state.get(DRAWING, ""))


def image() -> int | None:
    """Return the number of the test image that the visitor chose, if it was not a drawing."""
    chosen: int | None = st.session_state["image"]
    return chosen


def take_image(number: int) -> None:
    """Let a test image be what the pages are about."""
    st.session_state["image"] = number
    put_drawing_aside()


def put_drawing_aside() -> None:
    """Empty the canvas for an image; `leave_image` can bring the drawing back."""
    if drawn := st.session_state[DRAWING]:
        st.session_state[ASIDE] = drawn
        replace(Drawing())


def leave_image() -> None:
    """Let the drawing that the image put aside be what the pages are about again."""
    st.session_state["image"] = None
    replace(decode(st.session_state.pop(ASIDE, "")))


def remember(new: Drawing) -> None:
    """Keep what the canvas says the visitor has drawn; a stroke takes a test image's place."""
    st.session_state[DRAWING] = encode(new)
    if new.strokes:
        st.session_state["image"] = None
        st.session_state.pop(ASIDE, None)


def replace(new: Drawing) -> None:
    """Keep another drawing, and have the canvas show it."""
    remember(new)
    st.session_state[REVISION] = revision() + 1


def revision() -> int:
    """Return how often the canvas was told to show another drawing."""
    return int(st.session_state.get(REVISION, 0))


def follow_address(page: str) -> None:
    """Take choices and drawing from the address: a first visit, a refresh, a link, the Back button.

    Going to another page empties the address; there it is written again. Right after a stroke or a
    choice the browser may still send the address from before it: where the visitor has just chosen
    something, the address is not read.
    """
    written: dict[str, str] | None = st.session_state.get(ADDRESS)
    there = st.query_params.to_dict()
    page_changed = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    if page_changed and written is not None and not there:
        _choose(_in_short())
        replace(drawing())  # from the session: the address may be too short for it
    elif written is None or page_changed or (there != written and _in_short() == written):
        _choose(there)
        try:
            replace(drawing_in(there.get(DRAWING, "")))
        except DrawingError as error:
            explain(error)
            replace(Drawing())
    write_address()


def write_address() -> None:
    """Put into the address what differs from a first visit."""
    now = _in_short()
    if now != st.query_params.to_dict():
        st.query_params.from_dict(now)
    st.session_state[ADDRESS] = now


def link() -> str:
    """Return the address by which the visitor reached the page, with choices and drawing."""
    page = urlsplit(st.context.url or "")
    return page._replace(path=page.path or "/", query=urlencode(_in_short())).geturl()


def fits_address() -> bool:
    """Tell whether the drawing is short enough to be kept in the address."""
    return len(st.session_state[DRAWING]) <= MAX_TEXT


def _in_short() -> dict[str, str]:
    """Return what differs from a first visit, as the address writes it."""
    now = {
        name: str(st.session_state[name])
        for name in OPTIONS
        if st.session_state[name] != _default(name)
    }
    if st.session_state[DRAWING] and fits_address():
        now[DRAWING] = st.session_state[DRAWING]
    return now


def _choose(there: Mapping[str, str]) -> None:
    """Make the choices that an address names; what it does not name is as on a first visit."""
    for name, options in OPTIONS.items():
        named = {str(option): option for option in options}
        st.session_state[name] = named.get(there.get(name, ""), _default(name))
    if st.session_state["network"] == OWN and own_network() is None:
        st.session_state["network"] = _default("network")


def _default(name: str) -> object:
    defaults = {"language": browser_language(), "pen": 20, "target": None, "image": None}
    return defaults.get(name, OPTIONS[name][0])
