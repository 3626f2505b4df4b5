"""What a visitor waits for: the start, the page, the answer to a stroke, against bare pages.

Our page and the bare one are open in the same browser and measured in turns. A row for what
happens during a stroke belongs here, too: one more function that draws on two `Easel`.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks import live
from benchmarks.easel import CANVAS, QUIET, Easel, Traffic
from benchmarks.table import Row
from mnistnet.drawing.samples import sample
from mnistnet.notation import FloatArray
from tests.support.server import Server, running_server, streamlit_run
from tests.support.visitor import visiting

PAGES = Path(__file__).with_name("pages")

SEVEN = sample(7).strokes[0][::6]

LINE = '[data-testid="stText"]'
ANSWER = ".frame-activations .lead"
CHARTS = ".frame-activations .figure, .frame-squared_error .figure"
ALL = ".frame"

EMPTY = "Streamlit's empty page"
BARE = "bare page, default settings"

# The canvas stands in a shadow root. The time is taken after the frame that first shows it.
FIRST_SIGHT = """
const found = (root) => root.querySelector(%r) ||
  [...root.querySelectorAll("*")].some(({ shadowRoot }) => shadowRoot && found(shadowRoot));
const look = () => found(document)
  ? setTimeout(() => { window.seenAt = performance.now(); })
  : requestAnimationFrame(look);
requestAnimationFrame(look);
"""


def rows(
    browser: Browser, *, starts: int, visits: int, strokes: int, movements: int
) -> Iterator[Row]:
    """Measure start, navigation, strokes and movements of the pen."""
    yield _start(starts)
    with running_server() as ours:
        with _default_server("empty") as empty:
            yield from _navigation(browser, ours, empty, visits)
        with _default_server("bare") as bare:
            yield from _strokes(browser, ours, bare, strokes)
        yield from live.rows(browser, ours, movements=movements)


def recorded_stroke(browser: Browser, server: Server) -> BackMsg:
    """Return what a browser asks our server after a stroke."""
    with _page(browser) as page:
        easel = Easel(page, server, ANSWER, CHARTS)
        easel.stroke(_sketch(0))
        question = BackMsg()
        question.ParseFromString(easel.traffic.questions[-1])
        return question


def _start(times: int) -> Row:
    """Time a server from its start to the first page that is complete."""
    seconds: dict[str, list[float]] = {"ours": [], "empty": []}
    for _ in range(times):
        for name, running in (("ours", running_server()), ("empty", _default_server("empty"))):
            with running as server, visiting(server.address):
                seconds[name].append(time.perf_counter() - server.started)
    ours, empty = (statistics.median(measured) for measured in seconds.values())
    return Row("start of the server to its first page", ours, empty, "s", EMPTY)


def _navigation(browser: Browser, ours: Server, empty: Server, times: int) -> Iterator[Row]:
    """Time a first visit, nothing cached, until there is a canvas to draw on; then a refresh."""
    measured = [_visit(browser, ours, CANVAS) + _visit(browser, empty, LINE) for _ in range(times)]
    # The first visit of many, for which the servers still load their modules, is not counted.
    counted = measured[1:] or measured
    wait, size, again, empty_wait, empty_size, empty_again = np.median(counted, axis=0)
    yield Row("first visit to a drawable canvas", wait, empty_wait, "ms", EMPTY)
    yield Row("bytes over the wire, first visit", size, empty_size, "kB", EMPTY)
    yield Row("bytes over the wire, a refresh", again, empty_again, "kB", EMPTY)


def _visit(browser: Browser, server: Server, awaited: str) -> tuple[float, float, float]:
    """Return milliseconds until something is seen, kB until nothing more comes, kB of a refresh."""
    with _page(browser) as page:
        page.add_init_script(FIRST_SIGHT % awaited)
        traffic = Traffic(page)
        page.goto(server.address)
        milliseconds = _seen(page)
        size = traffic.n_bytes
        page.reload()
        _seen(page)
        return milliseconds, size / 1024, (traffic.n_bytes - size) / 1024


def _seen(page: Page) -> float:
    """Return after how many milliseconds something was seen, once nothing more comes."""
    page.wait_for_function("window.seenAt", timeout=60_000)
    milliseconds = float(page.evaluate("window.seenAt"))
    page.wait_for_timeout(3 * QUIET)
    return milliseconds


def _strokes(browser: Browser, ours: Server, bare: Server, times: int) -> Iterator[Row]:
    """Time from the pen's release until the answer and both charts are painted, and all else."""
    with _page(browser) as first, _page(browser) as second:
        easels = (Easel(first, ours, ANSWER, CHARTS, ALL), Easel(second, bare, LINE))
        measured = [
            [number for easel in easels for number in _drawn_and_wiped(easel, _sketch(n))]
            for n in range(times + 1)
        ]
    # The very first stroke loads what the canvas needs and is not counted.
    wait, last, cpu, size, bare_wait, bare_last, bare_cpu, bare_size = np.median(
        measured[1:], axis=0
    )
    yield Row("stroke's end to answer and charts painted", wait, bare_wait, "ms", BARE)
    yield Row("stroke's end to the last pixel", last, bare_last, "ms", BARE)
    yield Row("server's processor, one stroke", cpu, bare_cpu, "ms", BARE)
    yield Row("bytes over the wire, one stroke", size, bare_size, "kB", BARE)


def _drawn_and_wiped(easel: Easel, points: FloatArray) -> tuple[float, float, float, float]:
    measured = easel.stroke(points)
    easel.wipe()
    return measured


def _sketch(number: int) -> FloatArray:
    """Return a 7 in canvas pixels, each a little different."""
    rng = np.random.default_rng(number)
    return np.asarray(SEVEN + rng.uniform(-8, 8, SEVEN.shape))


@contextmanager
def _default_server(page: str) -> Iterator[Server]:
    """Run one of ``benchmarks/pages`` from an empty folder: all of Streamlit's settings default."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(PAGES / f"{page}.py", folder)
        command = streamlit_run(f"{page}.py")
        with running_server({"HOME": folder}, folder=Path(folder), command=command) as server:
            yield server


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    yield context.new_page()
    context.close()
