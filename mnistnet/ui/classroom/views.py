"""What of the class to look at, and in which order."""

import streamlit as st

from mnistnet.ui.i18n import t
from mnistnet.ui.options import CLASS_VIEWS, WALL_ORDERS


def choose_view() -> str:
    """Let the visitor choose what to look at, one of `CLASS_VIEWS`."""
    return str(
        st.segmented_control(
            t("class_page.view"),
            CLASS_VIEWS,
            format_func=lambda view: t(f"class_page.view_{view}"),
            required=True,
            key="class_view",
            persist_state="session",
            label_visibility="collapsed",
        )
    )


def choose_order() -> None:
    """Let the visitor choose how drawings follow each other, one of `WALL_ORDERS`."""
    st.segmented_control(
        t("class_page.order"),
        WALL_ORDERS,
        format_func=lambda order: t(f"class_page.order_{order}"),
        required=True,
        key="wall_order",
        persist_state="session",
        label_visibility="collapsed",
    )
