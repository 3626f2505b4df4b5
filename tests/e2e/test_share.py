"""What only a browser can show of sharing, saving, samples and keys."""

import io
import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import WebSocketRoute, expect

from mnistnet import forward, load_network, one_hot, prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.e2e.board import Board
from tests.e2e.test_draw import PHONE, in_address
from tests.support.digits import FOUR, SEVEN
from tests.support.figures import over_bars
from tests.support.server import running_server, streamlit_run

FOUR_THERE = "?drawing=" + encode(sample(4))


def press(board, part):
    board.part(part).get_by_role("button").first.click()


@pytest.fixture(scope="module")
def at_school() -> Iterator[str]:
    """Return a local address of a server that its network knows as school.example."""
    command = (*streamlit_run()[:-1], "--server.address=0.0.0.0")
    with running_server(command=(*command, "--browser.serverAddress=school.example")) as server:
        yield server.address


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["laptop", "phone"])
def test_the_link_is_copied_by_one_click_and_its_code_can_be_read(
    at_school, windows, open_page, size
):
    """On the server itself, which is open to its network: the link is the one for others."""
    page = windows.page(viewport={"width": size[0], "height": size[1]}, locale="en-US")
    page.goto(f"{at_school}/?network=lecture-b")
    board = Board(page).opened()
    board.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    board.draw(SEVEN)
    board.expect_digit(7)
    board.wait_until(lambda: "drawing=" in board.page.url)

    press(board, "share")
    board.page.get_by_role("button", name="Copy link").click()
    expect(board.part("link").get_by_role("status")).to_have_text("Copied.")
    link = board.page.url.replace("127.0.0.1", "school.example")
    assert board.page.evaluate("navigator.clipboard.readText()") == link

    code = board.part("link").get_by_role("img")
    box = code.locator("svg").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= size[1]
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(board.page.screenshot())))
    assert read.text == link

    again = open_page("?" + urlparse(read.text).query)
    again.expect_digit(7)


def test_without_a_clipboard_the_link_can_be_copied_all_the_same(open_page):
    """A browser has none for plain http, but on localhost, where it is taken away here."""
    board = open_page(FOUR_THERE, locale="ko-KR")
    board.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    press(board, "share")
    expect(board.page.get_by_text(catalogue("ko")["share.this_computer"])).to_be_visible()
    expect(board.part("link").locator("svg")).to_have_count(0)
    copy = board.page.get_by_role("button", name=catalogue("ko")["share.copy"])
    said = board.part("link").get_by_role("status")
    copy.click()
    expect(said).to_have_text(catalogue("ko")["share.copied"])

    board.page.evaluate("document.execCommand = () => false")
    copy.click()
    expect(said).to_have_text(catalogue("ko")["share.by_hand"])
    field = board.part("link").get_by_role("textbox")
    chosen = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert field.evaluate(chosen) == board.page.url


def saved(board, key):
    with board.page.expect_download() as download:
        board.part(f"save_{key}").get_by_role("button").click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize("query", [FOUR_THERE + "&target=9", "?image=321"])
def test_what_is_saved_is_what_the_page_shows(open_page, query):
    board = open_page(query + "&network=lecture-b")
    board.wait_until(lambda: len(board.values("squared_error")) == 10)
    press(board, "save")

    numbers = json.loads(saved(board, "json"))
    X = np.load(io.BytesIO(saved(board, "npy")))
    y_hat = forward(load_network("lecture-b"), X).A2
    assert np.array_equal(numbers["A2"], y_hat[:, 0])
    assert np.array_equal(np.loadtxt(io.BytesIO(saved(board, "csv"))), X[:, 0])
    errors = (y_hat - one_hot(numbers["target"])) ** 2
    assert over_bars(y_hat) == board.values("activations")
    assert over_bars(errors) == board.values("squared_error")
    large = np.asarray(Image.open(io.BytesIO(saved(board, "png_large"))))
    small = np.asarray(Image.open(io.BytesIO(saved(board, "png_small"))))
    assert np.array_equal(small, np.rint(X.reshape(28, 28) * 255))
    assert np.array_equal(large, np.kron(small, np.ones((10, 10), np.uint8)))
    if "image" in query:
        assert numbers["test_image"] == 321
    else:
        assert numbers["target"] == 9
        assert np.array_equal(X, prepare_strokes(sample(4).strokes).X)


