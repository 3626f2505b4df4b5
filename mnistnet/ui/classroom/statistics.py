"""What the class has taught: read right by whom, taken for what, mean digits, contested ones."""

import time
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mnistnet.charts.number_text import number, share
from mnistnet.class_store.reader import LEVELS
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.statistics import mean_digits, most_contested
from mnistnet.drawing.picture import png_address
from mnistnet.errors import MnistNetError
from mnistnet.evaluation import Evaluation, evaluate_network
from mnistnet.network import forward
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray, IntArray
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import heading, say_note
from mnistnet.ui.classes import class_reader
from mnistnet.ui.confusion import show_confusions
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain
from mnistnet.ui.networks import networks
from mnistnet.ui.options import ALL_TASKS

CONFUSION = 440
"""Greatest height of the matrix, in pixels."""

CONTESTED = 20
"""Drawings that are shown as contested most."""

BATCH, PATIENCE = 100, 1.0
"""Drawings that are prepared at a time, and seconds after which the rest waits for the next run."""


def show_statistics(
    state: ClassState, task: int, task_words: str
) -> tuple[int, list[tuple[int, str]]]:
    """Show what can be said of the class's drawings, all but the hidden ones.

    Parameters
    ----------
    state : ClassState
    task : int
        Number of the task that they are of, or `ALL_TASKS`.
    task_words : str
        What it asks; "" for all.

    Returns
    -------
    revision : int
        Of the class as it was counted; 0 if there is more to count.
    contested : list of (int, str)
        Numbers of the drawings that are contested most, with what each network reads in them.
    """
    try:
        every = [
            one
            for one in class_reader().drawings(state)
            if not one.hidden and task in (one.task, ALL_TASKS)
        ]
        ink = _prepared(state, every)
    except MnistNetError as error:
        explain(error)
        return 0, []
    sent = every[: len(ink)]
    if not sent:
        return state.revision, []  # which the wall explains
    if len(sent) < len(every):
        say_note(t("class_page.counting", n=len(sent), all=len(every)))
    X = ink.T / LEVELS
    known = np.array([one.label is not None for one in sent])
    labels = np.array([one.label for one in sent if one.label is not None], dtype=int)
    if labels.size:
        _show_labelled(X[:, known], labels, task_words)
    else:
        say_note(t("class_page.no_labels"))
    heading(f"<b>{t('class_page.contested')}</b>")
    return state.revision if len(sent) == len(every) else 0, _contested(sent, X)


def _prepared(state: ClassState, sent: Sequence[SentDrawing]) -> NDArray[np.uint8]:
    """Return the first drawings as the network reads them, (n, 784): all, or `PATIENCE` has ended.

    After a start of the server none is prepared yet; those that are stay so.
    """
    begin, inks = time.monotonic(), [np.empty((0, N_PIXELS), np.uint8)]
    for first in range(0, len(sent), BATCH):
        inks.append(class_reader().ink(state, sent[first : first + BATCH]))
        if time.monotonic() > begin + PATIENCE:
            break
    return np.concatenate(inks)


def _show_labelled(X: FloatArray, labels: IntArray, task_words: str) -> None:
    evaluations = {name: evaluate_network(one, X, labels) for name, one in networks().items()}
    numbers, confused = st.columns([1, 1], gap="medium")
    with numbers:
        if task_words:
            heading(f"<b>{task_words}</b>")
        _show_right(evaluations, len(labels))
        _show_means(*mean_digits(X, labels))
    with confused:
        name = url_state.network_name()
        show_confusions(
            evaluations[name].confusion,
            key="class_confusion",
            title=f"{t(f'network.{name}')} · {t('class_page.confusion')}",
            height=CONFUSION,
        )


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


def _contested(sent: list[SentDrawing], X: FloatArray) -> list[tuple[int, str]]:
    outputs = {name: forward(network, X).A2 for name, network in networks().items()}
    found = most_contested(list(outputs.values()), CONTESTED)
    names = [t(f"network.{name}").partition(" 784")[0] for name in outputs]
    answers = np.stack([y_hat.argmax(axis=0) for y_hat in outputs.values()])
    return [
        (sent[i].number, " · ".join(f"{name} {k}" for name, k in zip(names, column, strict=True)))
        for i, column in zip(found.tolist(), answers[:, found].T.tolist(), strict=True)
    ]
