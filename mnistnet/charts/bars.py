"""Bars: ten for the digits, or one for each of few hidden units."""

from collections.abc import Collection, Sequence
from typing import Any

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.charts.number_text import number, short_number
from mnistnet.notation import N_CLASSES, FloatArray, IntArray

HEADROOM = 1.16
"""End of the value axis: room for the number above a bar of 1."""

COUNT_HEADROOM = 1.4
"""End of the axis of counts, by the largest: room for the two lines above its bar."""

UNIT_TICKS = (0, 0.5, 1)


def digit_bars(
    values: FloatArray | None,
    *,
    winner: int | None,
    target: int | None,
    winner_mark: str,
    target_mark: str,
    both_mark: str,
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

    Returns
    -------
    Figure
        The value axis goes from 0 to 1 whatever the values, so two drawings compare by eye.
    """
    digits = range(N_CLASSES)
    heights = [0.0] * N_CLASSES if values is None else values[:, 0].tolist()
    marks = {target: target_mark, winner: both_mark if winner == target else winner_mark}
    return _bars(
        heights,
        numbers=[""] * N_CLASSES if values is None else [*map(short_number, heights)],
        labels=[f"<b>{digit}</b><br>{marks.get(digit, '')}" for digit in digits],
        colours=[palette.WINNER if digit == winner else palette.QUIET for digit in digits],
        outlined=target,
        outline=palette.TARGET,
        hover={"hoverinfo": "none"},
        ends=[0, HEADROOM],
        ticks=UNIT_TICKS,
    )


def count_bars(counts: IntArray, words: Sequence[str]) -> Figure:
    """Draw a count for each digit; a click tells the digit as ``x``.

    Parameters
    ----------
    counts : ndarray of shape (10,)
    words : sequence of str
        What stands over each bar.

    Returns
    -------
    Figure
        The axis ends with the largest count, so that digits compare by eye.
    """
    return _bars(
        counts.tolist(),
        numbers=list(words),
        labels=[f"<b>{digit}</b>" for digit in range(N_CLASSES)],
        colours=[palette.UP] * N_CLASSES,
        outlined=None,
        outline=palette.NOTHING,
        hover={"hoverinfo": "none"},
        ends=[0, COUNT_HEADROOM * max(1, int(counts.max()))],
        ticks=None,
    )


def unit_bars(
    values: FloatArray,
    chosen: int | None,
    *,
    limit: float | None,
    hover: str,
    first: int = 0,
    off: Collection[int] = (),
) -> Figure:
    """Draw one number a unit, for a layer of few.

    Parameters
    ----------
    values : ndarray of shape (h, 1)
    chosen : int or None
        The unit whose bar is outlined.
    limit : float or None
        The value axis goes from ``-limit`` to ``limit``; None for activations, from 0 to 1.
    hover : str
        With ``%{hovertext}`` for the unit and its number.
    first : int
        What units are counted from, 0 or 1.
    off : collection of int
        Units that are crossed out.

    Returns
    -------
    Figure
        A bar's ``customdata`` is its unit.
    """
    heights = values[:, 0].tolist()
    labels = [str(unit + first) for unit in range(len(heights))]
    said = [f"{label}: {number(height)}" for label, height in zip(labels, heights, strict=True)]
    return _bars(
        heights,
        numbers=[""] * len(heights),
        labels=[f"{label}<br>✕" if i in off else label for i, label in enumerate(labels)],
        colours=[palette.UP if height > 0 else palette.DOWN for height in heights],
        outlined=chosen,
        outline=palette.CHOSEN,
        hover={"hovertemplate": f"{hover}<extra></extra>", "hovertext": said},
        ends=[0, HEADROOM] if limit is None else [-HEADROOM * limit, HEADROOM * limit],
        ticks=UNIT_TICKS if limit is None else None,
    )


def _bars(
    heights: list[float],
    *,
    numbers: list[str],
    labels: list[str],
    colours: list[str],
    outlined: int | None,
    outline: str,
    hover: dict[str, Any],
    ends: list[float],
    ticks: Sequence[float] | None,
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
    # Pointed at is what stands over or under the pointer, however low the bar is.
    return plain_figure(bars | hover, hovermode="x", **columns(labels, ends, ticks=ticks))


def columns(
    labels: Sequence[str],
    ends: Sequence[float],
    *,
    ticks: Sequence[float] | None = None,
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
        "fixedrange": True,
        "gridcolor": palette.GRID,
        "zerolinecolor": palette.GRID,
    }
    return {
        "margin": {"l": 28, "r": 12, "t": 4, "b": foot},
        "bargap": 0.25,
        "xaxis": across,
        "yaxis": {name: value for name, value in upwards.items() if value is not None},
    }
