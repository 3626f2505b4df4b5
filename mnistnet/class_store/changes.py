"""What is asked and changed within one transaction of the store.

``here`` is the class as `changed` returns it, ``found`` what `SENDING` tells of a drawing.
"""

import time
from collections import Counter
from collections.abc import Container
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from mnistnet.class_store import bounds
from mnistnet.class_store.checks import is_of
from mnistnet.class_store.codes import digest, is_code, new_code, new_secret
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.schema import classes, drawings, tasks
from mnistnet.class_store.statements import CHANGE, COUNT_OF_PUPIL, NEW_DRAWING, NEW_PUPIL
from mnistnet.class_store.task import Task
from mnistnet.errors import StoreError


def now() -> float:
    """Return the time in seconds since 1970."""
    return time.time()


def free_code(connection: Connection) -> str:
    """Return a code that no class has."""
    taken = select(classes.c.id).where(classes.c.code == (code := new_code()))
    return code if connection.execute(taken).first() is None else free_code(connection)


def find(connection: Connection, code: str) -> Row[Any] | None:
    """Return the class with a code, if there is one that is not too old."""
    is_asked = (classes.c.code == code) & (classes.c.touched > now() - bounds.LIFE)
    return connection.execute(select(classes).where(is_asked)).one_or_none()


def changed(connection: Connection, code: str, n_new: int = 0) -> Row[Any]:
    """Count a change of a class and return it as it then is; others who change it wait."""
    if not is_code(code):
        raise StoreError("error.class_unknown")
    moment = now()
    change = {"of_code": code, "now": moment, "old": moment - bounds.LIFE, "n_new": n_new}
    here = connection.execute(CHANGE, change).one_or_none()
    if here is None:
        raise StoreError("error.class_unknown")
    return here


def taught(connection: Connection, code: str, secret: str) -> Row[Any]:
    """Count a change by a class's teacher; whoever does not know the secret is refused."""
    here = changed(connection, code)
    if not is_of(secret, here.teacher):
        raise StoreError("error.class_not_teacher")
    return here


def counted_pupil(
    connection: Connection, here: Row[Any], found: Row[*tuple[Any, ...]], token: str
) -> int:
    """Count a drawing of a pupil, who may be new, and return the pupil's number."""
    if found.pupil is not None:
        if found.n_of_pupil >= bounds.MAX_OF_PUPIL:
            raise StoreError("error.pupil_full", limit=bounds.MAX_OF_PUPIL)
        connection.execute(COUNT_OF_PUPIL, {"in_class": here.id, "by": found.pupil})
        return int(found.pupil)
    number = int(here.n_pupils) + 1
    if number > bounds.MAX_PUPILS:
        raise StoreError("error.class_pupils", limit=bounds.MAX_PUPILS)
    connection.execute(NEW_PUPIL, _pupil(here.id, number, token, 1))
    connection.execute(update(classes).where(classes.c.id == here.id).values(n_pupils=number))
    return number


def _pupil(class_id: int, number: int, token: str, n_drawings: int) -> dict[str, object]:
    """Return the row of a pupil that a class has not had."""
    return {
        "class_id": class_id,
        "number": number,
        "token": token,
        "n_drawings": n_drawings,
        "hidden": False,
    }


def add_label(
    connection: Connection, here: Row[Any], found: Row[*tuple[Any, ...]], label: int | None
) -> bool:
    """Say of a drawing that is counted again which digit it is; whether nobody had said so yet."""
    if label is None:
        return False
    is_open = (
        (drawings.c.class_id == here.id)
        & (drawings.c.number == found.before)
        & drawings.c.label.is_(None)
    )
    change = update(drawings).where(is_open).values(label=label, revision=here.revision)
    if not connection.execute(change).rowcount:
        return False
    counted = update(classes).where(classes.c.id == here.id)
    connection.execute(counted.values(n_drawings=here.n_drawings - 1))
    return True


def mark(connection: Connection, here: Row[Any], which: Any, **marks: Any) -> None:
    """Give some of a class's drawings other values of a column, such as ``hidden=True``."""
    ((name, value),) = marks.items()
    is_asked = (drawings.c.class_id == here.id) & which & drawings.c[name].is_distinct_from(value)
    change = update(drawings).where(is_asked).values(marks | {"revision": here.revision})
    connection.execute(change)


def add_task(connection: Connection, class_id: int, number: int, task: Task) -> None:
    """Give a class a task that it has not had."""
    new = {"class_id": class_id, "number": number} | asdict(task)
    connection.execute(insert(tasks).values(new))


def bring(
    connection: Connection,
    class_id: int,
    brought: list[SentDrawing],
    known: Container[int],
    present: int,
) -> None:
    """Put drawings of another class into a new one, with the pupils' numbers as they were.

    Those of a task that is not known are of the present one.
    """
    n_drawings = Counter(drawing.pupil for drawing in brought)
    new_pupils = [
        _pupil(class_id, number, digest(new_secret()), n) for number, n in n_drawings.items()
    ]
    connection.execute(NEW_PUPIL, new_pupils)
    new_drawings = [
        asdict(drawing)
        | {
            "class_id": class_id,
            "number": number,
            "task": drawing.task if drawing.task in known else present,
            "revision": 1,
        }
        for number, drawing in enumerate(brought, 1)
    ]
    connection.execute(NEW_DRAWING, new_drawings)
    counts = {"n_pupils": max(n_drawings), "n_drawings": len(brought)}
    connection.execute(update(classes).where(classes.c.id == class_id).values(counts))


def count(connection: Connection) -> int:
    """Return how many classes there are."""
    return int(connection.execute(select(func.count()).select_from(classes)).scalar_one())


def require_room(connection: Connection, n_new: int) -> None:
    """Refuse drawings for which a server has no more room."""
    sent = connection.execute(select(func.sum(classes.c.n_drawings))).scalar() or 0
    if sent + n_new > bounds.MAX_OF_SERVER:
        raise StoreError("error.server_full", limit=bounds.MAX_OF_SERVER)


def require_place(here: Row[Any], found: Row[*tuple[Any, ...]]) -> None:
    """Refuse a drawing, counted already, for which its class or the server has no place."""
    if here.n_drawings > bounds.MAX_OF_CLASS:
        raise StoreError("error.class_full", limit=bounds.MAX_OF_CLASS)
    if found.n_sent > bounds.MAX_OF_SERVER:
        raise StoreError("error.server_full", limit=bounds.MAX_OF_SERVER)


def state_of(row: Row[Any]) -> ClassState:
    """Return how a class stands, from its row."""
    return ClassState(*(getattr(row, name) for name in ClassState.__slots__))
