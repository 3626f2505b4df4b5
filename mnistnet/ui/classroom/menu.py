"""What is done seldom: leaving, the teacher's link, hidden drawings, taking home, closing."""

from collections.abc import Callable

import streamlit as st

from mnistnet.class_store.records import ClassState
from mnistnet.ui import membership
from mnistnet.ui.answer_html import say_note
from mnistnet.ui.classes import class_reader, class_store
from mnistnet.ui.classroom.invitation import show_teachers_link
from mnistnet.ui.classroom.opened import offer_hiding, sent_words, thumbnail_html
from mnistnet.ui.classroom.refused import say_refused
from mnistnet.ui.classroom.taking_home import offer_files
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors

CLOSED = "class_closed"

ICONS = {
    "hidden": "visibility_off",
    "take_home": "download",
    "teachers_link": "key",
    "close": "delete_forever",
    "leave": "logout",
}
"""What stands beside the words of each choice."""

MOST_LISTED = 60
"""Hidden drawings that are listed, the newest: each has a button of its own."""


def class_menu(state: ClassState, *, is_teacher: bool) -> None:
    """Offer what a teacher may do with the class; a pupil may leave it."""
    st.session_state.pop(CLOSED, None)
    if not is_teacher:
        icon = f":material/{ICONS['leave']}:"
        st.button(t("class_page.leave"), icon=icon, key="leave_class", on_click=membership.leave)
        return
    dialogs: dict[str, Callable[[], None]] = {
        "hidden": lambda: _show_hidden(state),
        "take_home": lambda: offer_files(state),
        "teachers_link": lambda: show_teachers_link(state.code),
        "close": lambda: _ask_to_close(state),
    }
    pressed = st.menu_button(
        t("class_page.menu"),
        [*dialogs, "leave"],
        format_func=lambda name: f":material/{ICONS[name]}: {t(f'class_page.{name}')}",
        icon=":material/more_horiz:",
        key="class_menu",
    )
    if pressed == "leave":
        membership.leave()
        st.rerun()
    if pressed in dialogs:
        st.dialog(t(f"class_page.{pressed}"), width="medium")(dialogs[pressed])()


def _show_hidden(state: ClassState) -> None:
    """List what was hidden, each to be shown again."""
    say_refused()
    with explained_errors():
        reader = class_reader()
        now = reader.state(state.feed) or state
        hidden = [drawing for drawing in reader.drawings(now) if drawing.hidden]
        inks = reader.ink(now, hidden[-MOST_LISTED:])
    if not hidden:
        say_note(t("class_page.none_hidden"))
    for drawing, ink in reversed([*zip(hidden[-MOST_LISTED:], inks, strict=True)]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(thumbnail_html(ink), width="content")
            st.html(f"<p>{sent_words(drawing)}</p>")
            offer_hiding(state, drawing)


def _ask_to_close(state: ClassState) -> None:
    """Say what closing erases, and let the teacher do it."""
    with explained_errors():
        now = class_reader().state(state.feed) or state
    st.write(t("class_page.close_what", drawings=now.n_drawings, pupils=now.n_pupils))
    offer_files(state)
    if st.button(t("class_page.close_now"), icon=":material/delete_forever:", key="close_now"):
        with explained_errors():
            class_store().close_class(state.code, membership.secret())
            class_reader().look()
        membership.leave()
        st.session_state[CLOSED] = state.code
        st.rerun()


def closed_class() -> str | None:
    """Return the code of the class that the visitor has closed, until they are in another."""
    code: str | None = st.session_state.get(CLOSED)
    return code


def say_closed() -> None:
    """Say which class that is."""
    if code := closed_class():
        st.success(t("class_page.closed_now", code=code))
