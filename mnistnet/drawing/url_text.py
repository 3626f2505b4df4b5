"""A drawing as a short text for the page's address, so that a refresh or a link keeps it.

The browser tells of what is drawn in the same way; mnistnet/browser/strokes.js writes and reads it.

Each stroke is written as: pen width in tenths of a pixel, number of points, then the points, each
as the difference to the one before. The whole numbers are zigzag varints, as in Protocol Buffers
(https://protobuf.dev/programming-guides/encoding/), and the bytes are URL-safe base64.
"""

import base64
import binascii
from collections.abc import Iterator

import numpy as np

from mnistnet.drawing.strokes import MAX_POINTS, MAX_STROKES, Drawing, checked_drawing
from mnistnet.errors import DrawingError
from mnistnet.notation import FloatArray

MAX_BYTES = 4 * 2 * (MAX_POINTS + MAX_STROKES)
"""A number takes four bytes at most; a point is two of them, and so is the start of a stroke."""

LONGEST_SHIFT = 21
"""A number takes four bytes at most, up to 28 bits; longer ones would take quadratic time."""

MAX_TEXT = 7_500
"""Longest drawing in an address. nginx and Apache refuse request lines and header lines (the
address comes again as Referer) beyond some 8,190 bytes unless told otherwise; the rest is for host,
page and choices. The twenty longest strokes of 602 real ones take 7,168."""


def encode(drawing: Drawing) -> str:
    """Return a drawing as text of letters, digits, ``-`` and ``_``; "" for no strokes.

    Points are kept to the whole pixel, widths to a tenth.
    """
    numbers: list[int] = []
    for points, width in zip(drawing.strokes, drawing.widths, strict=True):
        steps = np.diff(np.round(points), axis=0, prepend=0).astype(int)
        numbers += [round(width * 10), len(points), *steps.ravel().tolist()]
    written = bytes(byte for number in numbers for byte in _varint(number))
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def drawing_in(address: str) -> Drawing:
    """Return the drawing in an address, which anybody may have written.

    Raises
    ------
    DrawingError
        If it is longer than any that the page writes, or damaged.
    """
    if len(address) > MAX_TEXT:
        raise DrawingError("error.address_too_long", limit=MAX_TEXT)
    try:
        return decode(address)
    except DrawingError:
        raise DrawingError("error.address_unreadable") from None


def decode(text: str) -> Drawing:
    """Return the drawing that `encode` wrote.

    Raises
    ------
    DrawingError
        If the text is not such a drawing, or not one as `checked_drawing` wants it.
    """
    strokes: list[FloatArray] = []
    widths: list[float] = []
    n_left = MAX_POINTS
    try:
        if len(text) * 3 // 4 > MAX_BYTES:
            raise DrawingError("error.drawing_too_long", limit=MAX_POINTS)
        written = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        numbers = _numbers(written)
        for width in numbers:
            n_points = next(numbers)
            n_left -= n_points
            if n_left < 0:
                raise DrawingError("error.drawing_too_long", limit=MAX_POINTS)
            if n_points < 1:
                raise DrawingError("error.drawing_unreadable")
            steps = [[next(numbers), next(numbers)] for _ in range(n_points)]
            strokes.append(np.cumsum(np.array(steps, dtype=float), axis=0))
            widths.append(width / 10)
    except (TypeError, binascii.Error, ValueError, StopIteration, RuntimeError):
        raise DrawingError("error.drawing_unreadable") from None
    return checked_drawing(strokes, widths)


def _varint(number: int) -> Iterator[int]:
    """Yield seven bits a byte, lowest first; zigzag puts the sign into the lowest bit."""
    rest = 2 * number if number >= 0 else -2 * number - 1
    while rest > 0x7F:
        yield rest & 0x7F | 0x80
        rest >>= 7
    yield rest


def _numbers(written: bytes) -> Iterator[int]:
    rest, shift = 0, 0
    for byte in written:
        if shift > LONGEST_SHIFT:
            raise ValueError("no width and no step is that large")
        rest |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield rest >> 1 if rest % 2 == 0 else -(rest + 1 >> 1)
            rest, shift = 0, 0
    if shift:
        raise ValueError("the last number is cut off")
