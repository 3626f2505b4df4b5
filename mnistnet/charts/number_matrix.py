"""An image as the matrix of numbers that it is."""

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.notation import FloatArray

LIGHT = 0.46
"""From this shade on black is easier to read than white; either has a contrast of 4.5 to 1."""


def number_matrix(pixels: FloatArray, *, hover: str) -> Figure:
    """Draw an image, or a part of it, with each pixel's number in it, as lecture B shows it.

    Parameters
    ----------
    pixels : ndarray of shape (rows, columns)
        0 (paper) to 1 (ink).
    hover : str
        What a pixel says of itself, with ``%{y}`` for its row, ``%{x}`` its column and ``%{z}``.

    Returns
    -------
    Figure
        Two decimals, and a plain 0 for paper, so that the digit can be seen in the numbers.
        The cells fill the figure, wider than high, since the numbers are.
    """
    written = np.where(pixels > 0, np.char.mod("%.2f", pixels), "0")
    is_dark = pixels < LIGHT
    layers = [
        {
            "type": "heatmap",
            "z": np.where(where, pixels, np.nan).astype(np.float32),
            "text": np.where(where, written, "").tolist(),
            "texttemplate": "%{text}",
            "textfont": {"color": colour},
            "zmin": 0,
            "zmax": 1,
            "colorscale": palette.INK,
            "showscale": False,
            "hoverongaps": False,
            "hovertemplate": f"{hover}<extra></extra>",
        }
        for where, colour in ((is_dark, "white"), (~is_dark, "black"))
    ]
    axis = {"visible": False, "fixedrange": True}
    return plain_figure(*layers, xaxis=axis, yaxis=axis | {"autorange": "reversed"})
