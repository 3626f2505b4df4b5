"""Every page's layout in Firefox and WebKit, on a laptop, a projector and a phone."""

import base64
import json
import os
import time
from pathlib import Path

import pytest

from mnistnet.drawing.url_text import encode
from tests.e2e.every_page import LAST_FIGURE, drawn
from tests.e2e.test_photograph import HAND_OVER
from tests.support.engines import firefox, named, webkit
from tests.support.html_page import SHOW_ALL, numbers_of
from tests.ui.test_photograph import TWO

pytestmark = pytest.mark.browser

SCREENS = ((1280, 800), (1920, 1080), (390, 844))

ENGINES = {
    "firefox": (firefox, ["firefox-esr"]),
    "webkit": (webkit, ["WebKitWebDriver", "xvfb-run"]),
}
"""How to start each, and what programs that takes."""

PATIENCE = 90
"""Seconds until a page stands as it should, on a machine that has other work."""

FAULTS = Path(__file__).with_name("layout_faults.js").read_text().removesuffix(";\n")


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    """A browser, started once for all pages."""
    start, programs = ENGINES[request.param]
    if lacking := [name for name in programs if not named(name)]:
        word = pytest.fail if os.environ.get("CI") else pytest.skip
        word(f"needs {', '.join(lacking)}: `make browsers` installs them from Debian's packages")
    with start() as engine:
        yield engine


@pytest.mark.parametrize("name", LAST_FIGURE)
def test_nothing_collapses_overlaps_or_sticks_out(engine, server, name):
    """The page stands in a frame, since WebKit's windows are never as narrow as a phone."""
    engine.open(f"{server.address}/_stcore/health")
    page = f"{server.address}/{drawn(name)}"
    engine.evaluate(FAULTS)
    engine.evaluate(f"openPage({json.dumps(page)}, '{LAST_FIGURE[name]}')")

    for width, height in SCREENS:
        engine.evaluate(f"resize({width}, {height})")
        wait_for(engine, "faults()", "[]")


IN_SIGHT = """(() => {
    const page = document.querySelector("iframe").contentDocument;
    const box = part => page.querySelector(part).getBoundingClientRect();
    const [output, words, buttons] = [".output", ".step-words", ".step-buttons"].map(box);
    return page.querySelector(".step-title").textContent.startsWith("7 / 9")
        && 60 < output.top && output.bottom < words.top
        && words.bottom <= buttons.top + 1 && buttons.bottom < 844;
})()"""


def test_a_step_of_the_network_stays_in_sight_on_a_phone(engine, server):
    engine.open(f"{server.address}/_stcore/health")
    engine.evaluate(FAULTS)
    page = f"{server.address}/{drawn('network')}"
    engine.evaluate(f"openPage({json.dumps(page)}, '{LAST_FIGURE['network']}')")
    engine.evaluate("resize(390, 844)")
    wait_for(engine, "faults()", "[]")

    press = "document.querySelector('iframe').contentDocument.querySelector('.next').click()"
    for _ in range(7):
        engine.evaluate(press)
    wait_for(engine, IN_SIGHT, True)


CAMERA_LISTENS = """[...document.querySelectorAll(".st-key-camera *")].some(
    element => element.shadowRoot?.querySelector("button")?.title)"""


def test_a_photograph_that_is_dropped_is_read(engine, server):
    engine.open(server.address)
    wait_for(engine, "!!document.querySelector('.frame-squared_error .main-svg')", True)
    wait_for(engine, CAMERA_LISTENS, True)

    content = base64.b64encode(TWO).decode()
    engine.evaluate(f"String(({HAND_OVER})(['drop', '{content}']))")

    wait_for(engine, "document.querySelector('.frame-activations .digit')?.textContent", "4")


def test_the_page_in_one_file_reads_as_numpy_does(engine, html_file_path, written):
    engine.open(html_file_path.as_uri())
    wait_for(engine, "!!document.querySelector('.st-key-network [role=radio]')", True)

    for preparation, digits in (("mnist", written[::4]), ("drawn", written[::16])):
        engine.evaluate(f"location.hash = 'preparation={preparation}'")
        engine.evaluate(f"String({SHOW_ALL % json.dumps([encode(d) for d in digits])})")
        wait_for(engine, "window.shownNumbers.length", len(digits), patience=2 * PATIENCE)
        shown = value(engine, "window.shownNumbers")
        assert shown == [numbers_of(drawing, preparation) for drawing in digits]


def test_nothing_of_the_file_overlaps_or_sticks_out(engine, server, html_file_path):
    """It stands in a frame without an address of its own, as a learning platform may show it."""
    engine.open(f"{server.address}/_stcore/health")
    engine.evaluate(FAULTS)
    text = html_file_path.read_text(encoding="utf-8")
    engine.evaluate(f"openFile({json.dumps(text)}, '.bars .axis span')")
    for width, height in SCREENS:
        engine.evaluate(f"resize({width}, {height})")
        wait_for(engine, "faults()", "[]")


def wait_for(engine, expression, expected, patience=PATIENCE):
    """Wait until a JavaScript expression is worth this, in JSON."""
    until = time.monotonic() + patience
    while (found := value(engine, expression)) != expected and time.monotonic() < until:
        time.sleep(0.1)
    assert found == expected


def value(engine, expression):
    return json.loads(engine.evaluate(f"JSON.stringify({expression}) ?? 'null'"))
