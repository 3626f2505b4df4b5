"""Bars: ten for the digits, or one for each of few hidden units."""

from collections.abc import Sequence
from typing import Any

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.charts.number_text import number, share, short_number
from mnistnet.notation import N_CLASSES, FloatArray

HEADROOM = 1.16
"""End of the value axis: room for the number above a bar of 1."""

UNIT_TICKS = (0, 0.5, 1)


def digit_bars(
    values: FloatArray | None,
    *,
    winner: int | None,
    target: int | None,
    winner_mark: str,
    target_mark: str,
    both_mark: str,
    shares: bool = False,
) -> Figure:
    """Draw ten values between 0 and 1.

    Parameters
    ----------
    values : ndarray of shape (10, 1) or None
        In [0, 1]; None draws the empty axes.
    winner, target : int or None
        The digit whose bar is filled with the accent colour, and the one whose bar is outlined.
    winner_mark, target_mark, both_mark : str
        The words under these two digits, and under the one that is both.
    shares : bool
        The values are shares of something, and written as percentages.

    Returns
    -------
    Figure
        The value axis goes from 0 to 1 whatever the values, so two drawings compare by eye.
    """
    digits = range(N_CLASSES)
    heights = [0.0] * N_CLASSES if values is None else values[:, 0].tolist()
    marks = {target: target_mark, winner: both_mark if winner == target else winner_mark}
    written = _short_share if shares else short_number
    return _bars(
        heights,
        numbers=[""] * N_CLASSES if values is None else [written(height) for height in heights],
        labels=[f"<b>{digit}</b><br>{marks.get(digit, '')}" for digit in digits],
        colours=[palette.WINNER if digit == winner else palette.QUIET for digit in digits],
        outlined=target,
        outline=palette.TARGET,
        hover={"hoverinfo": "none"},
        ends=[0, HEADROOM],
        ticks=UNIT_TICKS,
        tickformat=".0%" if shares else "",
    )


def unit_bars(values: FloatArray, chosen: int, *, limit: float | None, hover: str) -> Figure:
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
    Figure
        A bar's ``customdata`` is its unit.
    """
    heights = values[:, 0].tolist()
    return _bars(
        heights,
        numbers=[
            short_number(height) if limit is None else number(height, 1) for height in heights
        ],
        labels=[str(unit) for unit in range(len(heights))],
        colours=[palette.UP if height > 0 else palette.DOWN for height in heights],
        outlined=chosen,
        outline=palette.CHOSEN,
        hover={"hovertemplate": f"{hover}<extra></extra>"},
        ends=[0, HEADROOM] if limit is None else [-HEADROOM * limit, HEADROOM * limit],
        ticks=UNIT_TICKS if limit is None else None,
    )


def _short_share(value: float) -> str:
    return share(value).replace(" ", "")


def _bars(
    heights: list[float],
    *,
    numbers: list[str],
    labels: list[str],
    colours: list[str],
    outlined: int | None,
    outline: str,
    hover: dict[str, str],
    ends: list[float],
    ticks: Sequence[float] | None,
    tickformat: str = "",
) -> Figure:
    places = list(range(len(heights)))
    outlines = [3 if place == outlined else 0 for place in places]
    bars = {
        "type": "bar",
        "x": places,
        "y": heights,
        "text": numbers,
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "customdata": places,
        "marker": {"color": colours, "line": {"color": outline, "width": outlines}},
    }
    return plain_figure(bars | hover, **columns(labels, ends, ticks=ticks, tickformat=tickformat))


def columns(
    labels: Sequence[str],
    ends: Sequence[float],
    *,
    ticks: Sequence[float] | None = None,
    tickformat: str = "",
    foot: int = 36,
) -> dict[str, Any]:
    """Lay out places beside each other, a label under each, for `plain_figure`.

    Parameters
    ----------
    labels : sequence of str
    ends : sequence of two floats
        Of the value axis.
    ticks : sequence of float, optional
        Where the value axis has its numbers; otherwise Plotly chooses.
    tickformat : str
        How they are written, as d3-format has it.
    foot : int
        Room for the labels, in pixels.
    """
    across = {
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "tickangle": 0,
        "ticklabeloverflow": "allow",  # the longest mark, under the last digit on a phone
        "range": [-0.6, len(labels) - 0.4],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    upwards = {
        "range": list(ends),
        "tickvals": ticks,
        "tickformat": tickformat or None,
        "fixedrange": True,
        "gridcolor": palette.GRID,
        "zerolinecolor": palette.GRID,
    }
    return {
        "margin": {"l": 36 if tickformat else 28, "r": 12, "t": 4, "b": foot},
        "bargap": 0.25,
        "xaxis": across,
        "yaxis": {name: value for name, value in upwards.items() if value is not None},
    }
