"""A class's drawings as files to take home, and such a file back again as drawings for a class.

``.npz`` holds them as the network reads them, ``.jsonl`` as they were drawn, one a line:
``{"label": 4, "writer": "7", "task": 2, "asked": {"kind": "digit", "digit": 4, "like": null},
"strokes": [[[x, y], ...], ...], "widths": [20.0, ...]}``, with ``null`` where nobody knows what a
drawing should be read as. Points and pens are in canvas pixels. Without widths, as in other
collections of handwriting, any unit will do.
"""

import io
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnistnet.class_store.bounds import MAX_OF_CLASS, MAX_PUPILS, MAX_TASKS
from mnistnet.class_store.checks import is_number
from mnistnet.class_store.reader import LEVELS
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import CANVAS_SIDE, prepare_strokes
from mnistnet.drawing.strokes import Drawing, bounds, checked_drawing, checked_strokes
from mnistnet.drawing.url_text import MAX_TEXT, decode, encode
from mnistnet.errors import DataError, DrawingError, StoreError
from mnistnet.notation import N_CLASSES, SIDE, FloatArray

UNKNOWN = -1
"""The label, in an .npz, of a drawing of which nobody knows what it should be read as."""

NO_TASK = 0
"""The number of a drawing's task if none is told."""

MAX_BYTES = 10 * 2**20
"""Largest file that is read back: twice what `MAX_OF_CLASS` real drawings take. The least legible
of that size keep a processor busy for half a minute."""

MAX_LINE = 2**20
"""Longest line in bytes: three times what 20,000 points take."""

DRAWN, PEN = 200, 20.0
"""Side of a drawing from elsewhere on our canvas, and its pen, in canvas pixels."""


def images_file(drawings: Sequence[SentDrawing], ink: NDArray[np.uint8]) -> bytes:
    """Return drawings as an .npz: all but those that are hidden.

    Parameters
    ----------
    drawings : sequence of SentDrawing
    ink : ndarray of shape (m, 784)
        As `ClassReader.ink` returns it for them.

    Returns
    -------
    bytes
        ``images`` (n, 28, 28), float32 from 0 (paper) to 1 (ink); ``labels``, 0 to 9 or `UNKNOWN`,
        ``pupils`` and ``tasks``, each (n,), whole numbers.
    """
    shown = [row for row, drawing in enumerate(drawings) if not drawing.hidden]
    labels = [drawings[row].label for row in shown]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        images=(ink[shown] / np.float32(LEVELS)).reshape(-1, SIDE, SIDE),
        labels=np.array([UNKNOWN if label is None else label for label in labels], np.int8),
        pupils=np.array([drawings[row].pupil for row in shown], np.int32),
        tasks=np.array([drawings[row].task for row in shown], np.int32),
    )
    return file.getvalue()


def strokes_file(drawings: Sequence[SentDrawing], tasks: Mapping[int, Task]) -> bytes:
    """Return drawings as a .jsonl: all but those that are hidden, in their order.

    Parameters
    ----------
    drawings : sequence of SentDrawing
    tasks : mapping of int to Task
        What they were drawn for, by number.
    """
    return b"".join(
        _line(drawing, tasks[drawing.task]) for drawing in drawings if not drawing.hidden
    )


