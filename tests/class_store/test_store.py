"""What a class does, on both databases."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from mnistnet.class_store import bounds, changes, checks
from mnistnet.class_store.codes import ALPHABET, digest, read_code
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.schema import TABLES
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import decode, encode
from mnistnet.errors import DrawingError, StoreError

TOKENS = [f"{number:032x}" for number in range(1, 41)]


def seven(number: int = 0) -> Drawing:
    """Return a drawing of its own for each number."""
    drawing = sample(7)
    return Drawing(
        tuple(points + np.array([number, 0]) for points in drawing.strokes), drawing.widths
    )


def all_of(store: ClassStore, code: str, after: int = 0) -> list[SentDrawing]:
    state = store.find(code)
    return [] if state is None else store.drawings(state.id, after)


def refused(error: pytest.ExceptionInfo[StoreError]) -> str:
    return error.value.key


def test_what_is_sent_comes_back(store):
    opened = store.open_class()
    receipt = store.send(opened.code, TOKENS[0], 1, seven(), label=7)
    assert (receipt.pupil, receipt.number, receipt.is_new) == (1, 1, True)
    (sent,) = all_of(store, opened.code)
    assert (sent.pupil, sent.task, sent.label, sent.hidden) == (1, 1, 7, False)
    back = decode(sent.strokes)
    for points, drawn in zip(back.strokes, seven().strokes, strict=True):
        np.testing.assert_array_equal(points, drawn.round())


def test_what_is_sent_twice_is_stored_once(store):
    code = store.open_class().code
    first, second = (store.send(code, TOKENS[0], 1, seven()) for _ in range(2))
    assert second == replace(first, is_new=False)
    before = store.find(code)
    store.send(code, TOKENS[0], 1, seven())
    assert store.find(code) == before, "nothing has changed, so nobody looks again"
    assert store.send(code, TOKENS[1], 1, seven()).is_new, "another pupil's is another drawing"


def test_a_digit_is_added_once_to_what_was_sent_without_one(store):
    code = store.open_class().code
    first = store.send(code, TOKENS[0], 1, seven())
    before = store.find(code)
    again = store.send(code, TOKENS[0], 1, seven(), label=7)
    assert again == replace(first, is_new=False, is_labelled=True)
    (drawing,) = all_of(store, code, before.revision)  # who asks for what is new sees it
    assert (drawing.number, drawing.label) == (1, 7)
    now = store.find(code)
    assert (now.n_pupils, now.n_drawings) == (1, 1)
    late = store.send(code, TOKENS[0], 1, seven(), label=9)
    assert late == replace(first, is_new=False), "the class keeps what was said first"
    store.send(code, TOKENS[1], 1, seven(), label=9)  # another's is another drawing
    assert [sent.label for sent in all_of(store, code)] == [7, 9]
    assert store.find(code).n_drawings == 2


def test_twenty_threads_that_send_the_same_store_it_once(store):
    code = store.open_class().code
    begin = threading.Barrier(20)

    def send(number: int) -> int:
        begin.wait()
        return int(store.send(code, TOKENS[number % 4], 1, seven(number % 2)).number)

    with ThreadPoolExecutor(20) as threads:
        numbers = list(threads.map(send, range(20)))
    sent = all_of(store, code)
    assert [drawing.number for drawing in sent] == list(range(1, 5))
    assert set(numbers) == set(range(1, 5))
    assert len({(drawing.pupil, drawing.strokes) for drawing in sent}) == 4
    assert store.find(code).n_pupils == 4


def test_each_browser_is_one_pupil(store):
    code = store.open_class().code
    for number, token in enumerate(TOKENS, 1):
        assert store.pupil(code, token) is None
        assert store.send(code, token, 1, seven()).pupil == number
    assert store.pupil(code, TOKENS[6]) == 7
    other = store.open_class().code
    assert store.send(other, TOKENS[6], 1, seven()).pupil == 1
    assert (store.pupil(other, TOKENS[6]), store.pupil(code, TOKENS[6])) == (1, 7)


def test_a_change_is_seen_once_by_who_asks_for_what_is_new(store):
    opened = store.open_class()
    store.send(opened.code, TOKENS[0], 1, seven(0))
    seen = store.find(opened.code).revision
    store.send(opened.code, TOKENS[0], 1, seven(1))
    assert [drawing.number for drawing in all_of(store, opened.code, seen)] == [2]
    seen = store.find(opened.code).revision
    store.hide(opened.code, opened.secret, 1)
    (changed,) = all_of(store, opened.code, seen)
    assert (changed.number, changed.hidden) == (1, True)
    assert [state.revision for state in store.states()] == [store.find(opened.code).revision]


def test_a_task_that_names_a_digit_knows_better_than_the_pupil(store):
    opened = store.open_class()
    store.set_task(opened.code, opened.secret, Task("like", 4, 9))
    state = store.find(opened.code)
    assert state.task == 2
    assert store.tasks(state.id) == {1: Task(), 2: Task("like", 4, 9)}
    store.send(opened.code, TOKENS[0], 2, seven(), label=7)
    store.send(opened.code, TOKENS[0], 1, seven(), label=7)  # the task that was before the pupil
    assert [(d.task, d.label) for d in all_of(store, opened.code)] == [(2, 4), (1, 7)]


def test_the_teacher_puts_a_digit_right_whoever_said_it(store):
    opened, other = store.open_class(), store.open_class()
    for code in (other.code, opened.code):
        for label in (1, None):
            store.send(code, TOKENS[0], 1, seven(label or 0), label)
    seen = store.find(opened.code).revision
    store.put_right(opened.code, opened.secret, 1, 7)
    store.put_right(opened.code, opened.secret, 1, 7)  # which it is already
    (changed,) = all_of(store, opened.code, seen)
    assert (changed.number, changed.label, changed.revision) == (1, 7, seen + 1)
    store.put_right(opened.code, opened.secret, 2, 0)
    store.put_right(opened.code, opened.secret, 1, None)
    assert [d.label for d in all_of(store, opened.code)] == [None, 0]
    assert [d.label for d in all_of(store, other.code)] == [1, None]
    assert store.find(opened.code).n_drawings == 2
    store.put_right(opened.code, opened.secret, 1, 7)
    assert not store.send(opened.code, TOKENS[0], 1, seven(1), label=1).is_labelled
    assert all_of(store, opened.code)[0].label == 7
    wrong: tuple[tuple[Any, Any], ...] = ((0, 7), (True, 7), (1, 10), (1, True), (1, "7"))
    for number, label in wrong:
        with pytest.raises(ValueError, match="no drawing and digit"):
            store.put_right(opened.code, opened.secret, number, label)


@pytest.mark.parametrize("secret", ["", "x" * 32, TOKENS[0]])
def test_no_pupil_teaches(store, secret):
    opened = store.open_class()
    code = opened.code
    store.send(code, TOKENS[0], 1, seven())
    before = store.find(code), all_of(store, code)
    assert not store.is_teacher(code, secret)
    for teach in (
        lambda: store.set_task(code, secret, Task("digit", 4)),
        lambda: store.hide(code, secret, 1),
        lambda: store.hide_pupil(code, secret, 1),
        lambda: store.put_right(code, secret, 1, 4),
        lambda: store.close_class(code, secret),
    ):
        with pytest.raises(StoreError) as error:
            teach()
        assert refused(error) == "error.class_not_teacher"
    assert (store.find(code), all_of(store, code)) == before
    assert store.is_teacher(code, opened.secret)


def test_another_teacher_does_not_teach_either(store):
    one, other = store.open_class(), store.open_class()
    with pytest.raises(StoreError):
        store.close_class(one.code, other.secret)
    assert store.find(one.code)


def test_a_pupil_who_is_hidden_stays_hidden(store):
    opened = store.open_class()
    for number in range(3):
        store.send(opened.code, TOKENS[number % 2], 1, seven(number))
    other = store.open_class()
    store.send(other.code, TOKENS[0], 1, seven())
    store.hide_pupil(opened.code, opened.secret, 1)
    store.send(other.code, TOKENS[0], 1, seven(1))
    assert not any(d.hidden for d in all_of(store, other.code)), "that is another pupil 1"
    store.send(opened.code, TOKENS[0], 1, seven(7))
    assert [d.hidden for d in all_of(store, opened.code)] == [True, False, True, True]
    store.hide_pupil(opened.code, opened.secret, 1, hidden=False)
    store.send(opened.code, TOKENS[0], 1, seven(8))
    assert not any(d.hidden for d in all_of(store, opened.code))


def test_closing_erases_all_of_it_and_nothing_else(store):
    opened, other = store.open_class(), store.open_class()
    for code in (opened.code, other.code):
        store.send(code, TOKENS[0], 1, seven())
    class_id = store.find(opened.code).id
    store.close_class(opened.code, opened.secret)
    assert store.find(opened.code) is None
    assert store.drawings(class_id) == []
    assert store.tasks(class_id) == {}
    with pytest.raises(StoreError) as error:
        store.send(opened.code, TOKENS[0], 1, seven())
    assert refused(error) == "error.class_unknown"
    assert len(all_of(store, other.code)) == 1
    assert store.find(store.open_class().code).id > class_id, "no number is given twice"


def test_a_class_that_nobody_touched_for_a_day_is_gone(store, monkeypatch):
    old = store.open_class()
    now = time.time()
    monkeypatch.setattr(changes, "now", lambda: now + bounds.LIFE - 60)
    store.send(old.code, TOKENS[0], 1, seven())
    idle = store.open_class()
    monkeypatch.setattr(changes, "now", lambda: now + 2 * bounds.LIFE - 120)
    assert store.find(old.code), "it was touched"
    store.send(old.code, TOKENS[0], 1, seven(1))
    monkeypatch.setattr(changes, "now", lambda: now + 2 * bounds.LIFE)
    assert store.find(idle.code) is None
    with pytest.raises(StoreError):
        store.send(idle.code, TOKENS[0], 1, seven())
    assert store.erase_untouched() == 1
    assert [state.code for state in store.states()] == [old.code]


@pytest.mark.parametrize(
    ("limit", "most", "n_stored", "key"),
    [
        ("MAX_PUPILS", 2, 4, "error.class_pupils"),
        ("MAX_OF_PUPIL", 1, 3, "error.pupil_full"),
        ("MAX_OF_CLASS", 3, 3, "error.class_full"),
        ("MAX_OF_SERVER", 3, 3, "error.server_full"),
    ],
)
def test_past_a_bound_nothing_is_stored_and_nothing_lost(
    store, monkeypatch, limit, most, n_stored, key
):
    monkeypatch.setattr(bounds, limit, most)
    code = store.open_class().code
    keys = set()
    for number in range(6):
        try:
            store.send(code, TOKENS[number % 3], 1, seven(number))
        except StoreError as error:
            keys.add(error.key)
    assert keys == {key}
    state, sent = store.find(code), all_of(store, code)
    assert state.n_drawings == len(sent) == n_stored
    assert state.n_pupils == len({drawing.pupil for drawing in sent})
    assert [drawing.number for drawing in sent] == list(range(1, len(sent) + 1))
    store.send(code, TOKENS[0], 1, seven(0))  # what was sent is acknowledged again


def test_a_secret_is_right_to_its_last_letter():
    stored = digest(TOKENS[0])
    assert checks.is_of(TOKENS[0], stored)
    for place in range(len(stored)):
        other = "1" if stored[place] == "0" else "0"
        assert not checks.is_of(TOKENS[0], stored[:place] + other + stored[place + 1 :])
    assert not checks.is_of(TOKENS[0], stored[:-1])


def test_a_server_holds_so_many_classes_and_a_class_so_many_tasks(store, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_CLASSES", 2)
    monkeypatch.setattr(bounds, "MAX_TASKS", 2)
    opened = [store.open_class() for _ in range(2)]
    with pytest.raises(StoreError) as error:
        store.open_class()
    assert refused(error) == "error.server_classes"
    store.set_task(opened[0].code, opened[0].secret, Task("fool"))
    with pytest.raises(StoreError) as error:
        store.set_task(opened[0].code, opened[0].secret, Task("fool"))
    assert refused(error) == "error.class_tasks"
    store.close_class(opened[0].code, opened[0].secret)
    store.open_class()


@pytest.mark.parametrize(
    "drawing",
    [Drawing(), Drawing((np.array([[9.0, 9.0]]),), (20.0,))],
    ids=["nothing", "a dot"],
)
def test_what_is_no_digit_is_not_stored(store, drawing):
    code = store.open_class().code
    with pytest.raises(DrawingError):
        store.send(code, TOKENS[0], 1, drawing)
    long = Drawing((np.random.default_rng(0).uniform(0, 280, (3_000, 2)),), (20.0,))
    with pytest.raises(DrawingError) as error:
        store.send(code, TOKENS[0], 1, long)
    assert error.value.key in ("error.class_drawing_too_long", "error.path_too_long")
    assert all_of(store, code) == []


@pytest.mark.parametrize(
    ("token", "task", "label"),
    [
        ("", 1, None),
        ("x" * 65, 1, None),
        (TOKENS[0], 0, None),
        (TOKENS[0], 2, 7),
        (TOKENS[0], 1, 10),
    ],
)
def test_what_no_page_sends_is_refused(store, token, task, label):
    code = store.open_class().code
    with pytest.raises(StoreError):
        store.send(code, token, task, seven(), label)
    assert store.find(code).n_pupils == 0


def test_a_class_is_opened_again_from_what_was_taken_home(store):
    code = store.open_class().code
    for number in range(4):
        store.send(code, TOKENS[number % 3], 1, seven(number), label=7)
    home = [drawing for drawing in all_of(store, code) if drawing.pupil != 2]
    again = store.open_class(home)
    back = all_of(store, again.code)
    assert [(d.pupil, d.label, d.strokes) for d in back] == [
        (d.pupil, d.label, d.strokes) for d in home
    ]
    assert store.send(again.code, TOKENS[0], 1, seven()).pupil == 4, "no browser is a pupil of then"
    assert store.find(again.code).n_drawings == 4


def test_what_was_taken_home_needs_room_on_the_server(store, monkeypatch):
    code = store.open_class().code
    for number in range(2):
        store.send(code, TOKENS[0], 1, seven(number))
    home = all_of(store, code)
    monkeypatch.setattr(bounds, "MAX_OF_SERVER", 3)
    with pytest.raises(StoreError) as error:
        store.open_class(home)
    assert refused(error) == "error.server_full"
    assert len(store.states()) == 1, "nothing is left of it"
    assert len(all_of(store, store.open_class(home[:1]).code)) == 1


def test_no_secret_stands_in_the_store(store):
    opened = store.open_class()
    store.send(opened.code, TOKENS[5], 1, seven())
    with store._database.engine.connect() as connection:
        rows = [
            str(row) for table in TABLES.sorted_tables for row in connection.execute(select(table))
        ]
    assert any(digest(opened.secret) in row for row in rows)
    assert not any(opened.secret in row or TOKENS[5] in row for row in rows)


def test_codes_are_read_as_people_type_them():
    assert read_code(" k7m-2qx ") == "K7M2QX"
    for typed in ("", "K7M2Q", "K7M2QXA", "K7M2Q0", "K7M2QI", "수업코드입니", "K" * 10_000):
        assert read_code(typed) is None
    assert not set("0O1IL") & set(ALPHABET)


def test_a_drawing_is_stored_as_the_page_writes_it(store):
    code = store.open_class().code
    store.send(code, TOKENS[0], 1, seven())
    assert all_of(store, code)[0].strokes == encode(seven())
