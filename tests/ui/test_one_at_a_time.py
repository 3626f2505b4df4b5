"""Of several things that a stalled line brings at once, each counts."""

import asyncio
import json
from functools import partial

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mnistnet import Drawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.ui import one_at_a_time
from mnistnet.ui.one_at_a_time import OneAtATime
from tests.support.asgi import asked, talk
from tests.support.digits import FOUR
from tests.support.server import Server
from tests.support.visitor import Page, Visitor, report, visiting

PRESSED = asked("a", pressed=True)
CHOSEN = asked()


def begun() -> bytes:
    message = ForwardMsg()
    message.new_session.main_script_path = "app.py"
    return bytes(message.SerializeToString())


def an_address() -> bytes:
    message = ForwardMsg()
    message.page_info_changed.query_string = "network=lecture-b"
    return bytes(message.SerializeToString())


def an_element() -> bytes:
    message = ForwardMsg()
    message.delta.new_element.html.body = "<p></p>"
    return bytes(message.SerializeToString())


def over() -> bytes:
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return bytes(message.SerializeToString())


@pytest.mark.parametrize("first", [PRESSED, CHOSEN, asked("a")])
@pytest.mark.parametrize("second", [PRESSED, CHOSEN])
@pytest.mark.parametrize("is_called", [an_element, over])
def test_a_press_or_the_whole_page_waits_until_callbacks_were_called(first, second, is_called):
    async def between(hear, tell):
        assert await hear() == first
        waiting = asyncio.ensure_future(hear())
        for content in (an_element(), over(), begun(), an_address(), b"\xff"):  # of the run before
            await tell(content)
            await asyncio.sleep(0)
            assert not waiting.done()
        await tell(is_called())
        assert await waiting == second

    talk(OneAtATime, [first, second], between)


def test_a_stroke_waits_for_nothing_nor_what_no_visitor_asks():
    messages = [CHOSEN, asked("a"), asked("a"), asked("a", itself=True), b"no message"]

    async def between(hear, tell):
        assert [await hear() for _ in messages] == messages

    talk(OneAtATime, messages, between)


def test_a_run_that_does_not_begin_keeps_nobody_waiting(monkeypatch):
    monkeypatch.setattr(one_at_a_time, "PATIENCE", 0.01)

    async def between(hear, tell):
        for _ in range(3):
            assert await hear() == PRESSED

    talk(OneAtATime, [PRESSED] * 3, between)


def test_presses_that_come_at_once_all_count(server: Server) -> None:
    with visiting(server.address, "first_image=7", "error") as visitor:
        for n in (3, 6, 9):
            press = visitor.page.question("take_1", visitor.page.fragment("take_1"))
            visitor.say_at_once(press, press, press)
            visitor.hear_until(partial(has_taken, visitor.page, n))


def press_twice(visitor: Visitor, key: str) -> None:
    """Press a button again because nothing comes, and wait for what comes of both."""
    press = visitor.page.question(key)
    visitor.say_at_once(press, press)
    for _ in range(3):  # the first answers may be those of the presses
        visitor.run()


def test_who_presses_again_as_nothing_comes_has_one_class_and_sets_one_task(
    server: Server, class_store: ClassStore
) -> None:
    with visiting(server.address, page="classroom") as visitor:
        before = {state.id for state in class_store.states()}
        press_twice(visitor, "open_class")
        (opened,) = {state.id for state in class_store.states()} - before

        for task in (Task("fool"), Task(), Task("fool")):
            press_twice(visitor, f"task_{task.kind}_None_None")
        assert [*class_store.tasks(opened).values()][1:] == [Task("fool"), Task(), Task("fool")]


@pytest.mark.training
def test_a_training_that_is_gone_on_with_twice_is_not_begun_anew(server: Server) -> None:
    with visiting(server.address, "language=en", "train") as visitor:
        visitor.run("training_start")
        while len(visitor.page.trace("curve_loss")["x"]) < 5:
            visitor.look()
        visitor.run("training_pause")
        before = max(visitor.page.trace("curve_loss")["x"])

        press_twice(visitor, "training_start")

        assert max(visitor.page.trace("curve_loss")["x"], default=0) >= before
        visitor.run("training_stop")


def has_taken(page: Page, n_steps: int) -> bool:
    return f"steps taken: {n_steps}" in page.html()


def test_strokes_count_though_what_the_whole_page_is_written_for_comes_in_that_moment(
    server: Server,
) -> None:
    networks = ("A 784-100-10", "B 784-14-10")
    with visiting(server.address) as visitor:
        for n in range(48):
            said = report(Drawing(tuple(FOUR[:1]), (20.0 + n % 8,)), visitor.page.canvas())
            visitor.page.set("canvas", json_value=json.dumps(said))
            drawn = visitor.page.question(fragment=visitor.page.fragment("canvas"))
            visitor.page.set("network", string_array_value={"data": [networks[1 - n % 2]]})
            # After such a gap the first callback may have been called, but not to its end.
            visitor.say_at_once(drawn, visitor.page.question(), gap=0.001 + n / 48_000)
            is_there = partial(is_in_address, visitor.page, said["drawing"]["drawing"], n % 2 == 0)
            visitor.hear_until(is_there)
            visitor.run()  # it is over


def is_in_address(page: Page, drawing: str, is_b: bool) -> bool:
    return f"drawing={drawing}" in page.query and ("network=lecture-b" in page.query) == is_b
