"""A class that draws together: its wall, its tasks, what the network makes of all of it."""

import streamlit as st

from mnistnet.ui.choices import choose_network
from mnistnet.ui.classroom.entering import class_to_show, offer_classes, offer_drawing
from mnistnet.ui.classroom.invitation import invite, show_badge
from mnistnet.ui.classroom.kept import is_teacher
from mnistnet.ui.classroom.menu import class_menu, say_closed
from mnistnet.ui.classroom.tasks import choose_shown_task, choose_task
from mnistnet.ui.classroom.views import choose_order, choose_view
from mnistnet.ui.classroom.wall import look_on, show_board
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t

headline(t("class_page.headline"))
state = class_to_show()
if state is None:
    say_closed()
    offer_classes()
    st.stop()
is_taught = is_teacher(state)
with st.container(key="class_band", horizontal=True, vertical_alignment="center"):
    show_badge(state.code)
    show_board(state)
with st.container(key="class_row", horizontal=True, vertical_alignment="center"):
    view = choose_view()
    if view == "wall":
        choose_order()
    shown_task = choose_shown_task(state)
    network = choose_network()
    if is_taught:
        choose_task(state)
    else:
        offer_drawing()
    class_menu(state, is_teacher=is_taught)
if view == "join":
    invite(state.code)
look_on(state, network, view, shown_task, is_teacher=is_taught)
