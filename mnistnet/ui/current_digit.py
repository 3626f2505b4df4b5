"""The digit that a page is about: drawn, on a photograph, or one of MNIST's images."""

import numpy as np
import streamlit as st

from mnistnet.drawing.preprocess import prepare_as_drawn, prepare_boxed, prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.drawing.strokes import Drawing
from mnistnet.errors import MnistNetError
from mnistnet.notation import SIDE
from mnistnet.ui import url_state
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import literal
from mnistnet.ui.mnist_cache import current_image
from mnistnet.ui.photograph import photographed_digit

LECTURE_EXAMPLE = 7
"""The digit that lecture A's program reads."""


def prepared(drawing: Drawing, preparation: str) -> PreparedDigit:
    """Prepare a drawing in one of `STAGES`; raises DrawingError if there is nothing to read."""
    if preparation == "drawn":
        return prepare_as_drawn(drawing)
    if preparation == "boxed":
        return prepare_boxed(drawing.strokes)
    return prepare_strokes(drawing.strokes)


def current_digit(preparation: str) -> PreparedDigit:
    """Return the image or photographed digit that was chosen, or else the drawing, prepared.

    Raises
    ------
    DrawingError
        If there is nothing to read yet, or the photograph is not here any more.
    DataError
        If the test images are not on this computer.
    """
    found = current_image() or photographed_digit()
    return found or prepared(url_state.drawing(), preparation)


def blank_paper() -> PreparedDigit:
    """Return what the network gets of an empty canvas."""
    return PreparedDigit(np.zeros((SIDE, SIDE)))


def digit_or_sample() -> PreparedDigit | None:
    """Return the digit that the visitor drew or chose; without one, offer a sample, return None."""
    try:
        return current_digit(url_state.preparation())
    except MnistNetError as error:
        st.info(literal(t(error.key, **error.values)))
        st.button(t("sample.take"), key="sample", on_click=url_state.replace, args=(sample(7),))
        st.page_link(PAGES / "draw.py", label=t("sample.draw"))
        return None


def offer_example() -> None:
    """Offer the digit of the lecture's example, MNIST's first training image of a 7."""
    args = (LECTURE_EXAMPLE,)
    st.button(t("sample.example"), key="example_7", on_click=url_state.take_first_image, args=args)
