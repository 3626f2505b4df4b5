"""The teacher's secret, kept by the browser so that a refresh keeps the teacher's rights."""

from typing import Any

import streamlit as st

from mnistnet.class_store.records import ClassState
from mnistnet.errors import StoreError
from mnistnet.ui import membership
from mnistnet.ui.browser_files import component

KEPT = "class_kept"

_kept = st.components.v2.component("mnistnet_class_kept", js=component("class_kept.js"))


def is_teacher(state: ClassState) -> bool:
    """Whether the visitor is the class's teacher, as far as can be said now.

    The browser is told of the secret if it is right, and otherwise asked for its own, which comes
    with another run.
    """
    try:
        is_right = membership.is_teacher(state)
    except StoreError:  # whatever a teacher presses says so
        return membership.was_teacher(state)
    secret = membership.secret()
    told: dict[str, Any] = {
        "code": state.code,
        "secret": secret if is_right else "",
        "isWrong": bool(secret) and not is_right,
    }
    _kept(key=KEPT, data=told, on_secret_change=_take)
    return is_right


def _take() -> None:
    match st.session_state.get(KEPT, {}).get("secret"):
        case str(secret):
            membership.keep_secret(secret)