def test_a_drawing_comes_about_without_a_pointing_device(open_page):
    board = open_page()
    keyboard = board.page.keyboard
    opener = board.part("samples").get_by_role("button").first
    opener.focus()
    keyboard.press("Enter")
    expect(board.part("sample_5")).to_be_visible()

    def focused(key):
        return board.page.evaluate(f"document.activeElement?.closest('.st-key-{key}') != null")

    def tab_to(key, most=10):
        for _ in range(most):
            if focused(key):
                return
            keyboard.press("Tab")
        assert focused(key)

    tab_to("sample_0", most=1)  # what is open comes next, wherever it stands
    keyboard.press("Shift+Tab")
    assert opener.evaluate("button => button === document.activeElement")
    tab_to("sample_5")
    keyboard.press("Enter")
    board.expect_digit(5)
    board.wait_until(lambda: f"drawing={encode(sample(5))}" in board.page.url)
    expect(board.part("steer_right").get_by_role("button")).to_be_enabled()

    tab_to("steer_right")
    keyboard.press("Space")
    expected = [stroke + np.array([10, 0]) for stroke in sample(5).strokes]
    board.wait_until(
        lambda: all(map(np.array_equal, in_address(board).strokes, expected)),
    )
    expect(board.part("sample_5")).to_be_visible()

    tab_to("steer_turn_right")
    keyboard.press("Tab")
    assert focused("camera")
    keyboard.press("Tab")
    assert focused("pinned")
    keyboard.press("Tab")
    assert focused("target")


def test_a_stroke_on_a_sample_closes_the_samples_and_stays(board):
    press(board, "samples")
    board.part("sample_1").get_by_role("button").click()
    board.expect_digit(1)
    board.wait_until(lambda: board.ink() > 0)

    board.draw([np.array([(90.0, 230), (200, 232)])])

    board.wait_until(lambda: len(in_address(board).strokes) == 2)
    assert np.array_equal(in_address(board).strokes[0], sample(1).strokes[0])
    expect(board.part("sample_1")).to_have_count(0)


def test_keys_do_what_the_buttons_do(board):
    board.draw(FOUR)
    board.expect_digit(4)
    keyboard = board.page.keyboard
    target = board.part("squared_error").locator(".title")

    keyboard.press("3")
    expect(target).to_contain_text("3, chosen by you")
    keyboard.press("0")
    expect(target).to_contain_text("0, chosen by you")
    keyboard.press("0")
    expect(target).to_contain_text("4, assumed from the answer")

    keyboard.press("n")
    board.wait_until(lambda: "lecture-b" in board.page.url)
    keyboard.press("n")
    board.wait_until(lambda: "lecture-b" not in board.page.url)

    keyboard.press("u")
    board.wait_until(lambda: len(in_address(board).strokes) == 1)
    board.expect_idle()  # the address is there before the canvas
    keyboard.press("c")
    board.wait_until(lambda: "drawing=" not in board.page.url)
    board.expect_nothing()


def test_escape_closes_a_dialog_in_which_nothing_has_the_focus(open_page):
    board = open_page()
    press(board, "save")
    dialog = board.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    board.page.evaluate("document.activeElement.blur()")

    board.page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)


