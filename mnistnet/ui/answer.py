"""The answer in words and numbers: what the charts show, for reading."""

from html import escape

import streamlit as st

from mnistnet.notation import N_CLASSES, FloatArray
from mnistnet.picture import png_address
from mnistnet.preprocess import PreparedDigit
from mnistnet.ui.words import t

SURE = 0.5
"""Below it no output says yes, and the page says that the network is not sure."""


def heading(words: str) -> None:
    """Write a short title over a part of the page."""
    st.html(f'<p class="heading">{words}</p>')


def say_note(words: str) -> None:
    """Write a sentence that matters less than the answer."""
    st.html(f'<p class="note" role="status">{words}</p>')


def say_prediction(y_hat: FloatArray) -> None:
    """Name the winning digit and its nearest rival, with their activations (10, 1)."""
    rival, winner = y_hat[:, 0].argsort()[-2:]
    doubt = "" if y_hat[winner, 0] >= SURE else t("draw.not_sure")
    _live(
        f'<b class="digit">{winner}</b>'
        f'<span class="value">{y_hat[winner, 0]:.3f}</span>'
        f'<span class="rival">{t("draw.next", digit=rival, value=f"{y_hat[rival, 0]:.3f}")}'
        f"<br>{doubt}</span>"
    )


def say_prompt(words: str) -> None:
    """Say what to do, where the prediction will stand."""
    _live(f'<span class="rival">{escape(words)}</span>')  # a file's name may be in it


def say_loss(errors: FloatArray | None, *, key: str = "loss") -> None:
    """Write the loss as the sum of the ten squared errors (10, 1) that it is."""
    with st.container(key=key):
        if errors is None:
            st.html(f'<p class="loss">{t("draw.loss")}</p>')
            return
        terms = " + ".join(f"{error:.3f}" for error in errors[:, 0])
        st.html(
            f'<p class="loss">{t("draw.loss")} <b>{errors.sum():.3f}</b>'
            f' <span class="terms">= {terms}</span></p>'
        )


def show_digit(digit: PreparedDigit) -> None:
    """Show the 28x28 pixels that the network sees, small."""
    st.html(f'<img class="seen" src="{png_address(digit.pixels)}" alt="{t("draw.seen")}">')


def show_steps(digit: PreparedDigit | None) -> None:
    """Show the images on the way from the canvas to the 28x28 pixels, small."""
    steps = digit.steps if digit else ()
    pictures = "".join(
        f'<figure><img src="{png_address(image)}" alt=""><figcaption>{t(f"step.{name}")}'
        "</figcaption></figure>"
        for name, image in steps
    )
    st.html(f'<div class="steps">{pictures}</div>')


def say_image(number: int) -> None:
    """Say that a test image stands in place of a drawing, where its steps would be."""
    st.html(f'<div class="steps">{t("draw.image", number=number)}</div>')


def show_table(y_hat: FloatArray | None, target: int | None, errors: FloatArray | None) -> None:
    """Write the two charts' numbers as a table, for those who do not see bars."""
    with st.expander(t("table.title")):
        if y_hat is None or errors is None:
            st.write(t("error.nothing_drawn"))
            return
        rows = "".join(
            f"<tr><th scope=row>{digit}<td>{y_hat[digit, 0]:.3f}<td>{int(digit == target)}"
            f"<td>{errors[digit, 0]:.3f}"
            for digit in range(N_CLASSES)
        )
        head = "".join(f"<th scope=col>{t(f'table.{name}')}" for name in TABLE)
        st.html(f"<table class=values><thead><tr>{head}<tbody>{rows}</table>")


TABLE = ("digit", "activation", "target", "squared_error")


def in_words(title: str, values: FloatArray | None) -> str:
    """Say what a chart of ten values (10, 1) shows."""
    if values is None:
        return t("figure.empty", title=title)
    listed = ", ".join(f"{digit}: {value:.3f}" for digit, value in enumerate(values[:, 0]))
    return t("figure.values", title=title, values=listed)


def _live(html: str) -> None:
    with st.container(key="prediction"):
        st.html(f'<div role="status">{html}</div>')
