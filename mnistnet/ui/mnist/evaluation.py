"""How well networks read MNIST's test images and drawn digits: per digit, compared, confused."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mnistnet.charts.bars import count_bars
from mnistnet.charts.number_text import number, share
from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import N_CLASSES
from mnistnet.ui.confusion import show_confusions
from mnistnet.ui.figure import clicked_cell, figure
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist.browse import ask_for
from mnistnet.ui.mnist.image_query import ImageQuery
from mnistnet.weights import SHIPPED
from mnistnet.weights.measured import measured_on_drawings

ERRORS, CONFUSION = 184, 600
"""Greatest heights of the figures, in pixels."""


def show_errors_per_digit(images: Images, evaluation: Evaluation) -> None:
    """Show how many of each digit's images are misread; a click asks for those of one digit."""

    def ask(bar: dict[str, Any]) -> None:
        if bar["custom"] in range(N_CLASSES):
            query = ImageQuery(label=int(bar["custom"]), outcome="wrong", order="worst")
            ask_for(query, images, evaluation)

    errors = evaluation.confusion.sum(axis=1) - evaluation.confusion.diagonal()
    shares = [share(1 - accuracy) for accuracy in evaluation.accuracy_per_digit]
    title = t("mnist_page.per_digit", n=errors.sum())
    listed = ", ".join(
        t("mnist_page.errors_of", digit=digit, n=n, share=part)
        for digit, (n, part) in enumerate(zip(errors, shares, strict=True))
    )
    figure(
        count_bars(
            errors, [f"<b>{n}</b><br>{part}" for n, part in zip(errors, shares, strict=True)]
        ),
        key="per_digit",
        alt=t("figure.values", title=title, values=listed),
        height=ERRORS,
        title=title,
        on_click=ask,
    )


def show_comparison(evaluations: Mapping[str, Evaluation]) -> None:
    """Write accuracy and mean loss of each network, all digits and one by one, as a table."""
    every = evaluations.values()
    rows = [
        [t("mnist_page.accuracy"), *(share(e.accuracy, 2) for e in every)],
        [t("mnist_page.misread"), *(f"{len(e.worst):,}" for e in every)],
        [t("mnist_page.mean_loss"), *(number(e.mean_loss) for e in every)],
    ]
    rows += [
        [
            t("mnist_page.of_digit", digit=digit),
            *(share(e.accuracy_per_digit[digit]) for e in every),
        ]
        for digit in range(N_CLASSES)
    ]
    st.html(table(["", *(t(f"network.{name}") for name in evaluations)], rows))


def show_confusion(images: Images, evaluation: Evaluation) -> None:
    """Show which digit is taken for which; a click asks for the images of one square."""

    def ask(cell: dict[str, Any]) -> None:
        if clicked := clicked_cell(cell, range(N_CLASSES), range(N_CLASSES)):
            query = ImageQuery(label=clicked[0], answer=clicked[1], order="worst")
            ask_for(query, images, evaluation)

    show_confusions(
        evaluation.confusion,
        key="confusion",
        title=t("mnist_page.confusion"),
        height=CONFUSION,
        on_click=ask,
    )


def show_drawings(evaluations: Mapping[str, Evaluation]) -> None:
    """Write how the shipped networks read drawn digits, beside MNIST's, and why that differs."""
    cards = {name: measured_on_drawings(name) for name in SHIPPED}
    n_drawn = max(card.images for card in cards.values())
    rows = [
        [t("mnist_page.on_mnist"), *(share(evaluations[name].accuracy, 2) for name in cards)],
        [
            t("mnist_page.on_drawings", n=n_drawn),
            *(share(card.accuracy, 2) for card in cards.values()),
        ],
    ]
    with st.container(key="drawings"):
        st.html(table(["", *(t(f"network.{name}") for name in cards)], rows))
        st.write(t("mnist_page.why_different"))
