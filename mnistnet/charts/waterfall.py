"""Contributions that add up, one bar beginning where the last one ended."""

from collections.abc import Iterable

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.bars import columns
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.notation import FloatArray

SHOWN = 8
"""So many contributions stand alone; the others are one bar."""


def waterfall(
    contributions: FloatArray,
    names: list[str],
    *,
    others: str,
    total: str,
    ends: tuple[float, float],
) -> Figure:
    """Draw contributions, the largest first, up to their sum.

    Parameters
    ----------
    contributions : ndarray of shape (n,)
        Signed numbers.
    names : list of str
        One a contribution.
    others, total : str
        Words under the bar of those that are not shown alone, and under the sum.
    ends : (float, float)
        Ends of the value axis, of `ends_of` all that may be shown, so that it stays.

    Returns
    -------
    Figure
        A bar's ``customdata`` is the index of its contribution, or -1.
    """
    order = np.argsort(-np.abs(contributions), kind="stable")
    alone, rest = order[:SHOWN], order[SHOWN:]
    heights = [*contributions[alone].tolist(), float(contributions[rest].sum())]
    labels = [*(names[i] for i in alone), others, f"<b>{total}</b>"]
    starts = np.concatenate([[0], np.cumsum(heights)[:-1], [0]]).tolist()
    heights.append(float(contributions.sum()))
    places = list(range(len(heights)))
    bars = {
        "type": "bar",
        "x": places,
        "y": heights,
        "base": starts,
        "text": [f"{round(height, 2) or 0.0:+.2f}" for height in heights],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "hoverinfo": "none",
        "customdata": [*alone.tolist(), -1, -1],
        "marker": {
            "color": [palette.UP if height > 0 else palette.DOWN for height in heights],
            "pattern": {"shape": ["" if height > 0 else "/" for height in heights]},
        },
    }
    return plain_figure(bars, **columns(labels, ends))


def ends_of(several: Iterable[FloatArray]) -> tuple[float, float]:
    """Return the lowest and highest point that the waterfalls of these contributions reach.

    With room for the numbers at the bars.
    """
    heights = [0.0]
    for contributions in several:
        order = np.argsort(-np.abs(contributions), kind="stable")
        heights += np.cumsum(contributions[order]).tolist()
    room = 0.15 * (max(heights) - min(heights)) + 0.1
    return min(heights) - room, max(heights) + room
