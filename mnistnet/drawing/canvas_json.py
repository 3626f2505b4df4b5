"""The canvas's own JSON (Fabric.js objects) to a drawing, and back."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from mnistnet.drawing.strokes import MAX_POINTS, MAX_STROKES, Drawing, checked_drawing
from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

INK = "#ffffff"
PAPER = "#000000"


def read_canvas(canvas: Mapping[str, Any] | None) -> Drawing:
    """Read the strokes where they stand on the canvas.

    Parameters
    ----------
    canvas : mapping or None
        ``{"objects": [...]}`` as the canvas reports it; None before it has.

    Returns
    -------
    Drawing
        Points rounded to whole canvas pixels, so that a drawing and the address that keeps it
        are one and the same.

    Raises
    ------
    DrawingError
        If it is not such JSON, or not a drawing as `checked_drawing` wants it.

    Notes
    -----
    A free-hand path is ``M p0, Q p1 m1, Q p2 m2, ..., L pn``: the pen passed through the first
    point of each command, and the m are midpoints that Fabric puts in to round the curve.
    """
    try:
        paths = [item for item in (canvas or {}).get("objects", []) if item["type"] == "Path"]
        if len(paths) > MAX_STROKES:
            raise DrawingError("error.too_many_strokes", limit=MAX_STROKES)
        if sum(len(path["path"]) for path in paths) > MAX_POINTS:
            raise DrawingError("error.drawing_too_long", limit=MAX_POINTS)
        with np.errstate(all="ignore"):  # what overflows is refused with all that is too large
            strokes = [_on_canvas(path) for path in paths]
            widths = [float(path["strokeWidth"]) * _mean_scale(path) for path in paths]
        drawing = checked_drawing(strokes, [round(width, 1) for width in widths])
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError):
        raise DrawingError("error.drawing_unreadable") from None
    return Drawing(tuple(map(_whole_pixels, drawing.strokes)), drawing.widths)


def write_canvas(drawing: Drawing) -> dict[str, Any]:
    """Return the canvas JSON that shows a drawing; `read_canvas` gives the same drawing back."""
    return {
        "objects": [
            {
                "type": "Path",
                "path": [["M", *points[0]], *(["L", *point] for point in _with_end(points))],
                "fill": None,
                "stroke": INK,
                "strokeWidth": width,
                "strokeLineCap": "round",
                "strokeLineJoin": "round",
            }
            for points, width in (
                (stroke.tolist(), width)
                for stroke, width in zip(drawing.strokes, drawing.widths, strict=True)
            )
        ]
    }


def _with_end(points: list[list[float]]) -> list[list[float]]:
    return points[1:] or points  # a dot is a line of no length


def _whole_pixels(points: FloatArray) -> FloatArray:
    rounded = np.round(points)
    moved = np.any(np.diff(rounded, axis=0) != 0, axis=1)
    return np.asarray(rounded[np.concatenate([[True], moved])])


def _on_canvas(path: Mapping[str, Any]) -> FloatArray:
    """Return the pen's points after moving, scaling and turning with the canvas's edit tool."""
    points = np.array([command[1:3] for command in path["path"] if len(command) > 2], dtype=float)
    if not np.isfinite(points).all():
        raise ValueError("points are finite")
    low, high = _curve_bounds(path["path"])
    from_middle = points - (low + high) / 2
    return np.asarray(from_middle @ _transform(path).T + _middle(path))


def _transform(path: Mapping[str, Any]) -> FloatArray:
    """Return Fabric's matrix of an object: turn @ scale and flip @ skew x @ skew y."""
    angle = math.radians(path.get("angle", 0))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    scale = np.diag(
        [
            path.get(f"scale{axis}", 1) * (-1 if path.get(f"flip{axis}") else 1)
            for axis in ("X", "Y")
        ]
    )
    skew_x = np.array([[1, math.tan(math.radians(path.get("skewX", 0)))], [0, 1]])
    skew_y = np.array([[1, 0], [math.tan(math.radians(path.get("skewY", 0))), 1]])
    return np.asarray(turn @ scale @ skew_x @ skew_y)


def _middle(path: Mapping[str, Any]) -> FloatArray:
    """Return the object's middle on the canvas; Fabric 7 reports it, other origins are refused."""
    if "left" not in path:  # as written by `write_canvas`: not yet placed by Fabric
        low, high = _curve_bounds(path["path"])
        return (low + high) / 2
    if (path.get("originX"), path.get("originY")) != ("center", "center"):
        raise ValueError("the canvas's objects are placed by their middle")
    return np.array([path["left"], path["top"]], dtype=float)


def _mean_scale(path: Mapping[str, Any]) -> float:
    return math.sqrt(abs(path.get("scaleX", 1) * path.get("scaleY", 1)))


def _curve_bounds(commands: list[list[Any]]) -> tuple[FloatArray, FloatArray]:
    """Return the corners of the box around a path of M, L and Q commands.

    A quadratic curve p0, p1, p2 turns back in x or y where its derivative is zero, at
    ``t = (p0 - p1) / (p0 - 2 p1 + p2)``.
    """
    drawn = [command for command in commands if len(command) > 2]
    ends = np.array([command[-2:] for command in drawn], dtype=float)
    # A line is the curve whose control is its start: it turns nowhere in between.
    controls = np.array(
        [command[1:3] if command[0] == "Q" else start[-2:] for start, command in pairwise(drawn)],
        dtype=float,
    ).reshape(-1, 2)
    starts, stops = ends[:-1], ends[1:]
    bend = starts - 2 * controls + stops
    t = np.divide(starts - controls, bend, out=np.zeros_like(bend), where=bend != 0).clip(0, 1)
    turns = (1 - t) ** 2 * starts + 2 * t * (1 - t) * controls + t**2 * stops
    points = np.concatenate([ends, turns])
    return points.min(axis=0), points.max(axis=0)
