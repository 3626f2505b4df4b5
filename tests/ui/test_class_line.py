"""What the class's line on Draw makes of what a browser sends; anybody may send it."""

import json
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from mnistnet.class_store.records import ClassState, OpenedClass, SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import MAX_TEXT, encode
from mnistnet.errors import StoreError
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui import class_target, membership
from mnistnet.ui.classes import class_reader
from mnistnet.ui.draw import class_line
from tests.support.app import open_page
from tests.support.app import told as told_by
from tests.support.visitor import Visitor, visiting
from tests.ui.test_class_feed import ask

TOKEN = "0123456789abcdef" * 2
SEVEN = encode(sample(7))
SAID: dict[str, Any] = {"name": "1", "token": TOKEN, "task": 1, "drawing": SEVEN, "label": None}


@pytest.fixture
def opened(class_store: ClassStore) -> OpenedClass:
    return class_store.open_class()


@pytest.fixture
def pupil(server, opened) -> Iterator[Visitor]:
    with visiting(server.address, f"language=en&class={opened.code}") as visitor:
        yield visitor


def told(visitor: Visitor) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(visitor.page.element("class_line").json)
    return line


def send(visitor: Visitor, **other: object) -> dict[str, Any]:
    code = told(visitor)["code"]
    visitor.page.tell("class_line", "send", SAID | {"code": code} | other)
    visitor.run()
    return told(visitor)


def sent(store: ClassStore, opened: OpenedClass) -> list[SentDrawing]:
    state = store.find(opened.code)
    return store.drawings(state.id) if state else []


def until(visitor: Visitor, is_there: Callable[[], object]) -> None:
    """Look again until the server has noticed what happened in the store."""
    end = time.monotonic() + 30
    while not is_there():
        assert time.monotonic() < end
        time.sleep(0.1)
        visitor.run()


def alerts(visitor: Visitor) -> str:
    return " ".join(alert.body for alert in visitor.page.all_of("alert")).replace("\\", "")


def test_a_drawing_is_sent_once_and_acknowledged_again(pupil, opened, class_store):
    for _ in range(2):  # its first answer may have been lost
        answer = send(pupil, name="one")
        assert (answer["answered"], answer["isWaiting"]) == ("one", False)
        assert answer["state"] == "Sent: drawing 1 of the class. You are pupil 1."
    answer = send(pupil, name="two")
    assert answer["answered"] == "two"
    assert answer["state"].startswith("This is in the class already, as drawing 1.")
    (drawing,) = sent(class_store, opened)
    assert (drawing.strokes, drawing.label) == (SEVEN, None)


def test_a_digit_is_added_to_what_was_sent_without_one(pupil, opened, class_store):
    send(pupil, name="one")
    answer = send(pupil, name="two", label=7)
    assert answer["state"] == "Drawing 1 of the class is a 7 now. You are pupil 1."
    assert answer["isStored"]
    assert [drawing.label for drawing in sent(class_store, opened)] == [7]


def test_whose_drawing_stands_here_is_said_to_all_others(pupil, server, opened, class_store):
    send(pupil)
    state = class_store.find(opened.code)
    assert state is not None
    ask(server.address, state.feed, "drawings?after=1")  # the server has noticed
    address = f"language=en&class={opened.code}&drawing={SAID['drawing']}"
    with visiting(server.address, address) as other:
        words = "This is drawing 1 of the class: pupil 1, task 1."
        assert told(other)["anothers"] == {"drawing": SAID["drawing"], "words": words}
        send(other, token=TOKEN)  # it is theirs
        assert told(other)["anothers"] is None


def test_anothers_drawing_and_one_of_another_task_are_refused(pupil, server, opened, class_store):
    send(pupil)
    state = class_store.find(opened.code)
    assert state is not None
    ask(server.address, state.feed, "drawings?after=1")  # the server has noticed
    with visiting(server.address, f"language=en&class={opened.code}") as other:
        assert "drawn_before" in refused(send(other, token=TOKEN[::-1]))
    class_store.set_task(opened.code, opened.secret, Task("digit", 4))
    until(pupil, lambda: told(pupil)["task"]["number"] == 2)
    assert "drawn_before" in refused(send(pupil, task=2))
    assert send(pupil, task=1)["state"].startswith("Sent: drawing 1")  # the same one
    assert len(sent(class_store, opened)) == 1


def refused(answer: dict[str, Any]) -> str:
    """Return the keys of the sentences that the answer may be, without what they name."""
    said = answer["state"]
    words = catalogue("en")
    return " ".join(
        key for key in words if key.startswith("error.class") and words[key][:30] == said[:30]
    )


