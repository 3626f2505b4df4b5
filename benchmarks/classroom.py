"""A class that draws: how long answers take, whether they are right, what memory they cost.

Every visitor has a websocket of their own and sends what a browser sends after a stroke: a run of
the page's fragment with what is on the canvas. Others may be on the page Train meanwhile. A
stroke's time is that from the question to the last message of its answer, as seen from one asyncio
process on the same machine, so it holds the generator's own waits, too; no browser paints.
"""

import asyncio
import re
import statistics
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.recorded import stroke_on
from benchmarks.table import Row
from benchmarks.trainees import begin_training, watch_training
from mnistnet import Drawing, forward, load_network, prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import decode, encode
from mnistnet.notation import FloatArray
from tests.support.server import Server
from tests.support.visitor import Page, ask, line_to, visiting

PAUSE = 3.0
"""Seconds between two strokes of one visitor."""

PATIENCE = 30.0
"""Seconds after which an answer counts as lost."""

FORGOTTEN = 125.0
"""Seconds after which Streamlit has given up waiting for a visitor who left to come back."""

N_DRAWINGS = 60

SEVEN = sample(7).strokes[0][::6]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A drawing, and the answer that NumPy gives: y_hat (10, 1)."""

    drawing: Drawing
    y_hat: FloatArray
    recorded: BackMsg

    def message(self, told: dict[str, Any]) -> bytes:
        """Return what the browser sends that was last told this of its canvas."""
        return stroke_on(self.drawing, told, self.recorded)


@dataclass(slots=True)
class Lesson:
    """What came of a class: seconds of every right answer, and how many were not right."""

    n_visitors: int
    n_training: int
    duration: float
    lasted: float = 0.0
    seconds: list[float] = field(default_factory=list)
    n_wrong: int = 0
    n_lost: int = 0
    server_cpu: float = 0.0
    own_cpu: float = 0.0
    megabytes: float = 0.0


def rows(
    server: Server,
    recorded: BackMsg,
    before: float,
    *,
    classes: list[tuple[int, int]],
    duration: float,
    alone: Lesson | None = None,
) -> Generator[Row, None, Lesson]:
    """Measure classes, the first of them being one visitor; return what came of that one.

    Parameters
    ----------
    server : Server
        Our own, which has answered before.
    recorded : BackMsg
        What a browser asks after a stroke.
    before : float
        The server's memory in MB when nobody had come.
    classes : list of (int, int)
        Numbers of visitors who draw, and of those who are on the page Train meanwhile.
    duration : float
        Seconds that each class draws.
    alone : Lesson, optional
        What came of one visitor, if that was measured before.
    """
    asked = questions(recorded)
    for n_visitors, n_training in classes:
        with ThreadPoolExecutor(1) as thread:  # without another event loop, such as Playwright's
            visit = _lesson(server, asked, n_visitors, n_training, duration)
            lesson = thread.submit(asyncio.run, visit).result()
        alone = alone or lesson
        yield from _told(lesson, alone, before)
    assert alone is not None  # noqa: S101 - there is at least one class
    return alone


def afterwards(server: Server, before: float, left: float) -> Row:
    """Tell what memory the server keeps once Streamlit has forgotten those who left."""
    time.sleep(max(0.0, left + FORGOTTEN - time.monotonic()))
    with visiting(server.address):  # Streamlit forgets when somebody comes
        pass
    return Row("server's memory after all left", server.megabytes, before, "MB", "before they came")


def questions(recorded: BackMsg) -> list[Question]:
    """Return drawings of one to three strokes, each with the answer that is right."""
    network, rng = load_network("lecture-a"), np.random.default_rng(0)
    asked = []
    for number in range(N_DRAWINGS):
        strokes = tuple(random_stroke(rng) for _ in range(1 + number % 3))
        drawing = decode(encode(Drawing(strokes, (20.0,) * len(strokes))))  # in whole pixels
        digit = prepare_strokes(drawing.strokes)
        asked.append(Question(drawing, forward(network, digit.X).A2, recorded))
    return asked


def random_stroke(rng: np.random.Generator) -> FloatArray:
    """Return a stroke of some fifty points, (n, 2)."""
    corners = SEVEN @ rng.normal(np.eye(2), 0.3) + rng.uniform(-60, 60, 2)
    return np.concatenate([np.linspace(a, b, 6) for a, b in pairwise(corners)])


async def _lesson(
    server: Server, asked: list[Question], n_visitors: int, n_training: int, duration: float
) -> Lesson:
    """Let all visitors come, one after the other, then draw or train for a while."""
    lesson = Lesson(n_visitors, n_training, duration)
    lines = [await line_to(server.address) for _ in range(n_visitors)]
    told = [(await ask(line, Page().question())).canvas() for line in lines]
    trainees = [await line_to(server.address) for _ in range(n_training)]
    watched = [
        asyncio.create_task(watch_training(line, await begin_training(line))) for line in trainees
    ]
    server_cpu, own_cpu, begin = server.cpu_seconds, time.process_time(), time.perf_counter()
    await asyncio.gather(
        *(_draw(line, told[number], asked, lesson, number) for number, line in enumerate(lines))
    )
    for task in watched:
        if not task.cancel():  # it has broken off
            task.result()
    lesson.server_cpu = server.cpu_seconds - server_cpu
    lesson.own_cpu = time.process_time() - own_cpu
    lesson.lasted = time.perf_counter() - begin
    lesson.megabytes = server.megabytes
    for line in (*lines, *trainees):
        await line.close()
    return lesson


async def _draw(
    line: websockets.ClientConnection,
    told: dict[str, Any],
    asked: list[Question],
    lesson: Lesson,
    number: int,
) -> None:
    """Draw a stroke every `PAUSE` seconds, each visitor at their own moment."""
    rng = np.random.default_rng(number)
    begin = time.perf_counter()
    moments = np.arange(rng.uniform(0, PAUSE), lesson.duration, PAUSE)
    for moment in moments:
        await asyncio.sleep(max(0.0, begin + moment - time.perf_counter()))
        question = asked[rng.integers(len(asked))]
        message = question.message(told)
        sent = time.perf_counter()
        try:
            answer = await asyncio.wait_for(ask(line, message), PATIENCE)
        except (TimeoutError, OSError, websockets.ConnectionClosed):
            lesson.n_lost += 1
            continue
        seconds = time.perf_counter() - sent
        told = answer.canvas()
        if judged(answer, question.y_hat):
            lesson.seconds.append(seconds)
        else:
            lesson.n_wrong += 1


def judged(answer: Page, y_hat: FloatArray) -> bool:
    """Whether an answer shows what NumPy gives, y_hat (10, 1), and names its winner."""
    if not (frame := answer.frames().get("activations")):
        return False
    digit = re.search('<b class="digit">([0-9])</b>', frame["lead"])
    values = answer.outputs()
    return bool(
        digit
        and digit[1] == str(y_hat.argmax())
        and values.shape == y_hat.shape
        and np.allclose(values, y_hat)
    )


def _told(lesson: Lesson, one: Lesson, before: float) -> Iterator[Row]:
    """Put a class beside one visitor alone."""
    n = lesson.n_visitors
    who, against = f"{n} visitors" if n > 1 else "1 visitor", "1 visitor"
    if lesson.n_training:
        who += f", {lesson.n_training} more train"
    n_asked = len(lesson.seconds) + lesson.n_wrong + lesson.n_lost
    yield Row(f"{who}: wrong or lost", lesson.n_wrong + lesson.n_lost, n_asked, "answers", "all")
    # The last strokes are drawn up to a pause before the end: late answers make it last longer.
    rate = len(lesson.seconds) / max(lesson.lasted, lesson.duration)
    asked = n_asked / lesson.duration
    yield Row(f"{who}: right answers, more is better", rate, asked, "a second", "strokes drawn")
    if not lesson.seconds or not one.seconds:
        return
    middle, slow = _middle_and_slow(lesson)
    yield Row(f"{who}: median answer", middle, _middle_and_slow(one)[0], "ms", against)
    yield Row(f"{who}: 95 % of answers within", slow, _middle_and_slow(one)[1], "ms", against)
    cpu, alone_cpu = (1e3 * each.server_cpu / len(each.seconds) for each in (lesson, one))
    yield Row(f"{who}: server's processor, one answer", cpu, alone_cpu, "ms", against)
    share = lesson.own_cpu / lesson.server_cpu
    yield Row(f"{who}: this program's processor", share, 1.0, "", "the server's")
    grown = (lesson.megabytes - before) / (n + lesson.n_training)
    yield Row(f"{who}: server's memory, each", grown, before, "MB", "before they came")


def _middle_and_slow(lesson: Lesson) -> tuple[float, float]:
    seconds = lesson.seconds
    return 1e3 * statistics.median(seconds), 1e3 * float(np.quantile(seconds, 0.95))
