"""The chosen test image: its answer, its numbers, and the pages that show more of it."""

import streamlit as st

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import prediction_html, prompt_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.figure import figure
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t

IMAGE, NUMBERS = 220, 600
"""Greatest heights of the figures, in pixels."""

SEEN_ON = {"draw": "draw.title", "forward": "forward.title", "error": "error_page.title"}
"""Where the chosen image can be looked at."""


def show_answer(images: Images, evaluation: Evaluation) -> None:
    """Show the chosen image, what it is meant to be, and what the network answers."""
    number = url_state.image()
    y_hat = winner = label = loss = None
    if number is not None:
        label, loss = int(images.labels[number]), float(evaluation.losses[number])
        y_hat = evaluation.y_hat[:, [number]]
        winner = int(y_hat.argmax())
    image, answer = st.columns([2, 3])
    with image:
        _show_pixels("seen", _chosen_pixels(images), IMAGE)
    with answer:
        if y_hat is None:
            st.html(prompt_html(t("mnist_page.choose")))
        else:
            st.html(prediction_html(y_hat))
        _say_label(label, loss)
    show_bars("activations", t("draw.activations"), y_hat, winner=winner, target=label)
    _offer_pages()


def show_numbers(images: Images) -> None:
    """Show the chosen image beside the matrix of numbers that it is: lecture B's view."""
    pixels = _chosen_pixels(images)
    image, numbers = st.columns([3, 5], gap="medium")
    with image:
        _show_pixels("digit", pixels, NUMBERS)
    with numbers:
        matrix = number_matrix(pixels, hover=t("draw.pixel"))
        figure(matrix, key="matrix", alt=t("mnist_page.numbers_alt"), height=NUMBERS)


def _chosen_pixels(images: Images) -> FloatArray | None:
    """Return the chosen image's 28x28 pixels, 0 (paper) to 1 (ink); None without one."""
    number = url_state.image()
    return None if number is None else images.pixels[number] / 255


def _show_pixels(key: str, pixels: FloatArray | None, height: int) -> None:
    squares = pixel_image(pixels, hover=t("draw.pixel"))
    figure(squares, key=key, alt=t("draw.seen"), height=height, ratio=1)


def _say_label(label: int | None, loss: float | None) -> None:
    """Say what the chosen image is meant to be, and its loss."""
    words = "" if loss is None else t("mnist_page.label", label=label, loss=f"{loss:.3f}")
    st.html(f'<p class="label">{words}</p>')


def _offer_pages() -> None:
    """Offer the pages that show what the network does with the chosen image."""
    with st.container(horizontal=True, key="pages", vertical_alignment="center"):
        st.html(f"<p>{t('mnist_page.see_on')}</p>", width="content")
        for page, title in SEEN_ON.items():
            st.page_link(PAGES / f"{page}.py", label=t(title), icon=":material/arrow_forward:")
