"""Strokes and what is pressed keep their order, however long the way to the server takes."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import TimeoutError

from mnistnet.drawing.ink import ink
from mnistnet.drawing.samples import sample
from mnistnet.notation import FloatArray
from mnistnet.ui.browser_files import folder
from tests.e2e.board import Board
from tests.e2e.conftest import LAPTOP
from tests.e2e.test_draw import PHONE, in_address
from tests.e2e.test_live import agree, by_numpy, shown, touch
from tests.support.digits import FOUR, SEVEN
from tests.support.slow_line import SlowLine, slow_line

BAR = [np.array([(90.0, 230), (200, 232)])]
"""A stroke that no digit here has."""


@pytest.fixture(scope="module")
def line(common_server) -> Iterator[SlowLine]:
    with slow_line(common_server.address) as line:
        yield line


@pytest.fixture(scope="module")
def slow_board(line, browser) -> Iterator[Board]:
    page = browser.new_context(**LAPTOP).new_page()
    page.goto(line.address)
    yield Board(page).opened()
    page.context.close()


@pytest.fixture(params=[0, 0.1, 0.2, 0.4], ids=lambda delay: f"{1000 * delay:.0f} ms")
def slow(request, line, slow_board) -> Iterator[Board]:
    """The Draw page, empty, of a visitor whose every message takes a while each way."""
    line.delay = 0
    if "drawing=" in slow_board.page.url:
        slow_board.page.keyboard.press("c")
    slow_board.wait_until(lambda: slow_board.ink() == 0 and "drawing=" not in slow_board.page.url)
    slow_board.expect_idle()
    line.delay = request.param
    yield slow_board
    line.delay = 0


def agree_on(board: Board, strokes: list[FloatArray]) -> None:
    """Canvas, address and answer come to hold these strokes, and keep them."""

    n_white = (ink(strokes, [20.0] * len(strokes), 280) > 0.5).sum() if strokes else 0

    def stay() -> bool:  # on their way to the last report, address and answer pass the others
        for _ in range(3):
            if not is_there(board, strokes, n_white):
                return False
            board.page.wait_for_timeout(200)
        return True

    board.wait_until(stay)
    if strokes:
        board.wait_until(lambda: is_answered(board))
    else:
        board.expect_nothing()


def is_answered(board: Board) -> bool:
    """Whether the answer is that to the address's drawing; a mark may say that it is live."""
    try:
        agree(shown(board), by_numpy(board))
    except (AssertionError, ValueError, IndexError, TimeoutError):  # it is being written
        return False
    return True


def is_there(board: Board, strokes: list[FloatArray], n_white: int) -> bool:
    """Whether canvas and address hold these strokes, so many pixels of ink."""
    there = in_address(board).strokes if "drawing=" in board.page.url else ()
    if len(there) != len(strokes):
        return False
    ends = zip((s[[0, -1]] for s in there), (s[[0, -1]] for s in strokes), strict=True)
    return all(np.abs(one - other).max() <= 1 for one, other in ends) and (
        board.ink() == pytest.approx(n_white, rel=0.1)
    )


@pytest.mark.parametrize("pause", [0, 160])
def test_undo_takes_back_the_stroke_before_it(slow, pause):
    slow.draw(FOUR)
    slow.page.wait_for_timeout(pause)
    slow.page.keyboard.press("u")

    agree_on(slow, FOUR[:1])


def test_a_stroke_after_clear_stays(slow):
    slow.draw(SEVEN)
    slow.page.keyboard.press("c")
    slow.page.wait_for_timeout(100)
    slow.draw(BAR)

    agree_on(slow, BAR)


def test_undo_after_clear_brings_the_drawing_back(slow):
    slow.draw(FOUR)
    slow.page.keyboard.press("c")
    slow.page.wait_for_timeout(50)
    slow.page.keyboard.press("u")

    agree_on(slow, FOUR)


def test_what_follows_a_sample_at_once_comes_after_it(slow):
    slow.draw(SEVEN)
    slow.part("samples").get_by_role("button").first.click()
    slow.part("sample_1").get_by_role("button").click()
    slow.part("sample_4").get_by_role("button").click()
    slow.page.keyboard.press("u")
    slow.part("steer_right").get_by_role("button").click()
    slow.part("steer_down").get_by_role("button").click()

    agree_on(slow, [sample(4).strokes[0] + np.array([10, 10])])


