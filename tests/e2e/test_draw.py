"""What only a browser can show: drawing, answers in place, layout."""

from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet import forward, load_network, one_hot, prepare_as_drawn, prepare_strokes
from mnistnet.charts.number_text import adding_up
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import decode, encode
from tests.support.digits import FOUR, ONE, SEVEN, ring
from tests.support.figures import over_bars

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def in_address(board):
    """Return the drawing in the page's address, once it is there."""
    board.page.wait_for_url("**drawing=*")
    return decode(parse_qs(urlparse(board.page.url).query)["drawing"][0])


def answer_to(strokes):
    """Return what network A makes of strokes, as the chart shows it."""
    y_hat = forward(load_network("lecture-a"), prepare_strokes(strokes).X).A2
    return over_bars(y_hat)


@pytest.mark.parametrize(
    ("strokes", "digit"), [(SEVEN, 7), (FOUR, 4), (ONE, 1), (ring(), 0)], ids=list("7410")
)
def test_a_drawn_digit_is_read(board, strokes, digit):
    board.draw(strokes)

    board.expect_digit(digit)


@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_the_charts_show_what_numpy_computes(open_page, preparation):
    board = open_page(f"?preparation={preparation}&target=2")
    board.draw(SEVEN)
    expect(board.part("prediction").locator(".digit")).to_have_count(1)

    drawing = in_address(board)
    digit = (
        prepare_strokes(drawing.strokes) if preparation == "mnist" else prepare_as_drawn(drawing)
    )
    y_hat = forward(load_network("lecture-a"), digit.X).A2
    errors = (y_hat - one_hot(2)) ** 2
    for key, values in (("activations", y_hat), ("squared_error", errors)):
        shown = over_bars(values)
        board.wait_until(lambda key=key, shown=shown: board.values(key) == shown)
    expect(board.part("loss").locator("b")).to_have_text(adding_up(errors[:, 0])[1])


def test_the_strokes_arrive_where_they_were_drawn(board):
    board.draw(SEVEN)
    board.expect_digit(7)

    (points,) = in_address(board).strokes

    assert points[0] == pytest.approx(SEVEN[0][0], abs=1)
    assert points[-1] == pytest.approx(SEVEN[0][-1], abs=1)
    assert np.abs(points - SEVEN[0][1]).sum(axis=1).min() <= 3


def test_undo_takes_back_a_stroke_and_clear_all(board):
    board.draw(FOUR)
    board.wait_until(lambda: len(in_address(board).strokes) == 2)
    both = board.ink()

    board.part("undo").get_by_role("button").click()
    assert 0 < board.ink() < both  # at once; the address comes after
    board.wait_until(lambda: len(in_address(board).strokes) == 1)

    board.part("clear").get_by_role("button").click()
    assert board.ink() == 0
    board.expect_nothing()

    board.draw(SEVEN)
    board.expect_digit(7)


def test_a_dot_is_no_digit(board):
    board.draw([np.array([(100.0, 100), (101, 100)])])
    board.wait_until(lambda: "drawing=" in board.page.url)

    board.expect_nothing()
    assert board.values("activations") == []


def test_a_finger_draws_without_scrolling_the_page(open_page):
    board = open_page(**PHONE)
    before = board.places()

    board.touch(SEVEN)

    board.expect_digit(7)
    assert board.places() == before


def test_nothing_moves_when_the_answer_comes(board):
    before = board.places()

    board.draw(SEVEN)
    board.expect_digit(7)
    board.wait_until(lambda: len(board.values("squared_error")) == 10)

    assert board.places() == before


def test_the_charts_stay_while_their_values_change(board):
    board.draw(SEVEN)
    board.expect_digit(7)
    chart = board.part("activations").locator(".main-svg").first
    chart.evaluate("chart => { chart.mark = 'the same' }")

    board.draw(ring())
    board.wait_until(lambda: len(in_address(board).strokes) == 2)
    board.part("network").get_by_role("radio").nth(1).click()
    board.wait_until(lambda: "lecture-b" in board.page.url)

    assert chart.evaluate("chart => chart.mark") == "the same"


def test_a_refresh_a_link_and_the_back_button_keep_the_drawing(board, open_page):
    board.draw([FOUR[0]])
    board.wait_until(lambda: "drawing=" in board.page.url)
    one = board.ink()
    board.draw([FOUR[1]])
    board.expect_digit(4)
    board.wait_until(lambda: len(in_address(board).strokes) == 2)
    numbers = answer_to(in_address(board).strokes)
    board.wait_until(lambda: board.values("activations") == numbers)

    again = open_page("?" + urlparse(board.page.url).query)
    again.expect_digit(4)
    again.wait_until(lambda: again.values("activations") == numbers)
    assert again.ink() == pytest.approx(board.ink(), rel=0.02)

    board.page.go_back()
    board.wait_until(lambda: board.ink() == pytest.approx(one, rel=0.02))


