"""What is read once for all who look on."""

import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from mnistnet.class_store import reader as module
from mnistnet.class_store.reader import AHEAD, LEVELS, ClassReader
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import prepare_strokes, stroke_pixels
from mnistnet.drawing.url_text import decode
from mnistnet.errors import StoreError
from tests.class_store.test_store import TOKENS, seven


class Empty(ClassStore):
    """A store in which nothing was sent."""

    def __init__(self, store: ClassStore) -> None:
        self.__dict__.update(store.__dict__)

    def drawings(self, class_id: int, after: int = 0) -> list[SentDrawing]:
        return []


class Counted(ClassStore):
    """A store that counts what it is asked."""

    def __init__(self, store: ClassStore) -> None:
        self.__dict__.update(store.__dict__)
        self.asked, self.is_away = 0, False

    def __getattribute__(self, name: str) -> Any:
        if name in ("states", "tasks", "drawings", "erase_untouched"):
            if self.is_away:
                raise StoreError("error.store_away")
            self.asked += 1
        return super().__getattribute__(name)


def now(reader: ClassReader, feed: str) -> ClassState:
    state = reader.state(feed)
    assert state is not None
    return state


def feed_of(store: ClassStore, code: str) -> str:
    state = store.find(code)
    assert state is not None
    return state.feed


def test_what_nobody_has_touched_is_cleared_away_every_hour(store, monkeypatch):
    now, cleared = [1e6], []
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(store, "erase_untouched", lambda: cleared.append(now[0]))
    reader = ClassReader(store)
    for minutes in (0, 59, 61, 62, 119, 122):
        now[0] = 1e6 + 60 * minutes
        reader.look()
    assert cleared == [1e6 + 60 * minutes for minutes in (0, 61, 122)]


def test_all_who_look_cost_one_query(store):
    counted = Counted(store)
    reader = ClassReader(counted)
    opened = store.open_class()
    for number in range(3):
        store.send(opened.code, TOKENS[number], 1, seven(number))
    feed = feed_of(store, opened.code)
    reader.look()
    state = now(reader, feed)
    reader.drawings(state)
    counted.asked = 0
    for _ in range(50):
        assert len(reader.drawings(now(reader, feed))) == 3
        assert reader.tasks(state) == {1: Task()}
    assert counted.asked == 0
    store.send(opened.code, TOKENS[0], 1, seven(9))
    store.hide(opened.code, opened.secret, 2)
    reader.look()
    assert counted.asked == 1
    drawings = reader.drawings(now(reader, feed))
    assert [(d.number, d.hidden) for d in drawings] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
    ]
    assert [d.number for d in reader.drawings(now(reader, feed), after=3)] == [4]


def test_what_is_sent_between_look_and_reading_is_not_lost(store):
    reader = ClassReader(store)
    opened = store.open_class()
    feed = feed_of(store, opened.code)
    reader.look()
    reader.drawings(now(reader, feed))
    for number in range(2):
        store.send(opened.code, TOKENS[0], 1, seven(number))
        if not number:
            reader.look()
    assert [d.number for d in reader.drawings(now(reader, feed))] == [1, 2], "newer than asked for"
    store.send(opened.code, TOKENS[0], 1, seven(2))
    reader.look()
    assert [d.number for d in reader.drawings(now(reader, feed))] == [1, 2, 3]


def test_a_class_that_was_just_opened_is_known_before_the_next_look_and_after(store):
    reader = ClassReader(store)
    reader.look()
    state = store.find(store.open_class().code)
    assert reader.state(state.feed) is None
    reader.meet(state)
    assert reader.state(state.feed) == state
    reader.look()
    assert reader.state(state.feed) == state


def test_of_two_states_of_a_class_the_newer_one_counts(store):
    opened = store.open_class()
    reader = ClassReader(store)
    reader.look()
    old = now(reader, feed_of(store, opened.code))
    store.send(opened.code, TOKENS[0], 1, seven(0))
    new = store.find(opened.code)
    reader.meet(new)
    assert reader.state(new.feed) == new  # before the next look
    reader.meet(old)
    assert reader.state(new.feed) == new


def test_a_look_that_finds_more_than_was_met_during_it_counts(store):
    class Slow(Counted):
        def states(self):
            old = store.find(opened.code)
            store.send(opened.code, TOKENS[0], 1, seven(0))
            reader.meet(old)
            return super().states()

    opened = store.open_class()
    reader = ClassReader(Slow(store))
    reader.look()
    assert now(reader, feed_of(store, opened.code)).n_drawings == 1


def test_a_class_that_is_opened_during_a_look_is_not_forgotten_after_it(store):
    class Slow(Counted):
        def states(self):
            before = super().states()
            self.opened = store.find(store.open_class().code)
            reader.meet(self.opened)
            return before

    slow = Slow(store)
    reader = ClassReader(slow)
    reader.look()
    assert reader.state(slow.opened.feed) == slow.opened


def test_a_closed_class_is_gone(store):
    reader = ClassReader(store)
    opened = store.open_class()
    feed = feed_of(store, opened.code)
    reader.look()
    assert reader.state(feed)
    store.close_class(opened.code, opened.secret)
    reader.look()
    assert reader.state(feed) is None