def test_a_stroke_under_way_is_not_lost_when_the_canvas_changes(slow):
    slow.draw(SEVEN)
    slow.page.keyboard.press("c")
    (x, y), (to_x, to_y) = slow.on_screen(BAR[0])
    slow.page.mouse.move(x, y)
    slow.page.mouse.down()
    slow.page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=3)
    slow.wait_until(lambda: "drawing=" not in slow.page.url)
    slow.page.mouse.move(to_x, to_y, steps=3)
    slow.page.mouse.up()

    agree_on(slow, BAR)


MOUNT_AND_END = """async folder => {
    const on = async (name, parentElement, data) => {
        const module = await import(new URL(`${folder}/${name}.js`, document.baseURI));
        const place = { data, parentElement, setStateValue() {}, setTriggerValue() {} };
        (await module.default(place))();
    };
    const inside = [...document.querySelectorAll(".st-key-canvas *")];
    const { shadowRoot } = inside.find(element => element.shadowRoot);
    const told = { drawing: "", aside: "", revision: 0, visit: "", taken: 0, side: 280, pen: 20 };
    await on("canvas", shadowRoot, { ...told, ink: "white", paper: "black", label: "" });
    const { parentElement } = document.querySelector(".frames");
    await on("figure", parentElement, { figures: [], clicks: false });
}"""


def test_the_end_of_a_run_that_another_replaced_takes_nothing_away(open_page):
    board = open_page()
    board.draw(SEVEN)
    board.expect_digit(7)
    board.wait_until(lambda: len(in_address(board).strokes) == 1)
    board.expect_idle()
    before = board.ink(), board.values("activations")

    board.page.evaluate(MOUNT_AND_END, folder())

    assert (board.ink(), board.values("activations")) == before


def test_where_nothing_was_drawn_there_is_nothing_to_take_back(open_page):
    board = open_page()
    for key in "ucu":
        board.page.keyboard.press(key)
    agree_on(board, [])

    board.draw(BAR)

    agree_on(board, BAR)


@pytest.mark.parametrize("key", ["u", "c"])
def test_a_key_while_the_pen_is_down_is_for_what_was_drawn_before(board, key):
    board.draw(SEVEN)
    (x, y), (to_x, to_y) = board.on_screen(BAR[0])
    board.page.mouse.move(x, y)
    board.page.mouse.down()
    board.page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=3)
    board.page.keyboard.press(key)
    board.page.mouse.move(to_x, to_y, steps=3)
    board.page.mouse.up()

    agree_on(board, BAR)


def test_a_stroke_that_begins_beside_the_canvas_counts_from_its_edge(board):
    (x, y), (to_x, to_y) = board.on_screen(np.array([(140.0, -30), (140, 250)]))
    board.page.mouse.move(x, y)
    board.page.mouse.down()
    board.page.mouse.move(to_x, to_y, steps=5)
    board.page.mouse.up()

    agree_on(board, [np.array([(140.0, 0), (140, 250)])])


def test_every_point_of_the_edge_takes_a_finger(open_page):
    board = open_page(**PHONE)
    side = [5.0, 60, 150, 220, 275]
    edge = [(x, y) for x in side for y in side if {x, y} & {5.0, 275}]

    for n, place in enumerate(edge, 1):
        board.touch([np.array([place, place])])
        board.wait_until(lambda n=n: len(in_address(board).strokes) == n)
        board.expect_idle()

    there = [tuple(points[0]) for points in in_address(board).strokes]
    assert np.abs(np.array(there) - edge).max() <= 1


def test_a_palm_that_rests_does_not_stop_the_pen(open_page):
    board = open_page(**PHONE)
    palm = (250, 250)

    touch(board, "touchStart", palm)
    touch(board, "touchStart", palm, (90, 230))
    touch(board, "touchMove", palm, (140, 231))
    touch(board, "touchMove", palm, (200, 232))
    touch(board, "touchEnd", palm)
    touch(board, "touchEnd")

    agree_on(board, BAR)


def test_a_cancelled_touch_leaves_what_it_drew(open_page):
    board = open_page(**PHONE)

    touch(board, "touchStart", (90, 230))
    touch(board, "touchMove", (200, 232))
    touch(board, "touchCancel")

    agree_on(board, BAR)
    board.touch(SEVEN)
    agree_on(board, BAR + SEVEN)


def test_presses_and_strokes_without_a_pause_keep_their_order(slow):
    slow.draw(FOUR)
    slow.page.keyboard.press("u")
    slow.page.keyboard.press("c")
    slow.draw(SEVEN)
    slow.page.keyboard.press("c")
    slow.page.keyboard.press("u")
    slow.draw(FOUR)
    slow.page.keyboard.press("u")
    slow.page.keyboard.press("u")
    slow.draw(BAR)

    agree_on(slow, SEVEN + BAR)
