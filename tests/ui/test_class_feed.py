"""What browsers are told of a class: as it happens, each change once, hidden drawings not."""

import asyncio
import gzip
import json
import threading
import urllib.request
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError

import numpy as np
import pytest

from mnistnet.class_store.reader import LEVELS, ClassReader
from mnistnet.class_store.records import ClassState
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import Drawing
from mnistnet.ui import class_feed, classes
from tests.support.server import running_server
from tests.support.visitor import visiting

TOKENS = [f"{number:032x}" for number in range(1, 9)]
ALL = "drawings?before=100000000"


def seven(number: int = 0) -> Drawing:
    drawing = sample(7)
    shift = np.array([number, 0])
    return Drawing(tuple(points + shift for points in drawing.strokes), drawing.widths)


def ask(address: str, feed: str, question: str) -> Any:
    url = f"{address}/mnistnet/class/{feed}/{question}"
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
        return json.loads(gzip.decompress(answer.read()))


def refusal(address: str, feed: str, question: str) -> int:
    try:
        ask(address, feed, question)
    except HTTPError as error:
        with error:
            return error.code
    return 200


def state_of(store: ClassStore, code: str) -> ClassState:
    state = store.find(code)
    assert state is not None
    return state


def test_who_waits_is_told_as_it_happens_and_of_each_change_once(server, class_store):
    opened = class_store.open_class()
    feed = state_of(class_store, opened.code).feed
    meet(server.address, opened.code)
    revision, seen = 1, []
    for number in range(3):
        told: list[Any] = []
        waiting = threading.Thread(
            target=lambda: told.append(ask(server.address, feed, f"drawings?after={revision}"))  # noqa: B023
        )
        waiting.start()
        class_store.send(opened.code, TOKENS[number], 1, seven(number), label=7)
        waiting.join(30)
        (answer,) = told
        revision = answer["revision"]
        seen += [drawing["number"] for drawing in answer["drawings"]]
    assert seen == [1, 2, 3]
    assert answer["n_pupils"] == 3
    (drawing,) = answer["drawings"]
    ink = np.frombuffer(b64decode(drawing["ink"]), np.uint8)
    np.testing.assert_array_equal(ink / LEVELS, prepare_strokes(seven(2).strokes).X.ravel())
    assert (drawing["pupil"], drawing["task"], drawing["label"]) == (3, 1, 7)


def test_a_task_is_told_when_it_is_set_and_a_closed_class_is_not_found(server, class_store):
    opened = class_store.open_class()
    feed = state_of(class_store, opened.code).feed
    meet(server.address, opened.code)
    assert ask(server.address, feed, "task?after=0")["kind"] == "free"
    class_store.set_task(opened.code, opened.secret, Task("like", 4, 9))
    told = ask(server.address, feed, "task?after=1")
    assert told == {"number": 2, "kind": "like", "digit": 4, "like": 9}
    class_store.close_class(opened.code, opened.secret)
    assert refusal(server.address, feed, "task?after=2") == 404


@pytest.mark.parametrize(
    "path", ["", "x" * 32 + "/task?after=0", "x" * 32 + "/" + ALL, "etc/passwd/task?after=0"]
)
def test_who_does_not_know_the_class_is_told_nothing(server, path):
    assert refusal(server.address, "", path) == 404


@pytest.mark.parametrize(
    "question", ["task", "task?after=-1", "drawings?after=1e9", "secret?after=0"]
)
def test_what_no_page_asks_is_not_found(server, class_store, question):
    opened = class_store.open_class()
    meet(server.address, opened.code)
    assert refusal(server.address, state_of(class_store, opened.code).feed, question) == 404


def test_who_has_left_is_waited_for_no_longer(class_store, monkeypatch):
    opened = class_store.open_class()
    classes.class_reader().look()
    state = state_of(class_store, opened.code)
    monkeypatch.setattr(class_feed, "PATIENCE", 1e9)
    said = iter(({"type": "http.request"}, {"type": "http.disconnect"}))
    told = []

    async def receive():
        return next(said)

    async def nothing(scope, receive, send):
        raise AssertionError

    async def send(message):
        told.append(message)

    scope = {
        "type": "http",
        "path": f"/mnistnet/class/{state.feed}/drawings",
        "query_string": f"after={state.revision}".encode(),
    }
    feed = class_feed.ClassFeed(nothing)
    waiting = asyncio.wait_for(feed(scope, receive, send), 30)
    with ThreadPoolExecutor(1) as thread:  # beside the event loop that a browser's tests keep
        thread.submit(asyncio.run, waiting).result()
    assert told == []


