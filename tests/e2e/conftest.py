"""Pages of a running app in a real Chromium; a script error on one fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from mnistnet import Drawing
from mnistnet.class_store import changes
from mnistnet.class_store.store import ClassStore
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.take_home.html_file import html_file
from tests.conftest import STROKES, named_folder
from tests.e2e.board import Board
from tests.e2e.every_page import CLASS, SENT
from tests.support.drawn_mnist import written_otherwise
from tests.support.html_page import on_canvas
from tests.support.server import Server

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"}

OpenAt = Callable[..., Page]

expect.set_options(timeout=20_000)  # other work on the machine is no failure


MEDIA = ("color_scheme", "forced_colors", "reduced_motion")


class Windows:
    """Browser contexts that are kept, since the first page of each has all scripts compiled.

    Parameters
    ----------
    browser : Browser
        Where they are opened.
    address : str
        Of the app.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self._kept: dict[str, Page] = {}
        self._in_use: list[str] = []

    def page(self, *, viewport: Any, **options: Any) -> Page:
        """Return a new page of a visitor who has not been here, nor is on any other page."""
        media = {name: options.pop(name) for name in MEDIA if name in options}
        number = 0
        while (key := repr((sorted(options.items()), number))) in self._in_use:
            number += 1
        self._in_use.append(key)
        if key not in self._kept:
            # A page without a script keeps the process, and with it what was compiled there.
            self._kept[key] = self.browser.new_context(**options).new_page()
            self._kept[key].goto(f"{self.address}/_stcore/health")
        page = self._kept[key].context.new_page()
        page.set_viewport_size(viewport)
        if media:
            page.emulate_media(**media)
        return page

    def forget(self) -> None:
        """Close the pages, and have the browser forget all but scripts and pictures."""
        for key in self._in_use:
            kept = self._kept[key]
            for page in kept.context.pages:
                if page != kept:
                    page.close()
            kept.context.clear_cookies()
            kept.context.clear_permissions()
            kept.evaluate("localStorage.clear()")
            kept.evaluate("indexedDB.deleteDatabase('mnistnet').onblocked = null")
        self._in_use.clear()


@pytest.fixture(scope="session", autouse=True)
def class_of_ten(class_store: ClassStore) -> None:
    """Open the class that `drawn` names."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(changes, "new_code", lambda: CLASS)
        class_store.open_class(SENT)


@pytest.fixture(scope="session")
def html_file_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in one file."""
    path = tmp_path_factory.mktemp("file") / "digits.html"
    path.write_text(html_file(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def written() -> list[Drawing]:
    """Many hands' digits, or rewritten samples where nobody names any: as one draws them."""
    if folder := named_folder("MNISTNET_STROKES", *STROKES):
        read = (
            *read_written_digits(folder / "ipad_pencil.jsonl")[::2][:160],
            *read_written_digits(folder / "pendigits-orig.tra")[::5][:160],
        )
        digits = [list(digit.strokes) for digit in read]
    else:
        rng = np.random.default_rng(0)
        digits = [written_otherwise(i % 10, rng) for i in range(100)]
    return [on_canvas(strokes, 12 + i % 20) for i, strokes in enumerate(digits)]


@pytest.fixture(scope="session")
def windows(common_server: Server, browser: Browser) -> Windows:
    """The contexts whose pages `open_at` opens."""
    return Windows(browser, common_server.address)


@pytest.fixture
def open_at(server: Server, windows: Windows) -> Iterator[OpenAt]:
    """Return a function that opens an address of the app as a new visitor."""
    errors: list[str] = []

    def open_(
        path: str = "", *, prepare: Callable[[Page], object] = lambda page: None, **context: Any
    ) -> Page:
        page = windows.page(**LAPTOP | context)
        page.on("pageerror", lambda error: errors.append(str(error)))
        prepare(page)
        page.goto(f"{server.address}/{path}")
        return page

    yield open_
    windows.forget()
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
