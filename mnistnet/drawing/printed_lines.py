"""Printed lines that digits touch: a line to write on, a frame or the lines of a table."""

from typing import NamedTuple

import numpy as np

from mnistnet.drawing.connected import Labels, Mask, boxes_of, label_pieces
from mnistnet.drawing.printed import BROAD, FLAT, INSIDE

BROADER = 1.3
"""A digit together with the line that it touches is so many times as broad as high."""

STRAIGHT, TILT = 0.9, 0.14
"""So much of their breadth is one straight row, which falls by no more than this part of it."""

INKED, THIN = 0.6, 0.04
"""A line has the rows inked along so much of its length, and is no thicker than this part of it."""

SIDE, THICK = 0.8, 0.08
"""So much of a frame's side is one straight row, no thicker than this part of its length."""

OUTER = 0.25
"""A frame's sides stand in the outer quarters of what they are around: this part at each edge."""

MOST_LINES = 16
"""A table of more lines one way is left as it is."""

FINE = 200
"""Rows are tried whose falls differ by one of so many parts of the breadth."""

LIKE = 0.04
"""Further lines fall as the first one does, but for this part of the breadth."""

SAMPLED = 100
"""Rows are tried in so many columns or more."""

WHOLE = np.zeros(4, bool)
"""The picture cuts off none of a frame's sides."""

NEXT = 2
"""A stroke of the digit goes on so many pixels beside the line."""


class Line(NamedTuple):
    """A straight line from side to side of a piece of ink.

    Attributes
    ----------
    fall : int
        By how many rows its right end is lower than its left one.
    first, stop : int
        Its rows, from first to before stop, in the middle of the piece.
    """

    fall: int
    first: int
    stop: int


def without_line(piece: Mask) -> Mask:
    """Take away the line to write on, where a digit touches it.

    Parameters
    ----------
    piece : ndarray of shape (height, width)
        A piece of ink, cut out.

    Returns
    -------
    ndarray of shape (height, width)
        Without the line, but with the strokes that cross it; the piece itself where there is none.
    """
    height, width = piece.shape
    if not FLAT * width < height <= width / BROADER:
        return piece
    tilt = int(TILT * width)
    if (line := _straightest(piece, STRAIGHT, THIN, -tilt, tilt)) is None:
        return piece
    return piece & (~_band(piece, line) | _crossing(piece, line))


def without_through(piece: Mask, is_across: bool, is_down: bool) -> Mask:
    """Take away lines that run from side to side of the picture: across, down or both.

    Parameters and what is returned are as of `without_line`. Lines the other way go, too, where
    there are two to run between: a row of cells goes on at both sides.
    """
    flat, upright = _lines(piece), _lines(piece.T)
    if not is_across and len(upright) < 2:
        flat = []
    if not is_down and len(flat) < 2:
        upright = []
    return _without(piece, flat, upright) if flat or upright else piece


def without_frame(piece: Mask, is_straight: bool = False, is_cut: Mask = WHOLE) -> Mask:
    """Take away a frame, or the lines of a table, where digits touch it.

    Parameters and what is returned are as of `without_line`: the piece itself also where no digit
    touches the frame. One with straight sides (``is_straight``) may be of any breadth; ``is_cut``
    tells over which sides of the picture it goes on: upper, lower, left and right.
    """
    height, width = piece.shape
    flat = _lines(piece)
    n_flat = len(flat) + is_cut[:2].sum()
    if not flat or n_flat < 2 or (n_flat == 2 and width < BROAD * height and not is_straight):
        return piece
    room = height - abs(flat[0].fall)
    upright = _lines(piece.T, SIDE * room / height)
    if not upright or len(upright) + is_cut[2:].sum() < 2:
        return piece
    if not (_are_around(flat, height, is_cut[:2]) or _are_around(upright, width, is_cut[2:])):
        return piece  # a table may be cut off
    left = _without(piece, flat, upright)
    return left if _highest(left) >= INSIDE * room / (n_flat - 1) else piece


def _without(piece: Mask, flat: list[Line], upright: list[Line]) -> Mask:
    """Return a piece without lines, but with what crosses them."""
    rest = piece.copy()
    for line in flat:
        rest &= ~_band(piece, line)
    for line in upright:
        rest &= ~_band(piece.T, line).T
    left = rest.copy()
    for line in flat:
        left |= piece & _crossing(rest, line)
    for line in upright:
        left |= piece & _crossing(rest.T, line).T
    return left


