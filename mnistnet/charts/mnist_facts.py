"""What MNIST's images have in common: how they are divided, how a digit lies in its frame."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.charts.heatmaps import pixel_image
from mnistnet.notation import FloatArray

ROOM = 1.5
"""End of the axis of numbers, as a part of the largest: what is written beside a bar fits."""


def split_bars(counts: Sequence[int], names: Sequence[str]) -> Figure:
    """Draw how many images each part has, the first part on top."""
    places = list(range(len(counts)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": list(counts),
        "y": places,
        "text": [f"<b>{count:,}</b><br>{name}" for count, name in zip(counts, names, strict=True)],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": palette.WINNER},
    }
    axis = {"visible": False, "fixedrange": True}
    return plain_figure(
        bars,
        bargap=0.4,
        xaxis=axis | {"range": [0, ROOM * max(counts)]},
        yaxis=axis | {"range": [len(counts) - 0.5, -0.5]},
    )


def boxed_digit(pixels: FloatArray, box: tuple[int, int, int, int], *, hover: str) -> Figure:
    """Draw an image with its ink's box, and the square that holds a digit of that size.

    Parameters
    ----------
    pixels : ndarray of shape (28, 28)
        0 (paper) to 1 (ink).
    box : tuple of int
        As `ink_box` returns it: top, left, height, width.
    hover : str
        As for `pixel_image`.

    Returns
    -------
    Figure
        The box is a line, the square around its middle is dashed.
    """
    top, left, height, width = box
    side = max(height, width)
    square = (top - (side - height) / 2, left - (side - width) / 2, side, side)
    shapes = [_rectangle(*square, dash="dot"), _rectangle(*box, dash="solid")]
    return _with(pixel_image(pixels, hover=hover), shapes)


def centred_digit(pixels: FloatArray, centre: tuple[float, float], *, hover: str) -> Figure:
    """Draw an image (28, 28) with a cross through its centre of mass (row, column)."""
    row, column = centre
    line: dict[str, Any] = {"type": "line", "line": {"color": palette.CHOSEN, "width": 2}}
    ends = (-0.5, len(pixels) - 0.5)
    across = line | {"x0": ends[0], "x1": ends[1], "y0": row, "y1": row}
    down = line | {"x0": column, "x1": column, "y0": ends[0], "y1": ends[1]}
    return _with(pixel_image(pixels, hover=hover), [across, down])


def _rectangle(top: float, left: float, height: float, width: float, dash: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "y0": top - 0.5,
        "y1": top + height - 0.5,
        "x0": left - 0.5,
        "x1": left + width - 0.5,
        "line": {"color": palette.CHOSEN, "width": 3, "dash": dash},
    }


def _with(figure: Figure, shapes: list[dict[str, Any]]) -> Figure:
    return replace(figure, layout=figure.layout | {"shapes": shapes})
