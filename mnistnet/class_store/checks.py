"""What of a stranger's question may be asked of the store."""

from collections.abc import Mapping
from hmac import compare_digest
from math import isfinite

from mnistnet.class_store import bounds
from mnistnet.class_store.codes import digest, is_secret
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import require_digit
from mnistnet.drawing.strokes import Drawing, checked_drawing
from mnistnet.drawing.url_text import MAX_TEXT, decode, encode
from mnistnet.errors import DrawingError, StoreError
from mnistnet.notation import N_CLASSES


def is_number(value: object, most: int) -> bool:
    """Whether it is a whole number from 1 to the most."""
    return type(value) is int and 1 <= value <= most


def is_label(value: object) -> bool:
    """Whether it is a digit, 0 to 9, or None."""
    return value is None or (type(value) is int and 0 <= value < N_CLASSES)


def is_of(secret: object, stored: str) -> bool:
    """Whether it is the secret whose digest is stored."""
    return is_secret(secret) and compare_digest(digest(str(secret)), stored)


def require_possible(token: object, task: object, label: object) -> None:
    """Refuse what no page of ours sends with a drawing; raises StoreError."""
    if not (is_secret(token) and is_number(task, bounds.MAX_TASKS) and is_label(label)):
        raise StoreError("error.class_unknown")


def written(drawing: Drawing) -> str:
    """Return what is stored of a drawing, which is one still when it is read again."""
    if not isinstance(drawing, Drawing):
        raise DrawingError("error.drawing_unreadable")
    strokes = encode(checked_drawing(drawing.strokes, drawing.widths))
    if len(strokes) > MAX_TEXT:
        raise DrawingError("error.class_drawing_too_long")
    require_digit(decode(strokes).strokes)
    return strokes


def require_sent(drawing: SentDrawing) -> None:
    """Refuse what cannot have been sent to a class; raises DrawingError, StoreError."""
    is_sent = (
        isinstance(drawing, SentDrawing)
        and is_label(drawing.label)
        and type(drawing.task) is int
        and type(drawing.hidden) is bool
        and type(drawing.sent) is float
        and isfinite(drawing.sent)
        and type(drawing.strokes) is str
        and len(drawing.strokes) <= MAX_TEXT
    )
    if not is_sent:
        raise DrawingError("error.drawing_unreadable")
    if not is_number(drawing.pupil, bounds.MAX_PUPILS):
        raise StoreError("error.class_pupils", limit=bounds.MAX_PUPILS)
    require_digit(decode(drawing.strokes).strokes)


def tasks_to_begin_with(their_tasks: Mapping[int, Task]) -> tuple[dict[int, Task], int]:
    """Return the tasks of a class that is opened with those of another, and the present one's.

    That is a new one, free, if there may be one more. Raises ValueError if a number can be none.
    """
    if not all(is_number(number, bounds.MAX_TASKS) for number in their_tasks):
        raise ValueError(f"no tasks: {their_tasks!r}")
    present = min(max(their_tasks, default=0) + 1, bounds.MAX_TASKS)
    return {present: Task()} | dict(their_tasks), present
