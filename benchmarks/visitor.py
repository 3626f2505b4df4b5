"""A visitor without a browser: Streamlit's own messages over a websocket of its own."""

import asyncio
import json
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.server import Server

T = TypeVar("T")


def line_to(server: Server) -> websockets.connect:
    """Open a connection as the browser does: no compression, messages of any size."""
    address = f"ws://{server.address}/_stcore/stream"
    return websockets.connect(address, max_size=None, compression=None)


def opening() -> bytes:
    """Return what a browser sends first: run the page."""
    question = BackMsg()
    question.rerun_script.context_info.locale = "en-US"
    return bytes(question.SerializeToString())


def stroke_on(canvas: dict[str, Any], recorded: BackMsg) -> bytes:
    """Return what a browser sends after a stroke.

    Parameters
    ----------
    canvas : dict
        The canvas's own JSON, ``{"objects": [...]}``.
    recorded : BackMsg
        What a real browser sent after a stroke: the fragment to run, and every widget's state.
        Streamlit names both by what they are, so all visitors of a page share the names.
    """
    question = BackMsg()
    question.CopyFrom(recorded)
    canvas_of(question).json_value = json.dumps({"drawing": {"raw": canvas, "data": None}})
    return bytes(question.SerializeToString())


def canvas_of(question: BackMsg) -> WidgetState:
    """Return the canvas among the widgets that a browser tells of."""
    widgets = question.rerun_script.widget_states.widgets
    (canvas,) = (widget for widget in widgets if widget.id.endswith("-canvas"))
    assert isinstance(canvas, WidgetState)  # noqa: S101 - untyped, as all of Streamlit's messages
    return canvas


def alone(visit: Coroutine[Any, Any, T]) -> T:
    """Run a visit to its end, in a thread without another event loop, such as Playwright's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visit).result()


async def ask(line: websockets.ClientConnection, question: bytes) -> list[ForwardMsg]:
    """Send a question; return all messages of the answer once it is complete."""
    await line.send(question)
    answer = []
    async for part in line:
        message = ForwardMsg()
        message.ParseFromString(part)
        answer.append(message)
        if message.WhichOneof("type") == "script_finished":
            return answer
    raise ConnectionError("the server hung up before its answer was complete")


def shown(answer: Sequence[ForwardMsg], key: str) -> tuple[list[float], str]:
    """Return what an answer shows: the bars of the figure with this key, and the digit over it."""
    for message in answer:
        component = message.delta.new_element.bidi_component
        for shown in json.loads(component.json or "{}").get("figures", ()):
            if shown["key"] == key:
                (bars, *_) = json.loads(shown["figure"])["data"]
                digit = re.search('<b class="digit">([0-9])</b>', shown["lead"])
                return [float(y) for y in bars["y"]], digit[1] if digit else ""
    return [], ""
