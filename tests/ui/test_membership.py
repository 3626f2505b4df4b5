"""Who counts as a class's teacher, above all while the classes cannot be asked."""

from types import SimpleNamespace

import pytest

from mnistnet.class_store.records import ClassState
from mnistnet.errors import StoreError
from mnistnet.ui import membership
from mnistnet.ui.classroom import kept

RIGHT, WRONG = "right" * 4, "wrong" * 4
STATE = ClassState(1, "K7M2QX", "feed" * 4, revision=1, task=1, n_pupils=0, n_drawings=0)


class Store:
    """A store that knows one secret, or is away."""

    is_away = False

    def is_teacher(self, code: str, secret: str) -> bool:
        if self.is_away:
            raise StoreError("error.store_away")
        return (code, secret) == (STATE.code, RIGHT)

    def pupil(self, code: str, token: str) -> int | None:
        if self.is_away:
            raise StoreError("error.store_away")
        return {(STATE.code, RIGHT): 7, ("K7M2QY", RIGHT): 2}.get((code, token))


@pytest.fixture
def store(monkeypatch):
    store = Store()
    monkeypatch.setattr(membership, "class_store", lambda: store)
    monkeypatch.setattr(membership, "st", SimpleNamespace(session_state={}))
    monkeypatch.setattr(kept, "_kept", lambda **_: None)
    return store


def test_while_the_classes_are_away_the_teacher_stays_one_and_nobody_becomes_one(store):
    membership.keep_secret(RIGHT)
    assert kept.is_teacher(STATE)
    store.is_away = True
    assert kept.is_teacher(STATE)
    membership.keep_secret(WRONG)
    assert not kept.is_teacher(STATE)


def test_the_teacher_of_one_class_is_not_that_of_another_while_they_are_away(store):
    membership.keep_secret(RIGHT)
    assert kept.is_teacher(STATE)
    store.is_away = True
    other = ClassState(2, "K7M2QY", "other" * 4, revision=1, task=1, n_pupils=0, n_drawings=0)
    assert not kept.is_teacher(other)


def test_who_never_proved_it_is_no_teacher_while_they_are_away(store):
    store.is_away = True
    assert not kept.is_teacher(STATE)
    membership.keep_secret(WRONG)
    assert not kept.is_teacher(STATE)


def test_a_pupil_who_goes_into_another_class_is_asked_who_they_are_there(store, monkeypatch):
    monkeypatch.setattr(membership, "class_code", lambda: STATE.code)
    membership.keep_token(RIGHT)
    assert membership.token() == RIGHT
    monkeypatch.setattr(membership, "class_code", lambda: "K7M2QY")
    assert membership.token() == ""


def test_a_pupils_number_is_that_of_the_class_and_stays_while_it_is_away(store, monkeypatch):
    other = ClassState(2, "K7M2QY", "other" * 4, revision=1, task=1, n_pupils=0, n_drawings=0)
    for state, number in ((STATE, 7), (other, 2)):
        monkeypatch.setattr(membership, "class_code", lambda code=state.code: code)
        store.is_away = False
        assert membership.pupil_number(state) is None, "the browser has not said who it is"
        membership.keep_token(RIGHT)
        assert membership.pupil_number(state) == number
        store.is_away = True
        assert membership.pupil_number(state) == number
    membership.keep_token(WRONG)
    assert membership.pupil_number(other) is None
