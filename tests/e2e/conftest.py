"""A running app and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.board import Board

ROOT = Path(__file__).parents[2]
SYSTEM_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Start the app on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    app = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.address=127.0.0.1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", app)
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        output, _ = app.communicate(timeout=20)
        print(output.decode())  # noqa: T201 - pytest shows it beside a failure
    assert b"Traceback" not in output


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own where there is none."""
    found = next(filter(None, map(shutil.which, SYSTEM_CHROMIUM)), None)
    no_sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *no_sandbox])
        yield browser
        browser.close()


@pytest.fixture
def open_page(address: str, browser: Browser) -> Iterator[Callable[..., Board]]:
    """Return a function that opens the page as a visitor; a script error fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_(query: str = "", **context: Any) -> Board:
        context = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"} | context
        page = browser.new_context(**context).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(f"{address}/{query}")
        return Board(page)

    yield open_
    for page in pages:
        page.context.close()
    assert not errors


def _wait_for(url: str, app: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while app.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the app did not start")
