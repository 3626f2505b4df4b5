"""How well networks read MNIST's test images, in words and numbers."""

from collections.abc import Mapping

import streamlit as st

from mnistnet.evaluation import Evaluation
from mnistnet.notation import N_CLASSES
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t
from mnistnet.weights import SHIPPED
from mnistnet.weights.measured import measured_on_drawings

MOST_CONFUSED = 5
"""Confusions that are named for those who cannot see the matrix."""

SEEN_ON = {"draw": "draw.title", "forward": "forward.title", "error": "error_page.title"}
"""Where the chosen image can be looked at."""


def say_label(label: int | None, loss: float | None) -> None:
    """Say what the chosen image is meant to be, and its loss."""
    words = "" if loss is None else t("mnist_page.label", label=label, loss=f"{loss:.3f}")
    st.html(f'<p class="label">{words}</p>')


def offer_pages() -> None:
    """Offer the pages that show what the network does with the chosen image."""
    with st.container(horizontal=True, key="pages", vertical_alignment="center"):
        st.html(f"<p>{t('mnist_page.see_on')}</p>", width="content")
        for page, title in SEEN_ON.items():
            st.page_link(PAGES / f"{page}.py", label=t(title), icon=":material/arrow_forward:")


def show_comparison(evaluations: Mapping[str, Evaluation]) -> None:
    """Write accuracy and mean loss of each network, all digits and one by one, as a table."""
    head = "".join(f"<th scope=col>{t(f'network.{name}')}" for name in evaluations)
    rows = {
        t("mnist_page.accuracy"): [f"{e.accuracy:.2%}" for e in evaluations.values()],
        t("mnist_page.misread"): [f"{len(e.worst):,}" for e in evaluations.values()],
        t("mnist_page.mean_loss"): [f"{e.mean_loss:.3f}" for e in evaluations.values()],
    }
    for digit in range(N_CLASSES):
        rows[t("mnist_page.of_digit", digit=digit)] = [
            f"{e.accuracy_per_digit[digit]:.1%}" for e in evaluations.values()
        ]
    body = "".join(f"<tr><th scope=row>{name}<td>{'<td>'.join(row)}" for name, row in rows.items())
    st.html(f"<table class=values><thead><tr><td>{head}<tbody>{body}</table>")


def show_drawings(evaluations: Mapping[str, Evaluation]) -> None:
    """Write how the shipped networks read drawn digits, beside MNIST's, and why that differs."""
    st.subheader(t("mnist_page.like_yours"))
    cards = {name: measured_on_drawings(name) for name in SHIPPED}
    head = "".join(f"<th scope=col>{t(f'network.{name}')}" for name in cards)
    n_drawn = {card.images for card in cards.values()}
    rows = {
        t("mnist_page.on_mnist"): [f"{evaluations[name].accuracy:.2%}" for name in cards],
        t("mnist_page.on_drawings", n=max(n_drawn)): [
            f"{card.accuracy:.2%}" for card in cards.values()
        ],
    }
    body = "".join(f"<tr><th scope=row>{name}<td>{'<td>'.join(row)}" for name, row in rows.items())
    with st.container(key="drawings"):
        st.html(f"<table class=values><thead><tr><td>{head}<tbody>{body}</table>")
        st.write(t("mnist_page.why_different"))


def confusion_alt(evaluation: Evaluation) -> str:
    """Name the digits that are taken for one another most often."""
    wrong = evaluation.confusion.copy()
    wrong[range(N_CLASSES), range(N_CLASSES)] = 0
    most = wrong.ravel().argsort()[::-1][:MOST_CONFUSED]
    named = (
        t("mnist_page.taken_for", label=i // N_CLASSES, answer=i % N_CLASSES, n=wrong.flat[i])
        for i in most
        if wrong.flat[i]
    )
    return t("mnist_page.confusion_alt", listed=", ".join(named))
