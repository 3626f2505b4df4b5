"""Pieces of ink put together to digits."""

from dataclasses import dataclass

import numpy as np

from mnistnet.drawing.connected import Labels, Mask, boxes_of, label_pieces
from mnistnet.drawing.cut_off import CUT, EDGE, FILLS, along_edges, are_cut, are_whole_alone
from mnistnet.drawing.printed import are_printed
from mnistnet.drawing.printed_lines import without_frame, without_line, without_through
from mnistnet.drawing.reading_order import reading_order
from mnistnet.drawing.straight_sides import is_touched, with_straight_sides
from mnistnet.notation import FloatArray

MOST = 200
"""So many pieces besides frames are looked at one by one, the largest: a digit has few, and specks
are small."""

BROADEST = 3
"""In so many pieces, the broadest, lines that digits touch are looked for: one to write on, and a
frame's."""

MOST_FRAMES = 64
"""In so many more, the largest frames that something touches inside, only a frame's are."""

BORDER = 0.95
"""Without ink elsewhere a border runs along so much of a side of the picture."""

LEAST = 0.03
"""No digit is smaller than this part of the picture's longer side."""

SMALL = 0.4
"""Of digits in one picture none is lower than this part of the highest. At 0.3 letters of short
printed words beside a digit are read as digits much oftener."""

NEAR = 0.15
"""A part belongs to a digit from which it is no further than this part of the digit's size. Of
4,000 digits of UNIPEN five have one between that and twice as far, where small print often is."""

PART = 0.6
"""A part is smaller than this part of its digit, or else it stands above or below another."""

SPECK = 0.08
"""A part smaller than this part of the digit is a speck."""

