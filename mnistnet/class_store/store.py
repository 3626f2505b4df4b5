"""What a class does: opened, sent to, taught, looked at, closed. One code for every database."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from itertools import islice
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.engine import URL

from mnistnet.class_store import schema
from mnistnet.class_store.codes import digest, is_code, is_secret, new_code, new_secret
from mnistnet.class_store.database import Database
from mnistnet.class_store.schema import classes, drawings, pupils, tasks
from mnistnet.class_store.statements import CHANGE, COUNT_OF_PUPIL, SENDING
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import require_digit
from mnistnet.drawing.strokes import Drawing, checked_drawing
from mnistnet.drawing.url_text import MAX_TEXT, decode, encode
from mnistnet.errors import DrawingError, StoreError
from mnistnet.notation import N_CLASSES

LIFE = 24 * 60 * 60.0
"""Seconds after which a class that nobody has touched is erased."""

MAX_CLASSES = 1_000
"""Classes on a server at a time: three times what a district of 10,000 pupils has."""

MAX_PUPILS = 300
"""Pupils in a class."""

MAX_TASKS = 200
"""Tasks in a class: one a minute for three hours."""

MAX_OF_PUPIL = 300
"""Drawings of one pupil in a class: one every ten seconds for fifty minutes."""

MAX_OF_CLASS = 10_000
"""Drawings in a class."""

MAX_OF_SERVER = 500_000
"""Drawings on a server: at `MAX_TEXT` characters each at most 3.75 GB, of real ones 0.1 GB."""


@dataclass(frozen=True, slots=True)
class OpenedClass:
    """A new class: the code for all, and the secret that makes its holder the teacher."""

    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class ClassState:
    """How a class stands.

    Parameters
    ----------
    id : int
        Its own, for ever.
    code : str
        As `codes.new_code` makes it.
    feed : str
        A secret of all who are in the class: who says it has proved to know the code.
    revision : int
        One more with each change.
    task : int
        Number of the present task, from 1.
    n_pupils, n_drawings : int
        How many have sent something, and how many they sent; with hidden ones.
    """

    id: int
    code: str
    feed: str
    revision: int
    task: int
    n_pupils: int
    n_drawings: int


@dataclass(frozen=True, slots=True)
class SentDrawing:
    """A drawing in a class.

    Parameters
    ----------
    number : int
        From 1, in the order of sending.
    pupil, task : int
        Numbers of who sent it and of what was to be drawn, from 1.
    label : int or None
        What it should be read as, 0 to 9, if that is known.
    strokes : str
        As `drawing.url_text` writes them.
    sent : float
        Seconds since 1970.
    hidden : bool
        Whether the teacher has taken it off the wall.
    revision : int
        The class's, when this was sent or last changed.
    """

    number: int
    pupil: int
    task: int
    label: int | None
    strokes: str
    sent: float
    hidden: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was acknowledged: the pupil's number, the drawing's, and whether it came just now."""

    pupil: int
    number: int
    is_new: bool


