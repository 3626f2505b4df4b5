"""Numbers as coloured squares: images, weights, the column X, the hidden units."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnistnet.charts import palette
from mnistnet.charts.plain import plain_figure
from mnistnet.notation import N_PIXELS, SIDE, FloatArray


def pixel_image(pixels: FloatArray | None, *, hover: str) -> go.Figure:
    """Draw an image without smoothing.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28) or None
        0 (paper, black) to 1 (ink, white); None draws the empty frame.
    hover : str
        What a square says of itself, with ``%{y}`` for its row, ``%{x}`` its column and ``%{z}``.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    shown = np.zeros((SIDE, SIDE)) if pixels is None else pixels
    figure = _squares(shown, hover, zmin=0, zmax=1, colorscale=palette.INK, xgap=0.5, ygap=0.5)
    return figure.update_layout(plot_bgcolor=palette.PIXEL_EDGE)


def column_strip(X: FloatArray, chosen: int, *, hover: str) -> go.Figure:
    """Draw the column X (784, 1) from top to bottom, the chosen row between two lines."""
    figure = _squares(X, hover, zmin=0, zmax=1, colorscale=palette.INK)
    figure.update_yaxes(scaleanchor=None, range=[N_PIXELS - 0.5, -0.5], autorange=False)
    for y in (chosen - 2, chosen + 2):
        figure.add_shape(type="line", x0=-0.5, x1=0.5, y0=y, y1=y, line=_MARK)
    return figure


def signed_image(values: FloatArray, limit: float, *, hover: str) -> go.Figure:
    """Draw signed numbers of any 2-D shape on the diverging scale from ``-limit`` to ``limit``."""
    return _squares(values, hover, zmin=-limit, zmax=limit, colorscale=palette.SIGNED)


def scale_of(values: FloatArray) -> float:
    """Return an end of the diverging scale that all but the largest half per cent stay within."""
    return float(np.quantile(np.abs(values), 0.995))


def attribution_image(
    values: FloatArray, pixels: FloatArray, limit: float, *, hover: str
) -> go.Figure:
    """Draw what each pixel (28, 28) speaks for, over the outline of the digit that was drawn."""
    figure = signed_image(values, limit, hover=hover)
    return figure.add_contour(
        z=pixels.astype(np.float32),
        contours={"start": 0.5, "end": 0.5, "coloring": "none"},
        line={"color": palette.QUIET, "width": 1},
        showscale=False,
        hoverinfo="skip",
    )


def unit_grid(values: FloatArray, chosen: int, *, limit: float | None, hover: str) -> go.Figure:
    """Draw one number a hidden unit as a square of squares.

    Parameters
    ----------
    values : ndarray of shape (h, 1)
    chosen : int
        The unit that is outlined.
    limit : float or None
        End of the diverging scale; None for activations, from 0 to 1.
    hover : str
        With ``%{customdata}`` for the unit and ``%{z}``.

    Returns
    -------
    plotly.graph_objects.Figure
        A square's ``customdata`` is its unit.
    """
    n_columns = int(np.ceil(np.sqrt(len(values))))  # ten for lecture A's hundred
    n_rows = -(-len(values) // n_columns)
    grid = np.full(n_rows * n_columns, np.nan)
    grid[: len(values)] = values[:, 0]
    scale: dict[str, Any] = {"zmin": 0, "zmax": 1, "colorscale": palette.STRENGTH}
    if limit is not None:
        scale = {"zmin": -limit, "zmax": limit, "colorscale": palette.SIGNED}
    figure = _squares(grid.reshape(n_rows, n_columns), hover, xgap=1, ygap=1, **scale)
    figure.update_traces(
        texttemplate="%{z:.2f}" if limit is None else "%{z:.1f}",
        customdata=np.arange(grid.size).reshape(n_rows, n_columns).clip(max=len(values) - 1),
        hoverongaps=False,
    )
    return outlined(figure, chosen % n_columns, chosen // n_columns)


_MARK = {"color": palette.TARGET, "width": 2}


def outlined(figure: go.Figure, x: int, y: int) -> go.Figure:
    """Outline the square in column x and row y, the one that was chosen."""
    return figure.add_shape(type="rect", x0=x - 0.5, x1=x + 0.5, y0=y - 0.5, y1=y + 0.5, line=_MARK)


def _squares(values: FloatArray, hover: str, **looks: Any) -> go.Figure:
    squares = {
        "type": "heatmap",
        "z": values.astype(np.float32),
        "showscale": False,
        "hovertemplate": f"{hover}<extra></extra>",
    }
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    upside_down = {"autorange": "reversed", "scaleanchor": "x"}
    return plain_figure(squares | looks, xaxis=axis, yaxis=axis | upside_down)
