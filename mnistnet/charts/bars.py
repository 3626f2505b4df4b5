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
        bars, digit_axes([f"<b>{digit}</b><br>{marks.get(digit, '')}" for digit in digits])
    )


def digit_axes(
    labels: list[str], *, values: tuple[float, float] = (0, HEADROOM), foot: int = 36
) -> dict[str, object]:
    """Lay out ten digits beside each other.

    Parameters
    ----------
    labels : list of str
        What stands under each digit's place.
    values : (float, float)
        Both ends of the value axis.
    foot : int
        Room for the labels, in pixels.
    """
    return {
        "template": "none",
        "margin": {"l": 28, "r": 2, "t": 4, "b": foot},
        "paper_bgcolor": palette.NOTHING,
        "plot_bgcolor": palette.NOTHING,
        "bargap": 0.25,
        "dragmode": False,
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
            "range": list(values),
            "fixedrange": True,
            "gridcolor": palette.GRID,
            "zerolinecolor": palette.GRID,
        },
    }
