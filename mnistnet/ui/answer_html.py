"""The answer in words and numbers: what the charts show, for reading."""

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from mnistnet.charts.number_text import number, sum_text
from mnistnet.drawing.picture import png_address
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.drawing.strokes import are_two_digits
from mnistnet.explain import winner_and_rival
from mnistnet.network import SURE
from mnistnet.notation import N_CLASSES, FloatArray
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t

SMALL_NUMBER = re.compile(r"[\d.]+e-\d+")
"""At whose hyphen a browser would break a line."""


def heading(words: str) -> None:
    """Write a short title over a part of the page."""
    st.html(f'<p class="heading">{words}</p>')


def note_html(words: str) -> str:
    """Return a sentence that matters less than the answer, as HTML."""
    return f'<p class="note" role="status">{words}</p>'


def say_note(words: str) -> None:
    """Write a sentence that matters less than the answer."""
    st.html(note_html(words))


def prediction_html(y_hat: FloatArray, strokes: Sequence[FloatArray] = ()) -> str:
    """Name the winning digit and its nearest rival, with their activations (10, 1), in HTML.

    Also why they may be nonsense: none is sure, or the strokes, if it is drawn, are two digits.
    """
    winner, rival = winner_and_rival(y_hat)
    doubt = "" if y_hat[winner, 0] >= SURE else t("draw.not_sure")
    if are_two_digits(strokes):
        doubt = t("draw.two_digits")
    return _status(
        f'<b class="digit">{winner}</b>'
        f'<span class="value">{number(y_hat[winner, 0])}</span>'
        f'<span class="rival">{t("draw.next", digit=rival, value=number(y_hat[rival, 0]))}'
        f"<br>{doubt}</span>"
    )


def prompt_html(words: str) -> str:
    """Say what to do, where the prediction will stand, in HTML."""
    return _status(f'<span class="rival">{escape(words)}</span>')  # a file's name may be in it


def no_answer_html(words: str) -> str:
    """Say why there is no answer, a dash in its place, in HTML."""
    return _status(f'<b class="digit">–</b><span class="rival">{words}</span>')


def loss_html(errors: FloatArray | None) -> str:
    """Write the loss as the sum of the ten squared errors (10, 1) that it is, in HTML."""
    if errors is None:
        return f'<p class="loss">{t("draw.loss")}</p>'
    total, terms = sum_text(errors[:, 0])
    whole = SMALL_NUMBER.sub(r'<span class="whole">\g<0></span>', terms)
    return (
        f'<p class="loss">{t("draw.loss")} <b>{total}</b> <span class="terms">= {whole}</span></p>'
    )


def show_digit(digit: PreparedDigit) -> None:
    """Show the 28x28 pixels that the network sees, small."""
    st.html(f'<img class="seen" src="{png_address(digit.pixels)}" alt="{t("draw.seen")}">')


def steps_html(digit: PreparedDigit | None) -> str:
    """Return the images on the way from the canvas to the 28x28 pixels, small, as HTML."""
    steps = digit.steps if digit else ()
    pictures = "".join(
        f'<figure><img src="{png_address(image)}" alt=""><figcaption>{t(f"step.{name}")}'
        "</figcaption></figure>"
        for name, image in steps
    )
    return f'<div class="steps">{pictures}</div>'


def in_place_html(words: str) -> str:
    """Say that an image stands in place of a drawing, where its steps would be, in HTML."""
    return f'<div class="steps in_place">{words}</div>'


def table_html(y_hat: FloatArray | None, target: int | None, errors: FloatArray | None) -> str:
    """Write the two charts' numbers as a table, for those who do not see bars, in HTML."""
    numbers = f"<p>{t('error.nothing_drawn')}</p>"
    if y_hat is not None and errors is not None:
        rows = [
            [str(k), number(y_hat[k, 0]), str(int(k == target)), number(errors[k, 0])]
            for k in range(N_CLASSES)
        ]
        numbers = table([t(f"table.{name}") for name in TABLE], rows)
        if "e-" in numbers:
            numbers += note_html(t("table.small"))
    return f"<details><summary>{t('table.title')}</summary>{numbers}</details>"


TABLE = ("digit", "activation", "target", "squared_error")


def values_alt(title: str, values: FloatArray | None) -> str:
    """Say what a chart of ten values (10, 1) shows."""
    if values is None:
        return t("figure.empty", title=title)
    listed = ", ".join(f"{digit}: {number(value)}" for digit, value in enumerate(values[:, 0]))
    return t("figure.values", title=title, values=listed)


def _status(html: str) -> str:
    return f'<div class="prediction" role="status">{html}</div>'
