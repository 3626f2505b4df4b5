"""The lecture's table: from ten predictions to the loss."""

from collections.abc import Collection
from html import escape

import numpy as np
import streamlit as st

from mnistnet.charts.number_text import adding_up, number, share
from mnistnet.loss import loss_gradient, loss_shares, squared_error
from mnistnet.notation import FloatArray
from mnistnet.ui.answer_html import note_html
from mnistnet.ui.i18n import t

COLUMNS = {
    "digit": "",
    "prediction": "A2",
    "target": "Y",
    "difference": "A2 − Y",
    "square": "(A2 − Y)²",
    "direction": "",
    "share": "",
}
"""The table's columns and their symbols."""

ARROWS = {"up": "↑", "down": "↓", "stay": "="}


def show_error_table(y_hat: FloatArray, Y: FloatArray, refused: Collection[int]) -> None:
    """Write what each of ten classes adds to the loss, one row a class, and their sum.

    Rows with marks, shares as bars and a foot: more than `html_table.table` is made for.

    Parameters
    ----------
    y_hat, Y : ndarray of shape (10, 1)
        Predictions and target, in [0, 1].
    refused : collection of int
        The rows to mark: what was typed there is not a prediction.
    """
    errors, parts = squared_error(y_hat, Y)[:, 0], loss_shares(y_hat, Y)
    written, total = adding_up(errors)
    # What is nothing beside the others is written by itself: 4.3e-12, not 0.00e-06.
    squares = [
        number(error) if error and not float(text) else text
        for error, text in zip(errors.tolist(), written, strict=True)
    ]
    rows = "".join(
        f"<tr class='{_looks(digit, Y, refused)}'><th scope=row>{digit}"
        f"<td>{number(y_hat[digit, 0])}<td>{Y[digit, 0]:.0f}"
        f"<td>{number(y_hat[digit, 0] - Y[digit, 0])}"
        f"<td>{squares[digit]}<td>{direction}"
        f"<td class=share style='--share: {parts[digit, 0]:.3%}'>{escape(share(parts[digit, 0]))}"
        for digit, direction in enumerate(directions(y_hat, Y))
    )
    head = "".join(
        f"<th scope=col>{t(f'error_page.{name}')} <span>{symbol}</span>"
        for name, symbol in COLUMNS.items()
    )
    foot = (
        f"<tr><th scope=row colspan=4>{t('error_page.sum')}<td>{total}<td><td>{share(parts.sum())}"
    )
    shown = f"<table class=error><thead><tr>{head}<tbody>{rows}<tfoot>{foot}</table>"
    kept = "" if "e-" in shown else " style='visibility: hidden'"  # its room, so that nothing moves
    st.html(f"{shown}<div{kept}>{note_html(t('table.small'))}</div>")


def directions(y_hat: FloatArray, Y: FloatArray) -> list[str]:
    """Say for each of ten outputs (10, 1) which way it should move to make the loss smaller."""
    ways = {-1: "up", 0: "stay", 1: "down"}  # against the slope
    signs = np.sign(loss_gradient(y_hat, Y)[:, 0])
    return [f"{ARROWS[ways[sign]]} {t(f'error_page.{ways[sign]}')}" for sign in signs]


def _looks(digit: int, Y: FloatArray, refused: Collection[int]) -> str:
    target = "target" if Y[digit, 0] else ""
    return f"{target} refused" if digit in refused else target
