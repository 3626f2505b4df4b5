"""The sigmoid with a point on it."""

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.network import sigmoid

REACH = 10.0
"""The curve is drawn from -10 to 10: beyond, g differs from 0 or 1 by less than 0.00005."""


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
            "line": {"color": palette.TARGET, "width": 1, "dash": "dot"},
        },
        {
            "x": [x],
            "y": [y],
            "mode": "markers+text",
            "marker": {"size": 12, "color": palette.TARGET},
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