def test_who_fools_says_first_what_it_is(server, opened, class_store):
    class_store.set_task(opened.code, opened.secret, Task("fool"))
    with visiting(server.address, f"language=en&class={opened.code}") as visitor:
        assert send(visitor, task=2)["state"] == catalogue("en")["error.class_target"]
        assert send(visitor, task=2, label=8, name="2")["state"].startswith("Sent:")
    assert [(drawing.task, drawing.label) for drawing in sent(class_store, opened)] == [(2, 8)]


def test_what_was_meant_for_another_class_is_not_stored(pupil, opened, class_store):
    other = class_store.open_class()
    answer = send(pupil, code=other.code)
    assert answer["answered"] == ""
    assert sent(class_store, opened) == sent(class_store, other) == []


def test_what_was_said_of_a_sending_is_not_said_in_another_class(pupil, class_store):
    assert send(pupil)["state"].startswith("Sent: drawing 1")
    other = class_store.open_class()
    pupil.page.query = f"language=en&class={other.code}"
    pupil.page.tell("frame", "went", 1)
    pupil.run()

    now = told(pupil)
    assert (now["code"], now["state"], now["answered"]) == (other.code, "", "")
    assert (now["isStored"], now["isKnown"]) == (False, False)


@pytest.mark.parametrize(
    ("key", "is_waiting"),
    [
        *((f"error.store_{what}", True) for what in ("away", "full", "read_only")),
        *(("error.store_damaged", False), ("error.class_full", False), ("class_line.sent", False)),
    ],
)
def test_the_browser_sends_again_what_may_be_over_in_a_moment(monkeypatch, key, is_waiting):
    state = ClassState(1, "K7M2QX", "feed" * 4, revision=1, task=1, n_pupils=0, n_drawings=0)
    values = dict.fromkeys(("limit", "pupil", "number"), 1)
    said = {class_line.SENT: {"class": state.code, "name": "1", "key": key, "values": values}}
    monkeypatch.setattr(class_line, "st", SimpleNamespace(session_state=said))
    monkeypatch.setattr(membership, "class_within_reach", lambda: state)
    monkeypatch.setattr(class_line, "class_reader", lambda: None)
    monkeypatch.setattr(class_line, "present_task", lambda *_: {})
    now = class_line._told()
    assert (now["isWaiting"], now["isStored"]) == (is_waiting, key == "class_line.sent")


def test_a_class_whose_tasks_cannot_be_read_is_explained_and_tried_again(monkeypatch):
    class Away:
        def tasks(self, state: object) -> None:
            raise StoreError("error.store_away")

    said: list[object] = []
    monkeypatch.setattr(membership, "class_within_reach", lambda: "a class")
    for module in (class_line, class_target):
        monkeypatch.setattr(module, "class_reader", Away)
    monkeypatch.setattr(class_line, "explain", lambda error: said.append(error.key))
    monkeypatch.setattr(class_line, "_try_again", lambda: said.append("again"))
    monkeypatch.setattr(class_line, "_say_and_send", lambda: said.append("line"))
    assert class_line.class_line() is False
    assert said == ["error.store_away", "again"]


def test_what_the_pupil_said_that_it_is_goes_along_whatever_the_target_is_now(
    server, opened, class_store
):
    with visiting(server.address, f"target=3&class={opened.code}") as visitor:
        send(visitor, label=7)
    assert [drawing.label for drawing in sent(class_store, opened)] == [7]


def test_the_tasks_digit_becomes_the_target_and_stays_the_visitors_to_change(
    pupil, opened, class_store
):
    assert "target=" not in pupil.page.query
    class_store.set_task(opened.code, opened.secret, Task("like", 4, 9))
    until(pupil, lambda: told(pupil)["task"]["number"] == 2)
    assert told(pupil)["task"] == {"number": 2, "kind": "like", "digit": 4, "like": 9}
    assert "target=4" in pupil.page.query
    assert "pinned=True" in pupil.page.query
    assert "4, the class's task" in pupil.page.frames()["squared_error"]["title"]
    class_store.set_task(opened.code, opened.secret, Task("fool"))
    until(pupil, lambda: told(pupil)["task"]["number"] == 3)
    assert "target=" not in pupil.page.query
    send(pupil, task=2)  # as it was before the pupil when the button was pressed
    assert [(drawing.task, drawing.label) for drawing in sent(class_store, opened)] == [(2, 4)]


