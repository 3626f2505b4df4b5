"""What is asked of a page that a server which went away has written."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mnistnet.ui import returning
from mnistnet.ui.returning import Returning

AGAIN = ["streamlit", "-", "a-session"]
Talk = Callable[[Receive, Callable[[int | None], Awaitable[None]]], Awaitable[None]]


def asked(fragment: str, *, pressed: bool = False, itself: bool = False) -> bytes:
    """Return what a browser sends when something is chosen or pressed, or asks by itself."""
    sent = BackMsg()
    sent.rerun_script.fragment_id, sent.rerun_script.is_auto_rerun = fragment, itself
    sent.rerun_script.widget_states.widgets.add(id="network", string_value="lecture-b")
    if pressed:
        sent.rerun_script.widget_states.widgets.add(id="button", trigger_value=True)
    return bytes(sent.SerializeToString())


def talk(messages: list[bytes], between: Talk, protocols: list[str] = AGAIN) -> None:
    """Have a browser say these, while Streamlit does what `between` does."""
    told: list[Message] = []
    said = iter(messages)

    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": next(said)}

    async def send(message: Message) -> None:
        told.append(message)

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        async def end(status: int | None) -> None:
            message = ForwardMsg()
            if status is not None:
                message.script_finished = status  # type: ignore[assignment]
            content = message.SerializeToString() if status is not None else b"\xff" * 2_000
            await send({"type": "websocket.send", "bytes": content})

        await between(receive, end)

    scope = {"type": "websocket", "subprotocols": protocols}
    with ThreadPoolExecutor(1) as thread:  # beside the event loop that a browser's tests keep
        thread.submit(asyncio.run, Returning(streamlit)(scope, receive, send)).result()


async def heard(receive: Receive) -> bytes:
    return bytes((await receive())["bytes"])


@pytest.mark.parametrize(
    ("protocols", "known"), [(["streamlit"], set()), ([*AGAIN[:2], ""], set()), (AGAIN, {AGAIN[2]})]
)
def test_nothing_changes_for_who_comes_first_or_finds_the_visit_again(
    protocols: list[str], known: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "_is_known", known.__contains__)
    messages = [asked("a"), asked("a", pressed=True), asked("b", itself=True)]

    async def between(receive: Receive, end: object) -> None:
        assert [await heard(receive) for _ in messages] == messages

    talk(messages, between, protocols)


def test_all_of_a_page_is_written_before_what_is_pressed_counts() -> None:
    first, chosen, pressed = asked("a"), asked("b"), asked("b", pressed=True)
    itself = asked("c", itself=True)

    async def between(receive: Receive, end: Callable[[int | None], Awaitable[None]]) -> None:
        assert await heard(receive) == itself
        assert await heard(receive) == asked("")
        assert await heard(receive) == asked("")  # a choice, as the page is not there yet
        waiting = asyncio.ensure_future(heard(receive))
        for status in (None, ForwardMsg.FINISHED_EARLY_FOR_RERUN, 3):
            await end(status)
            await asyncio.sleep(0)
            assert not waiting.done()
        await end(ForwardMsg.FINISHED_SUCCESSFULLY)
        assert await waiting == pressed
        assert await heard(receive) == chosen

    talk([itself, first, chosen, pressed, chosen], between)


def test_a_page_that_is_never_written_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "PATIENCE", 0.01)
    pressed = asked("a", pressed=True)

    async def between(receive: Receive, end: object) -> None:
        assert await heard(receive) == asked("", pressed=True)
        assert await heard(receive) == pressed
        assert await heard(receive) == b"no message"

    talk([pressed, pressed, b"no message"], between)
