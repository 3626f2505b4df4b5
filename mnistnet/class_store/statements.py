"""What a drawing that is sent asks the database: as little as can be, for others wait meanwhile.

Made once: to make a statement anew takes longer than to carry it out.
"""

from sqlalchemy import bindparam, func, insert, select, update

from mnistnet.class_store.schema import classes, drawings, pupils, tasks

CHANGE = (
    update(classes)
    .where(classes.c.code == bindparam("of_code"), classes.c.touched > bindparam("old"))
    .values(
        revision=classes.c.revision + 1,
        touched=bindparam("now"),
        n_drawings=classes.c.n_drawings + bindparam("n_new"),
    )
    .returning(*classes.c)
)
"""Counts a change of a class, and drawings that are new in it."""

SENDING = (
    select(
        tasks.c.digit,
        pupils.c.number.label("pupil"),
        pupils.c.n_drawings.label("n_of_pupil"),
        pupils.c.hidden,
        select(drawings.c.number)
        .where(
            drawings.c.class_id == tasks.c.class_id,
            drawings.c.pupil == pupils.c.number,
            drawings.c.task == tasks.c.number,
            drawings.c.strokes == bindparam("drawn"),
        )
        .limit(1)
        .scalar_subquery()
        .label("before"),
        select(func.sum(classes.c.n_drawings)).scalar_subquery().label("n_sent"),
    )
    .select_from(tasks)
    .outerjoin(
        pupils, (pupils.c.class_id == tasks.c.class_id) & (pupils.c.token == bindparam("by"))
    )
    .where(tasks.c.class_id == bindparam("in_class"), tasks.c.number == bindparam("for_task"))
)
"""Of a drawing that is sent: its task, its pupil, its number if it was sent before, and how many
there are on the server with it."""

COUNT_OF_PUPIL = (
    update(pupils)
    .where(pupils.c.class_id == bindparam("in_class"), pupils.c.number == bindparam("by"))
    .values(n_drawings=pupils.c.n_drawings + 1)
)
"""Counts a drawing of a pupil."""

NEW_PUPIL, NEW_DRAWING = insert(pupils), insert(drawings)
