"""The canvas: the only module that knows the component."""

from operator import index

import streamlit as st

from mnistnet.drawing.canvas_json import INK, PAPER, read_canvas, write_canvas
from mnistnet.drawing.preprocess import CANVAS_SIDE
from mnistnet.drawing.strokes import Drawing
from mnistnet.errors import DrawingError
from mnistnet.ui import url_state
from mnistnet.ui.address import write_address
from mnistnet.ui.browser_files import BROWSER, component, drawable_canvas
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain

FRAGMENT = "draw"
"""The fragment that holds the canvas: what a stroke runs, and all else that changes the drawing."""

CANVAS = "canvas"
REFUSED = "canvas_refused"
TAKEN = "canvas_taken"
PRESSES = "canvas_presses"

# streamlit-drawable-canvas in the browser alone: its own `st_canvas` leaves no room for canvas.js,
# which keeps what is drawn and what is pressed in order.
_canvas = st.components.v2.component(
    "mnistnet_canvas",
    html='<div class="canvas-root"></div>',
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
    _canvas(
        key=CANVAS,
        data={
            "drawing": write_canvas(url_state.drawing()),
            "revision": url_state.revision(),
            "visit": url_state.visit(),
            "taken": taken(),
            "presses": st.session_state.get(PRESSES, 0),
            "side": CANVAS_SIDE,
            "pen": pen,
            "ink": INK,
            "paper": PAPER,
            "label": t("draw.canvas"),
        },
        on_drawing_change=_take,
        width="content",
        height="content",
    )
    if REFUSED in st.session_state:
        explain(st.session_state.pop(REFUSED))
    write_address()


def undo_and_clear() -> None:
    """Offer to take back the last stroke, or all of them; or the choice of a test image."""
    with st.container(horizontal=True, key="undo_and_clear"):
        for name, icon, then in (
            ("undo", ":material/undo:", _undo),
            ("clear", ":material/delete:", _clear),
        ):
            st.button(
                t(f"draw.{name}"),
                icon=icon,
                key=name,
                on_click=then,
                width="stretch",
            )


def _undo() -> None:
    pressed()
    drawn = url_state.drawing()
    if drawn.strokes:
        url_state.replace(Drawing(drawn.strokes[:-1], drawn.widths[:-1]))
    else:
        url_state.take_drawing_back()
    st.rerun(FRAGMENT)


def _clear() -> None:
    pressed()
    url_state.put_drawing_aside()
    url_state.choose("image", None)
    if url_state.target() is None:
        st.rerun(FRAGMENT)
    else:  # it was that drawing's; its widget stands outside the fragment
        url_state.choose("target", None)
        st.rerun()


def taken() -> int:
    """Return the number of the canvas's report that was taken last; 0 before the first."""
    return int(st.session_state.get(TAKEN, 0))


def pressed() -> None:
    """Take what was drawn before a button that changes the drawing was pressed.

    The last stroke may come in one message with the press, and Streamlit tells of neither first.
    """
    _take()
    st.session_state[PRESSES] = st.session_state.get(PRESSES, 0) + 1


def _take() -> None:
    """Take what the canvas reports, unless that was done, or it was to show something else then."""
    try:
        report = st.session_state.get(CANVAS, {}).get("drawing")
        told = url_state.visit(), url_state.revision()
        if report is None or (report["visit"], report["revision"]) != told:
            return
        if report["number"] > taken():
            st.session_state[TAKEN] = index(report["number"])
            url_state.remember(read_canvas(report["raw"]))
    except (AttributeError, KeyError, TypeError):  # no canvas says this, but somebody may send it
        st.session_state[REFUSED] = DrawingError("error.drawing_unreadable")
    except DrawingError as error:  # a callback cannot show it: the canvas keeps the last good one
        st.session_state[REFUSED] = error