def test_a_task_is_told_when_the_target_has_followed_it_though_the_class_goes_on_meanwhile(
    opened, class_store, monkeypatch
):
    follow_task = class_target.follow_task

    def followed_just_before_the_next() -> None:
        follow_task()
        class_store.set_task(opened.code, opened.secret, Task("digit", 4))
        class_reader().look()

    with monkeypatch.context() as between:
        between.setattr(class_target, "follow_task", followed_just_before_the_next)
        app = open_page(**{"class": opened.code})
    line = told_by(app, "isKnown")
    assert (line["task"]["number"], line["target"]) == (1, None)

    app.run()

    line = told_by(app, "isKnown")
    assert (line["task"]["number"], line["target"]) == (2, 4)


def test_over_an_image_it_is_said_before_sending_that_a_class_takes_drawings(server, opened):
    query = f"class={opened.code}&language=en"
    for image, said in (("", "class.stored"), ("&image=7", "error.class_no_drawing")):
        with visiting(server.address, query + image) as visitor:
            assert told(visitor)["words"]["stored"] == catalogue("en")[said]


def test_what_was_meant_for_one_task_is_not_for_the_next(server, opened, class_store):
    with visiting(server.address, f"target=7&class={opened.code}") as visitor:
        assert "target=7" in visitor.page.query
        class_store.set_task(opened.code, opened.secret, Task("fool"))
        until(visitor, lambda: told(visitor)["task"]["number"] == 2)
        assert "target=" not in visitor.page.query


def test_what_was_opened_elsewhere_keeps_its_own_target(server, opened, class_store):
    class_store.set_task(opened.code, opened.secret, Task("digit", 4))
    query = f"class={opened.code}&target=7&drawing={SEVEN}"
    with visiting(server.address, query) as visitor:
        assert "target=7" in visitor.page.query
    with visiting(server.address, f"class={opened.code}&target=7") as visitor:
        assert "target=4" in visitor.page.query


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_class_that_is_closed_is_said_and_drawing_goes_on(server, opened, class_store, language):
    words = catalogue(language)
    with visiting(server.address, f"language={language}&class={opened.code}") as visitor:
        class_store.close_class(opened.code, opened.secret)
        until(visitor, lambda: words["error.class_ended"] in alerts(visitor))
        visitor.draw(sample(4))
        assert visitor.page.outputs().argmax() == 4
        visitor.run("leave_class")
        assert "class=" not in visitor.page.query
        assert not alerts(visitor)


def test_a_code_that_no_class_has_is_said(server):
    with visiting(server.address, "language=en&class=zzzzzz") as visitor:
        assert catalogue("en")["error.class_unknown"] in alerts(visitor)
        assert "class=ZZZZZZ" in visitor.page.query


NO_PAGES: list[Any] = [
    *(None, 3, "sent", [], {}),
    *(
        {"name": "x" * 33},
        {"name": 1},
        {"code": None},
        {"token": ""},
        {"token": "x" * 65},
        {"token": "' OR 1=1 --xxxx"},
    ),
    *({"task": "1"}, {"task": 1.5}, {"task": None}, {"drawing": None}, {"drawing": ["a"]}),
    *({"label": "7"}, {"label": 1.5}, {"label": [7]}),
]


@pytest.mark.parametrize("value", NO_PAGES)
def test_what_no_page_sends_is_not_listened_to(pupil, opened, class_store, value):
    said = SAID | {"code": opened.code}
    pupil.page.tell(
        "class_line", "send", said | value if value and isinstance(value, dict) else value
    )
    pupil.run()
    assert told(pupil)["answered"] == ""
    assert sent(class_store, opened) == []


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"drawing": ""}, "error.class_no_drawing"),
        ({"drawing": "AAAA"}, "error.drawing_unreadable"),
        ({"drawing": "A" * 10 * MAX_TEXT}, "error.drawing_unreadable"),
        ({"task": 0}, "error.class_unknown"),
        ({"task": -1}, "error.class_unknown"),
        ({"task": 10**30}, "error.class_unknown"),
        ({"label": 10}, "error.class_unknown"),
    ],
)
def test_what_cannot_be_stored_gets_its_sentence(pupil, opened, class_store, other, key):
    answer = send(pupil, **other)
    assert (answer["answered"], answer["isWaiting"]) == ("1", False)
    assert answer["state"] == catalogue("en")[key]
    assert sent(class_store, opened) == []
    assert send(pupil)["state"].startswith("Sent:")
