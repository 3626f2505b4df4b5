"""A photograph by file, paste and drop; its digits over the canvas, and on every page."""

import base64
import re
from collections.abc import Callable
from functools import partial

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from mnistnet.texts import LANGUAGES, catalogue
from tests.e2e.board import Board
from tests.support.digits import FOUR, SEVEN
from tests.ui.test_photograph import ONE, TWO, png_of

HAND_OVER = """([way, content]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], "digits.png", { type: "image/png" }));
    const init = { bubbles: true, cancelable: true };
    const on = document.querySelector("h1, .st-key-canvas");
    on.dispatchEvent(way === "paste"
        ? new ClipboardEvent("paste", { ...init, clipboardData: files })
        : new DragEvent("drop", { ...init, dataTransfer: files }));
}"""


DRAG_OVER = """([way, dragged]) => {
    const dataTransfer = new DataTransfer();
    if (dragged === "a file") dataTransfer.items.add(new File(["4"], "four.txt"));
    else dataTransfer.setData("text/plain", "4");
    const event = new DragEvent(way, { bubbles: true, cancelable: true, dataTransfer });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
}"""


def by_file(page: Page, content: bytes, name: str = "digits.png") -> None:
    file = FilePayload(name=name, mimeType="image/png", buffer=content)
    with page.expect_file_chooser() as asked:
        page.locator(".st-key-camera button").click()
    asked.value.set_files(file)


def by_event(page: Page, content: bytes, way: str) -> None:
    page.evaluate(HAND_OVER, [way, base64.b64encode(content).decode()])


WAYS: dict[str, Callable[[Page, bytes], None]] = {
    "file": by_file,
    "paste": partial(by_event, way="paste"),
    "drop": partial(by_event, way="drop"),
}


@pytest.fixture
def board(open_at):
    return Board(open_at("")).opened()


@pytest.mark.parametrize("way", WAYS)
def test_it_lies_over_the_canvas_until_something_is_drawn(board, way):
    page, over = board.page, board.page.locator(".photograph")
    board.draw(FOUR)
    board.expect_digit(4)

    WAYS[way](page, ONE)

    board.expect_digit(7)
    expect(over.locator("img")).to_be_visible()
    expect(over.get_by_role("button")).to_have_count(0)  # there is one digit, and nothing to choose
    (x, y), *_ = board.on_screen(FOUR[0])
    page.mouse.move(x, y)
    page.mouse.down()
    expect(over).to_be_hidden()  # one sees what one draws
    page.mouse.up()
    board.draw(FOUR)
    board.expect_digit(4)
    expect(page).not_to_have_url(re.compile("photograph"))


def test_one_of_several_digits_goes_to_the_other_pages(board):
    page = board.page
    by_file(page, TWO)
    board.expect_digit(4)
    frames = page.locator(".photograph").get_by_role("button")
    expect(frames).to_have_text(["4", "7"])

    frames.nth(1).focus()
    page.keyboard.press("Enter")

    board.expect_digit(7)
    expect(frames.nth(1)).to_have_attribute("aria-pressed", "true")
    for name in ("Network", "Error", "Draw"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator(".digit").first).to_have_text("7", timeout=30_000)
        if name == "Error":  # takes no photograph, but no file opens in its place
            for way in ("dragover", "drop"):
                assert page.evaluate(DRAG_OVER, [way, "a file"])
                assert not page.evaluate(DRAG_OVER, [way, "words"])
    expect(frames).to_have_text(["4", "7"])  # the photograph is there again
    page.get_by_role("radio", name="B 784-14-10").click()
    expect(frames).to_have_text(["4", "7"])
    page.keyboard.press("h")
    expect(frames.locator("span:visible")).to_have_count(0)
    assert [frame.get_attribute("title") for frame in frames.all()] == [
        f"Digit {number} of the photograph" for number in (1, 2)
    ]
    page.keyboard.press("h")
    board.part("clear").get_by_role("button").click()
    expect(page.locator(".photograph")).to_be_hidden()
    board.expect_nothing()


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_a_refresh_it_is_said_to_be_gone(open_at, language):
    board = Board(open_at(f"?language={language}")).opened()
    by_file(board.page, ONE)
    board.expect_digit(7)

    board.page.reload()

    words = catalogue(language)["error.photograph_gone"]
    expect(board.page.get_by_text(words)).to_be_visible(timeout=30_000)
    board.draw(SEVEN)
    board.expect_digit(7)
    expect(board.page.get_by_text(words)).to_have_count(0)


def test_a_file_that_is_no_picture_is_explained_and_the_drawing_stays(board):
    board.draw(FOUR)
    board.expect_digit(4)

    by_file(board.page, b"a letter", "letter.png")

    expect(board.page.get_by_role("alert")).to_contain_text("letter.png is not a picture")
    board.expect_digit(4)


def test_one_that_is_refused_leaves_the_one_before_it(board):
    page = board.page
    by_file(page, TWO)
    board.expect_digit(4)
    seen = page.locator(".photograph img").get_attribute("src")

    by_file(page, png_of(Image.new("L", (300, 200), 255)))

    expect(page.get_by_role("alert")).to_contain_text("no digit")
    expect(page.locator(".photograph img")).to_have_attribute("src", seen)
    board.expect_digit(4)
