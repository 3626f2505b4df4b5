"""What the visitor asks to see of MNIST's images, which sheet of them, and which image."""

from collections.abc import Callable

import streamlit as st

from mnistnet.data.mnist import N_TEST, Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import N_CLASSES, IntArray
from mnistnet.ui import url_state
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist import guess
from mnistnet.ui.mnist.image_query import ImageQuery, find_images
from mnistnet.ui.number_range import said_range
from mnistnet.ui.options import ORDERS, OUTCOMES, SHUFFLES

ROWS, COLUMNS = 5, 10
"""Images on one sheet."""

FAR = "sheet_far"

SCROLL = "<script>document.querySelector('.st-key-look_through').scrollIntoView()</script>"

ANY = ("any", *range(N_CLASSES))

QUERY_OPTIONS = {
    "label": ANY,
    "answer": ANY,
    "outcome": OUTCOMES,
    "order": ORDERS,
}
"""What can be asked for; the keys of the widgets end in these."""


def choose_query() -> ImageQuery:
    """Let the visitor choose by label, answer and outcome, and an order."""
    with st.container(horizontal=True, key="queries", vertical_alignment="bottom"):
        for name in ("label", "answer"):
            _choose_digit(name)
        for name in ("outcome", "order"):
            _choose_option(name)
        label, answer, outcome, order = (
            url_state.chosen(f"query_{name}") for name in QUERY_OPTIONS
        )
        st.button(
            t("mnist_page.shuffle"),
            icon=":material/shuffle:",
            key="shuffle",
            disabled=order != "random",
            on_click=_shuffle,
        )
    return ImageQuery(
        label=None if label == "any" else label,
        answer=None if answer == "any" else answer,
        outcome=outcome,
        order=order,
        seed=url_state.chosen("sheet_seed"),
    )


def _choose_digit(name: str) -> None:
    st.selectbox(
        t(f"mnist_page.query_{name}"),
        QUERY_OPTIONS[name],
        format_func=lambda digit: t("mnist_page.any") if digit == "any" else str(digit),
        key=f"query_{name}",
        persist_state="session",
        on_change=_turn,
        disabled=guess.is_first(),
        placeholder=t("mnist_page.any"),
        width=110,
        filter_mode=None,
    )


def _choose_option(name: str) -> None:
    st.segmented_control(
        t(f"mnist_page.query_{name}"),
        QUERY_OPTIONS[name],
        format_func=lambda option: t(f"mnist_page.{option}"),
        required=True,
        key=f"query_{name}",
        persist_state="session",
        on_change=_turn,
    )


def ask_for(query: ImageQuery, images: Images, evaluation: Evaluation) -> None:
    """Ask for images from far below the sheet, and choose the first of them."""
    for name in QUERY_OPTIONS:
        option = getattr(query, name)
        url_state.choose(f"query_{name}", "any" if option is None else option)
    found = find_images(query, images.labels, evaluation)
    if len(found):
        url_state.take_image(int(found[0]))
    guess.end()
    _turn()
    st.session_state[FAR] = "asked"


def show_query() -> None:
    """Run the page again for a query that came from another fragment than the sheet's."""
    if st.session_state.get(FAR) == "asked":
        st.session_state[FAR] = "shown"
        st.rerun()


def come_into_view() -> None:
    """Scroll to the sheet after a query that was made far below it."""
    if st.session_state.pop(FAR, None):
        st.html(SCROLL, unsafe_allow_javascript=True)


def choose_sheet(found: IntArray) -> IntArray:
    """Let the visitor turn the sheets; return the images (n,) on the one to show."""
    n_a_sheet = ROWS * COLUMNS
    final = max(0, (len(found) - 1) // n_a_sheet)
    sheet = min(url_state.chosen("sheet_number"), final)
    first = sheet * n_a_sheet
    shown = found[first : first + n_a_sheet]
    words = t("mnist_page.none_found")
    if len(shown):
        places = {"first": first + 1, "last": first + len(shown)}
        words = t("mnist_page.shown", **places, n=len(found))
    with st.container(horizontal=True, key="pager", vertical_alignment="center"):
        _step("previous", "chevron_left", _turn, sheet - 1, is_off=sheet == 0)
        _step("following", "chevron_right", _turn, sheet + 1, is_off=sheet == final)
        st.html(f'<p role="status">{words}</p>')
    return shown


def image_to_show(found: IntArray) -> int | None:
    """Return the chosen image; without one, the first of those found; None if there is none."""
    chosen = url_state.image()
    return int(found[0]) if chosen is None and len(found) else chosen


def choose_image(found: IntArray, number: int | None) -> None:
    """Let the visitor choose an image by its number, or the next to the one that is shown."""
    numbers = found.tolist()
    at = numbers.index(number) if number in numbers else -1
    with st.container(horizontal=True, key="image_choice", vertical_alignment="bottom"):
        stands = t("mnist_page.none") if number is None else number
        with said_range("image", 0, N_TEST - 1, stands):
            st.number_input(
                t("mnist_page.image"),
                min_value=0,
                max_value=N_TEST - 1,
                value=None,
                step=1,
                key="image",
                persist_state="session",
                placeholder=t("mnist_page.none"),
                on_change=url_state.put_drawing_aside,
                width=190,
            )
        for name, icon, to in (
            ("image_before", "arrow_back", at - 1),
            ("image_after", "arrow_forward", at + 1),
        ):
            is_there = 0 <= to < len(numbers)
            _step(name, icon, _show, numbers[to] if is_there else 0, to, is_off=not is_there)
        guess.choose_to_guess()


def _step(name: str, icon: str, then: Callable[..., None], *args: int, is_off: bool) -> None:
    st.button(
        t(f"mnist_page.{name}"),
        icon=f":material/{icon}:",
        key=name,
        disabled=is_off,
        on_click=then,
        args=args,
    )


def _show(number: int, position: int) -> None:
    """Choose an image, and turn to the sheet that it is on."""
    url_state.take_image(number)
    _turn(position // (ROWS * COLUMNS))


def _turn(to: int = 0) -> None:
    url_state.choose("sheet_number", to)


def _shuffle() -> None:
    url_state.choose("sheet_seed", (url_state.chosen("sheet_seed") + 1) % len(SHUFFLES))
    _turn()
