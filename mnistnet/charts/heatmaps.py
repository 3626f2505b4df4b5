"""Numbers as coloured squares: images, weights, the hidden units."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.charts.number_text import MINUS, number
from mnistnet.notation import SIDE, FloatArray


def pixel_image(pixels: FloatArray | None, *, hover: str) -> Figure:
    """Draw an image without smoothing.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28) or None
        0 (paper, black) to 1 (ink, white); None draws the empty frame.
    hover : str
        What a square says of itself, with ``%{y}`` for its row, ``%{x}`` its column and ``%{z}``.

    Returns
    -------
    Figure
    """
    shown = np.zeros((SIDE, SIDE)) if pixels is None else pixels
    looks = {"zmin": 0, "zmax": 1, "colorscale": palette.INK, "xgap": 0.5, "ygap": 0.5}
    return _squares(shown, hover, looks, plot_bgcolor=palette.PIXEL_EDGE)


def signed_image(values: FloatArray, limit: float, *, hover: str) -> Figure:
    """Draw signed numbers of any 2-D shape on the diverging scale from ``-limit`` to ``limit``."""
    return _squares(values, hover, {"zmin": -limit, "zmax": limit, "colorscale": palette.SIGNED})


def scale_of(values: FloatArray) -> float:
    """Return an end of the diverging scale that all but the largest half per cent stay within."""
    return float(np.quantile(np.abs(values), 0.995))


def attribution_image(
    values: FloatArray, pixels: FloatArray, limit: float, *, hover: str
) -> Figure:
    """Draw what each pixel (28, 28) speaks for, over the outline of the digit that was drawn."""
    figure = signed_image(values, limit, hover=hover)
    outline = {
        "type": "contour",
        "z": pixels.astype(np.float32),
        "contours": {"start": 0.5, "end": 0.5, "coloring": "none"},
        "line": {"color": palette.QUIET, "width": 1},
        "showscale": False,
        "hoverinfo": "skip",
    }
    return replace(figure, data=(*figure.data, outline))


def unit_grid(
    values: FloatArray,
    chosen: int,
    *,
    limit: float | None,
    hover: str,
    first: int = 0,
    off: Collection[int] = (),
) -> Figure:
    """Draw one number a hidden unit, roughly, as a square of squares.

    Parameters
    ----------
    values : ndarray of shape (h, 1)
    chosen : int
        The unit that is outlined.
    limit : float or None
        End of the diverging scale; None for activations, from 0 to 1.
    hover : str
        With ``%{hovertext}`` for the unit and its number.
    first : int
        What units are counted from in these words, 0 or 1.
    off : collection of int
        Units that are crossed out.

    Returns
    -------
    Figure
        A square's ``customdata`` is its unit.
    """
    n_columns = int(np.ceil(np.sqrt(len(values))))  # ten for lecture A's hundred
    n_rows = -(-len(values) // n_columns)
    grid = np.full(n_rows * n_columns, np.nan)
    grid[: len(values)] = values[:, 0]
    units = np.arange(grid.size).reshape(n_rows, n_columns).clip(max=len(values) - 1)
    decimals = 2 if limit is None else 1
    written = [f"{value:z.{decimals}f}".replace("-", MINUS) for value in values[:, 0]]
    said = [f"{unit + first}: {number(value)}" for unit, value in enumerate(values[:, 0])]
    rest = [""] * (grid.size - len(values))
    scale: dict[str, Any] = {"zmin": 0, "zmax": 1, "colorscale": palette.STRENGTH}
    if limit is not None:
        scale = {"zmin": -limit, "zmax": limit, "colorscale": palette.SIGNED}
    looks = {
        "xgap": 1,
        "ygap": 1,
        "text": np.reshape(written + rest, (n_rows, n_columns)).tolist(),
        "texttemplate": "%{text}",
        "customdata": units,
        "hovertext": np.reshape(said + rest, (n_rows, n_columns)).tolist(),
        "hoverongaps": False,
    }
    figure = _squares(grid.reshape(n_rows, n_columns), hover, looks | scale)
    crosses = [_cross(i % n_columns, i // n_columns) for i in off]
    figure = replace(figure, layout=figure.layout | {"shapes": crosses})
    return outlined(figure, chosen % n_columns, chosen // n_columns)


def _cross(x: int, y: int) -> dict[str, Any]:
    ends = f"M{x - 0.4},{y - 0.4}L{x + 0.4},{y + 0.4}M{x - 0.4},{y + 0.4}L{x + 0.4},{y - 0.4}"
    return {"type": "path", "path": ends, "line": {"color": palette.TEXT, "width": 2}}


def counted_from(figure: Figure, row: int, column: int) -> Figure:
    """Count the squares' rows and columns from others than 0: for what the pointer and clicks tell.

    Before a square is `outlined`, by its numbers then.
    """
    data = tuple(trace | {"y0": row, "x0": column} for trace in figure.data)
    return replace(figure, data=data)


_MARK = {"color": palette.CHOSEN, "width": 3}
_AXIS = {"visible": False, "fixedrange": True, "constrain": "domain"}


def outlined(figure: Figure, x: int, y: int) -> Figure:
    """Outline the square in column x and row y, the one that was chosen."""
    ends = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
    square = {"type": "rect", "line": _MARK} | ends
    shapes = [*figure.layout.get("shapes", []), square]
    return replace(figure, layout=figure.layout | {"shapes": shapes})


def _squares(values: FloatArray, hover: str, looks: dict[str, Any], **layout: Any) -> Figure:
    squares = {
        "type": "heatmap",
        "z": values.astype(np.float32),
        "showscale": False,
        "hovertemplate": f"{hover}<extra></extra>",
    }
    upside_down = _AXIS | {"autorange": "reversed", "scaleanchor": "x"}
    return plain_figure(squares | looks, **{"xaxis": _AXIS, "yaxis": upside_down} | layout)
