"""How long a movement of the pen takes until charts or the network's picture have followed.

Measured in the page, from the moment that a movement is handed over to the first task after the
frame that shows it. The same for movements beside the canvas, which change nothing, is what a frame
takes on this computer by itself. Frames are timed from one to the next while the pen moves.
"""

import math
from collections.abc import Iterator

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.easel import CANVAS
from benchmarks.table import Row
from mnistnet.notation import FloatArray
from tests.support.server import Server

PATIENCE = 180_000
"""Milliseconds until the page must stand, on a busy computer."""

MEASURE = """() => {
    window.taken = [];
    window.frameTimes = [];
    let last = 0;
    const tick = (time) => {
        if (last) window.frameTimes.push(time - last);
        last = time;
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    document.addEventListener("mousemove", (event) => {
        const begin = event.timeStamp;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.taken.push(performance.now() - begin);
        requestAnimationFrame(() => port2.postMessage(null));
    }, { passive: true });
}"""

EMPTY = "a movement beside the canvas"
FRAME = "a frame with nothing to draw"
PARTS = ((0.5, "median"), (0.95, "95 % within"))

DRAW = "/"
NETWORK = "/network"
COMPLETE = {DRAW: ".frame-squared_error .main-svg", NETWORK: ".stage svg .head"}
"""What stands on a page once it is complete."""


def rows(browser: Browser, server: Server, *, movements: int) -> Iterator[Row]:
    """Measure a pen that draws, in either preparation, and a mouse that does not draw."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    empty, _ = _measured(context, server, f"{DRAW}?preparation=mnist", movements, draws=False)
    for preparation, words in (("mnist", "like MNIST"), ("drawn", "as drawn")):
        path = f"{DRAW}?preparation={preparation}"
        taken, _ = _measured(context, server, path, movements, draws=True)
        yield from _rows(f"pen's movement to bars painted, {words}", taken, empty, EMPTY)
    empty, bare = _measured(context, server, NETWORK, movements, draws=False)
    taken, frames = _measured(context, server, NETWORK, movements, draws=True)
    yield from _rows("pen's movement to the network's picture painted", taken, empty, EMPTY)
    yield from _rows("frame while the network's picture follows the pen", frames, bare, FRAME)
    context.close()


def _rows(what: str, taken: FloatArray, empty: FloatArray, against: str) -> Iterator[Row]:
    for part, name in PARTS:
        ours, baseline = (float(np.quantile(some, part)) for some in (taken, empty))
        yield Row(f"{what}, {name}", ours, baseline, "ms", against)


def _measured(
    context: BrowserContext, server: Server, path: str, movements: int, *, draws: bool
) -> tuple[FloatArray, FloatArray]:
    """Move the mouse in two circles, over the canvas with the button down, or beside it.

    Returns
    -------
    taken : ndarray of shape (movements,)
        Milliseconds from each movement until what follows it is painted.
    frames : ndarray
        Milliseconds from each frame to the next.
    """
    page = context.new_page()
    page.goto(f"{server.address}{path}", timeout=PATIENCE)
    page.locator(COMPLETE[path.partition("?")[0]]).first.wait_for(timeout=PATIENCE)
    page.locator(CANVAS).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    x, y, radius = _circle(page) if draws else (450.0, 650.0, 40.0)
    page.mouse.move(x + radius, y)
    page.evaluate(MEASURE)
    if draws:
        page.mouse.down()
    for turn in np.linspace(0, 4 * math.pi, movements):
        page.mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn) * 0.9)
    taken, frames = (np.array(page.evaluate(name)) for name in ("taken", "frameTimes"))
    page.mouse.up()
    page.close()
    return taken, frames


def _circle(page: Page) -> tuple[float, float, float]:
    """Return the middle of the canvas in the window, and how far to stay from it."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None  # noqa: S101 - the charts beside it were waited for
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 3
