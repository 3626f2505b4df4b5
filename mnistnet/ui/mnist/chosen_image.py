"""The test image that is shown: its answer, its numbers, and the pages that show more of it."""

import numpy as np
import streamlit as st

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.charts.number_text import number as written
from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import note_html, prediction_html, prompt_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.figure import figure
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist import guess

IMAGE, NUMBERS = 220, 600
"""Greatest heights of the figures, in pixels."""

SEEN_ON = {"draw": "draw.title", "forward": "forward.title", "error": "error_page.title"}
"""Where the chosen image can be looked at."""


def show_answer(number: int, images: Images, evaluation: Evaluation) -> None:
    """Show an image, what it is meant to be, and what the network answers."""
    image, answer = st.columns([2, 3])
    with image:
        _show_pixels("seen", _pixels(images, number), IMAGE)
    with answer:
        is_hidden = guess.is_hidden(number)
        y_hat, loss = evaluation.y_hat[:, [number]], written(evaluation.losses[number])
        words = t("mnist_page.label", label=images.labels[number], loss=loss)
        st.html(prompt_html(t("mnist_page.guess")) if is_hidden else prediction_html(y_hat))
        st.html(f'<p class="label">{"" if is_hidden else words}</p>')
    if guess.is_first():
        guess.ask_guess(number, images, evaluation)
    _show_outputs(number, images, evaluation)
    _offer_pages(number)


def show_numbers(number: int, images: Images) -> None:
    """Show an image beside the matrix of numbers that it is: lecture B's view."""
    pixels = _pixels(images, number)
    image, numbers = st.columns([3, 5], gap="medium")
    with image:
        _show_pixels("digit", pixels, NUMBERS)
    with numbers:
        matrix = number_matrix(pixels, hover=t("draw.pixel"))
        swipe = note_html(t("figure.swipe"))
        figure(matrix, key="matrix", alt=t("mnist_page.numbers_alt"), height=NUMBERS, lead=swipe)


def _show_outputs(number: int, images: Images, evaluation: Evaluation) -> None:
    """Show the ten outputs; only empty axes while the visitor guesses."""
    title = t("draw.activations")
    if guess.is_hidden(number):
        show_bars("activations", title, None)
        return
    y_hat, label = evaluation.y_hat[:, [number]], int(images.labels[number])
    show_bars("activations", title, y_hat, winner=int(y_hat.argmax()), target=label)


def _pixels(images: Images, number: int) -> FloatArray:
    """Return an image's 28x28 pixels, 0 (paper) to 1 (ink)."""
    return np.asarray(images.pixels[number] / 255)


def _show_pixels(key: str, pixels: FloatArray, height: int) -> None:
    squares = pixel_image(pixels, hover=t("draw.pixel"))
    figure(squares, key=key, alt=t("draw.seen"), height=height, ratio=1)


def _offer_pages(number: int) -> None:
    """Offer the pages that show what the network does with the image, once it is chosen."""
    with st.container(horizontal=True, key="pages", vertical_alignment="center"):
        if url_state.image() is None:
            st.html(f"<p>{t('mnist_page.choose')}</p>", width="content")
            st.button(
                t("mnist_page.take"),
                icon=":material/check:",
                key="take_image",
                on_click=url_state.take_image,
                args=(number,),
            )
            return
        st.html(f"<p>{t('mnist_page.see_on')}</p>", width="content")
        for page, title in SEEN_ON.items():
            st.page_link(PAGES / f"{page}.py", label=t(title), icon=":material/arrow_forward:")
