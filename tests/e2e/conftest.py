"""A running app and a real Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.board import Board
from tests.server import running_server

SYSTEM_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Start the app on a free port; its address."""
    with running_server() as server:
        yield server.address


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
