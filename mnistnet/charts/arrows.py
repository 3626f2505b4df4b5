"""Ten arrows, one a digit: from each prediction to its target."""

from collections.abc import Sequence

import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.bars import UNIT_TICKS, columns
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.notation import N_CLASSES, FloatArray

ROOM = 0.07
"""How far the value axis goes on below 0 and above 1: room for half a mark."""

SHAFT = 0.08
"""Width of an arrow, of the room that a digit has."""

FOOT = 40
"""Room in pixels for the digit and its arrow."""

COLOURS = {1: palette.UP, 0: palette.QUIET, -1: palette.DOWN}
HEADS = {1: "triangle-up", 0: "circle", -1: "triangle-down"}


def target_arrows(y_hat: FloatArray, Y: FloatArray, *, directions: Sequence[str]) -> Figure:
    """Draw which way, and how far, each output is from its target.

    Parameters
    ----------
    y_hat, Y : ndarray of shape (10, 1)
        Predictions and target, in [0, 1].
    directions : sequence of str
        The sign under each digit.

    Returns
    -------
    Figure
        A dot at each prediction, an arrowhead at its target. The value axis goes from 0 to 1
        whatever the values.
    """
    digits = list(range(N_CLASSES))
    outputs, targets = y_hat[:, 0].tolist(), Y[:, 0].tolist()
    ways = np.sign(Y - y_hat)[:, 0].astype(int)
    colours = [COLOURS[way] for way in ways]
    shafts = {
        "type": "bar",
        "x": digits,
        "base": outputs,
        "y": (Y - y_hat)[:, 0].tolist(),
        "width": SHAFT,
        "marker": {"color": colours},
    }
    marks = {"type": "scatter", "x": digits, "mode": "markers"}
    symbols = [HEADS[way] for way in ways]
    heads = marks | {
        "y": targets,
        "marker": {"symbol": symbols, "color": colours, "size": 13},
    }
    dots = marks | {"y": outputs, "marker": {"color": colours, "size": 9}}
    labels = [f"<b>{digit}</b><br>{directions[digit]}" for digit in digits]
    axes = columns(labels, (-ROOM, 1 + ROOM), ticks=UNIT_TICKS, foot=FOOT)
    return plain_figure(shafts, heads, dots, hovermode=False, **axes)
