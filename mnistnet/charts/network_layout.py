"""Where each part of the network's picture stands, on a wide screen and on a phone.

Python's still (network_still.py) and the browser (network_picture.js) draw at these places.
"""

from dataclasses import asdict, dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, FloatArray

MOST_UNITS = 100
"""Of more hidden units the strongest are drawn."""

COLUMN = 16
"""So many hidden units stand in one column; more stand in a square."""

LEAST_ONE = 8
"""Radius that a 1 in it needs to be read."""

Place = tuple[float, float]
Head = tuple[float, float, str]

WIDE_HEADS: dict[str, Head] = {
    "x": (10, 112, "start"),
    "strip": (294, 112, "middle"),
    "hidden": (530, 24, "middle"),
    "outputs": (722, 24, "middle"),
    "value": (872, 24, "end"),
    "target": (910, 24, "middle"),
    "error": (996, 24, "end"),
    "loss": (996, 500, "end"),
}
"""Where the columns' titles stand on a wide screen: left, baseline and anchor."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in the picture's own units, a CSS pixel each where it is as wide as the picture.

    Parameters
    ----------
    width, height : float
        Of the whole picture.
    image : tuple
        Left, top and side of the 28x28 pixels.
    strip : tuple
        Left, top, width and height of the same as the column X.
    units : tuple of tuple
        Centres of the hidden units.
    unit : float
        Radius of a hidden unit.
    number : tuple or None
        From a hidden unit's centre to its number; None where there is no room for numbers.
    ones : tuple of tuple
        Centres of the constants 1 under X and under A1; none for a network without biases.
    one : float
        Radius of a constant 1.
    outputs : tuple of tuple
        Centres of the ten outputs.
    output : float
        Radius of an output.
    values : dict
        From an output's centre to its digit, its value, its target and its squared error.
    bar : tuple or None
        From an output's centre to the left end of its bar, and the bar's length for 1.
    heads : dict
        Where the columns' titles stand: left, baseline and anchor.
    letters : float
        Size of letters.
    """

    width: float
    height: float
    image: tuple[float, float, float]
    strip: tuple[float, float, float, float]
    units: tuple[Place, ...]
    unit: float
    number: Place | None
    ones: tuple[Place, ...]
    one: float
    outputs: tuple[Place, ...]
    output: float
    values: dict[str, Place]
    bar: tuple[float, float] | None
    heads: dict[str, Head]
    letters: float


def layouts(network: Network) -> dict[str, Any]:
    """Return both layouts of a network's picture as plain data, "wide" and "upright"."""
    n = len(drawn_units(network))
    return {
        "wide": asdict(_wide(n, network.has_biases)),
        "upright": asdict(_upright(n, network.has_biases)),
    }


def drawn_units(network: Network) -> list[int]:
    """Return the hidden units that are drawn, in order: all, or the hundred with the most to say.

    How much a unit has to say is the length of its column of W2, so the same units are drawn for
    every image.
    """
    if network.n_hidden <= MOST_UNITS:
        return list(range(network.n_hidden))
    says: FloatArray = np.linalg.norm(network.W2[:, : network.n_hidden], axis=0)
    strongest = np.argsort(-says, kind="stable")[:MOST_UNITS]
    return [int(unit) for unit in np.sort(strongest)]


def _wide(n: int, has_biases: bool) -> Layout:
    columns = 1 if n <= COLUMN else ceil(sqrt(n))
    rows = ceil(n / columns)
    step = min(28.0, 420 / rows)
    left = 530 - (columns - 1) * step / 2
    top = 265 - (rows - 1 + has_biases) * step / 2
    ones = ((294.0, 420.0), (530.0, top + rows * step)) if has_biases else ()
    return Layout(
        width=1000,
        height=510,
        image=(10, 132, 264),
        strip=(284, 132, 20, 264),
        units=_rows_of(columns, n, (left, top), step),
        unit=0.44 * step,
        number=(20, 0) if columns == 1 else None,
        ones=ones,
        one=max(0.44 * step, LEAST_ONE),
        outputs=tuple((722.0, 60.0 + 42 * k) for k in range(N_CLASSES)),
        output=16,
        values={"name": (34, 0), "value": (150, 0), "target": (188, 0), "error": (274, 0)},
        bar=(52, 40),
        heads=WIDE_HEADS,
        letters=16,
    )


def _upright(n: int, has_biases: bool) -> Layout:
    columns = n if n <= COLUMN else ceil(sqrt(n))
    rows = ceil(n / columns)
    step = min(23.0, 360 / (columns + has_biases))
    left = 195 - (columns - 1 + has_biases * (rows == 1)) * step / 2
    below = 342 + (rows - 1) * step
    ones: tuple[Place, ...] = ()
    if has_biases:
        after = left + columns * step if rows == 1 else left + (columns - 1) * step / 2
        below += 0 if rows == 1 else step
        ones = ((336.0, 300.0), (after, below))
    top = below + 92
    return Layout(
        width=390,
        height=top + 128,
        image=(70, 30, 250),
        strip=(328, 30, 16, 250),
        units=_rows_of(columns, n, (left, 342), step),
        unit=0.44 * step,
        number=None,
        ones=ones,
        one=max(0.44 * step, LEAST_ONE),
        outputs=tuple((66.0 + 34 * k, top) for k in range(N_CLASSES)),
        output=14,
        values={"name": (0, 30), "value": (0, 52), "target": (0, 76), "error": (0, 100)},
        bar=None,
        heads=_upright_heads(top),
        letters=12,
    )


def _upright_heads(top: float) -> dict[str, Head]:
    return {
        "x": (70, 18, "start"),
        "strip": (336, 18, "middle"),
        "hidden": (195, 320, "middle"),
        "outputs": (2, top, "start"),
        "value": (2, top + 52, "start"),
        "target": (2, top + 76, "start"),
        "error": (2, top + 100, "start"),
        "loss": (386, top + 124, "end"),
    }


def _rows_of(columns: int, n: int, first: Place, step: float) -> tuple[Place, ...]:
    """Return places in rows, from the first one's on."""
    left, top = first
    return tuple((left + i % columns * step, top + i // columns * step) for i in range(n))
