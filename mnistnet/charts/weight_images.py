"""Matrices that belong to a layer as pictures: weights of hidden units, rows of ten outputs."""

from typing import Any

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray

N_UNITS = 8
"""So many hidden units are shown; each is 28 squares wide."""

GAP = 2
"""Empty squares between two units."""

SHEET_RATIO = SIDE / (N_UNITS * (SIDE + GAP) - GAP)
"""Height of the sheet of units over its width."""


def unit_sheet(W1: FloatArray, limit: float, *, hover: str) -> Figure:
    """Draw the weights of the first hidden units as 28x28 images beside one another.

    Parameters
    ----------
    W1 : ndarray of shape (h, 784) or (h, 785)
        Weights, or their gradients; a bias is not shown.
    limit : float
        End of the diverging scale.
    hover : str
        With ``%{z}``.

    Returns
    -------
    Figure
        Always as wide as eight units.
    """
    sheet = np.full((SIDE, N_UNITS * (SIDE + GAP) - GAP), np.nan)
    for unit, row in enumerate(W1[:N_UNITS, :N_PIXELS]):
        first = unit * (SIDE + GAP)
        sheet[:, first : first + SIDE] = row.reshape(SIDE, SIDE)
    return plain_figure(
        _squares(sheet, limit, hover),
        xaxis={"visible": False, "fixedrange": True, "constrain": "domain"},
        yaxis={
            "visible": False,
            "fixedrange": True,
            "constrain": "domain",
            "autorange": "reversed",
            "scaleanchor": "x",
        },
    )


def class_rows(values: FloatArray, limit: float, *, hover: str) -> Figure:
    """Draw a matrix with a row for each of the ten outputs, such as dZ2 or dW2.

    Parameters
    ----------
    values : ndarray of shape (10, n)
    limit : float
        End of the diverging scale.
    hover : str
        With ``%{y}`` for the output, ``%{x}`` for the column and ``%{z}``.

    Returns
    -------
    Figure
    """
    lines = {"showline": True, "mirror": True, "linecolor": palette.GRID, "fixedrange": True}
    return plain_figure(
        _squares(values, limit, hover),
        margin={"l": 24, "r": 2, "t": 2, "b": 2},
        xaxis=lines | {"tickvals": []},
        yaxis=lines | {"tickvals": list(range(N_CLASSES)), "autorange": "reversed"},
    )


def _squares(values: FloatArray, limit: float, hover: str) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "z": values.astype(np.float32),
        "zmin": -limit,
        "zmax": limit,
        "colorscale": palette.SIGNED,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": f"{hover}<extra></extra>",
    }