def test_a_hidden_drawing_is_told_of_by_its_number_alone(class_store):
    opened = class_store.open_class()
    for number in range(3):
        class_store.send(opened.code, TOKENS[0], 1, seven(number), label=7)
    class_store.hide(opened.code, opened.secret, 2)
    reader, state = ClassReader(class_store), state_of(class_store, opened.code)
    told = json.loads(gzip.decompress(class_feed._before(reader, state, 10)))
    assert told["drawings"][1] == {"number": 2, "hidden": True}
    assert [drawing["hidden"] for drawing in told["drawings"]] == [False, True, False]
    assert (told["n_drawings"], told["n_hidden"], told["n_pupils"]) == (2, 1, 1)


def test_a_drawing_is_told_with_what_its_task_wants_not_the_present_one(class_store):
    opened = class_store.open_class()
    class_store.set_task(opened.code, opened.secret, Task("like", 4, 9))
    class_store.send(opened.code, TOKENS[0], 2, seven())
    class_store.set_task(opened.code, opened.secret, Task("fool"))
    class_store.send(opened.code, TOKENS[0], 3, seven(1))
    reader, state = ClassReader(class_store), state_of(class_store, opened.code)
    told = json.loads(gzip.decompress(class_feed._before(reader, state, 10)))
    wanted = [(drawing["kind"], drawing["like"]) for drawing in told["drawings"]]
    assert wanted == [("like", 9), ("fool", None)]


def test_what_came_after_a_look_is_told_with_the_next_and_its_counts(class_store):
    opened = class_store.open_class()
    reader, looked = ClassReader(class_store), []
    for number in range(2):
        class_store.send(opened.code, TOKENS[number], 1, seven(number))
        looked.append(state_of(class_store, opened.code))
    revision = 0
    for n, state in enumerate(looked, 1):
        told = json.loads(gzip.decompress(class_feed._after(reader, state, revision)))
        assert [drawing["number"] for drawing in told["drawings"]] == [n]
        assert (told["n_drawings"], told["n_pupils"], told["revision"]) == (n, n, state.revision)
        revision = told["revision"]


def test_pages_of_a_large_class_tell_each_change_once(class_store, monkeypatch):
    monkeypatch.setattr(class_feed, "PAGE", 3)
    opened = class_store.open_class()
    for number in range(11):
        class_store.send(opened.code, TOKENS[number % 3], 1, seven(number))
    class_store.hide_pupil(opened.code, opened.secret, 1)  # four drawings, of one revision
    reader, state = ClassReader(class_store), state_of(class_store, opened.code)

    seen: list[int] = []
    while (
        now := json.loads(
            gzip.decompress(class_feed._before(reader, state, seen[0] if seen else 99))
        )
    )["drawings"]:
        seen = [drawing["number"] for drawing in now["drawings"]] + seen
    assert seen == list(range(1, 12))

    revision, seen = 0, []
    while revision < state.revision:
        now = json.loads(gzip.decompress(class_feed._after(reader, state, revision)))
        assert now["revision"] > revision
        revision = now["revision"]
        seen += [drawing["number"] for drawing in now["drawings"]]
    assert sorted(seen) == list(range(1, 12))


def test_a_class_is_the_same_on_another_process(server, class_store, mnist_env):
    opened = class_store.open_class()
    feed = state_of(class_store, opened.code).feed
    with running_server(mnist_env) as other:
        for number, process in enumerate((server, other)):
            meet(process.address, opened.code)
            class_store.send(opened.code, TOKENS[number], 1, seven(number))
        for process in (server, other):
            ask(process.address, feed, "drawings?after=2")  # waits until the second is there
            told = ask(process.address, feed, ALL)
            assert [drawing["number"] for drawing in told["drawings"]] == [1, 2]


def meet(address: str, code: str) -> None:
    """Have a server look at the classes, as it does from the first visitor in one on."""
    with visiting(address, f"class={code}"):
        pass
