"""A class at work: pupils draw and send, while a wall and the statistics look on.

As in `classroom`, every pupil has a websocket of their own and no browser paints. A stroke is the
fragment's run that a browser asks for, and so is a sending. The wall is a request
that waits, as browser/class_feed.js asks it. What was acknowledged is looked for in the store at
the end: each drawing once, under the number and the pupil that the page said.
"""

import asyncio
import gzip
import json
import re
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import websockets
from sqlalchemy import make_url

from benchmarks.classroom import judged, random_stroke
from benchmarks.table import Row
from benchmarks.two_processes import can_run, two_processes
from mnistnet import Drawing, forward, load_network, prepare_strokes
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.url_text import decode, encode
from tests.support.server import Server, running_server
from tests.support.visitor import Page, ask, line_to, report, visiting

PACE = 10.0
"""Seconds from one drawing of a pupil to the next."""

RECOUNTED = 3.0
"""Seconds from one count of the statistics to the next, as wall.js has it at most."""

PATIENCE = 30.0
"""Seconds after which an answer counts as lost."""

SEEN = 5.0
"""Seconds after the lesson's end: what is not on the wall by then has not come."""

AGAIN = 1.0
"""Seconds in which what is on the wall would travel there again."""

ACKNOWLEDGED = re.compile(r"drawing (\d+) of the class. You are pupil (\d+)")


@dataclass(slots=True)
class Work:
    """What came of it: seconds of each answer, and what was acknowledged."""

    strokes: list[float] = field(default_factory=list)
    sendings: list[float] = field(default_factory=list)
    n_asked: int = 0
    n_wrong: int = 0
    sent: dict[int, tuple[int, str, float]] = field(default_factory=dict)
    """By the drawing's number: the pupil's, the drawing, the moment it was sent."""


class Wall:
    """A wall in a thread of its own: when each drawing came, and how often."""

    def __init__(self, address: str, feed: str) -> None:
        self._url = f"{address}/mnistnet/class/{feed}/drawings"
        self.came: dict[int, float] = {}
        self.times: Counter[int] = Counter()
        self._is_over = False
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        question = "before=100000000"
        while not self._is_over:
            try:
                with urllib.request.urlopen(f"{self._url}?{question}", timeout=60) as answer:  # noqa: S310
                    content = answer.read()
            except OSError:  # the class is closed, or the server ends
                return
            if not content:  # nothing new
                continue
            now, told = time.perf_counter(), json.loads(gzip.decompress(content))
            for drawing in told["drawings"]:
                self.came.setdefault(drawing["number"], now)
                self.times[drawing["number"]] += 1
            question = f"after={told['revision']}"

    def end(self) -> None:
        """Ask no more."""
        self._is_over = True


def rows(n_pupils: int, duration: float) -> Iterator[Row]:
    """Measure a class on one process with SQLite, and on two with PostgreSQL behind nginx."""
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'classes.sqlite'}"
        with running_server({"MNISTNET_DATABASE": database}) as server:
            yield from at_work(server.address, [server], database, n_pupils, duration, "")
    if can_run():
        with two_processes() as (address, servers, database):
            where = ", two processes"
            yield from at_work(address, servers, database, n_pupils, duration, where)


def large_class_rows(n_drawings: int) -> Iterator[Row]:
    """Measure how long a class of many drawings takes to show after a start of the server."""
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'classes.sqlite'}"
        store = ClassStore(make_url(database))
        rng, now = np.random.default_rng(0), time.time()
        texts = [encode(Drawing((random_stroke(rng),), (20.0,))) for _ in range(n_drawings)]
        opened = store.open_class(
            SentDrawing(number, number % 100 + 1, 1, number % 10, text, now, False, 1)
            for number, text in enumerate(texts, 1)
        )
        state = store.find(opened.code)
        assert state is not None  # noqa: S101 - it was opened just now
        store.close()
        what, query = f"class of {n_drawings:,} drawings", f"language=en&class={opened.code}"
        with running_server({"MNISTNET_DATABASE": database}) as server:
            with visiting(server.address, query, "classroom"):
                begin = time.perf_counter()
                url = f"{server.address}/mnistnet/class/{state.feed}/drawings?before=100000000"
                urllib.request.urlopen(url, timeout=60).read()  # noqa: S310
                took = 1e3 * (time.perf_counter() - begin)
            yield Row(f"{what}: wall's first page", took, 1_000, "ms", "bar")
            begin, counting = time.perf_counter(), "Counted so far"
            with visiting(server.address, f"{query}&class_view=statistics", "classroom") as visitor:
                took = 1e3 * (time.perf_counter() - begin)
                yield Row(f"{what}: statistics, first figures", took, 2_000, "ms", "bar")
                while counting in visitor.page.html():
                    visitor.run()
                took = 1e3 * (time.perf_counter() - begin)
                yield Row(f"{what}: statistics, all counted", took, 2_000, "ms", "bar")
                begin = time.perf_counter()
                visitor.run()
                took = 1e3 * (time.perf_counter() - begin)
                yield Row(f"{what}: statistics, looked at again", took, 2_000, "ms", "bar")


