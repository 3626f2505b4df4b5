"""A photograph in place of a drawing: the digits on it, for as long as the visit lasts."""

import io
import threading
import zlib
from dataclasses import dataclass

import streamlit as st

from mnistnet.drawing.found_digits import FoundDigit, search_picture
from mnistnet.drawing.picture import open_picture
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.errors import DrawingError
from mnistnet.ui import url_state

PHOTOGRAPHED = "photographed"

MOST_DIGITS = 60
"""On one photograph: a worksheet's rows. What is kept of each takes 0.4 MB at most."""

_looking = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """What is kept of a photograph.

    Parameters
    ----------
    sent : int
        By which the browser knows it from others that it sent.
    mark : str
        By which the address does.
    size : (int, int)
        Its width and height in pixels, upright.
    found : tuple of FoundDigit
        At least one, in reading order.
    n_small : int
        How many marks were left out as much lower than the highest digit.
    """

    sent: int
    mark: str
    size: tuple[int, int]
    found: tuple[FoundDigit, ...]
    n_small: int


def take_photograph(name: str, content: bytes, sent: int) -> None:
    """Find the digits on a photograph, and let the first be what the pages are about.

    Parameters
    ----------
    name : str
        The file's, for a sentence.
    content : bytes
        Of any kind that `open_picture` reads.
    sent : int
        The browser's number for it.

    Raises
    ------
    DrawingError
        If it is no picture, or shows no digit, or more than `MOST_DIGITS`.
    """
    try:
        with _looking:  # one after the other: the largest takes a second and 0.2 GB
            picture = open_picture(io.BytesIO(content))
            searched = search_picture(picture, most=MOST_DIGITS)
    except DrawingError as error:
        named = {"path": name} if "path" in error.values else {}
        raise DrawingError(error.key, **error.values | named) from None
    mark = f"{zlib.crc32(content):x}"
    kept = Photograph(sent, mark, picture.size, tuple(searched.digits), searched.n_small)
    st.session_state[PHOTOGRAPHED] = kept
    url_state.take_photograph(mark, 1)


def current_photograph() -> Photograph | None:
    """Return the photograph that the pages are about; None for a drawing or an image.

    Raises
    ------
    DrawingError
        If it is not here any more, or has no digit of that number.
    """
    chosen = url_state.photograph()
    if chosen is None:
        return None
    kept: Photograph | None = st.session_state.get(PHOTOGRAPHED)
    mark, number = chosen
    if kept is None or kept.mark != mark or number > len(kept.found):
        raise DrawingError("error.photograph_gone")
    return kept


def photographed_digit() -> PreparedDigit | None:
    """Return the digit that was chosen on the photograph, as `current_photograph`."""
    photograph, chosen = current_photograph(), url_state.photograph()
    return photograph.found[chosen[1] - 1].digit if photograph and chosen else None
