"""A digit that has been moved, and what became of the answer."""

from mnistnet.charts.heatmaps import counted_from, pixel_image
from mnistnet.notation import FloatArray
from mnistnet.ui.bars import show_bars
from mnistnet.ui.figure import figure
from mnistnet.ui.forward.choices import counting
from mnistnet.ui.i18n import t

SQUARE = 190
"""Height of the picture, in pixels."""

HEIGHT = 150
"""Of the bars: all of it is in sight while a slider moves."""


def show_moved(pixels: FloatArray) -> None:
    """Show the image (28, 28) that the digit has become."""
    image = counted_from(pixel_image(pixels, hover=t("draw.pixel")), counting(), counting())
    figure(image, key="moved", alt=t("forward.moved"), height=SQUARE)


def show_before_and_after(before: FloatArray, after: FloatArray) -> None:
    """Show the ten outputs (10, 1) of what the digit has become, over those of what it was."""
    for name, values in (("after", after), ("before", before)):
        winner = int(values.argmax())
        show_bars(name, t(f"forward.{name}"), values, winner=winner, height=HEIGHT)