def at_work(
    address: str,
    servers: Sequence[Server],
    database: str,
    n_pupils: int,
    duration: float,
    where: str,
) -> Iterator[Row]:
    """Measure a class.

    Parameters
    ----------
    address : str
        Where the page is.
    servers : sequence of Server
        What answers there.
    database : str
        As `MNISTNET_DATABASE` has it.
    n_pupils : int
    duration : float
        Seconds that they draw.
    where : str
        What to add to the rows' names.
    """
    store = ClassStore(make_url(database))
    opened = store.open_class()
    state = store.find(opened.code)
    assert state is not None  # noqa: S101 - it was opened just now
    wall = Wall(address, state.feed)
    before = sum(server.cpu_seconds for server in servers)
    begin = time.perf_counter()
    work = asyncio.run(_lesson(address, opened.code, n_pupils, duration))
    cpu = (sum(server.cpu_seconds for server in servers) - before) / (time.perf_counter() - begin)
    until = time.monotonic() + SEEN
    while not work.sent.keys() <= wall.came.keys() and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(AGAIN)
    wall.end()
    stored = {drawing.number: drawing for drawing in store.drawings(state.id)}
    store.close_class(opened.code, opened.secret)
    store.close()

    who, n_sent = f"{n_pupils} pupils at work{where}", len(work.sent)
    lost = sum(number not in stored for number in work.sent)
    other = sum(
        (stored[number].pupil, stored[number].strokes) != (pupil, text)
        for number, (pupil, text, _) in work.sent.items()
        if number in stored
    )
    twice = len(stored) - len({(d.pupil, d.strokes) for d in stored.values()})
    delays = [
        wall.came.get(number, float("inf")) - moment for number, (_, _, moment) in work.sent.items()
    ]
    travelled = sum(times - 1 for times in wall.times.values())
    yield Row(
        f"{who}: wrong, lost, twice or another's",
        work.n_wrong + lost + other + twice,
        n_sent,
        "drawings",
        "sent",
    )
    yield Row(f"{who}: not acknowledged", work.n_asked - n_sent, work.n_asked, "drawings", "all")
    yield Row(f"{who}: 95 % of strokes answered within", _slow(work.strokes), 250, "ms", "bar")
    yield Row(f"{who}: 95 % of sendings answered within", _slow(work.sendings), 250, "ms", "bar")
    yield Row(f"{who}: 95 % on the wall within", _slow(delays), 2_000, "ms", "bar")
    yield Row(f"{who}: travelled to the wall again", travelled, len(wall.times), "drawings", "all")
    yield Row(f"{who}: server's processor", cpu, 1.0, "cores", "one core")


def _slow(seconds: Sequence[float]) -> float:
    return 1e3 * float(np.quantile(seconds, 0.95)) if seconds else float("nan")


async def _lesson(address: str, code: str, n_pupils: int, duration: float) -> Work:
    work = Work()
    lines = [await _join(address, code, number) for number in range(n_pupils)]
    looking = asyncio.create_task(_look_at_statistics(address, code))
    await asyncio.gather(
        *(_draw_and_send(line, page, work, n, duration) for n, (line, page) in enumerate(lines))
    )
    if not looking.cancel():  # it has broken off
        looking.result()
    for line, _ in lines:
        await line.close()
    return work


async def _join(address: str, code: str, number: int) -> tuple[websockets.ClientConnection, Page]:
    line, page = await line_to(address, f"mnistnet={number}"), Page(f"language=en&class={code}")
    return line, await ask(line, page.question(), page)


async def _look_at_statistics(address: str, code: str) -> None:
    """Have the page Class open, whose wall has what was sent counted again every `RECOUNTED`."""
    line, page = await line_to(address), Page(f"class={code}&class_view=statistics", "classroom")
    await ask(line, page.question(), page)
    for number in count(1):
        await asyncio.sleep(RECOUNTED)
        page.tell("wall", "changed", number)
        await ask(line, page.question(fragment=page.fragment("wall")), page)


async def _draw_and_send(
    line: websockets.ClientConnection, page: Page, work: Work, number: int, duration: float
) -> None:
    rng, network = np.random.default_rng(number), load_network("lecture-a")
    begin = time.perf_counter()
    for moment in np.arange(rng.uniform(0, min(PACE, duration)), duration, PACE):
        strokes = tuple(random_stroke(rng) for _ in range(2))
        drawing = decode(encode(Drawing(strokes, (20.0, 20.0))))
        y_hat = forward(network, prepare_strokes(drawing.strokes).X).A2
        await asyncio.sleep(max(0.0, begin + moment - time.perf_counter()))
        work.n_asked += 1
        try:
            drawn = time.perf_counter()
            page.set("canvas", json_value=json.dumps(report(drawing, page.canvas())))
            await _asked(line, page, page.fragment("canvas"))
            work.strokes.append(time.perf_counter() - drawn)
            work.n_wrong += not judged(page, y_hat)
            text, sent = encode(drawing), time.perf_counter()
            told = json.loads(page.element("class_line").json)
            said = {"code": told["code"], "name": str(moment), "token": f"{number:032d}"}
            said |= {"task": told["task"]["number"], "drawing": text, "label": None}
            page.tell("class_line", "send", said)
            await _asked(line, page, page.fragment("class_line"))
        except (TimeoutError, OSError, websockets.ConnectionClosed):
            continue
        told = json.loads(page.element("class_line").json)
        if told["answered"] == str(moment) and (known := ACKNOWLEDGED.search(told["state"])):
            work.sendings.append(time.perf_counter() - sent)
            work.sent[int(known[1])] = int(known[2]), text, sent


async def _asked(line: websockets.ClientConnection, page: Page, fragment: str) -> None:
    await asyncio.wait_for(ask(line, page.question(fragment=fragment), page), PATIENCE)
