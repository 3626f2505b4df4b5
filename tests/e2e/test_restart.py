"""The server dies and comes back on its port: open pages go on as if nothing had been."""

from contextlib import suppress
from functools import partial
from shutil import copyfile, copytree
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from mnistnet.drawing.url_text import decode
from mnistnet.texts import catalogue
from tests.e2e.board import Board
from tests.support import ROOT
from tests.support.digits import FOUR, ONE, SEVEN
from tests.support.server import Server
from tests.support.slow_line import slow_line
from tests.ui.test_own_weights import W1, W2, in_text

PATIENCE = 120_000
"""Milliseconds to wait: Streamlit's page tries again after longer and longer pauses."""


COUNT_DIALOGS = """
window.dialogs = { opened: 0, seen: 0 };
const dialog = () => document.querySelector("[role=dialog]");
new MutationObserver(() => (dialogs.opened += dialog() ? 1 : 0)).observe(document,
    { childList: true, subtree: true });
const look = () => {
    dialogs.seen += dialog()?.checkVisibility() ? 1 : 0;
    requestAnimationFrame(look);
};
look();
"""

AFTER_TWO_FRAMES = """() => new Promise(told =>
    requestAnimationFrame(() => requestAnimationFrame(() => told(dialogs.seen))))"""

# A younger page is loaded anew when a part is lost, and forgets what was pressed and chosen.
TWO_MINUTES_OLD = """
const now = performance.now.bind(performance);
performance.now = () => now() + 120_000;
"""

# Not in the same moment: Streamlit would send it along with what our own script tells then.
CLICK_ONCE_CONNECTED = """([selector, delay]) => {
    const app = document.querySelector("[data-test-connection-state]");
    const state = () => app.getAttribute("data-test-connection-state");
    let before = state();
    const press = () => {
        const button = document.querySelector(selector);
        if (button.disabled) setTimeout(press, 5); // as nobody could press it
        else button.click();
    };
    new MutationObserver(() => {
        if (state() === "CONNECTED" && before !== "CONNECTED") setTimeout(press, delay);
        before = state();
    }).observe(app, { attributeFilter: ["data-test-connection-state"] });
}"""


@pytest.fixture
def servers():
    started = [Server()]
    yield started
    for server in started:
        server.stop()


