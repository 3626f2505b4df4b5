"""How scripts get to the browser: compressed once, then from memory, kept by the browser for ever.

Every address here holds its content's version: those of our own files (browser_files.py) and of
Streamlit's scripts, which it sends as they are.
"""

import gzip
import re
from asyncio import Event, shield, wrap_future
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mnistnet.ui.browser_files import files, folder
from mnistnet.ui.page_html import Headers, takes_gzip

OURS = re.compile(r"/mnistnet/\w+/[\w.]+$")
STREAMLITS = re.compile(r"/static/(js|css)/[\w.-]+\.(js|css)$")

METRICS = re.compile(r"/_stcore/metrics$")
"""What Streamlit tells of a server, for the machine that it runs on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one address answers: its type, and the content compressed."""

    media_type: str
    compressed: bytes


class BrowserFiles:
    """Middleware that answers for addresses with a version.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own, which is asked once for each of its files.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._worker = ThreadPoolExecutor(1)
        self._kept = {
            f"/{folder()}/{name}": self._worker.submit(_compressed, _type_of(name), content)
            for name, content in files().items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        elif ours := OURS.search(scope["path"]):
            await self._answer(self._kept.get(ours[0]), scope, receive, send)
        elif METRICS.search(scope["path"]) and not _is_of_this_machine(scope):
            await self._answer(None, scope, receive, send)
        elif STREAMLITS.search(scope["path"]):
            kept = self._kept.get(scope["path"]) or await self._asked(scope)
            await self._answer(kept, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _asked(self, scope: Scope) -> Future[Kept] | None:
        """Return what Streamlit answers, and keep it; None if it has no such file."""
        said: list[Message] = []

        async def listen(message: Message) -> None:
            said.append(message)

        plain = {"method": "GET", "headers": [], "extensions": {}}
        await self._app(dict(scope) | plain, _staying, listen)
        start, *parts = said
        headers = dict(start["headers"])
        media_type = headers.get(b"content-type", b"").decode()
        content = b"".join(part.get("body", b"") for part in parts)
        is_whole = int(headers.get(b"content-length", -1)) == len(content)
        if start["status"] != 200 or media_type.startswith("text/html") or not is_whole:
            return None
        kept = self._kept[scope["path"]] = self._worker.submit(_compressed, media_type, content)
        return kept

    async def _answer(
        self, kept: Future[Kept] | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if kept is None:
            answer: Response = PlainTextResponse("not found", status_code=404)
        else:
            # A visitor who leaves must not call off what others wait for, too.
            answer = _response(await shield(wrap_future(kept)), dict(scope["headers"]))
        await answer(scope, receive, send)


async def _staying() -> Message:
    """Say nothing, ever: Streamlit would send a visitor who leaves no more of a file for all."""
    await Event().wait()
    raise AssertionError


def _is_of_this_machine(scope: Scope) -> bool:
    """Whether a request comes straight from the server's own machine, through no proxy."""
    host, _ = scope.get("client") or ("", 0)
    return host in ("127.0.0.1", "::1") and b"x-forwarded-for" not in dict(scope["headers"])


def _type_of(name: str) -> str:  # what Windows says of .js depends on what is installed
    types = {".js": "text/javascript", ".css": "text/css"}
    return types.get(Path(name).suffix, "application/octet-stream")


def _compressed(media_type: str, content: bytes) -> Kept:
    return Kept(media_type, gzip.compress(content, mtime=0))


def _response(kept: Kept, asked: Headers) -> Response:
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    content = kept.compressed
    if takes_gzip(asked):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type=kept.media_type, headers=headers)


BROWSER_FILES = Middleware(BrowserFiles)
