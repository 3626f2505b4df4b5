"""Without a class: what one is, a new one, or the way into another's."""

import streamlit as st

from mnistnet.class_store.codes import read_code
from mnistnet.class_store.records import ClassState
from mnistnet.errors import StoreError
from mnistnet.ui import membership, url_state
from mnistnet.ui.answer_html import say_note
from mnistnet.ui.classroom.menu import closed_class
from mnistnet.ui.classroom.refused import explained_later, forget_refused, refuse, say_refused
from mnistnet.ui.classroom.taking_home import bring_class
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain

TYPED = "class_typed"
ENTERING = "class_entering"
OPEN = "open_class"

LONGEST = 24
"""Letters that the field for a code takes, with gaps."""


def class_to_show() -> ClassState | None:
    """Return the visitor's class, as it was seen last if it cannot be reached; None without one.

    What is wrong with it is said, unless a press has just been refused; that it is over
    is not said to who has closed it. Who has typed its code is led to where one draws.
    """
    is_entering = st.session_state.pop(ENTERING, False)
    is_refused = say_refused()
    try:
        state = membership.current_class()
    except StoreError as error:
        is_gone = error.key in membership.GONE
        is_known = is_gone and membership.class_code() == closed_class()
        if not is_refused and not is_known:
            explain(error)
        return None if is_gone else membership.seen_class()
    if is_entering:
        st.switch_page(PAGES / "draw.py")
    return state


def offer_classes() -> None:
    """Let the visitor go into a class, as all but one do, or open one."""
    with st.container(key="class_ways"):
        with st.container(key="class_in", horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                t("class_page.code_label"),
                key=TYPED,
                max_chars=LONGEST,
                on_change=_enter,
                placeholder="K7M2QX",
                autocomplete="off",
            )
            st.button(t("class_page.enter"), type="primary", key="enter_class", on_click=_enter)
        say_note(t("class.stored"))
        st.write(t("class_page.what"))
        with st.container(key="class_new", horizontal=True):
            icon = ":material/add:"
            st.button(
                t("class_page.open"),
                icon=icon,
                key=OPEN,
                on_click=open_class,
                args=(membership.secret(),),
            )
            bring_class()


def offer_drawing() -> None:
    """Lead a pupil to where one draws."""
    with st.container(key="class_draw", width="content"):
        st.page_link(PAGES / "draw.py", label=t("class_page.draw"), icon=":material/gesture:")


def open_class(shown: str) -> None:
    """Open a class, whose teacher the visitor then is, whatever is typed for a code.

    Parameters
    ----------
    shown : str
        The teacher's secret when the page offered it: another says that a press came twice.
    """
    if membership.secret() != shown:
        return
    st.session_state.pop(ENTERING, None)
    forget_refused()
    with explained_later():
        membership.open_class()
        url_state.choose("class_view", "join")


def _enter() -> None:
    if st.session_state.get(OPEN):  # a press that came with what was typed
        return
    typed: str | None = st.session_state.get(TYPED)  # None, once a press before has led into it
    code = membership.class_code() if typed is None else read_code(typed)
    if code is None:
        membership.leave()  # what was tried before
        refuse(StoreError("error.class_code"))
    else:
        membership.enter(code)
        st.session_state[ENTERING] = True
