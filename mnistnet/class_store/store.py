"""What a class does: opened, sent to, taught, looked at, closed. One code for every database."""

from collections.abc import Iterable, Mapping
from itertools import islice

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import URL

from mnistnet.class_store import bounds, changes, checks, schema
from mnistnet.class_store.codes import digest, is_code, is_secret, new_secret
from mnistnet.class_store.database import Database
from mnistnet.class_store.records import ClassState, OpenedClass, Receipt, SentDrawing
from mnistnet.class_store.schema import classes, drawings, pupils, tasks
from mnistnet.class_store.statements import NEW_DRAWING, SENDING
from mnistnet.class_store.task import Task
from mnistnet.drawing.strokes import Drawing
from mnistnet.errors import StoreError


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

    def open_class(
        self, taken_home: Iterable[SentDrawing] = (), their_tasks: Mapping[int, Task] | None = None
    ) -> OpenedClass:
        """Open a class, empty or with drawings from another; what comes next is free.

        Parameters
        ----------
        taken_home : iterable of SentDrawing
        their_tasks : mapping of int to Task, optional
            By their numbers, which they keep; drawings of others are of the one that comes next.

        Raises
        ------
        DrawingError
            If something that was taken home is no drawing of a class.
        StoreError
            If there are as many classes or drawings as a server holds.
        ValueError
            If a number can be none of a task.
        """
        brought = list(islice(taken_home, bounds.MAX_OF_CLASS + 1))
        if len(brought) > bounds.MAX_OF_CLASS:
            raise StoreError("error.class_full", limit=bounds.MAX_OF_CLASS)
        for drawing in brought:
            checks.require_sent(drawing)
        known, present = checks.tasks_to_begin_with(their_tasks or {})
        self.erase_untouched()
        secret = new_secret()
        with self._database.writing() as connection:
            schema.wait_in_line(connection)
            if changes.count(connection) >= bounds.MAX_CLASSES:
                raise StoreError("error.server_classes", limit=bounds.MAX_CLASSES)
            changes.require_room(connection, len(brought))
            new = insert(classes).values(
                code=(code := changes.free_code(connection)),
                feed=new_secret(),
                teacher=digest(secret),
                touched=changes.now(),
                revision=1,
                task=present,
                n_pupils=0,
                n_drawings=0,
            )
            class_id = connection.execute(new.returning(classes.c.id)).scalar_one()
            for number, task in known.items():
                changes.add_task(connection, class_id, number, task)
            if brought:
                changes.bring(connection, class_id, brought, known, present)
        return OpenedClass(code, secret)

    def find(self, code: str) -> ClassState | None:
        """Return how the class with a code stands, if there is one."""
        if not is_code(code):
            return None
        with self._database.reading() as connection:
            found = changes.find(connection, code)
        return None if found is None else changes.state_of(found)

    def is_teacher(self, code: str, secret: str) -> bool:
        """Whether a secret is that of a class's teacher."""
        if not is_code(code):
            return False
        with self._database.reading() as connection:
            found = changes.find(connection, code)
        return found is not None and checks.is_of(secret, found.teacher)

    def states(self) -> list[ClassState]:
        """Return how all classes stand, to see which have changed."""
        asked = select(classes).where(classes.c.touched > changes.now() - bounds.LIFE)
        with self._database.reading() as connection:
            return [changes.state_of(row) for row in connection.execute(asked)]

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

        Sent without a label and then with one, it is given that; one that it has, it keeps.

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
        checks.require_possible(token, task, label)
        strokes = checks.written(drawing)
        with self._database.writing() as connection:
            here = changes.changed(connection, code, n_new=1)
            asked = {"in_class": here.id, "for_task": task, "by": digest(token), "drawn": strokes}
            found = connection.execute(SENDING, asked).one_or_none()
            if found is None:
                raise StoreError("error.class_unknown")
            if found.before is not None:
                is_told = changes.add_label(connection, here, found, label)
                if not is_told:
                    connection.rollback()
                return Receipt(found.pupil, found.before, is_new=False, is_labelled=is_told)
            changes.require_place(here, found)
            pupil = changes.counted_pupil(connection, here, found, digest(token))
            connection.execute(
                NEW_DRAWING,
                {
                    "class_id": here.id,
                    "number": here.n_drawings,
                    "pupil": pupil,
                    "task": task,
                    "label": label if found.digit is None else found.digit,
                    "strokes": strokes,
                    "sent": changes.now(),
                    "hidden": bool(found.hidden),
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
            here = changes.taught(connection, code, secret)
            if here.task >= bounds.MAX_TASKS:
                raise StoreError("error.class_tasks", limit=bounds.MAX_TASKS)
            number = here.task + 1
            changes.add_task(connection, here.id, number, task)
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
        if not checks.is_number(number, bounds.MAX_OF_CLASS) or type(hidden) is not bool:
            raise ValueError(f"no drawing: {number!r}")
        with self._database.writing() as connection:
            here = changes.taught(connection, code, secret)
            changes.mark(connection, here, drawings.c.number == number, hidden=hidden)

    def hide_pupil(self, code: str, secret: str, pupil: int, *, hidden: bool = True) -> None:
        """Hide what a pupil has sent and will send, or show it again; for the teacher alone."""
        if not checks.is_number(pupil, bounds.MAX_PUPILS) or type(hidden) is not bool:
            raise ValueError(f"no pupil: {pupil!r}")
        with self._database.writing() as connection:
            here = changes.taught(connection, code, secret)
            connection.execute(
                update(pupils)
                .where(pupils.c.class_id == here.id, pupils.c.number == pupil)
                .values(hidden=hidden)
            )
            changes.mark(connection, here, drawings.c.pupil == pupil, hidden=hidden)

    def put_right(self, code: str, secret: str, number: int, label: int | None) -> None:
        """Say which digit a drawing is, None if that is not known; for the teacher alone.

        Whatever its pupil or its task has said. Raises as `hide`.
        """
        if not checks.is_number(number, bounds.MAX_OF_CLASS) or not checks.is_label(label):
            raise ValueError(f"no drawing and digit: {number!r}, {label!r}")
        with self._database.writing() as connection:
            here = changes.taught(connection, code, secret)
            changes.mark(connection, here, drawings.c.number == number, label=label)

    def close_class(self, code: str, secret: str) -> None:
        """Erase a class and all that was sent to it; for the teacher alone."""
        with self._database.writing() as connection:
            here = changes.taught(connection, code, secret)
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
        oldest = (
            select(classes.c.id).where(classes.c.touched <= changes.now() - bounds.LIFE).limit(1)
        )
        with self._database.reading() as connection:
            class_id = connection.execute(oldest).scalar_one_or_none()
        if class_id is None:
            return False
        with self._database.writing() as connection:
            connection.execute(delete(classes).where(classes.c.id == class_id))
        return True
