"""The Forward pass page in a browser: the digit comes along, a click drives the steps."""

from functools import partial

from playwright.sync_api import expect

from mnistnet import Drawing
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.e2e.board import Board
from tests.e2e.test_draw import PHONE
from tests.support.digits import SEVEN

DRAWN = encode(Drawing(tuple(SEVEN), (20.0,)))


def test_the_digit_and_the_choices_come_along(open_page):
    board = open_page(f"?drawing={DRAWN}&network=lecture-b&language=ko&target=3")
    board.expect_digit(7)

    board.page.get_by_role("link", name="순방향 계산").click()

    walk = board.page.locator(".st-key-walk")
    expect(walk.locator(".prediction .digit")).to_have_text("7", timeout=15_000)
    expect(walk.get_by_role("radio", name="B 784-14-10")).to_be_checked()
    for part in (f"drawing={DRAWN}", "network=lecture-b", "language=ko", "target=3"):
        board.wait_until(lambda part=part: part in board.page.url)

    board.page.get_by_role("link", name="그리기").click()
    board.expect_digit(7)
    board.wait_until(lambda: board.ink() > 0)


def test_clicking_a_hidden_unit_drives_its_step_alone(open_page):
    board = open_page(f"?drawing={DRAWN}")
    board.page.get_by_role("link", name="Forward pass").click()
    grid = board.part("all_a1").locator(".main-svg").first
    expect(grid).to_be_visible(timeout=15_000)
    untouched = board.part("matrix").locator(".main-svg").first
    untouched.evaluate("figure => { figure.mark = 'the same' }")
    grid.scroll_into_view_if_needed()

    squares = board.part("all_a1").locator(".nsewdrag").bounding_box()
    assert squares is not None
    side = squares["width"] / 10
    board.page.mouse.click(squares["x"] + 4.5 * side, squares["y"] + 2.5 * side)

    expect(board.part("unit_from_0").locator("input")).to_have_value("24", timeout=15_000)
    assert untouched.evaluate("figure => figure.mark") == "the same"


def test_nothing_reaches_beyond_a_phone(open_at):
    page = open_at(f"forward?drawing={DRAWN}", **PHONE)
    expect(page.locator(".st-key-after .main-svg").first).to_be_visible(timeout=30_000)

    widest = page.evaluate("document.querySelector('.stMain').scrollWidth")

    assert widest <= 390
    cut = [figure for figure in page.locator("figure.numbers:has(.note)").all() if is_cut(figure)]
    assert cut
    for figure in cut:
        expect(figure.locator(".note")).to_be_visible()
    page.set_viewport_size({"width": 1600, "height": 844})
    for figure in page.locator("figure.numbers:has(.note)").all():
        expect(figure.locator(".note")).to_be_visible(visible=is_cut(figure))
    assert not is_cut(cut[0])


def is_cut(figure):
    """Whether numbers are wider than their place."""
    return figure.locator("div").evaluate("frame => frame.scrollWidth > frame.clientWidth")


def is_as_wide(part, times):
    """Whether what stands in a part is so many times as wide as what is seen of it."""
    share = part.evaluate("part => part.scrollWidth / part.clientWidth")
    return abs(share - times) < 0.01


def test_the_784_numbers_are_all_there_or_half_of_them_and_a_hint(open_at):
    page = open_at(f"forward?drawing={DRAWN}")
    matrix = page.locator(".st-key-matrix")
    expect(matrix.locator(".main-svg").first).to_be_visible(timeout=30_000)
    hint = matrix.get_by_text(catalogue("en")["figure.swipe"])

    of_a_laptop = 1280 - 17  # where the scroll bar takes room
    for width, all_at_once in ((1280, True), (of_a_laptop, True), (700, False), (390, False)):
        page.set_viewport_size({"width": width, "height": 844})
        expect(hint).to_be_visible(visible=not all_at_once)
        Board(page).wait_until(partial(is_as_wide, matrix, 1 if all_at_once else 2))


DRAWN_IN_ORDER = """
window.drawn = [];
let isAnotherTask = true;
document.addEventListener("figure-drawn", ({ target }) => {
    const { top, bottom } = target.getBoundingClientRect();
    drawn.push([top < innerHeight && bottom > 0, isAnotherTask]);
    isAnotherTask = false;
    scheduler.postTask(() => (isAnotherTask = true), { priority: "user-blocking" });
}, true);
"""


def test_what_is_in_sight_is_drawn_first_and_a_finger_is_answered_in_between(open_at):
    page = open_at(
        f"forward?drawing={DRAWN}",
        prepare=lambda page: page.add_init_script(DRAWN_IN_ORDER),
        **PHONE,
    )
    expect(page.locator(".frame-after .main-svg").first).to_be_attached()

    drawn = page.evaluate("drawn")
    in_sight = [seen for seen, _ in drawn]
    assert 0 < sum(in_sight) < len(in_sight)
    assert in_sight == sorted(in_sight, reverse=True)
    assert all(is_another for _, is_another in drawn)