DASH = 0.02
"""A part of less ink than this part of the digit's is a speck, too."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows from top to before bottom, columns from left to before right."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def size(self) -> int:
        """The longer side."""
        return max(self.height, self.right - self.left)

    def with_(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.top, other.top),
            max(self.bottom, other.bottom),
            min(self.left, other.left),
            max(self.right, other.right),
        )


Digit = tuple[Box, list[int]]


def group_pieces(ink: Mask, edges: FloatArray, is_cropped: bool) -> tuple[Labels, list[Digit], int]:
    """Put the pieces of ink together to digits, in reading order.

    Parameters
    ----------
    ink : ndarray of shape (height, width)
    edges : ndarray of shape (height, width)
        By how much more the paper differs near each pixel than the pixel from the paper. A piece
        for which it does so on the average runs along an edge of light, and is no ink; a digit
        that crosses one does not.
    is_cropped : bool
        Whether a digit may reach from side to side, as where a program drew it or cut it out.

    Returns
    -------
    labels : ndarray of shape (height, width)
        -1 on paper, else the piece's number.
    digits : list of (Box, list of int)
        The box around each digit, and its pieces' numbers.
    n_small : int
        How many marks were left out that are lower than `SMALL`.
    """
    labels, n_pieces = label_pieces(ink)
    boxes = boxes_of(labels, n_pieces)
    sizes, largest, are_straight = _largest(labels, boxes)
    through = _through(boxes, largest[~are_straight[largest]], ink.shape, is_cropped)
    left = _without_lines(ink, labels, boxes, largest[are_straight[largest]], through)
    if left is not ink:
        ink, (labels, n_pieces) = left, label_pieces(left)
        boxes = boxes_of(labels, n_pieces)
        sizes, largest, are_straight = _largest(labels, boxes)
    is_edge = np.bincount(labels[ink], edges[ink], n_pieces) > 0
    largest = largest[~is_edge[largest]]
    along = along_edges(labels, n_pieces)
    least = LEAST * max(ink.shape)
    is_whole = (along == 0) | (sizes >= CUT * max(ink.shape))
    kept = [number for number in largest if along[number] <= EDGE and is_whole[number]]
    if not kept or sizes[kept].max() < least:
        kept = [number for number in largest if along[number] <= BORDER and is_whole[number]]
    printed = are_printed(boxes[kept], are_straight[kept])
    kept = [number for number, is_print in zip(kept, printed, strict=True) if not is_print]
    is_large = sizes[kept] >= max(least, SMALL * sizes[kept].max(initial=0))
    if not is_cropped and not (is_large & (along[kept] == 0)).any():
        is_alone = are_whole_alone(boxes, along, ink.shape)
        kept = [number for number in kept if is_alone[number]]
    areas = np.bincount(labels[labels >= 0], minlength=n_pieces)
    groups: list[Digit] = []
    for number in kept:
        box = Box(*map(int, boxes[number]))
        home = next((i for i, (of, _) in enumerate(groups) if _is_part(box, of)), None)
        if home is None:
            groups.append((box, [number]))
        else:
            whole, numbers = groups[home]
            if box.size >= SPECK * whole.size and areas[number] >= DASH * areas[numbers].sum():
                groups[home] = (whole.with_(box), [*numbers, number])
    lowest = SMALL * max((box.height for box, _ in groups), default=0)
    marks = [of for of in groups if of[0].size >= least]
    digits = [of for of in marks if of[0].height >= lowest]
    sides = np.array([(b.top, b.bottom, b.left, b.right) for b, _ in digits]).reshape(-1, 4)
    return labels, [digits[i] for i in reading_order(sides)], len(marks) - len(digits)


def _largest(labels: Labels, boxes: Labels) -> tuple[Labels, Labels, Mask]:
    """Return each piece's longer side, the numbers of the largest, and which are frames.

    There is room for as many frames as for other pieces: one may be around each digit.
    """
    sizes = np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2])
    largest = np.argsort(-sizes, kind="stable")[: 2 * MOST]
    are_straight = with_straight_sides(labels, boxes, largest)
    is_frame = are_straight[largest]
    return sizes, largest[is_frame | (np.cumsum(~is_frame) <= MOST)], are_straight


def _without_lines(
    ink: Mask, labels: Labels, boxes: Labels, straight: Labels, through: Labels
) -> Mask:
    """Return ink without the printed lines in its broadest pieces and in those so straight.

    Those ``through`` run from side to side of the picture.
    """
    left = ink
    cut_sides = are_cut(boxes, ink.shape)
    broadest = set(np.argsort(boxes[:, 2] - boxes[:, 3], kind="stable")[:BROADEST])
    touched = [number for number in straight if is_touched(labels, boxes[number], number)]
    for number in {*touched[:MOST_FRAMES], *broadest.difference(straight), *through}:
        top, bottom, start, stop = boxes[number]
        piece = labels[top:bottom, start:stop] == number
        is_straight, is_cut = number in touched, cut_sides[number]
        if number in through:
            cut = without_through(piece, is_cut[2:].all(), is_cut[:2].all())
        elif is_straight:
            cut = without_frame(piece, True, is_cut)
        else:
            cut = without_frame(piece)
        if cut is piece and not is_straight:
            cut = without_line(piece)
        if cut is not piece:
            left = left.copy()
            left[top:bottom, start:stop] &= cut | ~piece
    return left


def _through(boxes: Labels, largest: Labels, shape: tuple[int, ...], is_cropped: bool) -> Labels:
    """Return which pieces may be lines from side to side of the picture, beside digits.

    In a picture that was cut out around digits, a 1 may be one.
    """
    is_cut = are_cut(boxes[largest], shape)
    is_through = is_cut[:, :2].all(axis=1) | is_cut[:, 2:].all(axis=1)
    sides = (boxes[:, [1, 3]] - boxes[:, [0, 2]])[largest]
    highest = sides[~is_cut.any(axis=1), 0].max(initial=0)
    is_filling = (sides >= FILLS * np.array(shape)).all(axis=1)  # a digit that was cut out does
    is_through &= highest >= np.where(is_filling, CUT * min(shape), LEAST * max(shape))
    if is_cropped:
        is_through &= highest < SMALL * sides[:, 0]
    return np.asarray(largest[is_through][:MOST_FRAMES])


def _is_part(part: Box, whole: Box) -> bool:
    """Return whether a piece belongs to a larger one."""
    across = max(part.left - whole.right, whole.left - part.right)
    down = max(part.top - whole.bottom, whole.top - part.bottom)
    if max(across, down) > NEAR * whole.size:
        return False
    if across < 0 and down < 0:
        return True
    return part.size < PART * whole.size or (across < 0 and down < 0.1 * whole.size)


def wider(ink: Mask, by: int) -> Mask:
    """Return ink that reaches so many pixels further."""
    for axis in (0, 1):
        reached = ink.copy()
        for way in range(1, by + 1):
            ahead, behind = [slice(None)] * 2, [slice(None)] * 2
            ahead[axis], behind[axis] = slice(way, None), slice(None, -way)
            reached[tuple(ahead)] |= ink[tuple(behind)]
            reached[tuple(behind)] |= ink[tuple(ahead)]
        ink = reached
    return ink
