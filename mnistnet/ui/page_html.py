"""A page's HTML: Streamlit's, with headers of ours and one script before all others.

What a page is made of comes afterwards (serving.py), and that script is about what does not.
"""

import gzip
import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mnistnet.ui.browser_files import folder, head_script

EARLY = ("canvas.js", "strokes.js", "drawable_canvas.js")
"""What a browser should begin to load before Streamlit asks for it, as the page waits for nothing
else; with any more, or more urgently, Streamlit's own scripts would come later, and all with them.
"""

HEAD = b"<head>"

FOR_LESS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
"""Headers that ask for less than all of a page's HTML as Streamlit has it."""

Headers = Mapping[bytes, bytes]
"""Of a request, by their names in small letters."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit mounts components from blobs, runs scripts in line, and compiles code.
        "script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors {frames}",
    )
)
"""Content-Security-Policy: what a page may load, and who may show it in a frame."""


def _frames() -> str:
    """Return who may show the page in a frame: itself, and whom the environment names."""
    return " ".join(("'self'", *os.environ.get("MNISTNET_FRAMES", "").split()))


class PageHtml:
    """Middleware that changes what Streamlit answers a browser that asks for a page.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        early = (f"<{folder()}/{name}>; rel=modulepreload; fetchpriority=low" for name in EARLY)
        self._headers = [
            (b"link", ", ".join(early).encode()),
            (b"content-security-policy", POLICY.format(frames=_frames()).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, and its answer back."""
        if scope["type"] == "http":
            asked = dict(scope["headers"])
            await self._app(_plain(scope), receive, self._telling(send, asked))
        else:
            await self._app(scope, receive, send)

    def _telling(self, send: Send, asked: Headers) -> Send:
        """Return what sends a page's HTML with headers and a script of ours, compressed."""
        start: Message | None = None  # held back, since it says how long the HTML is

        async def tell(message: Message) -> None:
            nonlocal start
            headers = message.get("headers", [])
            if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
                start = {**message, "headers": [*headers, *self._headers]}
            elif start is None:
                await send(message)
            else:
                page, start = _page(start, message, asked), None
                for part in page:
                    await send(part)

        return tell


def _plain(scope: Scope) -> Scope:
    """Return a browser's request for a page as one for all of it, as it is; others as they are."""
    headers = scope["headers"]
    if b"text/html" not in dict(headers).get(b"accept", b""):
        return scope
    return {**scope, "headers": [(name, v) for name, v in headers if name not in FOR_LESS]}


def _page(start: Message, part: Message, asked: Headers) -> tuple[Message, Message]:
    """Return a page's two messages, `head_script` in its HTML; a file to keep comes as it is."""
    body = part.get("body", b"")
    headers = MutableHeaders(raw=start["headers"])
    if HEAD not in body or part.get("more_body") or "content-disposition" in headers:
        return start, part
    is_compressed = takes_gzip(asked)
    html, tag = _html(body, is_compressed=is_compressed)
    for name in ("last-modified", "accept-ranges"):
        del headers[name]  # which are of Streamlit's HTML
    headers["etag"] = tag
    headers["vary"] = "Accept-Encoding"
    if asked.get(b"if-none-match", b"").removeprefix(b"W/") == tag.encode():
        del headers["content-length"]
        return {**start, "status": 304}, {**part, "body": b""}
    headers["content-length"] = str(len(html))
    if is_compressed:
        headers["content-encoding"] = "gzip"
    return start, {**part, "body": html}


@lru_cache(4)
def _html(body: bytes, *, is_compressed: bool) -> tuple[bytes, str]:
    html = body.replace(HEAD, HEAD + head_script(), 1)
    if is_compressed:
        html = gzip.compress(html, mtime=0)
    return html, f'"{hashlib.sha256(html).hexdigest()[:16]}"'


def takes_gzip(asked: Headers) -> bool:
    """Whether a browser takes what is compressed."""
    return b"gzip" in asked.get(b"accept-encoding", b"")


PAGE_HTML = Middleware(PageHtml)
