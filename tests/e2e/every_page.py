"""Every page, each with a drawing to show; Class with a class of ten."""

from mnistnet.class_store.records import SentDrawing
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode

LAST_FIGURE = {
    "": ".frame-squared_error .main-svg",
    "network": ".frame-network svg",
    "forward": ".frame-after .main-svg",
    "error": ".frame-lecture-b_activations .main-svg",
    "mnist": ".frame-confusion .main-svg",
    "train": ".frame-picture_dw2 .main-svg",
    "classroom": ".tiles button [data-said]",
}
"""Which figure of a page comes last, by the page's name in the address."""

DRAWN = "?drawing=" + encode(sample(7))


CLASS = "K7M2QX"
"""The code of a class that every server of these tests has."""

SENT = [
    SentDrawing(k + 1, k + 1, 1, k, encode(sample(k)), 0.0, hidden=False, revision=1)
    for k in range(10)
]
"""What was sent to it."""


def drawn(name: str) -> str:
    """Return a page's address below the server's, with a drawing."""
    return name + DRAWN + (f"&class={CLASS}&class_view=statistics" if name == "classroom" else "")
