"""Ten bars, one a digit: output activations and squared errors."""

import plotly.graph_objects as go

from mnistnet.charts import palette
from mnistnet.notation import N_CLASSES, FloatArray

HEADROOM = 1.16
"""End of the value axis: room for the number above a bar of 1."""


def digit_bars(
    values: FloatArray | None,
    *,
    winner: int | None,
    target: int | None,
    winner_mark: str,
    target_mark: str,
) -> go.Figure:
    """Draw ten values between 0 and 1.

    Parameters
    ----------
    values : ndarray of shape (10, 1) or None
        In [0, 1]; None draws the empty axes.
    winner, target : int or None
        The digit whose bar is filled with the accent colour, and the one whose bar is outlined.
    winner_mark, target_mark : str
        The words under these two digits.

    Returns
    -------
    plotly.graph_objects.Figure
        The value axis goes from 0 to 1 whatever the values, so two drawings compare by eye.
    """
    digits = list(range(N_CLASSES))
    heights = [0.0] * N_CLASSES if values is None else values[:, 0].tolist()
    marks = {target: target_mark, winner: winner_mark}  # the winner's mark, if they are one
    bars = go.Bar(
        x=digits,
        y=heights,
        text=[""] * N_CLASSES if values is None else [f"{height:.3f}" for height in heights],
        textposition="outside",
        textangle=0,
        constraintext="none",
        cliponaxis=False,
        hoverinfo="none",
        marker_color=[palette.WINNER if digit == winner else palette.QUIET for digit in digits],
        marker_line_color=palette.TARGET,
        marker_line_width=[3 if digit == target else 0 for digit in digits],
    )
    return go.Figure(
        bars, _layout([f"<b>{digit}</b><br>{marks.get(digit, '')}" for digit in digits])
    )


def unit_bars(values: FloatArray, chosen: int, *, limit: float | None, hover: str) -> go.Figure:
    """Draw one number a hidden unit, for a network of few.

    Parameters
    ----------
    values : ndarray of shape (h, 1)
    chosen : int
        The unit whose bar is outlined.
    limit : float or None
        The value axis goes from ``-limit`` to ``limit``; None for activations, from 0 to 1.
    hover : str
        With ``%{customdata}`` for the unit and ``%{y}``.

    Returns
    -------
    plotly.graph_objects.Figure
        A bar's ``customdata`` is its unit.
    """
    units = list(range(len(values)))
    heights = values[:, 0].tolist()
    bars = go.Bar(
        x=units,
        y=heights,
        text=[f"{height:.2f}" if limit is None else f"{height:.1f}" for height in heights],
        textposition="outside",
        textangle=0,
        constraintext="none",
        cliponaxis=False,
        customdata=units,
        hovertemplate=f"{hover}<extra></extra>",
        marker_color=[palette.UP if height > 0 else palette.DOWN for height in heights],
        marker_line_color=palette.TARGET,
        marker_line_width=[3 if unit == chosen else 0 for unit in units],
    )
    figure = go.Figure(bars, _layout(list(map(str, units))))
    figure.update_xaxes(tickvals=units, range=[-0.6, len(units) - 0.4])
    if limit is not None:
        figure.update_yaxes(range=[-HEADROOM * limit, HEADROOM * limit], tickvals=None)
    return figure


def _layout(labels: list[str]) -> dict[str, object]:
    return palette.FRAMELESS | {
        "margin": {"l": 28, "r": 2, "t": 4, "b": 36},
        "bargap": 0.25,
        "xaxis": {
            "tickvals": list(range(N_CLASSES)),
            "ticktext": labels,
            "tickangle": 0,
            "range": [-0.6, N_CLASSES - 0.4],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "tickvals": [0, 0.5, 1],
            "range": [0, HEADROOM],
            "fixedrange": True,
            "gridcolor": palette.GRID,
            "zerolinecolor": palette.GRID,
        },
    }
