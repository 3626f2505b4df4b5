"""What a browser sends reaches Streamlit only if Streamlit can read it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.sync.client import connect

from mnistnet.drawing.samples import sample
from mnistnet.ui.received import MOST_LISTS, Received, readable
from tests.support.server import Server
from tests.support.visitor import report, visiting

JSON = st.recursive(st.none() | st.floats() | st.text(), st.lists)


def message(**values: Any) -> bytes:
    """Return what a browser sends when widgets have these values, by their kinds."""
    sent = BackMsg()
    for kind, value in values.items():
        sent.rerun_script.widget_states.widgets.add(id=kind, **{kind: value})
    return bytes(sent.SerializeToString())


def deep(n: int) -> str:
    return '{"drawing": ' + "[" * n + "]" * n + "}"


@settings(max_examples=40)
@given(st.dictionaries(st.text(), JSON) | st.lists(JSON), st.sampled_from(["", "trigger_"]))
def test_all_that_a_component_says_arrives(said: object, kind: str) -> None:
    told = {"revision": 1, "visit": "a1b2", "taken": 2}
    for value in (said, report(sample(7), told)):
        sent = message(**{f"json_{kind}value": json.dumps(value)}, int_value=3)
        assert readable(sent) is sent


@pytest.mark.parametrize("kind", ["json_value", "json_trigger_value"])
@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "nothing", '"{"', "[1, 2", "]" * 5_000, "[" + "1" * 5_000 + "]"),
        *(deep(MOST_LISTS), "[" + "[]," * 1_600_000 + "[]]", deep(900), deep(5_000), deep(400_000)),
    ],
)
def test_what_cannot_be_read_is_emptied_and_the_rest_arrives(kind: str, text: str) -> None:
    sent = message(**{kind: text}, string_value="{")

    assert readable(sent) == message(**{kind: "{}"}, string_value="{")


@pytest.mark.parametrize("n", [1, MOST_LISTS - 1])
def test_lists_are_read_though_no_component_has_so_many(n: int) -> None:
    sent = message(json_value=deep(n), json_trigger_value="[]")

    assert readable(sent) is sent


@pytest.mark.parametrize("kind", ["clear_cache", "set_run_on_save", "load_git_info"])
def test_what_a_developer_alone_should_ask_does_not_arrive(kind: str) -> None:
    sent = BackMsg()
    setattr(sent, kind, True)

    assert readable(sent.SerializeToString()) == b""


@pytest.mark.parametrize("kind", ["stop_script", "app_heartbeat"])
def test_what_every_visitor_asks_arrives(kind: str) -> None:
    sent = BackMsg()
    setattr(sent, kind, True)
    written = sent.SerializeToString()

    assert readable(written) is written


@given(st.binary(max_size=40))
def test_what_is_no_message_is_none(sent: bytes) -> None:
    try:
        BackMsg().ParseFromString(sent)
    except DecodeError:
        assert readable(sent) is None
    else:
        assert readable(sent) is not None


@pytest.mark.parametrize(
    ("kind", "arrived"),
    [("websocket", message(json_value="{}")), ("http", message(json_value="{"))],
)
def test_only_what_comes_over_a_websocket_is_read(kind: str, arrived: bytes) -> None:
    found: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.receive", "bytes": message(json_value="{")}

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(await receive())

    async def send(_: Message) -> None:
        """Say nothing."""

    app = Received(streamlit)
    with ThreadPoolExecutor(1) as thread:  # beside the event loop that a browser's tests keep
        thread.submit(asyncio.run, app({"type": kind}, receive, send)).result()

    assert found[0]["bytes"] == arrived


def test_the_page_answers_a_canvas_that_cannot_be_read(server: Server) -> None:
    with visiting(server.address) as visitor:
        for text in ("{", '"{"', "[" * 5_000 + "]" * 5_000, "[" + "1" * 5_000 + "]"):
            visitor.page.set("canvas", json_value=text)
            visitor.run(fragment=visitor.page.fragment("canvas"))
        visitor.draw(sample(4))

        assert visitor.page.outputs().argmax() == 4
    assert "Traceback" not in server.output()


def test_a_message_of_more_than_a_drawing_is_not_listened_to(server: Server) -> None:
    with visiting(server.address) as visitor, pytest.raises(ConnectionClosedError, match="1009"):
        visitor.draw(sample(4), drawing="A" * 5_000_000)


@pytest.mark.parametrize("sent", ["hello", b"hello"])
def test_who_says_what_no_page_says_is_hung_up_on(server: Server, sent: str | bytes) -> None:
    address = server.address.replace("http", "ws") + "/_stcore/stream"
    with connect(address) as line:
        line.send(sent)
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=10)

    assert "Traceback" not in server.output()