def test_keys_are_not_taken_from_fields_dialogs_and_the_system(open_page):
    board = open_page(FOUR_THERE)
    keyboard = board.page.keyboard
    board.expect_digit(4)
    for chord in ("Control+u", "Alt+c", "Meta+3"):
        keyboard.press(chord)

    press(board, "share")
    expect(board.part("link").get_by_role("textbox")).to_be_visible()
    for key in "uc3n":
        keyboard.press(key)
    board.part("link").get_by_role("textbox").focus()
    for key in "uc3n":
        keyboard.press(key)
    keyboard.press("Escape")
    expect(board.part("link")).to_have_count(0)

    board.page.evaluate(
        "document.body.append(Object.assign(document.createElement('textarea'), { id: 'note' }))"
    )
    board.page.locator("#note").focus()
    keyboard.type("u c 3 n")
    board.page.evaluate("document.activeElement.blur()")

    keyboard.press("5")  # the first that counts; all before it would have been seen by now
    expect(board.part("squared_error").locator(".title")).to_contain_text("5, chosen by you")
    assert parse_qs(urlparse(board.page.url).query) == {
        "drawing": [encode(sample(4))],
        "target": ["5"],
    }


def test_a_finger_is_told_nothing_of_keys(open_page):
    expect(open_page(**PHONE).part("keys")).to_be_hidden()
    expect(open_page().part("keys")).to_be_visible()


def test_a_choice_before_the_address_knows_of_a_stroke_keeps_both(open_at):
    """What the server says is held back until the visitor has chosen, as on a slow network."""
    sent: list[str | bytes] = []
    held: list[str | bytes] = []
    held_by: list[WebSocketRoute] = []
    is_slow = False

    def carry(page_end):
        server_end = page_end.connect_to_server()

        def to_server(message):
            sent.append(message)
            server_end.send(message)

        def to_page(message):
            if is_slow:
                held.append(message)
            else:
                page_end.send(message)

        page_end.on_message(to_server)
        server_end.on_message(to_page)
        held_by.append(page_end)

    page = open_at(prepare=lambda page: page.route_web_socket("**/_stcore/stream", carry))
    board = Board(page).opened()
    board.draw([FOUR[0]])
    board.wait_until(lambda: "drawing=" in page.url)
    board.wait_until(lambda: len(board.values("squared_error")) == 10)

    is_slow = True
    before = len(sent)
    board.draw([FOUR[1]])
    board.wait_until(lambda: len(sent) > before)
    with_stroke = len(sent)
    board.part("language").get_by_role("radio").first.click()
    board.wait_until(lambda: len(sent) > with_stroke)
    is_slow = False
    for message in held:
        held_by[-1].send(message)

    board.wait_until(lambda: "language=ko" in page.url)
    board.wait_until(lambda: len(in_address(board).strokes) == 2)
    board.expect_digit(4)


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_header_and_page_hold_what_is_new(open_page, locale):
    board = open_page(FOUR_THERE, locale=locale)
    board.expect_digit(4)

    for width, height in ((1280, 800), (1000, 800), (390, 844), (320, 700)):
        board.page.set_viewport_size({"width": width, "height": height})
        board.settle()
        right = 0.0
        for part in ("share", "save", "language"):
            box = board.part(part).bounding_box()
            assert box["x"] >= right, (part, width)
            right = box["x"] + box["width"]
        assert right <= width
        main = board.page.locator(".stMain")
        assert main.evaluate("page => page.scrollWidth <= page.clientWidth"), width
        if (width, height) == (1280, 800):
            assert main.evaluate("page => page.scrollHeight <= page.clientHeight")


def test_a_key_moves_nothing_and_frames_nothing(board):
    board.draw(FOUR)
    board.expect_digit(4)
    board.expect_idle()
    before = board.places()

    board.page.keyboard.press("c")
    board.expect_nothing()

    assert board.places() == before
    main = board.page.get_by_test_id("stMain")
    expect(main).to_be_focused()
    frame = "main => getComputedStyle(main, '::before').display"
    assert main.evaluate(frame) == "none"
