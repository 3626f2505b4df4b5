"""A stand-in for Streamlit, and requests to what stands before it, without a network."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

ELSEWHERE = (404, "text/html; charset=utf-8", b"<html>")


def encoded(headers):
    return [(name.replace("_", "-").encode(), said.encode()) for name, said in headers.items()]


class Streamlit:
    """A stand-in for what lies behind: notes who asks, and answers what it was given, in parts."""

    def __init__(self, answers=None, n_parts=2, **headers):
        self.answers, self.n_parts, self.headers = answers or {}, n_parts, encoded(headers)
        self.asked = []

    async def __call__(self, scope, receive, send):
        self.asked.append((scope["path"], dict(scope["headers"])))
        status, kind, content = self.answers.get(scope["path"], ELSEWHERE)
        length = str(len(content)).encode()
        headers = [(b"content-type", kind.encode()), (b"content-length", length), *self.headers]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        size = -(-len(content) // self.n_parts)
        for i in range(self.n_parts):
            part = {"body": content[i * size : (i + 1) * size], "more_body": i < self.n_parts - 1}
            await send({"type": "http.response.body", **part})


def ask(app, path, method="GET", client="127.0.0.1", receive=None, **headers):
    """Return status, headers and content that an ASGI app answers a request with."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "client": (client, 50000),
        "headers": encoded(headers),
    }
    said = []

    async def send(message):
        said.append(message)

    with ThreadPoolExecutor(1) as thread:  # beside the event loop that a browser's tests keep
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    start, *parts = said
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], told, b"".join(part["body"] for part in parts)
