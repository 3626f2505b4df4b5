"""A stand-in for Streamlit, and what is asked of what stands before it, without a network."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.BackMsg_pb2 import BackMsg

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

    _run(app(scope, receive, send))
    start, *parts = said
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], told, b"".join(part["body"] for part in parts)


def talk(middleware, messages, between, protocols=("streamlit",)):
    """Have a browser say these over a WebSocket to what stands before Streamlit.

    ``between(hear, tell)`` is what Streamlit does: hears the next of them, tells the browser.
    """
    said = iter(messages)

    async def receive():
        return {"type": "websocket.receive", "bytes": next(said)}

    async def send(message):
        assert message["type"] == "websocket.send"

    async def streamlit(scope, receive, send):
        async def hear():
            return (await receive())["bytes"]

        async def tell(content):
            await send({"type": "websocket.send", "bytes": content})

        await between(hear, tell)

    _run(middleware(streamlit)({"type": "websocket", "subprotocols": protocols}, receive, send))


def asked(fragment="", *, pressed=False, itself=False):
    """Return what a browser sends when something is chosen or pressed, or asks by itself."""
    sent = BackMsg()
    sent.rerun_script.fragment_id, sent.rerun_script.is_auto_rerun = fragment, itself
    sent.rerun_script.widget_states.widgets.add(id="network", string_value="lecture-b")
    if pressed:
        sent.rerun_script.widget_states.widgets.add(id="button", trigger_value=True)
    return sent.SerializeToString()


def _run(work):
    with ThreadPoolExecutor(1) as thread:  # beside the event loop that a browser's tests keep
        thread.submit(asyncio.run, work).result()
