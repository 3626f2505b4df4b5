"""What the class has taught: read right by whom, taken for what, mean digits, contested ones."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from mnistnet.charts.confusion import confusion_matrix
from mnistnet.charts.number_text import number, share
from mnistnet.class_store.reader import LEVELS
from mnistnet.class_store.statistics import mean_digits, most_contested
from mnistnet.class_store.store import ClassState, SentDrawing
from mnistnet.drawing.picture import png_address
from mnistnet.errors import MnistNetError
from mnistnet.evaluation import Evaluation, evaluate_network
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, SIDE, FloatArray, IntArray
from mnistnet.ui.answer_html import heading, say_note
from mnistnet.ui.classes import class_reader
from mnistnet.ui.confusion import confusion_alt
from mnistnet.ui.figure import figure
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain
from mnistnet.ui.networks import networks

CONFUSION = 440
"""Greatest height of the matrix, in pixels."""

CONTESTED = 20
"""Drawings that are shown as contested most."""


def show_statistics(state: ClassState, network: Network) -> list[tuple[int, str]]:
    """Show what can be said of the class's drawings, all but the hidden ones.

    Returns
    -------
    list of (int, str)
        Numbers of the drawings that are contested most, with what each network reads in them.
    """
    try:
        sent = [one for one in class_reader().drawings(state) if not one.hidden]
        X = class_reader().ink(state, sent).T / LEVELS
    except MnistNetError as error:
        explain(error)
        return []
    if not sent:
        say_note(t("class_page.empty"))
        return []
    known = np.array([one.label is not None for one in sent])
    labels = np.array([one.label for one in sent if one.label is not None], dtype=int)
    if labels.size:
        _show_labelled(X[:, known], labels, network)
    else:
        say_note(t("class_page.no_labels"))
    heading(f"<b>{t('class_page.contested')}</b>")
    return _contested(sent, X)


def _show_labelled(X: FloatArray, labels: IntArray, network: Network) -> None:
    evaluations = {name: evaluate_network(known, X, labels) for name, known in networks().items()}
    numbers, confused = st.columns([1, 1], gap="medium")
    with numbers:
        _show_right(evaluations, len(labels))
        _show_means(*mean_digits(X, labels))
    with confused:
        _show_confusion(evaluate_network(network, X, labels))


def _show_right(evaluations: Mapping[str, Evaluation], n: int) -> None:
    heading(f"<b>{t('class_page.read_right', n=n)}</b>")
    rows = [
        [
            t(f"network.{name}"),
            f"{int(one.confusion.trace()):,}",
            share(one.accuracy),
            number(one.mean_loss),
        ]
        for name, one in evaluations.items()
    ]
    heads = (t("network.label"), t("class_page.right_count"), t("mnist_page.accuracy"))
    with st.container(key="class_right"):
        st.html(table([*heads, t("mnist_page.mean_loss")], rows))


def _show_means(means: FloatArray, counts: IntArray) -> None:
    heading(f"<b>{t('class_page.means')}</b>")
    pictures = "".join(
        f'<figure><img src="{png_address(means[:, k].reshape(SIDE, SIDE))}"'
        f' alt="{t("class_page.mean_of", digit=k, n=counts[k])}">'
        f"<figcaption aria-hidden=true><b>{k}</b> ({counts[k]:,})</figcaption></figure>"
        for k in range(N_CLASSES)
    )
    st.html(f'<div class="means">{pictures}</div>')


def _show_confusion(evaluation: Evaluation) -> None:
    matrix = confusion_matrix(
        evaluation.confusion,
        label=t("mnist_page.query_label"),
        answer=t("mnist_page.query_answer"),
        hover=t("mnist_page.cell"),
    )
    figure(
        matrix,
        key="class_confusion",
        alt=confusion_alt(evaluation.confusion),
        height=CONFUSION,
        title=t("class_page.confusion"),
        ratio=1,
    )


def _contested(sent: list[SentDrawing], X: FloatArray) -> list[tuple[int, str]]:
    outputs = {name: forward(network, X).A2 for name, network in networks().items()}
    found = most_contested(list(outputs.values()), CONTESTED)
    names = [t(f"network.{name}").partition(" 784")[0] for name in outputs]
    answers = np.stack([y_hat.argmax(axis=0) for y_hat in outputs.values()])
    return [
        (sent[i].number, " · ".join(f"{name} {k}" for name, k in zip(names, column, strict=True)))
        for i, column in zip(found.tolist(), answers[:, found].T.tolist(), strict=True)
    ]
