"""Pages of a running app in a real Chromium."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.board import Board
from tests.support.server import Server


@pytest.fixture
def open_page(server: Server, browser: Browser) -> Iterator[Callable[..., Board]]:
    """Return a function that opens the page as a visitor; a script error fails the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_(query: str = "", **context: Any) -> Board:
        context = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"} | context
        page = browser.new_context(**context).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(f"{server.address}/{query}")
        return Board(page)

    yield open_
    for page in pages:
        page.context.close()
    assert not errors
