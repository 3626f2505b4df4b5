"""Nothing leaves the machine: the browser and the server talk to each other and to nobody else."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from tests.e2e.every_page import LAST_FIGURE, drawn
from tests.support.server import running_server

PATIENCE = 120_000
LARGE = 256 * 1024
"""Bytes over the line from which on a file is worth a question."""

NEEDED = ("plotly.min.js", "networks.bin", "MaterialSymbols")
"""Large ones that the page does not work without; each visitor loads them once."""

STREAMLITS_OWN = ("/_stcore/health", "/_stcore/host-config")
"""Below a page such as /forward its own script looks for the server, before it looks above."""

GUARD = """
import sys

HERE = ("127.0.0.1", "::1", "localhost", None)

def refuse(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in HERE:
        sys.stderr.write(f"LEFT THE MACHINE: {host}\\n")
        raise OSError("nothing may leave this machine")

sys.addaudithook(refuse)
sys.stderr.write("GUARDED\\n")
"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, mnist_env):
    """A server whose every process fails when it calls another machine."""
    folder = tmp_path_factory.mktemp("guard")
    file = folder / "sitecustomize.py"
    already = Path(mnist_env.get("PYTHONPATH", folder)) / file.name
    file.write_text(GUARD + (already.read_text() if already.exists() else ""))
    with running_server(mnist_env | {"PYTHONPATH": str(folder)}) as server:
        yield server


def test_every_page_works_and_asks_nobody_else(guarded, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    asked: list[str] = []
    finished: list[Request] = []
    missing: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: finished.append(request))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("response", lambda r: missing.append(f"{r.status} {r.url}") if r.status > 399 else None)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Security Policy" in m.text else None)

    for name, figure in LAST_FIGURE.items():
        page.goto(f"{guarded.address}/{drawn(name)}", timeout=PATIENCE)
        page.locator(figure).first.wait_for(timeout=PATIENCE)
        page.evaluate("document.fonts.ready")
    large = {one.url for one in finished if one.sizes()["responseBodySize"] > LARGE}
    context.close()

    hosts = {
        urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob")
    }
    assert hosts == {"127.0.0.1"}
    assert {name for name in NEEDED if any(name in url for url in large)} == set(NEEDED)
    assert not [url for url in large if not any(name in url for name in NEEDED)]
    assert not errors
    assert not refused
    assert "GUARDED" in guarded.output()
    assert "LEFT THE MACHINE" not in guarded.output()
    assert not [url for url in missing if not url.endswith(STREAMLITS_OWN)]