def _highest(ink: Mask) -> int:
    """Return how high the highest piece of ink is, 0 without any."""
    top, bottom, _, _ = boxes_of(*label_pieces(ink)).T
    return int((bottom - top).max(initial=0))


def _lines(piece: Mask, straight: float = SIDE) -> list[Line]:
    """Return the lines from left to right, none if there are more than a table has."""
    width = piece.shape[1]
    lines: list[Line] = []
    near, far = -int(TILT * width), int(TILT * width)
    while (line := _straightest(piece, straight, THICK, near, far)) is not None:
        lines.append(line)
        piece = piece & ~_band(piece, line)
        if len(lines) > MOST_LINES:
            return []
        first, like = lines[0].fall, int(LIKE * width)
        near, far = first - like, first + like
    return lines


def _are_around(lines: list[Line], height: int, is_cut: Mask) -> bool:
    """Return whether one is above, and another below what they are around, or may be, cut off."""
    middles = [(first + stop) / 2 / height for _, first, stop in lines]
    above, below = is_cut
    return bool(
        (above or min(middles, default=1) < OUTER)
        and (below or max(middles, default=0) > 1 - OUTER)
    )


def _straightest(piece: Mask, straight: float, thin: float, near: int, far: int) -> Line | None:
    """Return the line of which most is one straight row, if that is enough, and it is thin.

    Its fall is one from ``near`` to ``far``.
    """
    width = piece.shape[1]
    step = max(1, width // SAMPLED)
    sample = piece[:, ::step]
    rows, columns = np.nonzero(sample)
    above = width // 2
    most, fall, middle = 0, 0, 0
    for each in range(near, far + 1, 1 + width // FINE):
        counts = np.bincount(rows - _drop(step * columns, width, each) + above, minlength=1)
        if (count := int(counts.max())) > most:
            most, fall, middle = count, each, int(counts.argmax()) - above
    if most < straight * sample.shape[1]:
        return None
    around = int(thin * width) + 2
    n_inked = _level(piece, fall, range(middle - around, middle + around + 1)).sum(axis=1)
    is_line = n_inked >= INKED * width
    before, after = int(is_line[around::-1].argmin()), int(is_line[around:].argmin())
    thick = before + after - 1
    if not (before and after) or thick > thin * width:
        return None
    # As much again on both sides, where it is not quite straight.
    return Line(fall, middle - before + 1 - thick, middle + after + thick)


def _level(piece: Mask, fall: int, rows: range) -> Mask:
    """Return some rows of a piece with what falls so made level."""
    height = len(piece)
    fallen, every = _fallen(piece, rows, fall)
    level: Mask = piece[fallen.clip(0, height - 1), every] & (fallen >= 0) & (fallen < height)
    return level


def _band(piece: Mask, line: Line) -> Mask:
    """Return where a line is, of the piece's shape."""
    return _marked(piece, line, np.ones(piece.shape[1], bool))


def _crossing(ink: Mask, line: Line) -> Mask:
    """Return where a line is and ink goes on beside it."""
    beside = range(line.first - NEXT, line.stop + NEXT, line.stop - line.first + 2 * NEXT - 1)
    above, below = _level(ink, line.fall, beside)
    return _marked(ink, line, above | below)


def _marked(piece: Mask, line: Line, columns: Mask) -> Mask:
    """Return a line's pixels in some columns."""
    marked = np.zeros_like(piece)
    rows, every = _fallen(piece, range(line.first, line.stop), line.fall)
    is_there = (rows >= 0) & (rows < len(piece)) & columns
    marked[rows[is_there], np.broadcast_to(every, rows.shape)[is_there]] = True
    return marked


def _fallen(piece: Mask, rows: range, fall: int) -> tuple[Labels, Labels]:
    """Return where the pixels of level rows are in a piece whose rows fall: rows and columns."""
    every = np.arange(piece.shape[1])
    return np.array(rows)[:, np.newaxis] + _drop(every, piece.shape[1], fall), every


def _drop(columns: Labels, width: int, fall: int) -> Labels:
    """Return how many rows lower a straight row is in some columns than in the middle."""
    return np.rint(fall * (columns / max(width - 1, 1) - 0.5)).astype(np.intp)
