"""Curves: the sigmoid with a point on it, and how a training grows."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.network import sigmoid

REACH = 10.0
"""The curve is drawn from -10 to 10: beyond, g differs from 0 or 1 by less than 0.00005."""

LEAST_LOSS, GREATEST_LOSS = 0.003, 10.0
"""Ends of the loss axis: 10 is the worst that ten outputs can do."""

LOSS_TICKS = [0.01, 0.1, 1, 10]

LINES = ((palette.WINNER, "solid"), (palette.TEXT, "dash"), (palette.OURS, "dot"))
"""Colour and dashes of the training images' curve, and of those of one or two sets held back."""


def sigmoid_point(z: float, *, label: str) -> Figure:
    """Draw g and mark one weighted input on it.

    Parameters
    ----------
    z : float
        Marked at the edge if it is beyond `REACH`.
    label : str
        What stands at the mark.

    Returns
    -------
    Figure
    """
    curve = np.linspace(-REACH, REACH, 101)
    x = float(np.clip(z, -REACH, REACH))
    y = float(sigmoid(np.array(z)))
    traces = (
        {"x": curve, "y": sigmoid(curve), "mode": "lines", "line": {"color": palette.QUIET}},
        {
            "x": [x, x, -REACH],
            "y": [0, y, y],
            "mode": "lines",
            "line": {"color": palette.CHOSEN, "width": 1, "dash": "dot"},
        },
        {
            "x": [x],
            "y": [y],
            "mode": "markers+text",
            "marker": {"size": 12, "color": palette.CHOSEN},
            "text": [label],
            "textposition": "bottom left" if x > 0 else "top right",
        },
    )
    axis = {"fixedrange": True, "gridcolor": palette.GRID, "zerolinecolor": palette.GRID}
    return plain_figure(
        *({"type": "scatter", "hoverinfo": "skip"} | trace for trace in traces),
        margin={"l": 28, "r": 8, "t": 8, "b": 24},
        xaxis=axis | {"range": [-REACH, REACH]},
        yaxis=axis | {"range": [-0.05, 1.05], "tickvals": [0, 0.5, 1], "zeroline": False},
    )


def loss_curves(
    epochs: list[float],
    values: Sequence[list[float]],
    *,
    n_epochs: int,
    axes: tuple[str, str],
    hover: str,
) -> Figure:
    """Draw the losses so far on images that are learnt from and on others.

    Parameters
    ----------
    epochs : list of float
        One a point.
    values : sequence of list of float
        Losses in [0, 10], one a point: on the training images, then on one or two sets held back.
    n_epochs : int
        End of the axis of epochs.
    axes : tuple of str
        Names of the axis of epochs and of the axis of losses.
    hover : str
        With ``%{x}`` and ``%{y}``.

    Returns
    -------
    Figure
        The loss is on a logarithmic axis, the same for every training: what happens first is as
        easy to see as what happens last.
    """
    values = [[max(loss, LEAST_LOSS) for loss in losses] for losses in values]
    ends = np.log10([LEAST_LOSS, GREATEST_LOSS]).tolist()
    axis = {"type": "log", "range": ends, "tickvals": LOSS_TICKS, "ticktext": LOSS_TICKS}
    return _curves(epochs, values, n_epochs, axis, axes, hover)


def accuracy_curves(
    epochs: list[float],
    values: Sequence[list[float]],
    *,
    n_epochs: int,
    axes: tuple[str, str],
    hover: str,
) -> Figure:
    """Draw the parts read right so far, as `loss_curves` draws losses; the axis is 0 to 1."""
    axis: dict[str, Any] = {"range": [0, 1.02], "tickvals": [0, 0.5, 0.9, 1], "tickformat": ".0%"}
    return _curves(epochs, values, n_epochs, axis, axes, hover)


def _curves(
    epochs: list[float],
    values: Sequence[list[float]],
    n_epochs: int,
    value_axis: dict[str, Any],
    names: tuple[str, str],
    hover: str,
) -> Figure:
    traces = (
        {
            "type": "scatter",
            "x": epochs,
            "y": of_a_set,
            "mode": "lines+markers",
            "marker": {"size": [0] * (len(epochs) - 1) + [8], "color": colour, "opacity": 1},
            "line": {"color": colour, "width": 2, "dash": dash},
            "cliponaxis": False,
            "hovertemplate": f"{hover}<extra></extra>",
        }
        for of_a_set, (colour, dash) in zip(values, LINES, strict=False)
    )
    axis = {"fixedrange": True, "gridcolor": palette.GRID, "zeroline": False}
    along, upwards = ({"title": {"text": name, "standoff": 4}} for name in names)
    return plain_figure(
        *traces,
        margin={"l": 56, "r": 10, "t": 8, "b": 38},
        xaxis=axis | along | {"range": [0, n_epochs]},
        yaxis=axis | upwards | value_axis,
    )
