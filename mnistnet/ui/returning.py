"""Browsers that come back with a page which a server that went away has written.

The session that Streamlit begins for them knows no fragment and no widget: it would drop what is
asked of a fragment, and call nobody for a button. So what such a page asks is asked of all of it,
and a button that is pressed meanwhile waits until that is written. A choice made meanwhile is lost:
when it is written, the page shows what its address says, and Python must not go on with another.
"""

import asyncio
from contextlib import suppress

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mnistnet.ui.one_at_a_time import asked_in, is_pressed, told_in

PATIENCE = 20
"""Seconds that a page may take to be written, of many that come back at once; then it is late."""

LONGEST_END = 1_000
"""Bytes of a message that says no more than that a run is over; one has some 60."""

WHOLE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
"""How a run of a whole page ends. Others are of a fragment, or begin again."""


class Returning:
    """Middleware that has a page written anew before anything else is asked of it.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a connection on; to a browser's second one listen first, and to what it is told."""
        session = "".join(scope.get("subprotocols", ())[2:3])  # third, in Streamlit's protocol
        if session:
            line = _Line(session, receive, send)
            receive, send = line.listen, line.tell
        await self._app(scope, receive, send)


class _Line:
    """A connection of a browser that had another before, and then the session of this name."""

    def __init__(self, session: str, receive: Receive, send: Send) -> None:
        self._session, self._receive, self._send = session, receive, send
        self._is_asked = False
        self._is_written = asyncio.Event()

    async def listen(self) -> Message:
        """Return what the browser says next, once it can be understood."""
        message = await self._receive()
        if self._is_written.is_set() or _is_known(self._session):
            return message
        asked = asked_in(message)
        if self._is_asked and is_pressed(asked):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_written.wait(), PATIENCE)
            return message
        # What a page asks from time to time can be dropped.
        if not asked.HasField("rerun_script") or asked.rerun_script.is_auto_rerun:
            return message
        self._is_asked = True
        asked.rerun_script.ClearField("fragment_id")
        return {**message, "bytes": asked.SerializeToString()}

    async def tell(self, message: Message) -> None:
        """Tell the browser what Streamlit says, perhaps that the page is written."""
        if not self._is_written.is_set() and _ends_a_page(message):
            self._is_written.set()
        await self._send(message)


def _is_known(session: str) -> bool:
    """Whether Streamlit has gone on with a session: the line was cut, and not the server away."""
    return runtime.exists() and runtime.get_instance().is_active_session(session)


def _ends_a_page(message: Message) -> bool:
    if len(message.get("bytes") or b"") > LONGEST_END:
        return False
    told = told_in(message)
    return told.WhichOneof("type") == "script_finished" and told.script_finished in WHOLE


RETURNING = Middleware(Returning)
