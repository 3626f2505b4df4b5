"""Figures as Plotly.py shows them, with a name for every property."""

import plotly.graph_objects as go

from mnistnet.charts.figure import Figure
from mnistnet.charts.number_text import short_number
from mnistnet.notation import FloatArray


def in_plotly(figure: Figure) -> go.Figure:
    """Hand a figure to Plotly.py as it is: the theme's colours are no colours to it."""
    return go.Figure(list(figure.data), figure.layout, _validate=False)


def over_bars(values: FloatArray) -> list[float]:
    """Return ten values (10, 1) as the numbers over their bars are read."""
    return [float(short_number(value)) for value in values[:, 0]]
