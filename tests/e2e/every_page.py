"""The five pages, each with a drawing to show."""

from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode

LAST_FIGURE = {
    "": "squared_error",
    "forward": "after",
    "error": "lecture-b_squared_error",
    "mnist": "confusion",
    "train": "picture_dw2",
}
"""Which figure of a page comes last, by the page's name in the address."""

DRAWN = "?drawing=" + encode(sample(7))
