"""Connections that send at once what there is to send."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def sending_at_once(app: object) -> AsyncIterator[None]:
    """Have the servers that the event loop makes from now on send without waiting.

    Parameters
    ----------
    app : object
        As Streamlit hands it to what it calls a lifespan.

    Notes
    -----
    An answer goes out in two parts, head and content. By Nagle's algorithm (RFC 896) the second
    waits until the browser has acknowledged the first, and browsers' systems take up to 40 ms to do
    so, in the hope of something to send along. asyncio turns that off, but only for sockets that
    say they are TCP's, and the one that Streamlit makes for its server does not (protocol 0). Set
    where connections are accepted, they all have it.
    """
    loop: Any = asyncio.get_running_loop()
    create_server = loop.create_server

    async def create(*args: Any, sock: socket.socket | None = None, **options: Any) -> Any:
        if sock is not None:
            with suppress(OSError):  # a socket that is a file has no such option
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await create_server(*args, sock=sock, **options)

    with suppress(AttributeError):  # uvloop's loop cannot be changed, and does this by itself
        loop.create_server = create
    yield