class ClassStore:
    """All classes of a server, or of several that share a database.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        As `database.address` returns it.

    Raises
    ------
    StoreError
        If the address is of no database that can be used.

    Notes
    -----
    It connects when it is first asked. Every method raises StoreError if the database is away,
    full, damaged, of another version, or not ours; once that is mended, the next question works.
    """

    def __init__(self, url: URL) -> None:
        self._database = Database(url)

    def close(self) -> None:
        """Let the database's connections go."""
        self._database.close()

    def open_class(self, taken_home: Iterable[SentDrawing] = ()) -> OpenedClass:
        """Open a class, empty or with drawings from another; its first task is free.

        Raises
        ------
        DrawingError
            If something that was taken home is no drawing of a class.
        StoreError
            If there are as many classes or drawings as a server holds.
        """
        brought = list(islice(taken_home, MAX_OF_CLASS + 1))
        if len(brought) > MAX_OF_CLASS:
            raise StoreError("error.class_full", limit=MAX_OF_CLASS)
        for drawing in brought:
            _require_sent(drawing)
        self.erase_untouched()
        secret = new_secret()
        with self._database.writing() as connection:
            schema.wait_in_line(connection)
            if _count(connection) >= MAX_CLASSES:
                raise StoreError("error.server_classes", limit=MAX_CLASSES)
            _require_room(connection, len(brought))
            new = insert(classes).values(
                code=(code := _free_code(connection)),
                feed=new_secret(),
                teacher=digest(secret),
                touched=_now(),
                revision=1,
                task=1,
                n_pupils=0,
                n_drawings=0,
            )
            class_id = connection.execute(new.returning(classes.c.id)).scalar_one()
            connection.execute(insert(tasks).values(class_id=class_id, number=1, kind="free"))
            if brought:
                _bring(connection, class_id, brought)
        return OpenedClass(code, secret)

    def find(self, code: str) -> ClassState | None:
        """Return how the class with a code stands, if there is one."""
        if not is_code(code):
            return None
        with self._database.reading() as connection:
            found = _find(connection, code)
        return None if found is None else _state(found)

    def is_teacher(self, code: str, secret: str) -> bool:
        """Whether a secret is that of a class's teacher."""
        if not is_code(code):
            return False
        with self._database.reading() as connection:
            found = _find(connection, code)
        return found is not None and _is_of(secret, found.teacher)

    def states(self) -> list[ClassState]:
        """Return how all classes stand, to see which have changed."""
        asked = select(classes).where(classes.c.touched > _now() - LIFE)
        with self._database.reading() as connection:
            return [_state(row) for row in connection.execute(asked)]

    def tasks(self, class_id: int) -> dict[int, Task]:
        """Return a class's tasks by their numbers."""
        asked = select(tasks).where(tasks.c.class_id == class_id).order_by(tasks.c.number)
        with self._database.reading() as connection:
            return {
                row.number: Task(row.kind, row.digit, row.like) for row in connection.execute(asked)
            }

    def drawings(self, class_id: int, after: int = 0) -> list[SentDrawing]:
        """Return a class's drawings in the order of sending, hidden ones, too.

        Parameters
        ----------
        class_id : int
            As `ClassState` has it.
        after : int
            A revision: those only that were sent or changed since.
        """
        is_asked = (drawings.c.class_id == class_id) & (drawings.c.revision > after)
        columns = [drawings.c[name] for name in SentDrawing.__slots__]
        asked = select(*columns).where(is_asked).order_by(drawings.c.number)
        with self._database.reading() as connection:
            return [SentDrawing(*row) for row in connection.execute(asked)]

    def send(
        self, code: str, token: str, task: int, drawing: Drawing, label: int | None = None
    ) -> Receipt:
        """Store a drawing, once however often it is sent.

        Parameters
        ----------
        code : str
            The class's.
        token : str
            The secret of the pupil's browser; a new one is the next pupil's.
        task : int
            Number of the task that the pupil had before them.
        drawing : Drawing
        label : int, optional
            What the pupil says that it is, 0 to 9; a task that names a digit knows better.

        Raises
        ------
        DrawingError
            If there is no digit to read.
        StoreError
            If there is no such class or task, or no more room for this drawing.
        """
        if not (is_secret(token) and _is_number(task, MAX_TASKS) and _is_label(label)):
            raise StoreError("error.class_unknown")
        strokes = _written(drawing)
        with self._database.writing() as connection:
            here = _changed(connection, code, n_new=1)
            asked = {"in_class": here.id, "for_task": task, "by": digest(token), "drawn": strokes}
            there = connection.execute(SENDING, asked).one_or_none()
            if there is None:
                raise StoreError("error.class_unknown")
            if there.before is not None:
                connection.rollback()
                return Receipt(there.pupil, there.before, is_new=False)
            if here.n_drawings > MAX_OF_CLASS:
                raise StoreError("error.class_full", limit=MAX_OF_CLASS)
            if there.n_sent > MAX_OF_SERVER:
                raise StoreError("error.server_full", limit=MAX_OF_SERVER)
            pupil = _counted_pupil(connection, here, there, digest(token))
            connection.execute(
                insert(drawings),
                {
                    "class_id": here.id,
                    "number": here.n_drawings,
                    "pupil": pupil,
                    "task": task,
                    "label": label if there.digit is None else there.digit,
                    "strokes": strokes,
                    "sent": _now(),
                    "hidden": bool(there.hidden),
                    "revision": here.revision,
                },
            )
        return Receipt(pupil, here.n_drawings, is_new=True)

    def pupil(self, code: str, token: str) -> int | None:
        """Return the number of the pupil with a token, if that has sent something."""
        if not (is_code(code) and is_secret(token)):
            return None
        asked = (
            select(pupils.c.number)
            .join(classes, classes.c.id == pupils.c.class_id)
            .where(classes.c.code == code, pupils.c.token == digest(token))
        )
        with self._database.reading() as connection:
            number: int | None = connection.execute(asked).scalar_one_or_none()
        return number

    def set_task(self, code: str, secret: str, task: Task) -> None:
        """Set the next task; for the teacher alone."""
        if not isinstance(task, Task):
            raise ValueError(f"no task: {task!r}")
        with self._database.writing() as connection:
            here = _taught(connection, code, secret)
            if here.task >= MAX_TASKS:
                raise StoreError("error.class_tasks", limit=MAX_TASKS)
            number = here.task + 1
            connection.execute(
                insert(tasks).values(
                    class_id=here.id,
                    number=number,
                    kind=task.kind,
                    digit=task.digit,
                    like=task.like,
                )
            )
            connection.execute(update(classes).where(classes.c.id == here.id).values(task=number))

    def hide(self, code: str, secret: str, number: int, *, hidden: bool = True) -> None:
        """Take a drawing off the wall, or put it there again; for the teacher alone.

        Raises
        ------
        ValueError
            If the number can be none of a drawing, as with that of a pupil in `hide_pupil`.
        StoreError
            If the secret is not the teacher's, or there is no such class.
        """
        if not _is_number(number, MAX_OF_CLASS) or type(hidden) is not bool:
            raise ValueError(f"no drawing: {number!r}")
        with self._database.writing() as connection:
            here = _taught(connection, code, secret)
            _hide(connection, here, drawings.c.number == number, hidden)

    def hide_pupil(self, code: str, secret: str, pupil: int, *, hidden: bool = True) -> None:
        """Hide what a pupil has sent and will send, or show it again; for the teacher alone."""
        if not _is_number(pupil, MAX_PUPILS) or type(hidden) is not bool:
            raise ValueError(f"no pupil: {pupil!r}")
        with self._database.writing() as connection:
            here = _taught(connection, code, secret)
            connection.execute(
                update(pupils)
                .where(pupils.c.class_id == here.id, pupils.c.number == pupil)
                .values(hidden=hidden)
            )
            _hide(connection, here, drawings.c.pupil == pupil, hidden)

    def close_class(self, code: str, secret: str) -> None:
        """Erase a class and all that was sent to it; for the teacher alone."""
        with self._database.writing() as connection:
            here = _taught(connection, code, secret)
            connection.execute(delete(classes).where(classes.c.id == here.id))
        self._database.leave_no_trace()

    def erase_untouched(self) -> int:
        """Erase what nobody has touched for `LIFE`; return how many classes that were."""
        n_erased = 0
        while self._erase_oldest():  # one at a time: others may send meanwhile
            n_erased += 1
        if n_erased:
            self._database.leave_no_trace()
        return n_erased

    def _erase_oldest(self) -> bool:
        oldest = select(classes.c.id).where(classes.c.touched <= _now() - LIFE).limit(1)
        with self._database.reading() as connection:
            class_id = connection.execute(oldest).scalar_one_or_none()
        if class_id is None:
            return False
        with self._database.writing() as connection:
            connection.execute(delete(classes).where(classes.c.id == class_id))
        return True


