"""What every figure starts from."""

from typing import Any

import plotly.graph_objects as go

from mnistnet.charts import palette


def plain_figure(*traces: dict[str, Any], **layout: Any) -> go.Figure:
    """Make a figure from Plotly's own JSON, without frame, legend or dragging.

    Plotly.py checks every property while a figure is built, which takes longer than all else that
    a stroke costs the server: 6 ms a bar chart, against 1 ms unchecked. So that is left to the
    tests, which build each figure once more with the checks on.

    Parameters
    ----------
    *traces : dict
        Each with its ``type``.
    **layout
        Added to the bare layout, or in its place.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    bare = {
        "template": "none",  # the default one would be sent along, 7 kB a figure
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": palette.NOTHING,
        "plot_bgcolor": palette.NOTHING,
        "dragmode": False,
        "showlegend": False,
    }
    return go.Figure(list(traces), bare | layout, _validate=False)
