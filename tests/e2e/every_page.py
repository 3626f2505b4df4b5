"""Every page, each with a drawing to show."""

from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode

LAST_FIGURE = {
    "": ".frame-squared_error .main-svg",
    "network": ".frame-network svg",
    "forward": ".frame-after .main-svg",
    "error": ".frame-lecture-b_activations .main-svg",
    "mnist": ".frame-confusion .main-svg",
    "train": ".frame-picture_dw2 .main-svg",
}
"""Which figure of a page comes last, by the page's name in the address."""

DRAWN = "?drawing=" + encode(sample(7))
