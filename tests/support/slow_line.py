"""A line to a server on which everything takes a while, each way, and which can be cut."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

N_BYTES = 1 << 16


class SlowLine:
    """A port of this computer that leads to a server, later.

    Parameters
    ----------
    address : str
        The server's.

    `address` is then where the slow line begins, and `delay` the seconds that each way takes.
    """

    def __init__(self, address: str) -> None:
        self.delay = 0.0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server = urlsplit(address)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._listening = self._do(asyncio.start_server(self._meet, "127.0.0.1", 0))
        port = self._listening.sockets[0].getsockname()[1]
        self.address = self._server._replace(netloc=f"127.0.0.1:{port}").geturl()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(self._server.hostname, self._server.port)
        self._writers |= {writer, there[1]}
        try:
            await asyncio.gather(self._carry(reader, there[1]), self._carry(there[0], writer))
        except asyncio.CancelledError:
            writer.transport.abort()
            there[1].transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        due = 0.0
        with suppress(ConnectionError):
            while part := await reader.read(N_BYTES):
                due = max(due + 1e-6, self._loop.time() + self.delay)  # nothing overtakes
                self._loop.call_at(due, writer.write, part)
        self._loop.call_at(due + 1e-6, writer.close)

    def cut(self) -> None:
        """Cut every connection."""

        async def cut() -> None:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self._do(cut())

    def end(self) -> None:
        """Cut every connection and take no other."""

        async def close() -> None:
            self._listening.close()
            for writer in self._writers:  # what was to be closed later, too
                writer.transport.abort()
            await asyncio.sleep(0)

        self.cut()
        self._do(close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def slow_line(address: str) -> Iterator[SlowLine]:
    """Open a slow line to a server for a while."""
    line = SlowLine(address)
    try:
        yield line
    finally:
        line.end()