def read_strokes_file(content: bytes) -> tuple[list[SentDrawing], dict[int, Task]]:
    """Read a .jsonl that anybody may have written, for `ClassStore.open_class`.

    Parameters
    ----------
    content : bytes
        As `strokes_file` wrote it, or with other people's handwriting: ``strokes`` in any unit, y
        downwards, and if they are known ``label`` and ``writer``.

    Returns
    -------
    drawings : list of SentDrawing
        Sent just now, none of them hidden. Where the writers are not numbers of pupils, the pupils
        are numbered from 1 in the order of the file; where no task is told, it is `NO_TASK`.
    tasks : dict of int to Task
        Those that are told, by number.

    Raises
    ------
    DataError
        If the file is too large, holds no drawings, or a line is no drawing; that one is named.
    StoreError
        If there are more drawings or writers than a class holds.
    """
    if len(content) > MAX_BYTES:
        raise DataError("error.class_file_large", limit=MAX_BYTES // 2**20)
    found: list[_Line] = []
    tasks: dict[int, Task] = {}
    for number, line in enumerate(io.BytesIO(content), 1):
        if not line.strip():
            continue
        if len(found) == MAX_OF_CLASS:
            raise StoreError("error.class_full", limit=MAX_OF_CLASS)
        try:
            found.append(one := _read(line))
            if one.asked and tasks.setdefault(one.task, one.asked) != one.asked:
                raise ValueError("another task of this number")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, DrawingError):
            raise DataError("error.class_file_line", line=number) from None
    if not found:
        raise DataError("error.class_file_empty")
    pupils, now = _numbers([one.writer for one in found]), time.time()
    drawings = [
        SentDrawing(
            *(number, pupils[one.writer], one.task, one.label, one.strokes, now),
            hidden=False,
            revision=1,
        )
        for number, one in enumerate(found, 1)
    ]
    return drawings, tasks


def _line(drawing: SentDrawing, task: Task) -> bytes:
    drawn = decode(drawing.strokes)
    entry = {
        "label": drawing.label,
        "writer": str(drawing.pupil),
        "task": drawing.task,
        "asked": asdict(task),
        "strokes": [points.astype(int).tolist() for points in drawn.strokes],
        "widths": drawn.widths,
    }
    return json.dumps(entry, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line says of a drawing, with its strokes as `encode` writes them."""

    label: int | None
    writer: str
    strokes: str
    task: int
    asked: Task | None


def _read(line: bytes) -> _Line:
    if len(line) > MAX_LINE:
        raise ValueError("no hand draws so much")
    entry = json.loads(line)
    label = entry.get("label")
    if label is not None and (type(label) is not int or label not in range(N_CLASSES)):
        raise ValueError("no digit")
    drawn = _drawing(entry)
    strokes = encode(drawn)
    if len(strokes) > MAX_TEXT:
        raise ValueError("longer than what is sent")
    prepare_strokes(decode(strokes).strokes)  # whatever is in a class can be read
    asked = Task(**entry["asked"]) if entry.get("asked") else None
    task = entry["task"] if asked else NO_TASK
    if asked and not is_number(task, MAX_TASKS):
        raise ValueError("no task has this number")
    return _Line(label, str(entry.get("writer", "")), strokes, task, asked)


def _drawing(entry: dict[str, Any]) -> Drawing:
    if "widths" in entry:
        return checked_drawing(entry["strokes"], entry["widths"])
    strokes = _on_canvas(checked_strokes(entry["strokes"]))
    return checked_drawing(strokes, [PEN] * len(strokes))


def _on_canvas(strokes: list[FloatArray]) -> list[FloatArray]:
    """Scale strokes of any unit to `DRAWN` pixels, in the middle of the canvas."""
    low, high = bounds(strokes)
    with np.errstate(over="ignore"):
        sides = high - low
    if not 0 < sides.max() < np.inf:
        raise ValueError("a dot, or further apart than can be said")
    margin = (CANVAS_SIDE - sides / sides.max() * DRAWN) / 2
    return [(points - low) / sides.max() * DRAWN + margin for points in strokes]


def _numbers(writers: Sequence[str]) -> dict[str, int]:
    """Return each writer's number as a pupil: their own where all have one that can be."""
    known = {str(number): number for number in range(1, MAX_PUPILS + 1)}
    numbers = {writer: known.get(writer, 0) for writer in writers}
    if not all(numbers.values()):
        numbers = {writer: number for number, writer in enumerate(numbers, 1)}
    if len(numbers) > MAX_PUPILS:
        raise StoreError("error.class_pupils", limit=MAX_PUPILS)
    return numbers
