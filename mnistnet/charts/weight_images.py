"""A training to watch: growing curves, and the weights of some hidden units."""

from typing import Any

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray

LEAST_LOSS, GREATEST_LOSS = 0.003, 10.0
"""Ends of the loss axis: 10 is the worst that ten outputs can do."""

LOSS_TICKS = [0.01, 0.1, 1, 10]

N_UNITS = 8
"""So many hidden units are shown; each is 28 squares wide."""

GAP = 2
"""Empty squares between two units."""

SHEET_RATIO = SIDE / (N_UNITS * (SIDE + GAP) - GAP)
"""Height of the sheet of units over its width."""


def loss_curves(
    epochs: list[float],
    training: list[float],
    validation: list[float],
    *,
    n_epochs: int,
    hover: str,
) -> Figure:
    """Draw the losses so far on images that are learnt from and on others.

    Parameters
    ----------
    epochs, training, validation : list of float
        One a point; losses in [0, 10].
    n_epochs : int
        End of the axis of epochs.
    hover : str
        With ``%{x}`` and ``%{y}``.

    Returns
    -------
    Figure
        The loss is on a logarithmic axis, the same for every training: what happens first is as
        easy to see as what happens last.
    """
    training, validation = (
        [max(loss, LEAST_LOSS) for loss in losses] for losses in (training, validation)
    )
    ends = np.log10([LEAST_LOSS, GREATEST_LOSS]).tolist()
    axis = {"type": "log", "range": ends, "tickvals": LOSS_TICKS, "ticktext": LOSS_TICKS}
    return _curves(epochs, training, validation, n_epochs, axis, hover)


def accuracy_curves(
    epochs: list[float],
    training: list[float],
    validation: list[float],
    *,
    n_epochs: int,
    hover: str,
) -> Figure:
    """Draw the parts read right so far, as `loss_curves` draws losses; the axis is 0 to 1."""
    axis: dict[str, Any] = {"range": [0, 1.02], "tickvals": [0, 0.5, 0.9, 1]}
    return _curves(epochs, training, validation, n_epochs, axis, hover)


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


def _curves(
    epochs: list[float],
    training: list[float],
    validation: list[float],
    n_epochs: int,
    value_axis: dict[str, Any],
    hover: str,
) -> Figure:
    traces = (
        {
            "type": "scatter",
            "x": epochs,
            "y": values,
            "mode": "lines+markers",
            "marker": {"size": [0] * (len(epochs) - 1) + [8], "color": colour, "opacity": 1},
            "line": {"color": colour, "width": 2, "dash": dash},
            "cliponaxis": False,
            "hovertemplate": f"{hover}<extra></extra>",
        }
        for values, colour, dash in (
            (training, palette.WINNER, "solid"),
            (validation, palette.TARGET, "dash"),
        )
    )
    axis = {"fixedrange": True, "gridcolor": palette.GRID, "zeroline": False}
    return plain_figure(
        *traces,
        margin={"l": 36, "r": 10, "t": 8, "b": 24},
        xaxis=axis | {"range": [0, n_epochs]},
        yaxis=axis | value_axis,
    )
