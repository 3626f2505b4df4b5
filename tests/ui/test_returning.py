"""What is asked of a page that a server which went away has written."""

import asyncio

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mnistnet.ui import returning
from mnistnet.ui.returning import Returning
from tests.support.asgi import asked, talk

AGAIN = ["streamlit", "-", "a-session"]


def ended(status: int) -> bytes:
    """Return what Streamlit says when a run is over."""
    message = ForwardMsg()
    message.script_finished = status  # type: ignore[assignment]
    return bytes(message.SerializeToString())


@pytest.mark.parametrize(
    ("protocols", "known"), [(["streamlit"], set()), ([*AGAIN[:2], ""], set()), (AGAIN, {AGAIN[2]})]
)
def test_nothing_changes_for_who_comes_first_or_finds_the_visit_again(
    protocols: list[str], known: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "_is_known", known.__contains__)
    messages = [asked("a"), asked("a", pressed=True), asked("b", itself=True)]

    async def between(hear, tell):
        assert [await hear() for _ in messages] == messages

    talk(Returning, messages, between, protocols)


def test_all_of_a_page_is_written_before_what_is_pressed_counts() -> None:
    first, chosen, pressed = asked("a"), asked("b"), asked("b", pressed=True)
    itself = asked("c", itself=True)

    async def between(hear, tell):
        assert await hear() == itself
        assert await hear() == asked("")
        assert await hear() == asked("")  # a choice, as the page is not there yet
        waiting = asyncio.ensure_future(hear())
        for content in (b"\xff" * 2_000, ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN), ended(3)):
            await tell(content)
            await asyncio.sleep(0)
            assert not waiting.done()
        await tell(ended(ForwardMsg.FINISHED_SUCCESSFULLY))
        assert await waiting == pressed
        assert await hear() == chosen

    talk(Returning, [itself, first, chosen, pressed, chosen], between, AGAIN)


def test_a_page_that_is_never_written_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "PATIENCE", 0.01)
    pressed = asked("a", pressed=True)

    async def between(hear, tell):
        assert await hear() == asked("", pressed=True)
        assert await hear() == pressed
        assert await hear() == b"no message"

    talk(Returning, [pressed, pressed, b"no message"], between, AGAIN)