def test_open_pages_show_the_same_after_a_restart_and_go_on(servers, browser):
    boards = []
    of_each = ((SEVEN, "A 784-100-10", "en-US"), (FOUR, "B 784-14-10", "ko-KR"))
    for strokes, choice, locale in of_each:
        context = visitor(browser, locale)
        page = context.new_page()
        page.add_init_script(COUNT_DIALOGS)
        page.goto(servers[0].address, timeout=PATIENCE)
        board = Board(page).opened()
        page.get_by_role("radio", name=choice).click()
        board.draw(strokes)
        board.wait_until(partial(is_read, board, len(strokes)), PATIENCE // 1000)
        boards.append(board)
    before = [seen(board) for board in boards]
    assert before[0] != before[1]

    servers[0].kill()
    for board, (*_, locale) in zip(boards, of_each, strict=True):
        words = catalogue(locale[:2])["label.away"]
        expect(board.page.locator(".away")).to_have_text(words, timeout=PATIENCE)
        expect(board.page.locator(".away")).to_be_in_viewport(ratio=1)
        # Streamlit has noticed, too, and its dialog was closed before anybody saw it.
        board.page.wait_for_function("dialogs.opened > 0", timeout=PATIENCE)
        assert board.page.evaluate(AFTER_TWO_FRAMES) == 0
    servers.append(Server(port=servers[0].port))

    for board, shown in zip(boards, before, strict=True):
        app = board.page.get_by_test_id("stApp")
        expect(board.page.locator(".away")).to_be_empty(timeout=PATIENCE)
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=PATIENCE)
        undo = board.part("undo").get_by_role("button")
        expect(undo).to_be_enabled(timeout=PATIENCE)
        board.wait_until(partial(is_shown, board, shown), PATIENCE // 1000)

        one_more(board)
        while board.page.url != shown[0]:
            before_undo = board.page.url
            undo.click()
            changed(board, before_undo)
        board.wait_until(partial(is_shown, board, shown), PATIENCE // 1000)
        board.page.context.close()
    assert "Traceback" not in servers[1].output()


def test_every_page_lives_after_a_restart_whatever_ran_last(servers, browser):
    context = visitor(browser)
    pages = []
    for path in ("", "forward", "error", "mnist", "train"):
        page = context.new_page()
        page.goto(f"{servers[0].address}/{path}", timeout=PATIENCE)
        expect(shared(page)).to_be_visible(timeout=PATIENCE)
        expect_state(page, "script", "notRunning")
        pages.append(page)

    restart(servers, pages)  # all was run last
    for page in pages:
        shared(page).click()
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_visible(timeout=PATIENCE)
        page.keyboard.press("Escape")
    restart(servers, pages)  # a fragment was
    for page in pages:
        shared(page).click()
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_visible(timeout=PATIENCE)
    context.close()
    assert "Traceback" not in servers[-1].output()


@pytest.mark.parametrize("delay", [60, 150])
def test_a_button_that_is_pressed_before_the_page_is_written_again_counts(servers, browser, delay):
    context = visitor(browser)
    pressed = {
        "?network=lecture-b": ".st-key-share button",  # opens something
        "error?first_image=7": ".st-key-take_1 button",  # changes something, in a fragment
        "train": ".st-key-training_start button",  # and outside of all
    }
    shown = (
        lambda page: page.get_by_role("dialog").get_by_role("textbox"),
        lambda page: page.locator(".st-key-aim").get_by_text("steps taken: 1"),
        lambda page: page.locator(".st-key-training_back button:enabled"),  # once it has begun
    )
    pages = [context.new_page() for _ in pressed]
    for page, (query, selector) in zip(pages, pressed.items(), strict=True):
        page.goto(f"{servers[0].address}/{query}", timeout=PATIENCE, wait_until="networkidle")
        expect(page.locator(selector)).to_be_visible(timeout=PATIENCE)
        expect_state(page, "script", "notRunning")
        page.evaluate(CLICK_ONCE_CONNECTED, [selector, delay])

    restart(servers, pages)

    for page, there in zip(pages, shown, strict=True):
        expect(there(page)).to_be_visible(timeout=PATIENCE)
    context.close()
    assert "Traceback" not in servers[-1].output()


@pytest.mark.parametrize("delay", [0, 150])
def test_a_choice_before_the_page_is_written_again_is_what_the_page_says(servers, browser, delay):
    context = visitor(browser)
    page = context.new_page()
    page.goto(servers[0].address, timeout=PATIENCE)
    Board(page).opened()
    expect_state(page, "script", "notRunning")
    second = ".st-key-network button:nth-of-type(2)"
    page.evaluate(CLICK_ONCE_CONNECTED, [second, delay])

    restart(servers, [page])

    page.wait_for_timeout(1_000)
    expect_state(page, "script", "notRunning")
    is_chosen = page.locator(second).get_attribute("aria-checked") == "true"
    assert is_chosen == ("network=lecture-b" in page.url)
    context.close()


def test_what_only_the_server_had_is_said_to_be_lost_once_it_is(servers, browser):
    context = visitor(browser)
    things = {
        "train": ("train_page.lost", ".st-key-training_step button"),
        "mnist": ("mnist_page.lost", ".st-key-guess_first label", ".st-key-guess_3 button"),
    }
    pages = [context.new_page() for _ in things]
    with slow_line(servers[0].address) as line:
        for page, (query, (_, *pressed)) in zip(pages, things.items(), strict=True):
            page.goto(f"{line.address}/{query}", timeout=PATIENCE)
            for selector in pressed:
                page.locator(selector).click(timeout=PATIENCE)
            expect(page.locator(".if_lost")).to_have_count(1, timeout=PATIENCE)
            expect_state(page, "script", "notRunning")

        with pages[0].expect_websocket(), pages[1].expect_websocket():
            line.cut()  # and there at once again: nothing is lost
        for page in pages:
            expect_state(page, "connection", "CONNECTED")
            page.wait_for_timeout(1_000)
            expect_state(page, "script", "notRunning")
            expect(page.locator(".away")).to_be_empty()

        restart(servers, pages)
        for page, (words, *_) in zip(pages, things.values(), strict=True):
            expect(page.locator(".away")).to_have_text(catalogue("en")[words], timeout=PATIENCE)
            expect(page.locator(".if_lost")).to_have_count(0)
            page.keyboard.press("Shift")
            expect(page.locator(".away")).to_be_empty()
    context.close()


def test_a_stroke_without_a_line_counts_once_the_server_is_back(servers, browser):
    with slow_line(servers[0].address) as line:
        context = visitor(browser)
        board = Board(context.new_page())
        board.page.goto(line.address, timeout=PATIENCE)
        board.opened().draw(FOUR[:1])
        board.wait_until(partial(is_read, board, 1))

        line.cut()
        board.draw(FOUR[1:])
        board.wait_until(partial(is_read, board, 2), PATIENCE // 1000)

        restart(servers, [board.page], meanwhile=lambda: board.draw(ONE))
        board.wait_until(partial(is_read, board, 3), PATIENCE // 1000)
        context.close()


def test_a_page_goes_on_with_a_server_of_another_version(servers, browser, tmp_path):
    for name in ("app.py", "weights", "mnistnet", ".streamlit"):
        copy = copytree if (ROOT / name).is_dir() else copyfile
        copy(ROOT / name, tmp_path / name)
    with (tmp_path / "mnistnet" / "browser" / "ink.js").open("a") as module:
        module.write("// of another version")
    context = visitor(browser)
    board = Board(context.new_page())
    board.page.goto(servers[0].address, timeout=PATIENCE)
    board.opened().draw(FOUR[:1])
    board.wait_until(partial(is_read, board, 1))
    loaded = board.page.evaluate("performance.timeOrigin")
    train = context.new_page()
    train.goto(f"{servers[0].address}/train", timeout=PATIENCE)
    train.locator(".st-key-training_step button").click(timeout=PATIENCE)
    expect(train.locator(".if_lost")).to_have_count(1, timeout=PATIENCE)

    servers[0].kill()
    board.draw(FOUR[1:])
    servers.append(Server(port=servers[0].port, folder=tmp_path))

    board.page.wait_for_function(f"performance.timeOrigin > {loaded}", timeout=PATIENCE)
    board.wait_until(partial(is_read, board, 2), PATIENCE // 1000)
    expect(board.paper).to_have_count(1)
    lost = catalogue("en")["train_page.lost"]
    expect(train.locator(".away")).to_have_text(lost, timeout=PATIENCE)
    train.reload(timeout=PATIENCE)
    expect(train.locator(".st-key-training_step")).to_be_visible(timeout=PATIENCE)
    expect(train.locator(".away")).to_be_empty()  # it was said
    context.close()


def test_a_file_that_the_server_has_lost_is_asked_for_again(servers, browser):
    context = visitor(browser)
    page = context.new_page()
    page.goto(servers[0].address, timeout=PATIENCE)
    page.get_by_role("button", name="Your own weights").click(timeout=PATIENCE)
    choose(page, "w1")
    expect(page.get_by_text("w1.txt holds one matrix")).to_be_visible(timeout=PATIENCE)

    restart(servers, [page])
    lost = page.get_by_text("The server no longer has all of these files")
    expect(lost).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stFileChip")).to_have_count(0)
    choose(page, "w1", "w2")
    expect(page.get_by_text("network 784-30-10")).to_be_visible(timeout=PATIENCE)
    page.wait_for_url("**network=own**", timeout=PATIENCE)
    expect_state(page, "script", "notRunning")

    restart(servers, [page])
    expect(page.get_by_role("radio", name="Yours")).to_be_checked(timeout=PATIENCE)
    for name in ("Like MNIST", "English"):
        expect(page.get_by_role("radio", name=name)).to_be_checked()
    context.close()
    assert "Traceback" not in servers[1].output() + servers[2].output()


def visitor(browser, locale="en-US"):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
    context.add_init_script(TWO_MINUTES_OLD)
    return context


def choose(page, *names):
    contents = {"w1": in_text(W1), "w2": in_text(W2)}
    page.locator("input[type=file]").set_input_files(
        [
            {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": contents[name]}
            for name in names
        ]
    )


def restart(servers, pages, meanwhile=lambda: None):
    """Kill the server, and start another once all pages have noticed."""
    servers[-1].kill()
    for page in pages:
        expect(page.get_by_test_id("stApp")).not_to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=PATIENCE
        )
    meanwhile()
    servers.append(Server(port=servers[0].port))
    for page in pages:
        expect_state(page, "connection", "CONNECTED")
        expect_state(page, "script", "notRunning")


def expect_state(page, of, state):
    """Wait until Streamlit's page says so of itself."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute(f"data-test-{of}-state", state, timeout=PATIENCE)


def shared(page):
    return page.locator(".st-key-share").get_by_role("button")


def is_read(board: Board, n_strokes: int) -> bool:
    """Whether Python has all strokes and its numbers stand, not those that came with the pen."""
    (written,) = parse_qs(urlsplit(board.page.url).query).get("drawing", [""])
    is_live = board.page.locator(".live").count() > 0
    return len(decode(written).strokes) == n_strokes and not is_live and board.ink() > 0


def seen(board: Board) -> tuple[str, list[float], int]:
    """Return the address, the ten activations and how much of the canvas is inked."""
    return board.page.url, board.values("activations"), board.ink()


def is_shown(board: Board, expected: tuple[str, list[float], int]) -> bool:
    """Whether all is as expected; lines drawn again differ from the pen's curve by some pixels."""
    (*exactly, ink), (*wanted, ink_wanted) = seen(board), expected
    return exactly == wanted and abs(ink - ink_wanted) < 0.04 * ink_wanted


def one_more(board: Board) -> None:
    """Draw a stroke; again, if the canvas was just taking up the drawing and lost it."""
    before = board.page.url
    for _ in range(5):
        board.draw([ONE[0] + (100, 0)])
        if changed(board, before):
            return
    raise AssertionError("one cannot draw after a restart")


def changed(board: Board, before: str) -> bool:
    """Wait for another address, for at most 15 seconds; whether it came."""
    with suppress(AssertionError):
        board.wait_until(lambda: board.page.url != before)
    return board.page.url != before
