"""A network's confusions in words."""

from mnistnet.notation import N_CLASSES, IntArray
from mnistnet.ui.i18n import t

MOST_CONFUSED = 5
"""Confusions that are named for those who cannot see the matrix."""


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
