"""What every figure is, and what it starts from."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from mnistnet.charts import palette


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A figure in Plotly's own terms.

    Plotly.py would check every property while a figure is built and copy all of it for its JSON,
    which takes longer than all else that a stroke costs the server: 2 ms a figure, against 0.1 ms.
    So that is left to the tests, which hand each figure to Plotly.py.

    Parameters
    ----------
    data : tuple of dict
        The traces, each with its ``type``; values may be arrays.
    layout : dict
    """

    data: tuple[dict[str, Any], ...]
    layout: dict[str, Any]

    def to_json(self) -> str:
        """Return the figure as Plotly.js reads it; what is not a number is null there."""
        figure = {"data": self.data, "layout": self.layout}
        try:
            return json.dumps(figure, default=_in_json, allow_nan=False)
        except ValueError:  # JSON has no word for NaN
            written = json.dumps(figure, default=_in_json)
            return json.dumps(json.loads(written, parse_constant=lambda _: None))


def plain_figure(*traces: dict[str, Any], **layout: Any) -> Figure:
    """Make a figure without frame, legend or dragging.

    Parameters
    ----------
    *traces : dict
        Each with its ``type``.
    **layout
        Added to the bare layout, or in its place.
    """
    bare = {
        "template": "none",  # the default one would be sent along, 7 kB a figure
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": palette.NOTHING,
        "plot_bgcolor": palette.NOTHING,
        "dragmode": False,
        "showlegend": False,
    }
    return Figure(traces, bare | layout)


def _in_json(values: object) -> object:
    """Write an array as Plotly.js reads it: floats as their bytes, all else as a list."""
    if not isinstance(values, np.ndarray | np.generic):
        raise TypeError(f"a figure holds no {type(values).__name__}")
    if values.dtype.kind != "f" or not values.ndim:
        return values.tolist()
    return {
        "dtype": f"f{values.itemsize}",
        "bdata": base64.b64encode(values.tobytes()).decode(),
        "shape": ", ".join(map(str, values.shape)),
    }
