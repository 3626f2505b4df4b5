"""The canvas: the only module that knows the component."""

from typing import Any

import streamlit as st

from mnistnet.drawing.canvas_json import INK, PAPER, read_canvas, write_canvas
from mnistnet.drawing.preprocess import CANVAS_SIDE
from mnistnet.drawing.strokes import Drawing
from mnistnet.errors import DrawingError
from mnistnet.ui import url_state
from mnistnet.ui.address import write_address
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain

FRAGMENT = "draw"
"""The fragment that holds the canvas: what a stroke runs, and all else that changes the drawing."""

CANVAS = "canvas"
SHOWN = "canvas_shown"
REFUSED = "canvas_refused"
REPORTS = "canvas_reports"


def canvas(pen: int) -> None:
    """Let the visitor draw; `url_state.drawing` is then what is on the canvas.

    Parameters
    ----------
    pen : int
        Width of the pen in canvas pixels, for the strokes to come.
    """
    # The component registers itself on import and needs a running app for it.
    from streamlit_drawable_canvas import st_canvas

    st_canvas(
        stroke_color=INK,
        background_color=PAPER,
        stroke_width=pen,
        width=CANVAS_SIDE,
        height=CANVAS_SIDE,
        initial_drawing=_shown(),
        key=CANVAS,
        on_change=_take,
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
    if url_state.image() is not None:
        url_state.leave_image()
    else:
        drawn = url_state.drawing()
        url_state.replace(Drawing(drawn.strokes[:-1], drawn.widths[:-1]))
    st.rerun(FRAGMENT)


def _clear() -> None:
    url_state.leave_image()
    url_state.replace(Drawing())
    st.rerun(FRAGMENT)


def reports() -> int:
    """Return how often the canvas has said what is on it."""
    return int(st.session_state.get(REPORTS, 0))


def _take() -> None:
    st.session_state[REPORTS] = reports() + 1
    try:
        raw = st.session_state[CANVAS]["drawing"]["raw"]
    except (KeyError, TypeError):  # no canvas says this, but somebody may send it
        st.session_state[REFUSED] = DrawingError("error.drawing_unreadable")
        return
    try:
        url_state.remember(read_canvas(raw))
    except DrawingError as error:  # a callback cannot show it: the canvas keeps the last good one
        st.session_state[REFUSED] = error


def _shown() -> dict[str, Any]:
    """Return what the canvas was last told to show: the same until there is another drawing.

    The component reloads when this changes and loses what was drawn since, so it must not follow
    the visitor's own strokes.
    """
    revision = url_state.revision()
    if st.session_state.get(SHOWN, {}).get("revision") != revision:
        st.session_state[SHOWN] = write_canvas(url_state.drawing()) | {"revision": revision}
    return dict(st.session_state[SHOWN])
