"""Of several things that a stalled line brings at once, each counts."""

import asyncio
import json
from contextlib import suppress
from functools import partial

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mnistnet import Drawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.url_text import encode
from mnistnet.ui import one_at_a_time
from mnistnet.ui.one_at_a_time import OneAtATime
from tests.support.asgi import asked, talk
from tests.support.digits import FOUR
from tests.support.server import Server
from tests.support.visitor import Page, Visitor, report, visiting

PRESSED = asked("a", pressed=True)
CHOSEN = asked()


NO_MESSAGE = b"\xff"


def begun(*fragments: str) -> bytes:
    """Return what Streamlit says when it begins to run these; the whole page, if none."""
    message = ForwardMsg()
    message.new_session.main_script_path = "app.py"
    message.metadata.run.fragment_ids.extend(fragments)
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


ANOTHER_RUN = (an_element(), over(), begun("b"), an_element(), over())

BEFORE: dict[bytes, list[tuple[bytes, ...]]] = {
    PRESSED: [(*ANOTHER_RUN, begun(*ids), NO_MESSAGE, an_address()) for ids in ((), "a", "ba")],
    CHOSEN: [(*ANOTHER_RUN, begun(), an_address())],
}
"""What Streamlit may say until it has called the callbacks of a question."""


@pytest.mark.parametrize(
    ("first", "until_called"), [(first, told) for first, every in BEFORE.items() for told in every]
)
@pytest.mark.parametrize("second", [PRESSED, CHOSEN])
@pytest.mark.parametrize("after", [an_element, over])
def test_a_press_or_the_whole_page_waits_until_callbacks_were_called(
    first, until_called, second, after
):
    async def between(hear, tell):
        for _ in range(2):  # what was asked before counts no more
            assert await hear() == first
            waiting = asyncio.ensure_future(hear())
            for content in until_called:
                await tell(content)
                await asyncio.wait({waiting}, timeout=0.002)
                assert not waiting.done()
            await tell(after())
            assert await waiting == second
            await tell(begun("a"))
            await tell(begun())
            await tell(over())

    talk(OneAtATime, [first, second] * 2, between)


def test_a_stroke_waits_for_nothing_and_nothing_for_what_no_visitor_asks(monkeypatch):
    monkeypatch.setattr(one_at_a_time, "PATIENCE", 3600)
    itself = asked("a", itself=True)
    messages = [itself, PRESSED, asked("a"), asked("a"), itself, NO_MESSAGE]

    async def between(hear, tell):
        assert [await hear() for _ in messages] == messages

    talk(OneAtATime, messages, between)


def test_what_is_never_answered_keeps_nobody_waiting_for_long(monkeypatch):
    monkeypatch.setattr(one_at_a_time, "PATIENCE", 0.3)

    async def between(hear, tell):
        for _ in range(2):
            assert await hear() == PRESSED
        await asyncio.sleep(0.4)
        assert await asyncio.wait_for(hear(), 0.25) == PRESSED  # what came before is given up

    talk(OneAtATime, [PRESSED] * 3, between)


def test_presses_that_come_at_once_all_count(server: Server) -> None:
    with visiting(server.address, "first_image=7", "error") as visitor:
        for n in (3, 6, 9):
            press = visitor.page.question("take_1", visitor.page.fragment("take_1"))
            visitor.say_at_once(press, press, press)
            visitor.hear_until(partial(has_taken, visitor.page, n))


def test_who_leaves_while_something_is_held_leaves_no_traceback(server: Server) -> None:
    for n in range(10):
        with visiting(server.address, "first_image=7", "error") as visitor:
            press = visitor.page.question("take_1", visitor.page.fragment("take_1"))
            visitor.say_at_once(press, press, press, gap=n / 1000)
            visitor.vanish()


GAPS = (0, 0.02, 0.1)
"""Seconds between two presses of a button, the second because nothing came yet."""


def press_twice(visitor: Visitor, key: str, gap: float = 0) -> None:
    """Press a button again, and wait for what comes of both."""
    press = visitor.page.question(key)
    visitor.say_at_once(press, press, gap=gap)
    visitor.hear_all()


def test_who_presses_again_as_nothing_comes_has_one_class_and_sets_one_task(
    server: Server, class_store: ClassStore
) -> None:
    for gap in GAPS:
        with visiting(server.address, page="classroom") as visitor:
            before = {state.id for state in class_store.states()}
            press_twice(visitor, "open_class", gap)

            wanted = [Task("fool"), Task("fool"), Task()]
            for number, task in enumerate(wanted, 1):
                key = f"task_{task.kind}_None_None_{number}"
                visitor.hear_until(partial(is_there, visitor.page, key))
                press_twice(visitor, key, gap)
            visitor.hear_until(partial(is_there, visitor.page, "task_free_None_None_4"))
            visitor.hear_all()
            (opened,) = {state.id for state in class_store.states()} - before
            assert [*class_store.tasks(opened).values()][1:] == wanted


def test_who_goes_into_a_class_twice_is_in_it(server: Server, class_store: ClassStore) -> None:
    code = class_store.open_class().code
    for gap in GAPS:
        with visiting(server.address, page="classroom") as visitor:
            visitor.page.set("class_typed", string_value=code)
            press_twice(visitor, "enter_class", gap)
            visitor.say_at_once(visitor.page.go("forward"))
            visitor.hear_until(partial(is_in_class, visitor.page, code))
            visitor.hear_all()


def test_pages_that_are_passed_at_once_keep_drawing_and_choices(server: Server) -> None:
    drawn = encode(Drawing(tuple(FOUR), (20.0, 20.0)))
    with visiting(server.address, f"drawing={drawn}&network=lecture-b") as visitor:
        for gap in (0, 0.001, 0.003):
            links = [visitor.page.go(name) for name in ("forward", "error")]
            visitor.say_at_once(*links, gap=gap)
            visitor.hear_until(partial(is_in_address, visitor.page, drawn, True))
            visitor.hear_all()
            visitor.say_at_once(visitor.page.go("draw"))
            visitor.hear_until(partial(is_in_address, visitor.page, drawn, True))
            visitor.hear_all()
            assert visitor.page.canvas()["drawing"] == drawn


def is_there(page: Page, key: str) -> bool:
    with suppress(AssertionError):
        return bool(page.element(key))
    return False


def is_in_class(page: Page, code: str) -> bool:
    return f"class={code}" in page.query


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
