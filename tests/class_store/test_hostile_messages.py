"""Whatever is sent to the store: a sentence, nothing stored that is no drawing, no right gained.

More of it, on both databases: ``python -m tests.class_store.test_hostile_messages 100000 1``.
"""

import random
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from sqlalchemy import make_url

from mnistnet import MnistNetError
from mnistnet.class_store.codes import digest, new_code, new_secret
from mnistnet.class_store.records import OpenedClass, SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import decode, encode
from tests.support import fuzz
from tests.support.postgres import postgres


class Text(str):
    """A text that is not quite one."""

    __slots__ = ()


TEXTS = ("", " ", "x" * 16, "x" * 64, "x" * 65, "y" * 1_000_000, "수업", "\ud800" * 20, "\0" * 20)
SPELLS = ("' OR 1=1 --", "'; DROP TABLE classes; --", "%", "{code}", "../../etc/passwd", "<script>")
NUMBERS = (-1, 0, 1, 2, 3, 2**31, 2**63, 10**30, 0.5, 1.0, -0.0, float("nan"), float("inf"))
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    b"K7M2QX",
    [],
    {},
    (),
    object(),
    np.int64(1),
    np.array([1, 2]),
    Task(),
)
POINTS = (0, 140, 279, -9_999, 10_001, 1e300, float("nan"), float("inf"), 10**400, "1", "x", None)
WIDTHS = (20, 0.04, 0, -1, 361, float("nan"), "wide", None, 10**400)


@dataclass(frozen=True, slots=True)
class School:
    """A class that is attacked, with its pupils' secrets, and what those attacking know of it."""

    store: ClassStore
    attacked: OpenedClass
    pupils: tuple[str, ...]
    theirs: OpenedClass
    known: tuple[str, ...]

    def __repr__(self) -> str:
        return "school"


def school(store: ClassStore) -> School:
    attacked, theirs = store.open_class(), store.open_class()
    pupils = tuple(f"pupil-{number:026}" for number in range(3))
    for number, token in enumerate(pupils):
        store.send(attacked.code, token, 1, sample(number), number)
    state = store.find(attacked.code)
    assert state
    near = (attacked.secret[:-1], attacked.secret + "\0", attacked.secret.swapcase())
    known = (*near, digest(attacked.secret), state.feed, theirs.secret, theirs.code, *pupils)
    return School(store, attacked, pupils, theirs, known)


def anything(chance: random.Random) -> Any:
    return chance.choice(chance.choice((TEXTS, SPELLS, NUMBERS, OTHERS)))


def some_code(chance: random.Random, here: School) -> Any:
    code = here.attacked.code
    likely = (code, code, here.theirs.code, Text(code), code.lower(), code + "\n", new_code())
    return chance.choice((*likely, anything(chance)))


def some_secret(chance: random.Random, here: School) -> Any:
    return chance.choice((chance.choice(here.known), anything(chance)))


def some_drawing(chance: random.Random) -> Any:
    match chance.randrange(6):
        case 0:
            return anything(chance)
        case 1:
            drawn = sample(chance.randrange(10))
            moved = [points + chance.choice((0, 0.4, 7, 1e5, np.nan)) for points in drawn.strokes]
            return Drawing(tuple(moved), drawn.widths[: chance.choice((0, 9))])
        case 2:
            return Drawing(anything(chance), anything(chance))
        case 3:
            many = chance.choice((1, 600, 1_300, 30_000))  # 1,300 to and fro are too long to draw
            line = np.array([[0.0, 0.0], [chance.choice((1.0, 7.9, 60.0)), 0.4]] * many)
            return Drawing((line,), (20.0,))
        case _:
            n_points, n_strokes = chance.randrange(4), chance.choice((0, 1, 2, 501))
            strokes = [
                [[chance.choice(POINTS) for _ in range(2)] for _ in range(n_points)]
                for _ in range(n_strokes)
            ]
            widths = [chance.choice(WIDTHS) for _ in range(n_strokes)]
            return Drawing(tuple(strokes), tuple(widths))  # type: ignore[arg-type]