@pytest.mark.parametrize(("key", "n_more"), [(None, 0), ("Shift", 1)])
def test_another_page_is_one_step_back_but_what_one_does_there_is_another(board, key, n_more):
    page = board.page
    page.evaluate("history.pushState({}, '', 'error')")
    before = page.evaluate("history.length")
    if key:
        page.keyboard.press(key)
    page.evaluate("history.pushState({}, '', 'error?target=3')")
    assert page.evaluate("location.search") == "?target=3"
    assert page.evaluate("history.length") == before + n_more
    page.go_back()
    page.wait_for_url("**/" if key is None else "**/error")
    page.goto(board.page.url.rsplit("/", 1)[0] + "/")


def test_a_target_goes_with_its_drawing(board):
    board.part("target").get_by_role("radio", name="3").click()
    board.draw(SEVEN)
    board.expect_digit(7)
    title = board.part("squared_error").locator(".title")

    board.wait_until(lambda: len(board.values("squared_error")) == 10)
    assert board.values("squared_error")[3] > 0.9
    board.part("undo").get_by_role("button").click()
    board.expect_nothing()
    board.draw(FOUR)
    board.expect_digit(4)
    expect(title).to_contain_text("3, chosen by you")
    board.part("clear").get_by_role("button").click()
    board.expect_nothing()
    expect(board.part("target").get_by_role("radio", checked=True)).to_have_count(0)
    board.draw(SEVEN)
    expect(title).to_contain_text("7, assumed from the answer")


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["mouse", "finger"])
def test_a_bar_chooses_the_target_and_once_more_leaves_it_to_the_answer(open_page, screen):
    board = open_page("?drawing=" + encode(sample(7)), **screen)
    board.expect_digit(7)
    title = board.part("squared_error").locator(".title")
    point = board.page.touchscreen.tap if screen else board.page.mouse.click

    for key in ("activations", "squared_error"):
        chart = board.part(key).locator(".figure")
        chart.scroll_into_view_if_needed()
        label = chart.locator(".xtick").nth(3).bounding_box()
        place = label["x"] + label["width"] / 2, chart.bounding_box()["y"] + 40  # far over its bar
        point(*place)
        expect(title).to_contain_text("3, chosen by you")
        board.page.wait_for_url("**target=3*")
        point(*place)
        expect(title).to_contain_text("7, assumed from the answer")


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_the_longest_mark_stands_under_the_last_digit_on_a_phone(open_page, locale):
    board = open_page(f"?drawing={encode(sample(9))}&target=9", **PHONE | {"locale": locale})
    board.expect_digit(9)

    label = board.part("activations").locator(".xtick > text").nth(9)

    expect(label).to_contain_text(" = ")
    expect(label).to_be_visible()
    box = label.bounding_box()
    assert box["x"] + box["width"] <= 390

    board.part("target").get_by_role("radio", name="3").tap()
    expect(board.part("loss")).to_contain_text("e-")
    for width in range(320, 412, 4):
        board.page.set_viewport_size({"width": width, "height": 844})
        assert board.part("loss").evaluate(BROKEN) == [], width

    board.page.set_viewport_size({"width": 360, "height": 844})
    board.part("target").get_by_role("radio", name="8").tap()
    words = board.part("activations").locator(".xtick tspan.line:nth-child(2)")
    board.wait_until(lambda: all(words.nth(k).text_content() for k in (8, 9)))
    target, answer = (words.nth(k).bounding_box() for k in (8, 9))
    assert target["x"] + target["width"] < answer["x"]


BROKEN = r"""loss => [...loss.querySelectorAll("*")].flatMap(part => [...part.childNodes])
    .filter(node => node instanceof Text)
    .flatMap(text => [...text.data.matchAll(/[\d.]+(e-\d+)?/g)].filter(({ 0: number, index }) => {
        const range = new Range();
        range.setStart(text, index);
        range.setEnd(text, index + number.length);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
    }).map(String))"""
"""Numbers of a sum that stand on two lines."""


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_the_page_fits_the_screen(open_page, locale):
    board = open_page(locale=locale)
    board.draw(SEVEN)
    board.expect_digit(7)
    assert board.page.locator("html").get_attribute("lang") == locale[:2]

    for width, height in ((1280, 800), (390, 844)):
        board.page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            board.page.emulate_media(color_scheme=scheme)
            board.settle()
            expect_to_fit(board, width, height, f"{scheme}, {width} pixels wide")


def expect_to_fit(board, width, height, screen):
    places = board.places()
    for key, box in places.items():
        assert box["x"] >= 0, (key, screen)
        assert box["x"] + box["width"] <= width, (key, screen)
        if width > 1000:
            assert box["y"] + box["height"] <= height, (key, screen)
    assert min(places["undo"]["height"], places["clear"]["height"]) >= 44, screen
    answer = places["prediction"]
    assert answer["y"] + answer["height"] <= height, screen  # in sight while drawing
