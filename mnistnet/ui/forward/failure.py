"""A digit that has been moved, and what became of the answer."""

import streamlit as st

from mnistnet.charts.heatmaps import pixel_image
from mnistnet.notation import FloatArray
from mnistnet.ui.bars import show_bars
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t

SQUARE = 300
"""Height of the picture, in pixels."""


def show_moved(pixels: FloatArray) -> None:
    """Show the image (28, 28) that the digit has become."""
    image = pixel_image(pixels, hover=t("draw.pixel"))
    figure(image, key="moved", alt=t("forward.moved"), height=SQUARE)


def show_before_and_after(before: FloatArray, after: FloatArray) -> None:
    """Show the ten outputs (10, 1) of the digit as it was, beside those of what it has become."""
    outputs = {"before": before, "after": after}
    for (name, values), place in zip(outputs.items(), st.columns(2), strict=True):
        with place:
            show_bars(name, t(f"forward.{name}"), values, winner=int(values.argmax()))
