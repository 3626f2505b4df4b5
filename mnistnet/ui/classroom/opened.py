"""A drawing of the class that was opened: larger, read by every network, and where to go on."""

from datetime import UTC, datetime, tzinfo
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.class_store.reader import LEVELS
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.drawing.picture import png_address
from mnistnet.drawing.url_text import decode
from mnistnet.network import forward
from mnistnet.notation import N_CLASSES, SIDE, FloatArray
from mnistnet.ui import class_target, membership, url_state
from mnistnet.ui.bars import framed_bars
from mnistnet.ui.classes import class_reader, class_store
from mnistnet.ui.classroom.refused import explained_later, say_refused
from mnistnet.ui.classroom.tasks import task_words
from mnistnet.ui.figure import figures, framed
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors
from mnistnet.ui.networks import networks

IMAGE, BARS = 300, 132
"""Greatest heights of the figures, in pixels."""

SEEN_ON = {
    "draw": "draw.title",
    "network": "network_page.title",
    "forward": "forward.title",
    "error": "error_page.title",
}
"""Where the drawing can be looked at."""


def drawing_of(state: ClassState, number: int) -> SentDrawing | None:
    """Return a class's drawing; None if there is none with this number. Raises StoreError."""
    reader = class_reader()
    now = reader.state(state.feed) or state
    return next((one for one in reader.drawings(now, number - 1) if one.number == number), None)


def show_opened(state: ClassState, number: int, *, is_teacher: bool) -> None:
    """Show a drawing larger, what each network reads in it, who drew it when and for what."""
    is_refused = say_refused()
    with explained_errors():
        drawing = drawing_of(state, number)
        if drawing is None:
            return
        reader = class_reader()
        (ink,) = reader.ink(state, [drawing])
        task = reader.tasks(state)[drawing.task]
        every = reader.drawings(reader.state(state.feed) or state)
        is_any_shown = any(not one.hidden for one in every if one.pupil == drawing.pupil)
    X = ink.astype(float).reshape(-1, 1) / LEVELS
    image, outputs = st.columns([2, 3])
    with image:
        _show_image(X)
        st.html(f'<p class="opened"><b>{task_words(task)}</b><br>{sent_words(drawing)}</p>')
    with outputs:
        _show_outputs(X, drawing.label)
    _offer_pages(drawing)
    if is_teacher:
        with st.container(horizontal=True, vertical_alignment="center", key="opened_rights"):
            _offer_digits(state, drawing)
            is_done = [
                offer_hiding(state, drawing),
                _offer_hiding_pupil(state, drawing, is_any_shown),
            ]
        if any(is_done) and not is_refused:
            st.rerun()  # which closes the dialog: what is hidden is to be seen no more


def _offer_pages(drawing: SentDrawing) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="opened_pages"):
        st.html(f"<p>{t('class_page.see_on')}</p>", width="content")
        for page, title in SEEN_ON.items():
            icon = ":material/arrow_forward:"
            if st.button(t(title), icon=icon, key=f"opened_on_{page}", type="tertiary"):
                _go_on(drawing, page)


def _go_on(drawing: SentDrawing, page: str) -> None:
    """Let a drawing be what all pages are about, and go to one: one's own is no more then."""
    class_target.open_drawing(decode(drawing.strokes), drawing.label)
    url_state.choose("example", "mine")
    st.switch_page(PAGES / f"{page}.py")


def sent_words(drawing: SentDrawing) -> str:
    """Say who sent a drawing, for which task, and when by the visitor's clock."""
    try:
        zone: tzinfo = ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # any browser may say anything
        zone = UTC
    sent = datetime.fromtimestamp(drawing.sent, zone)
    return t("class_page.sent", pupil=drawing.pupil, task=drawing.task, time=f"{sent:%H:%M}")


def thumbnail_html(ink: NDArray[np.uint8]) -> str:
    """Return a drawing (784,), as `ClassReader.ink` has it, small, as HTML."""
    pixels = ink.reshape(SIDE, SIDE) / np.float32(LEVELS)
    return f'<img class="thumbnail" src="{png_address(pixels)}" alt="">'


def offer_hiding(state: ClassState, drawing: SentDrawing) -> bool:
    """Let the teacher take a drawing off the wall, or put it there again; whether that was done."""
    hidden = not drawing.hidden
    return st.button(
        t("class_page.hide_drawing" if hidden else "class_page.show_drawing"),
        icon=":material/visibility_off:" if hidden else ":material/visibility:",
        key=f"hide_{drawing.number}",
        on_click=partial(_hide, state.code, drawing.number, hidden),
    )


def _offer_hiding_pupil(state: ClassState, drawing: SentDrawing, hidden: bool) -> bool:
    """Let the teacher hide all that a pupil has sent and will send, or show it again."""
    key = "class_page.hide_pupil" if hidden else "class_page.show_pupil"
    return st.button(
        t(key, pupil=drawing.pupil),
        key=f"hide_all_of_{drawing.number}",
        on_click=partial(_hide_pupil, state.code, drawing.pupil, hidden),
    )


def _show_image(X: FloatArray) -> None:
    seen = pixel_image(X.reshape(SIDE, SIDE), hover=t("draw.pixel"))
    figures(
        framed(seen, key="opened_image", alt=t("draw.seen"), height=IMAGE, ratio=1),
        key="opened_image",
    )


def _offer_digits(state: ClassState, drawing: SentDrawing) -> None:
    """Let the teacher say which digit a drawing is; pressed again, that nobody knows."""
    st.html(f"<p>{t('class_page.digit')}</p>", width="content")
    st.segmented_control(
        t("class_page.digit"),
        range(N_CLASSES),
        default=drawing.label,
        key=_digit_of(drawing.number),
        on_change=partial(_put_right, state.code, drawing.number),
        label_visibility="collapsed",
        width="stretch",
    )


def _digit_of(number: int) -> str:
    return f"digit_of_{number}"


def _put_right(code: str, number: int) -> None:
    digit = st.session_state[_digit_of(number)]
    with explained_later():
        class_store().put_right(code, membership.secret(), number, digit)
        class_reader().look()


def _show_outputs(X: FloatArray, label: int | None) -> None:
    frames = []
    for name, network in networks().items():
        y_hat = forward(network, X).A2
        whose = t(f"network.{name}")
        frames.append(
            framed_bars(
                f"opened_{name}",
                whose,
                y_hat,
                winner=int(y_hat.argmax()),
                target=label,
                whose=t("draw.activations"),
                height=BARS,
            )
        )
    figures(*frames, key="opened_outputs")


def _hide(code: str, number: int, hidden: bool) -> None:
    with explained_later():
        class_store().hide(code, membership.secret(), number, hidden=hidden)
        class_reader().look()


def _hide_pupil(code: str, pupil: int, hidden: bool) -> None:
    with explained_later():
        class_store().hide_pupil(code, membership.secret(), pupil, hidden=hidden)
        class_reader().look()
