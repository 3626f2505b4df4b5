"""The class's wall: it follows the class by itself (wall.js), and a press opens a drawing."""

from contextlib import suppress
from functools import partial

import streamlit as st

from mnistnet.class_store.records import ClassState
from mnistnet.errors import StoreError
from mnistnet.network import Network
from mnistnet.ui import url_state
from mnistnet.ui.address import write_address
from mnistnet.ui.browser_files import component
from mnistnet.ui.classes import class_reader
from mnistnet.ui.classroom.opened import drawing_of, show_opened
from mnistnet.ui.classroom.refused import explained_later
from mnistnet.ui.classroom.statistics import show_statistics
from mnistnet.ui.classroom.tasks import task_sentences
from mnistnet.ui.i18n import t
from mnistnet.ui.live_network import network_number, send_own_network

WALL = "wall"
OPENED = "wall_opened"

_board = st.components.v2.component(
    "mnistnet_class_board",
    html="""
    <div class="board">
    <p class="task" aria-live="polite"></p>
    <div><p class="counts"></p><button type="button"></button></div>
    <p class="line" role="status"></p>
    </div>
    """,
    js=component("class_board.js"),
    isolate_styles=False,  # classroom.css and presenting.css arrange it with the rest
)
_wall = st.components.v2.component(
    "mnistnet_wall",
    html="""
    <div class="wall">
    <p class="empty" hidden></p>
    <p class="signs"></p>
    <div class="held"><button type="button" class="waiting" hidden></button></div>
    <div class="tiles"></div>
    <div class="end"></div>
    </div>
    """,
    js=component("wall.js"),
    isolate_styles=False,
)


def show_board(state: ClassState) -> None:
    """Show the present task and who is there, live."""
    words = {name: t(f"class_page.{name}") for name in ("counts", "away", "closed")}
    words |= {"freeze": t("class_page.freeze"), "go_on": t("class_page.go_on")}
    _board(
        key="class_board",
        data={"feed": state.feed, "tasks": task_sentences(), "words": words},
        on_closed_change=lambda: None,  # the page is written anew, and says it
    )


@st.fragment
def look_on(
    state: ClassState,
    network: Network,
    view: str,
    shown_task: tuple[int, str],
    *,
    is_teacher: bool,
) -> None:
    """Show the wall, or statistics with the drawings that are contested most.

    Of all tasks or of one, as `choose_shown_task` returns it.

    A fragment, so that to open a drawing and to count again run nothing else.
    """
    with suppress(StoreError):  # the wall goes on with what it has
        state = class_reader().state(state.feed) or state
    counted = only = None
    if view == "statistics":
        counted, only = show_statistics(state, *shown_task)
    send_own_network(network)
    signs = ("right", "wrong", "fooled", "unknown")
    names = ("empty", "none_of_task", "all_hidden", "waiting", "who", *signs)
    _wall(
        key=WALL,
        data={
            "feed": state.feed,
            "network": network_number(network),
            "order": url_state.chosen("wall_order"),
            "task": shown_task[0],
            "shown": view != "join",
            "only": only,
            "counted": counted,
            "words": {name: t(f"class_page.{name}") for name in names} | {"task": shown_task[1]},
            "signs": {name: t(f"wall_sign.{name}") for name in signs},
        },
        on_opened_change=partial(_open, state, is_teacher),
        on_changed_change=lambda: None,  # statistics are counted anew
    )
    if (number := st.session_state.pop(OPENED, None)) is not None:
        title = t("class_page.drawing", number=number)
        shown = partial(show_opened, state, number, is_teacher=is_teacher)
        st.dialog(title, width="large")(shown)()
    write_address()


def _open(state: ClassState, is_teacher: bool) -> None:
    """Show the drawing that was pressed; what is hidden opens for the teacher alone."""
    match st.session_state.get(WALL, {}).get("opened"):
        case int(number):
            with explained_later():
                drawing = drawing_of(state, number)
                if drawing and (is_teacher or not drawing.hidden):
                    st.session_state[OPENED] = number
