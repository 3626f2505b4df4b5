"""The network's picture as a still, for a browser that cannot draw it itself."""

from collections.abc import Iterator
from html import escape
from typing import Any

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.network_layout import Place, drawn_units
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
    said = words | {"loss": f"{words['loss']} {adding_up(errors[:, 0])[1]}"}
    shown = [
        _image(X.reshape(SIDE, SIDE), left, top, side, side),
        _image(X, *layout["strip"]),
        *_lines(network, X, run, layout),
        *_hidden_units(run.A1[drawn_units(network), 0].tolist(), layout),
        *_outputs(run.A2[:, 0].tolist(), errors[:, 0].tolist(), target, layout),
        *(_text((x, y), said[of], end, "head") for of, (x, y, end) in layout["heads"].items()),
    ]
    box = f"0 0 {layout['width']:g} {layout['height']:g}"
    return (
        f'<svg class="still" viewBox="{box}" role="img" aria-label="{escape(alt)}"'
        f' font-size="{layout["letters"]:g}">{"".join(shown)}</svg>'
    )


def _hidden_units(values: list[float], layout: dict[str, Any]) -> Iterator[str]:
    for value, place in zip(values, layout["units"], strict=True):
        yield _circle(place, layout["unit"], value, "unit")
        if layout["number"]:
            yield _text(_beside(place, layout["number"]), short_number(value), "start")
    for place in layout["ones"]:
        yield _circle(place, layout["one"], 1.0, "one")


def _outputs(
    values: list[float], errors: list[float], target: int, layout: dict[str, Any]
) -> Iterator[str]:
    for k, (place, value, error) in enumerate(zip(layout["outputs"], values, errors, strict=True)):
        yield _circle(place, layout["output"], value, "output")
        numbers = {
            "name": str(k),
            "value": short_number(value),
            "target": str(int(k == target)),
            "error": short_number(error),
        }
        for name, number in numbers.items():
            yield _text(_beside(place, layout["values"][name]), number, _anchor(name, layout))
        if layout["bar"]:
            offset, length = layout["bar"]
            yield (
                f'<rect class="bar" x="{place[0] + offset:g}" y="{place[1] - 6:g}" height="12"'
                f' width="{length * value:.2f}" fill="{palette.WINNER}"/>'
            )


def _beside(place: Place, offset: Place) -> Place:
    return place[0] + offset[0], place[1] + offset[1]


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


def pixel_place(layout: dict[str, Any], pixel: int) -> Place:
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


def _circle(place: Place, radius: float, value: float, name: str) -> str:
    grey = round(255 * value)
    return (
        f'<circle class="{name}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{radius:.1f}"'
        f' fill="rgb({grey},{grey},{grey})" stroke="{palette.QUIET}"/>'
    )


def _anchor(name: str, layout: dict[str, Any]) -> str:
    ends = {"value": "end", "error": "end"} if layout["bar"] else {}
    return ends.get(name, "middle")


def _text(place: Place, words: str, anchor: str, name: str = "") -> str:
    shift = "" if name else ' dominant-baseline="central"'
    return (
        f'<text class="{name or "number"}" x="{place[0]:g}" y="{place[1]:g}" text-anchor="{anchor}"'
        f' fill="{palette.TEXT}"{shift}>{escape(words)}</text>'
    )
