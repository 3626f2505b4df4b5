"""Contributions that add up, one bar beginning where the last one ended."""

from collections.abc import Iterable

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.bars import columns
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.charts.number_text import number
from mnistnet.notation import FloatArray

MOST_NAMES = 20
"""More bars than this are too narrow for their names; what each is, the pointer tells."""


def waterfall(
    contributions: FloatArray,
    names: list[str],
    *,
    total: str,
    ends: tuple[float, float],
) -> Figure:
    """Draw all contributions, the largest in size first, up to their sum.

    Parameters
    ----------
    contributions : ndarray of shape (n,)
        Signed numbers.
    names : list of str
        One a contribution, or more.
    total : str
        Words under the sum.
    ends : (float, float)
        Ends of the value axis, of `ends_of` all that may be shown, so that it stays.

    Returns
    -------
    Figure
        A bar's ``customdata`` is the index of its contribution, or -1.
    """
    order = np.argsort(-np.abs(contributions), kind="stable")
    heights = [*contributions[order].tolist(), float(contributions.sum())]
    starts = [0, *np.cumsum(heights[:-1])[:-1].tolist(), 0]
    named = [names[i] for i in order]
    said = [f"{name}: {number(h, plus=True)}" for name, h in zip(named, heights, strict=False)]
    has_names = len(heights) <= MOST_NAMES
    # The sum stands apart, wide enough to be seen beside a hundred others.
    apart = 0.0 if has_names else len(named) / 20
    places = [*range(len(named)), len(named) + apart]
    labels = [*(named if has_names else [""] * len(named)), f"<b>{total}</b>"]
    bars = {
        "type": "bar",
        "x": places,
        "y": heights,
        "base": starts,
        "width": [0.8 if has_names else 1] * len(named) + [apart or 0.8],
        "text": [*said, total],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [*order.tolist(), -1],
        "marker": {
            "color": [palette.UP if height > 0 else palette.DOWN for height in heights],
            "pattern": {"shape": ["" if height > 0 else "/" for height in heights]},
        },
    }
    layout = columns(labels, ends)
    layout["xaxis"] |= {"tickvals": places, "range": [-0.6, places[-1] + apart + 0.6]}
    return plain_figure(bars, **layout)


def ends_of(several: Iterable[FloatArray]) -> tuple[float, float]:
    """Return the lowest and highest point that the waterfalls of these contributions reach.

    With room around them.
    """
    heights = [0.0]
    for contributions in several:
        order = np.argsort(-np.abs(contributions), kind="stable")
        heights += np.cumsum(contributions[order]).tolist()
    room = 0.05 * (max(heights) - min(heights)) + 0.1
    return min(heights) - room, max(heights) + room