def _now() -> float:
    return time.time()


def _is_number(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _is_label(value: object) -> bool:
    return value is None or (type(value) is int and 0 <= value < N_CLASSES)


def _is_of(secret: object, stored: str) -> bool:
    return is_secret(secret) and compare_digest(digest(str(secret)), stored)


def _written(drawing: Drawing) -> str:
    """Return what is stored of a drawing, which is one still when it is read again."""
    if not isinstance(drawing, Drawing):
        raise DrawingError("error.drawing_unreadable")
    strokes = encode(checked_drawing(drawing.strokes, drawing.widths))
    if len(strokes) > MAX_TEXT:
        raise DrawingError("error.class_drawing_too_long")
    require_digit(decode(strokes).strokes)
    return strokes


def _require_sent(drawing: SentDrawing) -> None:
    is_sent = (
        isinstance(drawing, SentDrawing)
        and _is_label(drawing.label)
        and type(drawing.hidden) is bool
        and type(drawing.sent) is float
        and isfinite(drawing.sent)
        and type(drawing.strokes) is str
        and len(drawing.strokes) <= MAX_TEXT
    )
    if not is_sent:
        raise DrawingError("error.drawing_unreadable")
    if not _is_number(drawing.pupil, MAX_PUPILS):
        raise StoreError("error.class_pupils", limit=MAX_PUPILS)
    require_digit(decode(drawing.strokes).strokes)


def _free_code(connection: Connection) -> str:
    taken = select(classes.c.id).where(classes.c.code == (code := new_code()))
    return code if connection.execute(taken).first() is None else _free_code(connection)


def _find(connection: Connection, code: str) -> Row[Any] | None:
    is_asked = (classes.c.code == code) & (classes.c.touched > _now() - LIFE)
    return connection.execute(select(classes).where(is_asked)).one_or_none()


def _changed(connection: Connection, code: str, n_new: int = 0) -> Row[Any]:
    """Count a change of a class and return it as it then is; others who change it wait."""
    if not is_code(code):
        raise StoreError("error.class_unknown")
    now = _now()
    change = {"of_code": code, "now": now, "old": now - LIFE, "n_new": n_new}
    here = connection.execute(CHANGE, change).one_or_none()
    if here is None:
        raise StoreError("error.class_unknown")
    return here


def _taught(connection: Connection, code: str, secret: str) -> Row[Any]:
    here = _changed(connection, code)
    if not _is_of(secret, here.teacher):
        raise StoreError("error.class_not_teacher")
    return here


def _counted_pupil(
    connection: Connection, here: Row[Any], there: Row[*tuple[Any, ...]], token: str
) -> int:
    """Count a drawing of a pupil, who may be new, and return the pupil's number."""
    if there.pupil is not None:
        if there.n_of_pupil >= MAX_OF_PUPIL:
            raise StoreError("error.pupil_full", limit=MAX_OF_PUPIL)
        connection.execute(COUNT_OF_PUPIL, {"in_class": here.id, "by": there.pupil})
        return int(there.pupil)
    number = int(here.n_pupils) + 1
    if number > MAX_PUPILS:
        raise StoreError("error.class_pupils", limit=MAX_PUPILS)
    new = {"class_id": here.id, "number": number, "token": token, "n_drawings": 1, "hidden": False}
    connection.execute(insert(pupils), new)
    connection.execute(update(classes).where(classes.c.id == here.id).values(n_pupils=number))
    return number


def _hide(connection: Connection, here: Row[Any], which: Any, hidden: bool) -> None:
    is_asked = (drawings.c.class_id == here.id) & which & (drawings.c.hidden != hidden)
    change = update(drawings).where(is_asked).values(hidden=hidden, revision=here.revision)
    connection.execute(change)


def _bring(connection: Connection, class_id: int, brought: list[SentDrawing]) -> None:
    """Put drawings of another class into a new one, with the pupils' numbers as they were."""
    numbers = sorted({drawing.pupil for drawing in brought})
    of_pupil = {number: sum(d.pupil == number for d in brought) for number in numbers}
    connection.execute(
        insert(pupils),
        [
            {
                "class_id": class_id,
                "number": number,
                "token": digest(new_secret()),
                "n_drawings": of_pupil[number],
                "hidden": False,
            }
            for number in numbers
        ],
    )
    connection.execute(
        insert(drawings),
        [
            {
                "class_id": class_id,
                "number": number,
                "pupil": drawing.pupil,
                "task": 1,
                "label": drawing.label,
                "strokes": drawing.strokes,
                "sent": drawing.sent,
                "hidden": drawing.hidden,
                "revision": 1,
            }
            for number, drawing in enumerate(brought, 1)
        ],
    )
    counts = {"n_pupils": numbers[-1], "n_drawings": len(brought)}
    connection.execute(update(classes).where(classes.c.id == class_id).values(counts))


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(classes)).scalar_one())


def _require_room(connection: Connection, n_new: int) -> None:
    sent = connection.execute(select(func.sum(classes.c.n_drawings))).scalar() or 0
    if sent + n_new > MAX_OF_SERVER:
        raise StoreError("error.server_full", limit=MAX_OF_SERVER)


def _state(row: Row[Any]) -> ClassState:
    return ClassState(*(getattr(row, name) for name in ClassState.__slots__))
