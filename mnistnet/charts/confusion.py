"""Which digits a network takes for which."""

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.notation import N_CLASSES, FloatArray, IntArray

STRONGEST = 0.5
"""Most of the colour that a cell gets, so that the number in it stays readable."""

STEEP = 2.0
"""Colour for the square root of a share: a network's usual confusions are below 1 in 100."""

DIGITS = list(range(N_CLASSES))


def confusion_matrix(confusion: IntArray, *, label: str, answer: str, hover: str) -> Figure:
    """Draw the number of images by true digit and answer; a click tells them as ``y`` and ``x``.

    Parameters
    ----------
    confusion : ndarray of shape (10, 10)
        Number of images by true digit (row) and winning output (column).
    label, answer : str
        Titles of the two axes.
    hover : str
        What a cell says of itself, with ``%{y}``, ``%{x}`` and ``%{z}``.

    Returns
    -------
    Figure
        The diagonal is what was read right, in the winner's colour; elsewhere red
        grows with the square root of the part of a row's images, on one scale for every network.
    """
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    strength = np.minimum(STEEP * np.sqrt(shares), STRONGEST)
    is_right = np.eye(N_CLASSES, dtype=bool)
    axis = {"tickvals": DIGITS, "fixedrange": True, "showgrid": False, "zeroline": False}
    return plain_figure(
        _cells(confusion, np.where(is_right, 0.3, np.nan), palette.WINNER, hover),
        _cells(confusion, np.where(is_right, np.nan, strength), palette.UP, hover),
        margin={"l": 44, "r": 4, "t": 44, "b": 4},
        plot_bgcolor=palette.GRID,
        xaxis=axis | {"title": {"text": answer, "standoff": 4}, "side": "top"},
        yaxis=axis | {"title": {"text": label, "standoff": 4}, "autorange": "reversed"},
    )


def _cells(confusion: IntArray, depth: FloatArray, colour: str, hover: str) -> dict[str, object]:
    """Return the cells of one colour: where its depth, from 0 to 1, is not NaN."""
    return {
        "type": "heatmap",
        "x": DIGITS,
        "y": DIGITS,
        "z": depth,
        "customdata": confusion,
        "text": [[f"{count:,}" if count else "" for count in row] for row in confusion.tolist()],
        "texttemplate": "%{text}",
        "textfont": {"color": palette.TEXT},
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, palette.PAGE], [1, colour]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hovertemplate": f"{hover}<extra></extra>",
    }
