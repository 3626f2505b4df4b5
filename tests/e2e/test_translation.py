"""Every page while the browser translates it: the words go on changing."""

import re
from urllib.parse import urlparse

import pytest
from playwright.sync_api import expect

from tests.e2e.board import Board
from tests.e2e.every_page import LAST_FIGURE, drawn
from tests.support.digits import SEVEN

TRANSLATE = """() => {
    const kept = "script, style, svg, math, textarea, [translate=no], .notranslate";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach((text, i) => {
        if (!text.data.trim() || text.parentElement.closest(kept)) return;
        const element = document.createElement("font");
        element.append(document.createElement("font"));
        element.firstChild.textContent = text.data + "\u200b";
        if (i % 2) return text.replaceWith(element);
        text.before(element);
        text.remove();
    });
}"""
"""As Chrome and Edge do it; a mark that nobody sees stands for another language."""

TRANSLATED = "() => document.body.innerText.includes('\u200b')"


def words(page):
    """Return all that stands on the page; where a line ends is no matter here."""
    return re.sub(r"[\s\u200b]", "", page.locator(".stMain").inner_text())


@pytest.fixture
def opened(open_at):
    """Return a function that opens a page and waits until all of it is there."""

    def open_(name, address):
        page = open_at(address)
        last = page.locator(LAST_FIGURE[name]).first
        expect(last).to_be_visible(timeout=60_000)
        return Board(page)

    return open_


def choose(board, key, name):
    board.part(key).get_by_role("radio", name=name).click()
    board.wait_until(lambda: f"{key}=" in board.page.url)
    board.expect_idle()


@pytest.mark.parametrize("name", LAST_FIGURE)
def test_what_a_choice_changes_is_seen(opened, name):
    board = opened(name, drawn(name))
    board.page.evaluate(TRANSLATE)
    assert board.page.evaluate(TRANSLATED)

    if name != "train":
        choose(board, "network", "B 784-14-10")
    if name in ("", "error"):
        choose(board, "target", "2")
    choose(board, "language", "한국어")

    other = opened(name, f"{name}?{urlparse(board.page.url).query}").page
    board.wait_until(lambda: words(board.page) == words(other))


def test_a_slider_and_a_stroke_say_what_they_do(opened):
    board = opened("", "")
    board.page.evaluate(TRANSLATE)

    board.part("pen").get_by_role("slider").press("ArrowRight")
    expect(board.part("pen").get_by_test_id("stSliderThumbValue")).to_have_text("21")
    board.page.evaluate(TRANSLATE)
    board.draw(SEVEN)
    board.expect_digit(7)
    expect(board.part("squared_error").locator(".title")).to_contain_text("7, assumed")
    assert float(board.part("loss").locator("b").inner_text()) < 0.1

    board.part("clear").get_by_role("button").click()
    board.expect_nothing()


def test_the_original_can_be_had_back(opened):
    board = opened("mnist", "mnist")
    before = words(board.page)
    board.page.evaluate("""() => {
        const heading = document.querySelector(".stHeading span");
        const text = [...heading.childNodes].find(node => node.nodeType === Node.TEXT_NODE);
        const element = document.createElement("font");
        text.replaceWith(element);
        window.original = () => element.replaceWith(text);
    }""")
    assert words(board.page) != before

    board.page.evaluate("window.original()")

    board.wait_until(lambda: words(board.page) == before)
