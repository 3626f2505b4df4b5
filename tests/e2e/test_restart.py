"""The server dies and comes back on its port: open pages go on as if nothing had been."""

import pytest
from playwright.sync_api import expect

from tests.digits import FOUR, ONE, SEVEN
from tests.e2e.board import Board
from tests.server import Server

PATIENCE = 120_000
"""Milliseconds to wait: Streamlit's page tries again after longer and longer pauses."""


@pytest.fixture
def servers():
    started = [Server()]
    yield started
    for server in started:
        server.stop()


def test_open_pages_show_the_same_after_a_restart_and_go_on(servers, browser):
    boards = []
    for strokes, choice in ((SEVEN, "A 784-100-10"), (FOUR, "B 784-14-10")):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
        page = context.new_page()
        page.goto(servers[0].address, timeout=PATIENCE)
        board = Board(page)
        page.get_by_role("radio", name=choice).click()
        board.draw(strokes)
        page.wait_for_url("**drawing=*", timeout=PATIENCE)
        expect(board.part("undo").get_by_role("button")).to_be_enabled(timeout=PATIENCE)
        expect(board.part("activations").locator(".bartext")).to_have_count(10, timeout=PATIENCE)
        boards.append(board)
    before = [seen(board) for board in boards]
    assert before[0] != before[1]

    servers[0].kill()
    for board in boards:
        expect(board.page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)  # it has noticed
    servers.append(Server(port=servers[0].port))

    for board, shown in zip(boards, before, strict=True):
        expect(board.page.get_by_role("dialog")).to_be_hidden(timeout=PATIENCE)
        undo = board.part("undo").get_by_role("button")
        expect(undo).to_be_enabled(timeout=PATIENCE)
        assert seen(board) == shown

        board.draw([ONE[0] + (100, 0)])
        board.page.wait_for_url(lambda url, was=shown[0]: url != was, timeout=PATIENCE)
        undo.click()
        board.page.wait_for_url(shown[0], timeout=PATIENCE)
        board.wait_until(lambda board=board, shown=shown: seen(board) == shown)
        board.page.context.close()
    assert "Traceback" not in servers[1].output()


def seen(board: Board) -> tuple[str, list[float], int]:
    """Return the address, the ten activations and how much of the canvas is inked."""
    return board.page.url, board.values("activations"), board.ink()
