"""What browsers send over their WebSocket: what Streamlit would break off over does not reach it.

A page's own components send JSON that can be read. Whatever else comes is somebody's own making;
then the component has nothing to say, which its page can answer, instead of a traceback.

What a page asks of a part that Streamlit does not know yet, it asks of all.
"""

import json

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.runtime_util import get_max_widget_state_size_bytes

MOST_LISTS = 200
"""Lists and objects that are read; a report has two. In one another, more are too many for Python,
how many depends on its version and on how deep in its calls it is asked."""

NOT_A_VISITORS = {"clear_cache", "set_run_on_save", "load_git_info"}
"""What Streamlit does for whoever asks, and a developer alone should: empty the caches of all
visitors, run pages at every change of a file, tell of the clone."""

JSON_VALUES = ("json_value", "json_trigger_value")
"""The kinds of a widget's value that Streamlit reads as JSON."""

LONGEST_END = 1_000
"""Bytes of a message that says no more than that a run is over; one has some 60."""

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
        has_page = not _had_another_line(scope)

        async def listen() -> Message:
            while (message := await receive())["type"] == "websocket.receive":
                sent = readable(message.get("bytes"), has_page=has_page)
                if sent is None:  # the server hangs up once Streamlit has done with the visitor
                    return {"type": "websocket.disconnect", "code": PROTOCOL_ERROR}
                if sent:
                    return {"type": "websocket.receive", "bytes": sent}
            return message

        async def tell(message: Message) -> None:
            nonlocal has_page
            has_page = has_page or page_is_written(message.get("bytes"))
            await send(message)

        if scope["type"] == "websocket":
            await self._app(scope, listen, tell)
        else:
            await self._app(scope, receive, send)


def readable(sent: bytes | None, *, has_page: bool = True) -> bytes | None:
    """Return a browser's message with {} for each value of JSON that cannot be read.

    What is too large for Streamlit to look at is not looked at here, either. None is what came
    as text or is no message of Streamlit's; empty is what no visitor has to ask.

    Parameters
    ----------
    sent : bytes or None
    has_page : bool
        Whether Streamlit has written the page that the visitor sees. If not, that is the page of
        a server that went away: a message about a fragment which this one does not know yet would
        be dropped, and with it what the visitor pressed, so it is made one about all. What a page
        asks from time to time can wait, and must not begin the run again and again.
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
    asked = message.rerun_script
    is_changed = bool(asked.fragment_id) and not has_page and not asked.is_auto_rerun
    if is_changed:
        asked.ClearField("fragment_id")
    for widget in asked.widget_states.widgets:
        kind = widget.WhichOneof("value")
        if kind in JSON_VALUES and not _is_json(getattr(widget, kind)):
            setattr(widget, kind, "{}")
            is_changed = True
    return bytes(message.SerializeToString()) if is_changed else sent


def _had_another_line(scope: Scope) -> bool:
    """Whether a browser was connected before: then the third that it names is its session."""
    return any(scope.get("subprotocols", [])[2:])


def page_is_written(told: bytes | None) -> bool:
    """Whether Streamlit tells a browser so that a run of a whole page is over."""
    if told is None or len(told) > LONGEST_END:
        return False
    message = ForwardMsg()
    message.ParseFromString(told)
    is_end = message.WhichOneof("type") == "script_finished"
    return is_end and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


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
