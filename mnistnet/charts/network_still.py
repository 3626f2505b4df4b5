"""The network's picture as a still, for a browser that cannot draw it itself."""

from html import escape
from typing import Any

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.network_layout import drawn_units
from mnistnet.charts.number_text import adding_up, short_number
from mnistnet.drawing.picture import png_address
from mnistnet.explain import pixel_products, unit_contributions
from mnistnet.network import ForwardPass, Network
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray

N_LINES = 80
"""So many of the strongest products of each layer are drawn as lines."""


def network_still(
    network: Network,
    X: FloatArray,
    run: ForwardPass,
    errors: FloatArray,
    target: int,
    *,
    layout: dict[str, Any],
    words: dict[str, str],
    alt: str,
) -> str:
    """Draw the network with all its numbers for one image.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, 1)
        One image, 0 (paper) to 1 (ink).
    run : ForwardPass
        Of the image.
    errors : ndarray of shape (10, 1)
        Squared errors of the outputs.
    target : int
        The true digit, 0 to 9.
    layout : dict
        One of `layouts`.
    words : dict
        The columns' titles, by the names of the layout's heads.
    alt : str
        What the picture shows, for those who cannot see it.

    Returns
    -------
    str
        SVG.
    """
    left, top, side = layout["image"]
    strip = layout["strip"]
    shown = [
        _image(X.reshape(SIDE, SIDE), left, top, side, side),
        _image(X, *strip),
        *_lines(network, X, run, layout),
    ]
    units = drawn_units(network)
    for unit, place in zip(units, layout["units"], strict=True):
        value = float(run.A1[unit, 0])
        shown.append(_circle(place, layout["unit"], value, "unit"))
        if layout["number"]:
            across, down = layout["number"]
            shown.append(_text((place[0] + across, place[1] + down), short_number(value), "start"))
    for place in layout["ones"]:
        shown.append(_circle(place, layout["one"], 1.0, "one"))
    for k, place in enumerate(layout["outputs"]):
        value = float(run.A2[k, 0])
        shown.append(_circle(place, layout["output"], value, "output"))
        numbers = {
            "name": str(k),
            "value": short_number(value),
            "target": str(int(k == target)),
            "error": short_number(errors[k, 0]),
        }
        for name, number in numbers.items():
            across, down = layout["values"][name]
            shown.append(_text((place[0] + across, place[1] + down), number, _anchor(name, layout)))
        if layout["bar"]:
            offset, length = layout["bar"]
            shown.append(
                f'<rect class="bar" x="{place[0] + offset:g}" y="{place[1] - 6:g}" height="12"'
                f' width="{length * value:.2f}" fill="{palette.WINNER}"/>'
            )
    said = words | {"loss": f"{words['loss']} {adding_up(errors[:, 0])[1]}"}
    for name, (x, y, anchor) in layout["heads"].items():
        shown.append(_text((x, y), said[name], anchor, "head"))
    box = f"0 0 {layout['width']:g} {layout['height']:g}"
    return (
        f'<svg class="still" viewBox="{box}" role="img" aria-label="{escape(alt)}"'
        f' font-size="{layout["letters"]:g}">{"".join(shown)}</svg>'
    )


def _lines(network: Network, X: FloatArray, run: ForwardPass, layout: dict[str, Any]) -> list[str]:
    units = drawn_units(network)
    ones = layout["ones"]
    inputs = [pixel_place(layout, i) for i in range(N_PIXELS)] + list(ones[:1])
    hidden = [*layout["units"], *ones[1:]]
    into_hidden = np.stack([pixel_products(network, X, unit) for unit in units])
    into_outputs = np.stack([unit_contributions(network, run.A1, k) for k in range(N_CLASSES)])
    kept = [*units, *([network.n_hidden] if network.has_biases else [])]
    return [
        *_strongest(into_hidden, inputs, layout["units"], float(abs(network.W1).max())),
        *_strongest(into_outputs[:, kept], hidden, layout["outputs"], float(abs(network.W2).max())),
    ]


def pixel_place(layout: dict[str, Any], pixel: int) -> tuple[float, float]:
    """Return where a pixel's lines begin: at its place in X, or upright in the image."""
    if layout["width"] > layout["height"]:
        left, top, width, height = layout["strip"]
        return left + width, top + (pixel + 0.5) * height / N_PIXELS
    left, top, side = layout["image"]
    row, column = divmod(pixel, SIDE)
    return left + (column + 0.5) * side / SIDE, top + (row + 0.5) * side / SIDE


def _strongest(products: FloatArray, starts: Any, ends: Any, largest: float) -> list[str]:
    order = np.argsort(-abs(products), axis=None, kind="stable")[:N_LINES]
    lines = []
    for to, start in zip(*np.unravel_index(order, products.shape), strict=True):
        product = float(products[to, start])
        if product == 0:
            break
        (x1, y1), (x2, y2) = starts[start], ends[to]
        looks = f'stroke="{palette.UP}"' if product > 0 else _NEGATIVE
        width = 0.5 + 2.5 * min(abs(product) / largest, 1)
        lines.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {looks}'
            f' stroke-width="{width:.2f}" stroke-opacity="0.6"/>'
        )
    return lines


_NEGATIVE = f'stroke="{palette.DOWN}" stroke-dasharray="8 6"'


def _image(values: FloatArray, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<image href="{png_address(values)}" x="{x:g}" y="{y:g}" width="{width:g}"'
        f' height="{height:g}" preserveAspectRatio="none" style="image-rendering: pixelated"/>'
    )


def _circle(place: tuple[float, float], radius: float, value: float, name: str) -> str:
    grey = round(255 * value)
    return (
        f'<circle class="{name}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{radius:.1f}"'
        f' fill="rgb({grey},{grey},{grey})" stroke="{palette.QUIET}"/>'
    )


def _anchor(name: str, layout: dict[str, Any]) -> str:
    ends = {"value": "end", "error": "end"} if layout["bar"] else {}
    return ends.get(name, "middle")


def _text(place: tuple[float, float], words: str, anchor: str, name: str = "") -> str:
    shift = "" if name else ' dominant-baseline="central"'
    return (
        f'<text class="{name or "number"}" x="{place[0]:g}" y="{place[1]:g}" text-anchor="{anchor}"'
        f' fill="{palette.TEXT}"{shift}>{escape(words)}</text>'
    )
