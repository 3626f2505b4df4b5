"""A network's confusions: the matrix as a figure, and in words."""

from collections.abc import Callable
from typing import Any

from mnistnet.charts.confusion import confusion_matrix
from mnistnet.notation import N_CLASSES, IntArray
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t

MOST_CONFUSED = 5
"""Confusions that are named for those who cannot see the matrix."""


def show_confusions(
    confusion: IntArray,
    *,
    key: str,
    title: str,
    height: int,
    on_click: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Show which digit is taken for which.

    Parameters
    ----------
    confusion : ndarray of shape (10, 10)
        A row for each label, a column for each answer.
    key, title, height, on_click
        As of `figure`.
    """
    matrix = confusion_matrix(
        confusion,
        label=t("mnist_page.query_label"),
        answer=t("mnist_page.query_answer"),
        hover=t("mnist_page.cell"),
    )
    alt = confusion_alt(confusion)
    figure(matrix, key=key, alt=alt, height=height, title=title, ratio=1, on_click=on_click)


def confusion_alt(confusion: IntArray) -> str:
    """Name the digits that are taken for one another most often, by a matrix of shape (10, 10)."""
    wrong = confusion.copy()
    wrong[range(N_CLASSES), range(N_CLASSES)] = 0
    most = wrong.ravel().argsort()[::-1][:MOST_CONFUSED]
    named = (
        t("mnist_page.taken_for", label=i // N_CLASSES, answer=i % N_CLASSES, n=wrong.flat[i])
        for i in most
        if wrong.flat[i]
    )
    return t("mnist_page.confusion_alt", listed=", ".join(named))
