"""Answers while the pen moves, and how Python's numbers settle them."""

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet import forward, load_network, one_hot, prepare_as_drawn, prepare_strokes
from mnistnet.charts.number_text import adding_up
from mnistnet.ui.browser_files import folder
from tests.e2e.board import Board
from tests.e2e.test_draw import PHONE, in_address
from tests.support.digits import FOUR, SEVEN, ring
from tests.support.figures import over_bars

LEFT_OF_THE_CANVAS = [np.array([(60.0, 60), (-15, 120), (60, 180), (200, 140)])]


def press(board, points, *, button="left"):
    """Draw a stroke, and leave the pen where it ends."""
    first, *others = board.on_screen(points)
    board.page.mouse.move(*first)
    board.page.mouse.down(button=button)
    for place in others:
        board.page.mouse.move(*place, steps=8)


def touch(board, kind, *fingers):
    """Send a touch event with all fingers that are on the canvas then."""
    places = board.on_screen(np.array(fingers, dtype=float).reshape(-1, 2))
    points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
    if not hasattr(board, "finger"):
        board.finger = board.page.context.new_cdp_session(board.page)
    board.finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def mark(board):
    return board.page.locator(".frame-activations > .live small")


OUTLINED = "bars => bars.flatMap((bar, i) => parseFloat(bar.style.strokeWidth) > 0 ? [i] : [])"


def shown(board):
    """Return what both charts, the labels under them, the words and the loss show."""
    labels = board.part("activations").locator(".xtick").all_text_contents()
    bars = board.part("squared_error").locator(".point path")
    is_live = mark(board).count() > 0
    digit = ".live strong" if is_live else ".lead .digit"
    return {
        "activations": board.values("activations"),
        "squared_error": board.values("squared_error"),
        "labels": labels,
        "outlined": bars.evaluate_all(OUTLINED),
        "digit": board.part("activations").locator(digit).text_content(timeout=1_000),
        "loss": float(board.part("loss").locator("b").text_content()),
    }


def while_drawing(board):
    """Return what is shown once it has stood still for a while, the pen still down."""
    expect(mark(board)).to_be_visible()
    last = []

    def still():
        last.append(shown(board))
        return len(last) > 3 and last[-1] == last[-4]

    board.wait_until(still)
    return last[-1]


def settled(board, n_strokes):
    """Return what is shown when Python has spoken of this many strokes."""
    board.wait_until(lambda: len(in_address(board).strokes) == n_strokes)
    expect(board.page.locator(".live")).to_have_count(0)
    return shown(board)


def by_numpy(board, network="lecture-a", preparation="mnist", target=None):
    """Return what should be shown for the drawing in the address."""
    drawing = in_address(board)
    is_drawn = preparation == "drawn"
    digit = prepare_as_drawn(drawing) if is_drawn else prepare_strokes(drawing.strokes)
    y_hat = forward(load_network(network), digit.X).A2
    winner = int(y_hat.argmax())
    errors = (y_hat - one_hot(winner if target is None else target)) ** 2
    marks = {target: "target", winner: "answer" if winner != target else "answer = target"}
    return {
        "activations": over_bars(y_hat),
        "squared_error": over_bars(errors),
        "labels": [f"{digit}{marks.get(digit, '')}" for digit in range(10)],
        "outlined": [] if target is None else [target],
        "digit": str(winner),
        "loss": float(adding_up(errors[:, 0])[1]),
    }


def agree(one, other):
    """Tell whether two answers are the same but for a pixel of the pen's way."""
    for key in ("activations", "squared_error"):
        assert one[key] == pytest.approx(other[key], abs=0.03)
    assert one["loss"] == pytest.approx(other["loss"], abs=0.05)
    for key in ("labels", "outlined", "digit"):
        assert one[key] == other[key]


def test_everything_moves_while_the_pen_does_and_python_settles_it(board):
    assert board.values("activations") == []

    press(board, SEVEN[0][:2])
    of_a_bar = while_drawing(board)
    assert "drawing=" not in board.page.url
    board.page.mouse.move(*board.on_screen(SEVEN[0])[2], steps=8)
    board.wait_until(lambda: shown(board) != of_a_bar)
    of_a_seven = while_drawing(board)
    board.page.mouse.up()

    numbers = settled(board, 1)
    assert numbers == by_numpy(board)
    agree(of_a_seven, numbers)
    assert numbers["digit"] == "7"


def test_an_answer_that_is_the_chosen_target_says_so_at_once(open_page):
    board = open_page("?target=7")

    press(board, SEVEN[0])
    at_once = while_drawing(board)
    board.page.mouse.up()

    numbers = settled(board, 1)
    assert numbers == by_numpy(board, target=7)
    assert numbers["labels"][7] == "7answer = target"
    agree(at_once, numbers)


def test_a_pen_that_comes_down_before_the_networks_is_answered_once_they_are_there(open_at):
    held = []
    page = open_at("_stcore/health")
    page.route("**/networks.bin", lambda route: held.append(route))
    page.goto(page.url.replace("_stcore/health", ""))
    board = Board(page).opened()
    board.wait_until(lambda: bool(held))
    press(board, SEVEN[0])
    page.wait_for_timeout(300)
    assert mark(board).count() == 0

    held[0].continue_()

    expect(mark(board)).to_be_visible()
    page.mouse.up()


