"""A class's drawings as files, and a class opened again from one."""

from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.take_home import (
    MAX_BYTES,
    images_file,
    read_strokes_file,
    strokes_file,
)
from mnistnet.ui import membership
from mnistnet.ui.classes import class_reader
from mnistnet.ui.classroom.refused import explained_later
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain_not_taken, explained_errors
from mnistnet.ui.uploads import forget_files

FILE = "class_file"

MAX_MEGABYTES = MAX_BYTES // 2**20


def offer_files(state: ClassState) -> None:
    """Offer what was sent to a class, all but what is hidden, as files."""
    with explained_errors():
        now = class_reader().state(state.feed) or state
        sent, tasks = class_reader().drawings(now), class_reader().tasks(now)
    st.write(t("class_page.take_home_what"))
    for name, ending, made in (
        ("images", "npz", partial(_images, now, sent)),
        ("strokes", "jsonl", partial(strokes_file, sent, tasks)),
    ):
        st.download_button(
            t(f"class_page.{name}"),
            made,
            f"class-{state.code}.{ending}",
            "application/octet-stream",
            key=f"take_{name}",
            on_click="ignore",
            width="stretch",
        )


def bring_class() -> None:
    """Let the visitor open a class again from what was taken home."""
    with st.popover(t("class_page.bring"), icon=":material/upload_file:", key="bring_class"):
        st.file_uploader(
            t("class_page.bring_what"),
            type=["jsonl"],
            key=FILE,
            on_change=_bring,
            max_upload_size=MAX_MEGABYTES,
        )
        explain_not_taken(MAX_MEGABYTES)


def _images(state: ClassState, sent: list[SentDrawing]) -> bytes:
    return images_file(sent, class_reader().ink(state, sent))


def _bring() -> None:
    file = st.session_state[FILE]
    if not isinstance(file, UploadedFile):
        return  # taken away, or lost by the server
    with explained_later():
        membership.open_class(partial(read_strokes_file, file.getvalue()))
    forget_files()
