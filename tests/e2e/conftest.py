"""Pages of a running app in a real Chromium; a script error on one fails the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.board import Board
from tests.support.server import Server

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"}

OpenAt = Callable[..., Page]


@pytest.fixture
def open_at(server: Server, browser: Browser) -> Iterator[OpenAt]:
    """Return a function that opens an address of the app as a new visitor."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_(path: str = "", **context: Any) -> Page:
        page = browser.new_context(**LAPTOP | context).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(f"{server.address}/{path}")
        return page

    yield open_
    for page in pages:
        page.context.close()
    assert not errors


@pytest.fixture
def open_page(open_at: OpenAt) -> Callable[..., Board]:
    """Return a function that opens the Draw page as a new visitor."""
    return lambda query="", **context: Board(open_at(query, **context)).opened()


class Easel:
    """One Draw page for many tests: opened anew only after a failure and where a choice was left.

    Parameters
    ----------
    page : Page
        Of a browser; nothing needs to be open there.
    address : str
        Of the app.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.board, self.address = Board(page), f"{address}/"
        self.errors: list[str] = []
        self.n_failed = 0
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def wiped(self, n_failed: int) -> Board:
        """Return the page with nothing drawn and nothing chosen, after so many failures so far."""
        board, page = self.board, self.board.page
        if "drawing=" in page.url and self.n_failed == n_failed:
            board.part("clear").get_by_role("button").click()
            board.wait_until(lambda: "drawing=" not in page.url)
        if page.url != self.address or self.n_failed != n_failed:
            page.goto(self.address)
            board.opened()
        self.n_failed = n_failed
        board.expect_nothing()
        board.wait_until(lambda: board.values("activations") == [] and board.ink() == 0)
        return board


@pytest.fixture(scope="session")
def easel(common_server: Server, browser: Browser) -> Easel:
    """The page that `board` hands on."""
    return Easel(browser.new_context(**LAPTOP).new_page(), common_server.address)


@pytest.fixture
def board(easel: Easel, server: Server, request: pytest.FixtureRequest) -> Iterator[Board]:
    """The Draw page on a laptop, empty; for tests that leave nothing but a drawing behind."""
    board = easel.wiped(request.session.testsfailed)
    yield board
    errors = easel.errors.copy()
    easel.errors.clear()
    assert not errors
