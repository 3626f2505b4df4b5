"""What browsers ask, handed to Streamlit so that each callback is called, and to its end.

A visitor does one thing after the other, but a line that stalls brings several at once. Streamlit
breaks a run off for a later one that is of the whole page, also in the midst of a callback, which
is then not called again; of several presses of a button before a run it counts one. So a press,
and what asks for the whole page, waits until the callbacks of what was asked before were called.
Other changes of a fragment, like strokes, wait for nothing: no run is broken off for them, and the
last says all.
"""

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 1
"""Seconds after which callbacks are waited for no longer: what is asked of a page that was just
left brings no run, and a fragment's run may have to wait for a long one of the whole page."""

TRIGGERS = ("trigger_value", "json_trigger_value")
"""What a widget says once: a button of Streamlit's, an event of a component."""

NO_ELEMENTS = {"new_session", "session_status_changed", "page_info_changed"}
"""What Streamlit says of a run before, or while, it calls callbacks: that it begins, an address."""


class OneAtATime:
    """Middleware that holds back what would break callbacks off, or be counted as one with them.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a connection on, listening over a WebSocket to both."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        line = _Line(receive, send)
        try:
            await self._app(scope, line.listen, line.tell)
        except RuntimeError:  # Starlette's, should the browser leave while something is held
            if not line.is_gone:
                raise


class _Line:
    """A browser's connection."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.is_gone = False  # the browser
        self._receive = receive
        self._send = send
        self._are_called = asyncio.Event()  # the callbacks of what was asked last
        self._are_called.set()
        self._is_begun = False  # the run that calls them
        self._fragment = ""  # that it is of; "" for the whole page
        self._given_up = 0.0  # when they are waited for no longer, in seconds of the event loop

    async def listen(self) -> Message:
        """Return what the browser says next, once nothing is broken off for it."""
        message = await self._receive()
        asked = asked_in(message)
        # What a page asks from time to time changes nothing.
        if not asked.HasField("rerun_script") or asked.rerun_script.is_auto_rerun:
            return message
        if is_pressed(asked) or not asked.rerun_script.fragment_id:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._given_up):
                    await self._are_called.wait()
        self._are_called.clear()
        self._is_begun = False
        self._fragment = asked.rerun_script.fragment_id
        self._given_up = asyncio.get_running_loop().time() + PATIENCE
        return message

    async def tell(self, message: Message) -> None:
        """Tell the browser what Streamlit says: the first of what a run shows, perhaps."""
        if not self._are_called.is_set():
            self._note(told_in(message))
        try:
            await self._send(message)
        except OSError:
            self.is_gone = True
            raise

    def _note(self, told: ForwardMsg) -> None:
        kind = told.WhichOneof("type")
        if kind == "new_session":
            fragments = told.metadata.run.fragment_ids
            self._is_begun = not fragments or self._fragment in fragments
        elif self._is_begun and kind and kind not in NO_ELEMENTS:
            self._are_called.set()


def asked_in(message: Message) -> BackMsg:
    """Return what a browser asks of Streamlit; nothing, where that cannot be read."""
    asked = BackMsg()
    with suppress(DecodeError):
        asked.ParseFromString(message.get("bytes") or b"")
    return asked


def told_in(message: Message) -> ForwardMsg:
    """Return what Streamlit tells a browser; nothing, where that is no message of its own."""
    told = ForwardMsg()
    with suppress(DecodeError):
        told.ParseFromString(message.get("bytes") or b"")
    return told


def is_pressed(asked: BackMsg) -> bool:
    """Whether a button is: what Streamlit calls a trigger, of a component or its own."""
    widgets = asked.rerun_script.widget_states.widgets
    return any(bool(getattr(widget, kind)) for widget in widgets for kind in TRIGGERS)


ONE_AT_A_TIME = Middleware(OneAtATime)
