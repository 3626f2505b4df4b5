"""The digit and its numbers as files; each is made when it is asked for."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from mnistnet.drawing.picture import png
from mnistnet.network import forward
from mnistnet.notation import FloatArray
from mnistnet.take_home import numbers_file
from mnistnet.ui import url_state
from mnistnet.ui.choices import current_target
from mnistnet.ui.current_digit import current_digit
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors
from mnistnet.ui.networks import networks

ENLARGED = 10
"""280x280: the canvas's size."""


@st.fragment
def save() -> None:
    """Offer the files; a fragment, so that asking for them runs nothing else."""
    if st.button(t("save.title"), icon=":material/download:", key="save"):
        st.dialog(t("save.title"))(_show)()


def _show() -> None:
    preparation = url_state.preparation()
    with explained_errors():
        digit = current_digit(preparation)
    files: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "png_small": ("digit-28x28.png", "image/png", partial(png, digit.pixels)),
        "png_large": ("digit-280x280.png", "image/png", partial(png, digit.pixels, ENLARGED)),
        "csv": ("X.csv", "text/csv", partial(numbers_file.csv, digit.X)),
        "npy": ("X.npy", "application/octet-stream", partial(numbers_file.npy, digit.X)),
        "json": ("numbers.json", "application/json", _numbers(digit.X, preparation)),
    }
    for key, (file_name, mime, made) in files.items():
        st.download_button(
            t(f"save.{key}"),
            made,
            file_name,
            mime,
            key=f"save_{key}",
            on_click="ignore",
            width="stretch",
        )


def _numbers(X: FloatArray, preparation: str) -> Callable[[], bytes]:
    """Return what makes the JSON file, with all it needs: it is called outside of the page."""
    name = url_state.network_name()
    network = networks()[name]
    return partial(
        numbers_file.numbers,
        X,
        network,
        current_target(int(forward(network, X).A2.argmax())),
        name=name,
        drawing=url_state.drawing(),
        preparation=preparation if url_state.is_drawn() else None,
        image=url_state.image(),
        first_image=url_state.first_image(),
    )
