"""Look through MNIST's test images, choose one, see how well the networks read them all."""

from typing import Any

import streamlit as st

from mnistnet.charts.confusion import confusion_matrix
from mnistnet.charts.heatmaps import pixel_image
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.charts.sheet import contact_sheet, image_sheet, sheet_ratio
from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import IntArray
from mnistnet.ui import url_state
from mnistnet.ui.address import write_address
from mnistnet.ui.answer_html import prediction_html, prompt_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.choices import choose_network
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors
from mnistnet.ui.mnist import browse
from mnistnet.ui.mnist.evaluation import (
    confusion_alt,
    offer_pages,
    say_label,
    show_comparison,
    show_drawings,
)
from mnistnet.ui.mnist.image_query import find_images
from mnistnet.ui.mnist_cache import evaluated, mnist_images
from mnistnet.ui.mnist_download import require_mnist
from mnistnet.ui.networks import networks

SHEET, IMAGE, BARS, NUMBERS, CONFUSION = 540, 220, 184, 600, 600
"""Greatest heights of the figures, in pixels."""


@st.fragment
def look_through(images: Images, evaluation: Evaluation) -> None:
    """Show sheets of images, and the chosen one with its answer and its numbers."""
    with st.container(key="look_through"):
        query = browse.choose_query()
        found = find_images(query, images.labels, evaluation)
        sheet, chosen = st.columns([1, 1], gap="medium")
    with sheet:
        show_sheet(found, images, evaluation)
    with chosen:
        browse.choose_image(found)
        show_answer(images, evaluation)
    show_numbers(images)
    write_address()


def show_sheet(found: IntArray, images: Images, evaluation: Evaluation) -> None:
    """Show one sheet of the images that were found; a click chooses one."""
    shown = browse.choose_sheet(found)
    labels, answers = images.labels[shown], evaluation.answers[shown]
    captions = [
        str(label) if label == answer else f"{label}→{answer}"
        for label, answer in zip(labels, answers, strict=True)
    ]
    hovers = [
        t("mnist_page.hover", number=i, label=label, answer=answer, loss=f"{loss:.3f}")
        for i, label, answer, loss in zip(
            shown, labels, answers, evaluation.losses[shown], strict=True
        )
    ]
    sheet = contact_sheet(images.pixels[shown], browse.ROWS, browse.COLUMNS)
    places = {number: place for place, number in enumerate(shown.tolist())}

    def choose(point: dict[str, Any]) -> None:
        place = point["y"] * browse.COLUMNS + point["x"]
        if place < len(shown):
            url_state.take_image(int(shown[place]))

    figure(
        image_sheet(
            sheet, captions, hovers, marked=labels != answers, chosen=places.get(url_state.image())
        ),
        key="sheet",
        alt=t("mnist_page.sheet", listed="; ".join(hovers)),
        height=SHEET,
        ratio=sheet_ratio(sheet),
        on_click=choose,
    )


def show_answer(images: Images, evaluation: Evaluation) -> None:
    """Show the chosen image, what it is meant to be, and what the network answers."""
    number = url_state.image()
    pixels = y_hat = winner = label = None
    if number is not None:
        pixels, label = images.pixels[number] / 255, int(images.labels[number])
        y_hat = evaluation.y_hat[:, [number]]
        winner = int(y_hat.argmax())
    image, answer = st.columns([2, 3])
    with image:
        squares = pixel_image(pixels, hover=t("draw.pixel"))
        figure(squares, key="seen", alt=t("draw.seen"), height=IMAGE, ratio=1)
    with answer:
        if y_hat is None:
            st.html(prompt_html(t("mnist_page.choose")))
        else:
            st.html(prediction_html(y_hat))
        say_label(label, None if number is None else float(evaluation.losses[number]))
    show_bars("activations", t("draw.activations"), y_hat, winner=winner, target=label)
    offer_pages()


def show_numbers(images: Images) -> None:
    """Show the chosen image beside the matrix of numbers that it is: lecture B's view."""
    number = url_state.image()
    pixels = None if number is None else images.pixels[number] / 255
    st.subheader(t("mnist_page.numbers"))
    image, numbers = st.columns([3, 5], gap="medium")
    with image:
        squares = pixel_image(pixels, hover=t("draw.pixel"))
        figure(squares, key="digit", alt=t("draw.seen"), height=NUMBERS, ratio=1)
    with numbers:
        matrix = number_matrix(pixels, hover=t("draw.pixel"))
        alt = t("mnist_page.numbers_alt")
        figure(matrix, key="matrix", alt=alt, height=NUMBERS)


@st.fragment
def judge(evaluation: Evaluation) -> None:
    """Show how well the network reads, and the networks side by side."""
    st.subheader(t("mnist_page.how_good"))
    evaluations = {name: evaluated(network) for name, network in networks().items()}
    per_digit, confused = st.columns([1, 1], gap="medium")
    with per_digit:
        accuracy = evaluation.accuracy_per_digit.reshape(-1, 1)
        show_bars("per_digit", t("mnist_page.per_digit"), accuracy)
        show_comparison(evaluations)
    with confused:
        matrix = confusion_matrix(
            evaluation.confusion,
            label=t("mnist_page.query_label"),
            answer=t("mnist_page.query_answer"),
            hover=t("mnist_page.cell"),
        )
        figure(
            matrix,
            key="confusion",
            alt=confusion_alt(evaluation),
            height=CONFUSION,
            title=t("mnist_page.confusion"),
            ratio=1,
            on_click=lambda cell: browse.query_cell(int(cell["y"]), int(cell["x"])),
        )
    show_drawings(evaluations)
    browse.show_query()


with st.container(horizontal=True, vertical_alignment="bottom", key="network_row"):
    network = choose_network()
require_mnist()
with explained_errors():
    images, evaluation = mnist_images(), evaluated(network)
look_through(images, evaluation)
judge(evaluation)
browse.come_into_view()
