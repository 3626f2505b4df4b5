"""The canvas on the page: what it is sent, and what it reports."""

from operator import index

import streamlit as st

from mnistnet.drawing.preprocess import CANVAS_SIDE
from mnistnet.drawing.url_text import decode
from mnistnet.errors import DrawingError
from mnistnet.ui import url_state
from mnistnet.ui.address import forget_unreadable, write_address
from mnistnet.ui.browser_files import BROWSER, component, drawable_canvas
from mnistnet.ui.fragments import write_again
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain

FRAGMENT = "draw"
"""The fragment that holds the canvas: what a stroke runs, and all else that changes the drawing."""

CANVAS = "canvas"
REFUSED = "canvas_refused"
TAKEN = "canvas_taken"

INK = "#ffffff"
PAPER = "#000000"

HINT = """
<svg class="hint" viewBox="0 0 280 280" aria-hidden="true" hidden>
  <path d="M92 74 H188 L128 210"/><path d="M92 74 H188 L128 210"/>
</svg>"""
"""The outline of a seven, as long as there is nothing: what one draws here, without a word."""

HINTED = 7

# streamlit-drawable-canvas in the browser alone: its own `st_canvas` leaves no room for canvas.js,
# which owns the drawing while the canvas stands on the page.
_canvas = st.components.v2.component(
    "mnistnet_canvas",
    html=f'<div class="canvas-root"></div>{HINT}<div class="photograph" hidden></div>',
    css="".join(
        file.read_text(encoding="utf-8")
        for file in (drawable_canvas("css"), BROWSER / "canvas.css")
    ),
    js=component("canvas.js"),
)


def canvas(pen: int) -> None:
    """Let the visitor draw; `url_state.drawing` is then what is on the canvas.

    Parameters
    ----------
    pen : int
        Width of the pen in canvas pixels, for the strokes to come.
    """
    if take_report():  # whose callback was broken off: the line was cut meanwhile
        st.rerun()
    _canvas(
        key=CANVAS,
        data={
            "drawing": url_state.drawing_text(),
            "aside": url_state.drawing_aside(),
            "revision": url_state.revision(),
            "visit": url_state.visit(),
            "taken": taken(),
            "side": CANVAS_SIDE,
            "pen": pen,
            "ink": INK,
            "paper": PAPER,
            "label": t("draw.canvas"),
            "hint": url_state.target() in (None, HINTED),
        },
        on_drawing_change=_take_and_show,
        width="content",
        height="content",
    )
    if REFUSED in st.session_state:
        explain(st.session_state.pop(REFUSED))
    write_address()


def undo_and_clear() -> None:
    """Offer to take back the last stroke, or all of them; or the choice of an image of MNIST.

    A press goes to canvas.js, and comes as a report of what is then on the canvas.
    """
    with st.container(horizontal=True, key="undo_and_clear"):
        for name, icon in (("undo", ":material/undo:"), ("clear", ":material/delete:")):
            st.button(t(f"draw.{name}"), icon=icon, key=name, width="stretch")


def taken() -> int:
    """Return the number of the canvas's report that was taken last; 0 before the first."""
    return int(st.session_state.get(TAKEN, 0))


def take_report() -> bool:
    """Take what the canvas reports, unless that was done, or it was to show something else then.

    What else changes the drawing calls it first: a report may come in one message with a button's
    press, and Streamlit tells of neither first. Clear, and whatever is done over an image, is about
    another digit. Returns whether there was something to take.
    """
    told = url_state.visit(), url_state.revision()
    try:
        report = st.session_state.get(CANVAS, {}).get("drawing")
        if report is None or (report["visit"], report["revision"]) != told:
            return False
        before, number, cleared = taken(), index(report["number"]), index(report["cleared"])
        if number <= before:
            return False
        new = decode(report["drawing"])
        if cleared > before or not url_state.is_drawn():
            url_state.forget_target()
        url_state.remember(new)
    except (AttributeError, KeyError, TypeError):  # no canvas says this, but somebody may send it
        st.session_state[REFUSED] = DrawingError("error.drawing_unreadable")
        return False
    except DrawingError as error:  # a callback cannot show it: the last good drawing is kept
        st.session_state[REFUSED] = error
    else:
        forget_unreadable()
        url_state.forget_image()
    st.session_state[TAKEN] = number  # at the end, before which all of it may be broken off
    return True


def run_again(target_before: int | None) -> None:
    """End a callback that changed the drawing: with the fragment, or all of the page.

    Parameters
    ----------
    target_before : int or None
        The target before it; its widget stands outside the fragment.
    """
    if url_state.target() == target_before:
        write_again(FRAGMENT)
    else:
        st.rerun()


def _take_and_show() -> None:
    before = url_state.target(), url_state.is_drawn()
    take_report()
    if (url_state.target(), url_state.is_drawn()) != before:
        st.rerun()  # what stands outside the fragment is about them, too
