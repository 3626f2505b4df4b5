"""What happens in a class, as browsers ask for it: a request waits until there is something new.

No run of any page is needed: a wall asks for drawings, a pupil's page for the task. Who asks names
the class's feed, a secret that its pages know.

``/mnistnet/class/{feed}/task?after=N``
    The task, as soon as its number is another than N.
``/mnistnet/class/{feed}/drawings?after=R``
    What was sent or changed since revision R, as soon as there is something; the task, and how many
    pupils, drawings, and hidden drawings besides there are.
``/mnistnet/class/{feed}/drawings?before=N``
    At once: the `PAGE` drawings before number N, and the revision they are of.

204 is "nothing new yet, ask again", 404 "closed", 503 "cannot be reached, ask again later".
"""

import asyncio
import gzip
import json
import re
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mnistnet.class_store.reader import PACE, ClassReader
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.errors import MnistNetError
from mnistnet.ui.classes import class_reader

ADDRESS = re.compile("/mnistnet/class/(.*)$")
ASKED = re.compile(r"([\w-]{16,64})/(task|drawings)", re.ASCII)
QUESTION = re.compile("(after|before)=([0-9]{1,9})")

PATIENCE = 10.0
"""Seconds that a request waits: proxies end one that is silent for a minute, and a server that is
to end waits for all of them."""

PAGE = 500
"""Drawings in one answer: thirty are on a screen, and 500 are prepared in half a second."""

HEADERS = {"cache-control": "no-store", "content-encoding": "gzip"}


class ClassFeed:
    """Middleware that answers for what happens in classes.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own, which answers for all else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        address = ADDRESS.search(scope["path"]) if scope["type"] == "http" else None
        if not address:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("ascii", "replace")
        answer = asyncio.create_task(_answer(address[1], query))
        end = asyncio.create_task(_leaving(receive))
        await asyncio.wait({answer, end}, return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if answer.done():
            await answer.result()(scope, receive, send)
        else:  # a server that ends would wait for it
            answer.cancel()


async def _leaving(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(address: str, query: str) -> Response:
    asked, question = ASKED.fullmatch(address), QUESTION.fullmatch(query)
    if not asked or not question:
        return Response(status_code=404)
    try:
        return await _answered(asked[1], asked[2], question)
    except MnistNetError:
        return Response(status_code=503)


async def _answered(feed: str, kind: str, question: re.Match[str]) -> Response:
    reader = await asyncio.to_thread(class_reader)
    number, begin = int(question[2]), time.monotonic()
    while state := reader.state(feed):
        if kind == "drawings" and question[1] == "before":
            return _packed(await asyncio.to_thread(_before, reader, state, number))
        if kind == "drawings" and state.revision > number:
            return _packed(await asyncio.to_thread(_after, reader, state, number))
        if kind == "task" and state.task != number:
            return _packed(await asyncio.to_thread(_task, reader, state))
        if time.monotonic() > begin + PATIENCE:
            return Response(status_code=204)
        await asyncio.sleep(PACE)
    return Response(status_code=404)


def _packed(answer: bytes) -> Response:
    return Response(answer, media_type="application/json", headers=HEADERS)


def _task(reader: ClassReader, state: ClassState) -> bytes:
    return _compressed(present_task(reader, state))


def present_task(reader: ClassReader, state: ClassState) -> dict[str, Any]:
    """Return a class's present task as browsers are told of it; raises StoreError."""
    return {"number": state.task} | asdict(reader.tasks(state)[state.task])


def _after(reader: ClassReader, state: ClassState, revision: int) -> bytes:
    """Tell of the first `PAGE` changes, or some more: those of one revision are told together."""
    is_new = range(revision + 1, state.revision + 1)  # what is newer comes with its counts
    new = [drawing for drawing in reader.drawings(state) if drawing.revision in is_new]
    new.sort(key=attrgetter("revision"))
    if len(new) <= PAGE:
        return _told(reader, state, new, state.revision)
    last = new[PAGE - 1].revision
    return _told(reader, state, [drawing for drawing in new if drawing.revision <= last], last)


def _before(reader: ClassReader, state: ClassState, number: int) -> bytes:
    earlier = [drawing for drawing in reader.drawings(state) if drawing.number < number]
    return _told(reader, state, earlier[-PAGE:], state.revision)


def _told(
    reader: ClassReader, state: ClassState, drawings: Sequence[SentDrawing], revision: int
) -> bytes:
    """Return drawings for a wall: those that are hidden by their number alone."""
    told: list[dict[str, Any]] = []
    inks, tasks = reader.ink(state, drawings), reader.tasks(state)
    for drawing, ink in zip(drawings, inks, strict=True):
        one: dict[str, Any] = {"number": drawing.number, "hidden": drawing.hidden}
        if not drawing.hidden:
            one |= {"pupil": drawing.pupil, "task": drawing.task, "label": drawing.label}
            task = tasks[drawing.task]
            one |= {"kind": task.kind, "like": task.like}
            one["ink"] = b64encode(ink.tobytes()).decode()
        told.append(one)
    sent = reader.drawings(state)[: state.n_drawings]
    n_hidden = sum(drawing.hidden for drawing in sent)
    n_shown = state.n_drawings - n_hidden
    counts = {"n_pupils": state.n_pupils, "n_drawings": n_shown, "n_hidden": n_hidden}
    return _compressed(
        {"revision": revision, "task": present_task(reader, state), "drawings": told} | counts
    )


def _compressed(told: dict[str, Any]) -> bytes:
    return gzip.compress(json.dumps(told).encode(), 1)


CLASS_FEED = Middleware(ClassFeed)