def test_a_database_that_is_away_is_said_until_it_is_back(store):
    counted = Counted(store)
    reader = ClassReader(counted)
    feed = feed_of(store, store.open_class().code)
    reader.look()
    counted.is_away = True
    reader.look()
    with pytest.raises(StoreError):
        reader.state(feed)
    counted.is_away = False
    reader.look()
    assert reader.state(feed)


def test_the_ink_is_to_the_last_digit_what_the_network_reads(store):
    reader = ClassReader(store)
    opened = store.open_class()
    for number in range(5):
        store.send(opened.code, TOKENS[0], 1, seven(17 * number))
    reader.look()
    state = now(reader, feed_of(store, opened.code))
    drawings = reader.drawings(state)
    for drawing, ink in zip(drawings, reader.ink(state, drawings), strict=True):
        X = prepare_strokes(decode(drawing.strokes).strokes).X
        np.testing.assert_array_equal(ink / LEVELS, X.ravel())


def test_images_of_what_was_read_are_prepared_before_anybody_asks(store, monkeypatch):
    opened = store.open_class()
    for number in range(AHEAD + 2):
        store.send(opened.code, TOKENS[number % len(TOKENS)], 1, seven(number))
    reader = ClassReader(store)
    reader.look()
    state = now(reader, feed_of(store, opened.code))
    drawings = reader.drawings(state)
    prepared = []

    def counted(strokes):
        prepared.append(strokes)
        return stroke_pixels(strokes)

    monkeypatch.setattr(module, "stroke_pixels", counted)
    reader.prepare_ahead()
    assert len(prepared) == AHEAD
    reader.prepare_ahead()
    reader.prepare_ahead()
    assert len(prepared) == AHEAD + 2
    reader.ink(state, drawings)
    assert len(prepared) == AHEAD + 2


def test_drawings_are_kept_of_the_classes_asked_for_last(store, monkeypatch):
    counted = Counted(store)
    reader = ClassReader(counted)
    opened = [store.open_class() for _ in range(3)]
    for one in opened:
        for number in range(2):
            store.send(one.code, TOKENS[0], 1, seven(number))
    monkeypatch.setattr(module, "MOST_KEPT", 4)
    reader.look()
    states = [now(reader, feed_of(store, one.code)) for one in opened]
    for state in states:
        assert len(reader.drawings(state)) == 2
    counted.asked = 0
    assert len(reader.drawings(states[2])) == 2
    assert counted.asked == 0
    assert len(reader.drawings(states[0])) == 2
    assert counted.asked > 0, "the oldest had gone"


def test_nothing_of_a_closed_class_stays_in_memory(store):
    reader = ClassReader(store)
    opened = [store.open_class() for _ in range(2)]
    for one in opened:
        store.send(one.code, TOKENS[0], 1, seven())
    reader.look()
    states = [now(reader, feed_of(store, one.code)) for one in opened]
    for state in states:
        reader.ink(state, reader.drawings(state))
    store.close_class(opened[0].code, opened[0].secret)
    reader.look()
    assert list(reader._kept) == [states[1].feed]


def test_a_class_that_closes_after_a_look_is_said_to_be_closed(store):
    reader = ClassReader(store)
    opened = store.open_class()
    reader.look()
    state = now(reader, feed_of(store, opened.code))
    store.close_class(opened.code, opened.secret)
    with pytest.raises(StoreError) as refused:
        reader.tasks(state)
    assert refused.value.key == "error.class_ended"


def test_a_class_in_a_new_file_is_not_taken_for_one_of_the_old(store):
    reader = ClassReader(store)
    opened = store.open_class()
    for number in range(2):
        store.send(opened.code, TOKENS[0], 1, seven(number))
    reader.look()
    before = now(reader, feed_of(store, opened.code))
    assert len(reader.drawings(before)) == 2
    of_new_file = replace(before, feed="another" * 4, revision=1)
    reader._store = Empty(store)
    assert reader.drawings(of_new_file) == []


def test_a_bug_of_one_look_does_not_end_those_that_follow(store, monkeypatch, caplog):
    looks = iter([ZeroDivisionError, None, KeyboardInterrupt])

    class Broken(Counted):
        def states(self):
            if error := next(looks):
                raise error
            return super().states()

    monkeypatch.setattr(module, "PACE", 0.0)
    with pytest.raises(KeyboardInterrupt):
        ClassReader(Broken(store))._watch()
    assert "ZeroDivisionError" in caplog.text


def test_an_older_look_does_not_take_back_what_a_newer_one_has_seen(store):
    class Slow(Counted):
        n_looks = 0

        def states(self):
            seen = super().states()
            self.n_looks += 1
            if self.n_looks == 1:  # meanwhile a class is opened, and a teacher's press looks
                self.opened = store.find(store.open_class().code)
                reader.meet(self.opened)
                self.press = threading.Thread(target=reader.look)
                self.press.start()
                self.press.join(0.1)
            return seen

    slow = Slow(store)
    reader = ClassReader(slow)
    reader.look()
    assert reader.state(slow.opened.feed) == slow.opened
    slow.press.join()
    assert slow.n_looks == 2
