"""How long a movement of the pen takes until the charts have followed.

Measured in the page, from the moment that a movement is handed over to the first task after the
frame that shows it. The same for movements beside the canvas, which change nothing, is what a frame
takes on this computer by itself.
"""

import math
from collections.abc import Iterator

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks.easel import CANVAS
from benchmarks.table import Row
from mnistnet.notation import FloatArray
from tests.support.server import Server

PATIENCE = 180_000
"""Milliseconds until the page must stand, on a busy computer."""

MEASURE = """() => {
    window.taken = [];
    document.addEventListener("mousemove", (event) => {
        const begin = event.timeStamp;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.taken.push(performance.now() - begin);
        requestAnimationFrame(() => port2.postMessage(null));
    }, { passive: true });
}"""

EMPTY = "a movement beside the canvas"


def rows(browser: Browser, server: Server, *, movements: int) -> Iterator[Row]:
    """Measure a pen that draws, in either preparation, and a mouse that does not draw."""
    empty = _milliseconds(browser, server, "mnist", movements, draws=False)
    for preparation, words in (("mnist", "like MNIST"), ("drawn", "as drawn")):
        taken = _milliseconds(browser, server, preparation, movements, draws=True)
        for part, name in ((0.5, "median"), (0.95, "95 % within")):
            what = f"pen's movement to bars painted, {words}, {name}"
            ours, baseline = (float(np.quantile(some, part)) for some in (taken, empty))
            yield Row(what, ours, baseline, "ms", EMPTY)


def _milliseconds(
    browser: Browser, server: Server, preparation: str, movements: int, *, draws: bool
) -> FloatArray:
    """Move the mouse in two circles, over the canvas with the button down, or beside it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{server.address}/?preparation={preparation}", timeout=PATIENCE)
    page.locator(".frame-squared_error .main-svg").first.wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    x, y, radius = _circle(page) if draws else (450.0, 650.0, 40.0)
    page.mouse.move(x + radius, y)
    page.evaluate(MEASURE)
    if draws:
        page.mouse.down()
    for turn in np.linspace(0, 4 * math.pi, movements):
        page.mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn) * 0.9)
    taken = np.array(page.evaluate("taken"))
    page.mouse.up()
    page.close()
    return taken


def _circle(page: Page) -> tuple[float, float, float]:
    """Return the middle of the canvas in the window, and how far to stay from it."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None  # noqa: S101 - the charts beside it were waited for
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 3