HEIGHTS = """figure => {
  const { yaxis } = figure._fullLayout;
  return [...figure.querySelectorAll(".point path")].map((bar) => {
    const [top] = bar.getAttribute("d").match(/(?<=V)[\\d.]+/);
    return (yaxis.l2p(0) - top) / (yaxis.l2p(0) - yaxis.l2p(1));
  });
}"""


def heights(board, key):
    """Return how high the bars are, the axis's line of 1 being 1."""
    return board.part(key).locator(".figure").evaluate(HEIGHTS)


def magnified(values):
    """Return the heights of values on the second scale, which begins at 1e-8."""
    return [max(0, 1 + np.log10(value) / 8) for value in values]


def test_a_second_scale_shows_small_values_and_stays_as_it_is_under_the_pen(open_page):
    board = open_page("?target=3")
    button = board.part("activations").get_by_role("button", name="Magnify small values")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    board.page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    lines = board.part("squared_error").locator(".ytick").all_text_contents()
    assert lines == ["1", "10⁻²", "10⁻⁴", "10⁻⁶", "10⁻⁸"]

    press(board, SEVEN[0])
    live = while_drawing(board)
    for key in ("activations", "squared_error"):
        assert heights(board, key) == pytest.approx(magnified(live[key]), abs=0.04)
    board.page.mouse.up()
    numbers = settled(board, 1)
    for key in ("activations", "squared_error"):
        assert heights(board, key) == pytest.approx(magnified(numbers[key]), abs=0.04)
    assert sum(height > 0.1 for height in heights(board, "activations")) > 3
    assert board.part("squared_error").locator(".ytick").all_text_contents() == lines

    press(board, ring()[0])
    live = while_drawing(board)
    button.focus()
    board.page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert heights(board, "activations") == pytest.approx(live["activations"], abs=0.02)
    assert shown(board) == live
    board.page.mouse.up()
    numbers = settled(board, 2)
    assert heights(board, "squared_error") == pytest.approx(numbers["squared_error"], abs=0.02)


# What comes where Python has taken a stroke's report and refused it.
REFUSED = """async (figure, address) => {
  const { default: mount, shownIn } = await import(new URL(address, document.baseURI));
  const shown = shownIn(figure);
  const told = { ...shown.told, taken: shown.told.taken + 1 };
  const frames = [...figure.closest(".frames").children];
  const figures = frames.map((frame) => shownIn(frame.querySelector(".figure")));
  figures.splice(-1, 1, { ...shown, told });
  mount({ data: { figures }, parentElement: figure.closest(".frames").parentElement });
}"""


def test_a_live_answer_stays_until_python_speaks_and_goes_where_nothing_changed(open_page):
    board = open_page("?target=3")
    board.draw([FOUR[0]])
    numbers = settled(board, 1)

    board.page.evaluate("WebSocket.prototype.send = () => {}")
    board.draw(ring())
    assert while_drawing(board) != numbers
    figure = board.part("seen").locator(".figure")
    figure.evaluate(REFUSED, f"{folder()}/figure.js")

    expect(board.page.locator(".live")).to_have_count(0)
    board.wait_until(lambda: shown(board) == numbers)