def some_sent(chance: random.Random) -> Any:
    """Return a drawing that nobody has taken home, or one with a part that is not."""
    parts = {
        "number": 1,
        "pupil": 1,
        "task": 1,
        "label": 7,
        "strokes": encode(sample(7)),
        "sent": 1.0,
        "hidden": False,
        "revision": 1,
    }
    if chance.random() < 0.9:
        parts[chance.choice(fields(SentDrawing)).name] = anything(chance)
    return chance.choice((SentDrawing(**parts), anything(chance)))  # type: ignore[arg-type]


def message(chance: random.Random, here: School) -> tuple[str, Iterable[Any]]:
    """Return the name of a method and what to call it with: never the teacher's own secret."""
    code, secret = some_code(chance, here), some_secret(chance, here)
    teaching = ("set_task", "hide", "hide_pupil", "put_right", "close")
    name = chance.choice(("send", "send", *teaching, "open", "ask"))
    match name:
        case "send":
            is_sound = chance.random() < 0.5
            by = new_secret() if is_sound and chance.random() < 0.05 else secret
            task = 1 if is_sound else anything(chance)
            label = chance.choice((7, None, anything(chance)))
            return name, (here.attacked.code, by, task, some_drawing(chance), label)
        case "set_task":
            return name, (code, secret, chance.choice((Task("digit", 4), anything(chance))))
        case "hide" | "hide_pupil":
            return name, (code, secret, chance.choice((1, 2, anything(chance))))
        case "put_right":
            return name, (code, secret, chance.choice((1, anything(chance))), anything(chance))
        case "close":
            return "close_class", (chance.choice((here.attacked.code, anything(chance))), secret)
        case "open":
            return "open_class", ([some_sent(chance) for _ in range(chance.randrange(4))],)
    return chance.choice(("is_teacher", "pupil")), (code, secret)


def outcome(here: School, name: str, arguments: Iterable[Any]) -> str:
    """Send a message; return how it ended."""
    try:
        answer = getattr(here.store, name)(*arguments)
    except MnistNetError as error:
        return f"{name}: {error.key}"
    except ValueError as error:
        assert str(error).startswith(("no task", "no drawing", "no pupil")), error  # noqa: PT017
        return f"{name}: a mistake in a program"
    if name == "open_class":
        here.store.close_class(answer.code, answer.secret)
    if name == "is_teacher":
        assert not answer or list(arguments) == [here.theirs.code, here.theirs.secret]
    return f"{name}: done"


def check(here: School) -> None:
    """See that only drawings were stored, and that only its teacher has changed the class."""
    open_classes = {state.code for state in here.store.states()}
    assert open_classes == {here.attacked.code, here.theirs.code}
    state = here.store.find(here.attacked.code)
    assert state
    assert here.store.tasks(state.id) == {1: Task()}
    there = here.store.drawings(state.id)
    assert [drawing.number for drawing in there] == list(range(1, state.n_drawings + 1))
    assert not any(drawing.hidden for drawing in there)
    assert {drawing.pupil for drawing in there} == set(range(1, state.n_pupils + 1))
    for number, token in enumerate(here.pupils, 1):
        assert here.store.pupil(here.attacked.code, token) == number
        assert there[number - 1].strokes == encode(sample(number - 1))
    for drawing in there:
        assert drawing.task == 1
        assert drawing.label is None or drawing.label in range(10)
        prepare_strokes(decode(drawing.strokes).strokes)
    assert here.store.is_teacher(here.attacked.code, here.attacked.secret)


def attack(store: ClassStore, n: int, seed: int) -> None:
    here = school(store)
    assert here.attacked.secret not in here.known
    fuzz.run(
        n,
        seed,
        lambda chance, _: (here, *message(chance, here)),
        lambda sent: outcome(*sent),
    )
    check(here)


def test_what_nobody_should_send_does_no_harm(store):
    attack(store, 1_500, 1)


def main(n: int, seed: int) -> None:
    """Send ``n`` messages to each database."""
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for address in (f"sqlite:///{folder}/classes.sqlite", server.address):
            store = ClassStore(make_url(address))
            attack(store, n, seed)
            store.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
