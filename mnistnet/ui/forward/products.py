"""A weighted input as the sum that it is, product by product."""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np
import streamlit as st

from mnistnet.charts.number_text import MINUS, number
from mnistnet.notation import FloatArray
from mnistnet.ui.i18n import t

SIDE_BY_SIDE = (11, 9)
"""Widths of a matrix and of the products beside it."""

DECIMALS = 4
"""Of each number: one more than elsewhere."""


def show_products(
    weights: FloatArray,
    inputs: FloatArray,
    *,
    heads: Sequence[str],
    name: Callable[[int], str],
    total: str,
    left_out: str,
) -> None:
    """Write each product of a weight and an input, the largest in size first, and their sum.

    Each number is rounded by itself; where what is read does not add up, the difference is a row.

    Parameters
    ----------
    weights : ndarray of shape (n,)
        One row of W1 or W2.
    inputs : ndarray of shape (n,)
        What it is multiplied by; products with 0 are left out.
    heads : sequence of str
        Over the inputs' names, the weights, the inputs and the products.
    name : callable
        What an input is called, by its index.
    total : str
        Name of the sum.
    left_out : str
        The key of the sentence on the products with 0, with ``{n}``.
    """
    products = weights * inputs
    counted = np.flatnonzero(inputs)
    order = counted[np.argsort(-np.abs(products[counted]), kind="stable")].tolist()
    terms, summed = [_written(products[i]) for i in order], _written(products.sum())
    left = _read(summed) - sum(map(_read, terms))
    rows = "".join(
        f"<tr><th scope=row>{escape(name(i))}<td>{_written(weights[i])}<td>{_written(inputs[i])}"
        f"<td>{term}"
        for i, term in zip(order, terms, strict=True)
    )
    columns = "".join(f"<th scope=col>{escape(head)}" for head in heads)
    rest = len(weights) - len(order)
    note = f"<tr><td colspan=4>{t(left_out, n=rest)}" if rest else ""
    if abs(left) >= 0.5 / 10**DECIMALS:
        head = f"<th scope=row colspan=3>{t('forward.rounding')}"
        note += f"<tr class=rounding>{head}<td>{_written(left)}"
    whole = escape(t("forward.sum_of", total=total, n=len(order)))
    foot = f"<tr><th scope=row colspan=3>{whole}<td>{summed}"
    st.html(
        f"<div class=products tabindex=0><table class=values><thead><tr>{columns}"
        f"<tbody>{rows}{note}<tfoot>{foot}</table></div>"
    )


def _written(value: float) -> str:
    return number(value, DECIMALS)


def _read(text: str) -> float:
    return float(text.replace(MINUS, "-"))