COUNT = """() => {
  const { react } = Plotly;
  window.drawn = [];
  Plotly.react = (figure, ...others) => {
    window.drawn.push(figure.parentElement.className);
    return react(figure, ...others);
  };
}"""
MIDDLES = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const middle = (i, side) => Math.floor(((i + 0.5) * side) / 28);
  return Array.from({ length: 784 }, (_, i) =>
    data[4 * (middle(Math.floor(i / 28), height) * width + middle(i % 28, width))]);
}"""


def test_after_a_stroke_pythons_numbers_stand_without_plotly_which_draws_when_pointed_at(open_page):
    board = open_page()
    board.page.evaluate(COUNT)

    board.draw(SEVEN)
    numbers = settled(board, 1)
    assert numbers == by_numpy(board)
    pixels = prepare_strokes(in_address(board).strokes).pixels.ravel()
    shades = board.part("seen").locator("canvas.over").evaluate(MIDDLES)
    assert shades == (255 * pixels).round().astype(int).tolist()
    assert board.page.evaluate("drawn") == []

    row, column = divmod(int(pixels.argmax()), 28)
    box = board.part("seen").locator("canvas.over").bounding_box()
    square = box["width"] / 28
    board.page.mouse.move(box["x"] + (column + 0.5) * square, box["y"] + (row + 0.5) * square)

    expect(board.part("seen").locator("canvas.over")).to_have_count(0)
    assert board.page.evaluate("drawn") == ["frame frame-seen"]
    label = board.part("seen").locator(".hoverlayer")
    expect(label).to_contain_text(f"row {row}, column {column}: {pixels.max():.3f}")
    assert shown(board) == numbers


def test_choices_are_followed(board):
    board.part("target").get_by_role("radio", name="3").click()
    board.part("network").get_by_role("radio").nth(1).click()
    board.part("preparation").get_by_role("radio").nth(1).click()
    for choice in ("target=3", "network=lecture-b", "preparation=drawn"):
        board.wait_until(lambda choice=choice: choice in board.page.url)

    press(board, SEVEN[0])
    live = while_drawing(board)
    board.page.mouse.up()

    numbers = settled(board, 1)
    assert numbers == by_numpy(board, "lecture-b", "drawn", 3)
    agree(live, numbers)


def test_undo_and_clear_are_followed(board):
    board.draw(FOUR)
    settled(board, 2)
    board.part("undo").get_by_role("button").click()
    settled(board, 1)

    press(board, FOUR[1])
    live = while_drawing(board)
    board.page.mouse.up()
    agree(live, settled(board, 2))

    board.part("clear").get_by_role("button").click()
    board.expect_nothing()
    board.wait_until(lambda: board.values("activations") == [])
    press(board, SEVEN[0])
    live = while_drawing(board)
    board.page.mouse.up()
    agree(live, settled(board, 1))


def test_a_stroke_takes_a_test_images_place(open_page):
    board = open_page("?image=0")
    board.expect_digit(7)

    press(board, ring()[0])
    live = while_drawing(board)
    board.page.mouse.up()

    assert live["digit"] == "0"
    agree(live, settled(board, 1))


def test_strokes_in_quick_succession_are_one_drawing(board):
    press(board, FOUR[0])
    board.page.mouse.up()
    press(board, FOUR[1])
    live = while_drawing(board)
    board.wait_until(lambda: "drawing=" in board.page.url)  # Python spoke of the first alone
    assert while_drawing(board) == live
    board.page.mouse.up()

    numbers = settled(board, 2)
    assert numbers == by_numpy(board)
    agree(live, numbers)


def test_the_pen_may_leave_the_canvas(board):
    press(board, LEFT_OF_THE_CANVAS[0])
    live = while_drawing(board)
    board.page.mouse.up()

    agree(live, settled(board, 1))


def test_the_right_button_draws_nothing(open_page):
    board = open_page()
    board.draw(SEVEN)
    numbers = settled(board, 1)

    press(board, ring()[0], button="right")
    board.page.mouse.up(button="right")
    board.page.keyboard.press("Escape")

    board.page.wait_for_timeout(500)
    assert mark(board).count() == 0
    assert shown(board) == numbers


@pytest.mark.parametrize(("locale", "word"), [("en-US", "live"), ("ko-KR", "실시간")])
def test_one_finger_draws_and_others_do_not(open_page, locale, word):
    board = open_page(**PHONE | {"locale": locale})
    before = board.places()

    touch(board, "touchStart", (70, 70))
    touch(board, "touchMove", (140, 70))
    touch(board, "touchStart", (140, 70), (30, 250))
    touch(board, "touchMove", (210, 70), (30, 250))
    touch(board, "touchMove", (210, 70), (250, 250))
    touch(board, "touchMove", (120, 230), (250, 250))
    live = while_drawing(board)
    expect(mark(board)).to_have_text(word)
    assert board.places() == before
    touch(board, "touchEnd")

    numbers = settled(board, 1)
    assert board.places() == before
    assert live["digit"] == numbers["digit"] == "7"
    assert live["activations"] == pytest.approx(numbers["activations"], abs=0.03)


def test_screen_readers_hear_of_python_only(board):
    status = board.part("prediction").get_by_role("status")
    said = status.text_content()

    press(board, SEVEN[0])
    while_drawing(board)

    assert status.text_content() == said
    assert mark(board).locator("xpath=ancestor::*[@aria-hidden='true']").count() == 1
    board.page.mouse.up()
    settled(board, 1)


@pytest.mark.parametrize("missing", ["Math.exp", "Event.prototype.composedPath"])
def test_without_what_it_needs_the_page_works_stroke_by_stroke(open_page, missing):
    board = open_page()
    board.page.evaluate(f"{missing} = undefined")

    press(board, SEVEN[0])
    board.page.wait_for_timeout(500)
    assert board.page.locator(".live").count() == 0
    board.page.mouse.up()

    # No mark goes here when Python has spoken, and Plotly paints a bar before its label.
    settled(board, 1)
    board.wait_until(lambda: shown(board) == by_numpy(board))


@pytest.mark.parametrize("key", ["activations", "squared_error", "seen"])
def test_a_pen_that_comes_before_the_charts_is_followed_as_soon_as_they_are_drawn(open_page, key):
    board = open_page()
    figure = board.part(key).locator(".figure")
    figure.evaluate("figure => { figure.kept = figure._fullLayout; delete figure._fullLayout; }")
    live = board.part("activations").locator(".live strong")

    press(board, SEVEN[0][:2])
    board.page.wait_for_timeout(100)  # some frames
    expect(live).to_have_count(0)

    figure.evaluate("figure => { figure._fullLayout = figure.kept; }")
    for place in board.on_screen(SEVEN[0][1:]):
        board.page.mouse.move(*place, steps=8)
    expect(live).to_have_text("7")
    board.page.mouse.up()
    board.expect_digit(7)
