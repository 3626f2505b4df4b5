"""The 28x28 image, one square a pixel."""

import numpy as np
import plotly.graph_objects as go

from mnistnet.charts import palette
from mnistnet.notation import SIDE, FloatArray


def pixel_image(pixels: FloatArray | None, *, hover: str) -> go.Figure:
    """Draw an image without smoothing.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28) or None
        0 (paper, black) to 1 (ink, white); None draws the empty frame.
    hover : str
        What a pixel says of itself, with ``%{y}`` for its row, ``%{x}`` its column and ``%{z}``.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    shown = np.zeros((SIDE, SIDE)) if pixels is None else pixels
    squares = go.Heatmap(
        z=shown.astype(np.float32),
        zmin=0,
        zmax=1,
        colorscale=palette.INK,
        showscale=False,
        xgap=0.5,
        ygap=0.5,
        hovertemplate=f"{hover}<extra></extra>",
    )
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return go.Figure(
        squares,
        {
            "template": "none",
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": palette.NOTHING,
            "plot_bgcolor": palette.PIXEL_EDGE,
            "dragmode": False,
            "xaxis": axis,
            "yaxis": axis | {"autorange": "reversed", "scaleanchor": "x"},
        },
    )
