"""What browsers send over their WebSocket: what Streamlit would break off over does not reach it.

A page's own components send JSON that can be read. Whatever else comes is somebody's own making;
then the component has nothing to say, which its page can answer, instead of a traceback.
"""

import json

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.runtime_util import get_max_widget_state_size_bytes

MOST_LISTS = 200
"""Lists and objects that are read; a report has two. In one another, more are too many for Python,
how many depends on its version and on how deep in its calls it is asked."""

NOT_A_VISITORS = {"clear_cache", "set_run_on_save", "load_git_info"}
"""What Streamlit does for whoever asks, and a developer alone should: empty the caches of all
visitors, run pages at every change of a file, tell of the clone."""

JSON_VALUES = ("json_value", "json_trigger_value")
"""The kinds of a widget's value that Streamlit reads as JSON."""

PROTOCOL_ERROR = 1002
"""How a WebSocket's end is explained when something else came over it than was agreed upon."""


class Received:
    """Middleware that hands on what Streamlit can read, and hangs up on who speaks otherwise.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a connection on, listening to what the browser sends over a WebSocket."""

        async def listen() -> Message:
            while (message := await receive())["type"] == "websocket.receive":
                sent = readable(message.get("bytes"))
                if sent is None:  # the server hangs up once Streamlit has done with the visitor
                    return {"type": "websocket.disconnect", "code": PROTOCOL_ERROR}
                if sent:
                    return {"type": "websocket.receive", "bytes": sent}
            return message

        await self._app(scope, listen if scope["type"] == "websocket" else receive, send)


def readable(sent: bytes | None) -> bytes | None:
    """Return a browser's message with {} for each value of JSON that cannot be read.

    What is too large for Streamlit to look at is not looked at here, either. None is what came
    as text or is no message of Streamlit's; empty is what no visitor has to ask.
    """
    if sent is None or len(sent) > get_max_widget_state_size_bytes():
        return sent
    message = BackMsg()
    try:
        message.ParseFromString(sent)
    except DecodeError:
        return None
    if message.WhichOneof("type") in NOT_A_VISITORS:
        return b""
    is_changed = False
    for widget in message.rerun_script.widget_states.widgets:
        kind = widget.WhichOneof("value")
        if kind in JSON_VALUES and not _is_json(getattr(widget, kind)):
            setattr(widget, kind, "{}")
            is_changed = True
    return bytes(message.SerializeToString()) if is_changed else sent


def _is_json(text: str) -> bool:
    """Whether it is an object or a list, which is all that a component sends, with few in it."""
    if not text.startswith(("{", "[")):  # a text would be read once more
        return False
    if text.count("[") + text.count("{") > MOST_LISTS:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


RECEIVED = Middleware(Received)
