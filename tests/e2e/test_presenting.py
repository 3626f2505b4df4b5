"""A presentation for a projector: large, frozen on demand, the answer hidden until it is known."""

import io
import json
import re
from contextlib import suppress
from functools import partial

import pytest
from PIL import Image
from playwright.sync_api import TimeoutError, expect

from mnistnet import forward, load_network, prepare_strokes
from mnistnet.drawing.samples import sample
from tests.e2e.board import Board
from tests.e2e.every_page import CLASS, DRAWN, LAST_FIGURE, drawn
from tests.e2e.test_draw import PHONE
from tests.e2e.test_live import press
from tests.support.digits import FOUR, SEVEN, ring

PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}

SIZES = """selector => [...document.querySelectorAll(selector)]
    .filter(element => element.checkVisibility())
    .map(element => parseFloat(getComputedStyle(element).fontSize)
        * (element.getScreenCTM?.().a ?? 1))"""

FAULTS = """() => {
    const main = document.querySelector(".stMain");
    const found = main.scrollWidth > main.clientWidth ? ["the page scrolls sideways"] : [];
    for (const part of document.querySelectorAll("th, td, h3, .title, .heading"))
        if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
            found.push(`cut: ${part.textContent}`);
    for (const part of document.querySelectorAll(".katex-html > .base")) {
        const { right } = part.closest(".katex-display").getBoundingClientRect();
        if (part.getBoundingClientRect().right > right + 1) found.push(`cut: ${part.textContent}`);
    }
    const boxes = [...document.querySelectorAll(
        "h3, .heading, .title, .figure, .prediction > *, .katex-display, .st-key-canvas, " +
        ".products, .numbers, table:not(.products *, .numbers *)")]  // those scroll within
        .filter(part => part.checkVisibility() && part.textContent)
        .map(part => [part, part.getBoundingClientRect()]);
    boxes.forEach(([one, a], i) => boxes.slice(0, i).forEach(([two, b]) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const isAside = part => part.closest(".st-key-side"); // it stands still, the rest scrolls
        if (across > 2 && down > 4 && !isAside(one) && !isAside(two))
            found.push(`${one.className} lies over ${two.className}`);
    }));
    return found;
}"""

TOLD = """() => {
    const seen = element =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest("style, script, h1, .present, .st-key-keys");
    const told = [document.title];
    for (const element of document.querySelectorAll("body *")) {
        if (!seen(element)) continue;
        for (const name of ["aria-label", "alt", "title"]) told.push(element.getAttribute(name));
        if ("value" in element) told.push(element.value);
        for (const node of element.childNodes)
            if (node.nodeType === Node.TEXT_NODE) told.push(node.data);
    }
    return told.filter(Boolean).map(words => String(words).trim());
}"""
"""All that is there for eyes, or for ears alone."""


REFUSE = """() => {
    document.documentElement.requestFullscreen = () => Promise.reject(new Error("refused"));
}"""
"""No window that fills the screen has another size."""


COUNT_DRAWINGS = """() => {
    window.drawn = [];
    document.addEventListener("figure-drawn", ({ target }) => drawn.push(target),
        { capture: true });
    document.addEventListener("presenting-changed", () => { window.drawnAtOnce = drawn.length },
        { once: true });
}"""

FITS = """() => [...document.querySelectorAll(".js-plotly-plot")].every(({ clientWidth, layout }) =>
    !clientWidth || clientWidth === layout.width && Math.abs(layout.font.size -
        0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize)) < 0.01)"""
"""Whether every figure that is seen is as wide, and its letters as large, as they should be."""


MEASURE_WORDS = """() => {
    const words = document.createElement("p");
    document.body.getBoundingClientRect();
    document.body.append(words);
    words.getBoundingClientRect();
    words.remove();
}"""
"""As Plotly does it beside the page, for each word that it writes."""


@pytest.fixture
def opened(open_at):
    """Return a function that opens a page and waits until all of it is there."""

    def open_(name, query=None, **context):
        address = drawn(name) if query is None else name + query
        page = open_at(address, **PROJECTOR | context)
        last = page.locator(LAST_FIGURE[name]).first
        expect(last).to_be_visible(timeout=60_000)
        return page

    return open_


def state(page):
    names = ("data-presenting", "data-frozen", "data-answer")
    return [name for name in names if page.locator("html").get_attribute(name) is not None]


def restyled(page):
    """Return how many elements the browser looks up in the styles as words are measured."""
    browser = page.context.browser
    counts: list[int] = []
    while not counts:  # a trace may begin too late for what is done at once
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        for _ in range(3):
            page.evaluate(MEASURE_WORDS)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        looks = [event["args"] for event in events if event["name"] == "UpdateLayoutTree"]
        counts = [look["elementCount"] for look in looks if "elementCount" in look]  # whole ones
    return max(counts)


def shown(board):
    """Return all that answers a drawing, as it stands."""
    words = [
        board.part(key).first.inner_text()
        for key in ("prediction", "activations", "squared_error", "seen")
    ]
    pixels = board.part("seen").locator(".figure").screenshot()
    return words, pixels


def overflow(page):
    return page.locator(".stMain").evaluate("main => main.scrollHeight - main.clientHeight")


NOT_THERE = (
    ("network", ".bartext"),
    ("train", ".value"),
    *(("classroom", part) for part in (".digit", ".value", ".bartext")),
)
"""What a page does not have, or not before a training."""


@pytest.mark.parametrize("name", LAST_FIGURE)
def test_the_back_row_reads_it(opened, name):
    page = opened(name, "?image=7" if name == "mnist" else None)

    page.evaluate(REFUSE)
    page.wait_for_function(FITS)
    page.evaluate(COUNT_DRAWINGS)
    page.keyboard.press("f")
    page.wait_for_function("parseFloat(getComputedStyle(document.documentElement).fontSize) > 37")
    page.wait_for_function(FITS)
    assert page.evaluate("drawnAtOnce") == 0  # each in a task of its own
    assert page.evaluate("drawn.length === new Set(drawn).size")
    assert restyled(page) < 50  # not the page, or its figures would take seconds

    for selector, least in ((".digit", 160), (".value", 28), (".bartext", 28)):
        sizes = page.evaluate(SIZES, selector)
        assert sizes or (name, selector) in NOT_THERE, selector
        assert min(sizes, default=least) >= least, selector
    # These are for the teacher:
    kept = ("controls", "descent_steps", "image_choice", "example")
    steps = f":not({', '.join(f'.st-key-{key} *' for key in kept)})"
    buttons = (f".stButton{steps}", f".stButtonGroup{steps}")
    for gone in ("header", ".st-key-corner", ".stSlider", ".note", *buttons):
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
    for width, height in ((1920, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(FITS)
        with suppress(TimeoutError):
            page.wait_for_function(f"() => !({FAULTS})().length")
        assert page.evaluate(FAULTS) == [], width
    page.keyboard.press("f")
    page.wait_for_function(FITS)


@pytest.mark.parametrize(("locale", "query"), [("en-US", ""), ("ko-KR", f"?class={CLASS}")])
def test_all_of_a_drawing_fits_the_projector_and_goes_back(opened, locale, query):
    page = opened("", query, locale=locale)
    board = Board(page)
    before = board.places()

    page.evaluate(REFUSE)
    page.keyboard.press("f")
    board.draw(SEVEN)
    board.expect_digit(7)
    board.wait_until(lambda: len(board.values("squared_error")) == 10)
    for width, height in ((1920, 1080), (1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        assert overflow(page) == 0, width
        keys = ("canvas", "prediction", "activations", "squared_error", "loss", "seen")
        for key, box in board.places(keys).items():
            assert box["x"] >= 0, key
            assert box["y"] >= 0, key
            assert box["x"] + box["width"] <= width, key
            assert box["y"] + box["height"] <= height + 1, key

    page.set_viewport_size(PROJECTOR["viewport"])
    page.keyboard.press("f")
    board.wait_until(lambda: board.places() == before)


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_no_step_of_the_network_moves_its_picture(opened, locale):
    page = opened("network", locale=locale)
    page.evaluate(REFUSE)
    page.keyboard.press("f")
    for width, height in ((1920, 1080), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        letters = f"{width / 50:.2f}"
        page.wait_for_function(f"document.documentElement.style.cssText.includes('{letters}')")
        places = []
        for step in range(10):
            title = page.locator(".step-title")
            expect(title).to_have_text(re.compile(f"^{step} / 9" if step else r"^\s*$"))
            places.append(page.locator(".stage").bounding_box())
            page.keyboard.press("ArrowRight")
        assert places == places[:1] * 10


def test_a_page_that_the_browser_takes_from_the_screen_is_not_presented(board):
    board.page.keyboard.press("f")
    board.page.wait_for_function("document.fullscreenElement")
    assert state(board.page) == ["data-presenting"]

    board.page.evaluate("document.exitFullscreen()")  # as it does at Escape

    board.wait_until(lambda: state(board.page) == [])


def test_the_next_page_is_presented_too(opened):
    page = opened("error")
    board = Board(page)
    board.expect_idle()
    page.get_by_role("link", name="Draw").click()
    board.opened().expect_idle()
    page.keyboard.press("f")

    page.go_back()

    expect(page.locator(".frame-arrows .main-svg").first).to_be_visible()
    expect(page.locator("header")).to_be_hidden()
    page.keyboard.press("f")
    board.wait_until(lambda: state(page) == [])
    expect(page.locator("header")).to_be_visible()


def test_where_no_page_may_fill_the_screen_escape_and_the_key_leave(opened):
    page = opened("error", locale="ko-KR")
    page.evaluate(REFUSE)
    for leave in ("Escape", "ㄹ"):
        page.keyboard.press("KeyF")
        assert state(page) == ["data-presenting"]
        expect(page.locator("header")).to_be_hidden()
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:  # as a Korean keyboard says it
            page.evaluate("""() => document.body.dispatchEvent(new KeyboardEvent("keydown",
                { key: "ㄹ", code: "KeyF", bubbles: true, composed: true }))""")
        assert state(page) == []
        expect(page.locator("header")).to_be_visible()

    page.get_by_test_id("stNumberInputField").first.focus()
    page.keyboard.press("f")
    page.keyboard.press("Control+f")
    assert state(page) == []
    page.keyboard.press("z")  # no canvas, nothing to freeze
    assert state(page) == []


def test_what_is_frozen_stays_until_it_is_not(board):
    page = board.page
    board.draw(SEVEN)
    board.expect_digit(7)
    board.wait_until(lambda: len(board.values("squared_error")) == 10)
    page.mouse.move(5, 5)
    page.wait_for_timeout(300)
    frozen = shown(board)
    board_ink = board.ink()

    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Frozen")).to_be_visible()
    board.part("clear").get_by_role("button").click()
    press(board, ring()[0])
    assert shown(board)[0] == frozen[0]  # under the pen
    page.mouse.up()
    page.wait_for_url("**drawing=*")
    board.expect_idle()
    page.wait_for_timeout(300)
    assert shown(board) == frozen
    assert board.ink() != board_ink

    page.keyboard.press("z")
    board.expect_digit(0)
    board.wait_until(lambda: board.values("activations")[0] > 0.5)
    assert float(board.part("loss").locator("b").inner_text()) < 0.5
    assert state(page) == []


def test_a_live_answer_is_frozen_too_and_leaving_the_page_ends_it(open_page):
    board = open_page()
    page = board.page
    press(board, SEVEN[0])
    live = page.locator(".prediction.live strong")
    expect(live).to_have_text("7")
    page.keyboard.press("z")
    numbers = board.values("activations")
    page.mouse.up()
    page.wait_for_url("**drawing=*")
    board.expect_idle()
    board.draw(FOUR)
    page.wait_for_timeout(500)
    assert (live.inner_text(), board.values("activations")) == ("7", numbers)

    page.get_by_role("link", name="Error").click()
    expect(page.locator(".frame-arrows .main-svg").first).to_be_visible()
    board.wait_until(lambda: state(page) == [])
    expect(page.locator(".st-key-digit .digit")).to_be_visible()


RUN = forward(load_network("lecture-a"), prepare_strokes(sample(7).strokes).X)

GIVEN_AWAY = {
    "": (f"{RUN.A2[7, 0]:.3f}", "answer", "assumed", "next:", "The numbers as a table"),
    "forward": ("next:", "answer", "Z2 of", "for output 7", f"{RUN.Z2[7, 0]:.3f}"),
    "error": ("next:", "assumed", "target 7", "Loss, step by step", "answer"),
    "mnist": ("next:", "answer", "Label 9", "read as"),
    "train": ("largest output", "answer"),
    "network": ("next:", "The answer is 7", f"{RUN.A2[7, 0]:.3f}"),
}


@pytest.mark.parametrize("name", GIVEN_AWAY)
def test_a_hidden_answer_is_nowhere_told(opened, name):
    query = "?image=7" if name == "mnist" else DRAWN + "&example=mine"
    page = opened(name, query, viewport={"width": 1280, "height": 800})
    last = page.locator(LAST_FIGURE[name]).first
    digit = page.locator(".digit").first
    before = digit.bounding_box(), last.bounding_box()
    there = " | ".join(page.evaluate(TOLD))
    for words in GIVEN_AWAY[name]:
        assert words in there, words  # or this test would prove nothing

    page.keyboard.press("h")

    told = page.evaluate(TOLD)
    said = " | ".join(told)
    for words in GIVEN_AWAY[name]:
        assert words not in said, words
    lead = page.locator(".prediction").first
    assert lead.inner_text().strip() == ""
    assert "?" in lead.evaluate("lead => getComputedStyle(lead, '::before').content")
    assert (digit.bounding_box(), last.bounding_box()) == before
    hidden = ".frame-sheet .textpoint, .bartext, .bars .point > path, .digit, .value, .rival, .loss"
    assert page.evaluate(
        """selector => [...document.querySelectorAll(selector)]
            .filter(part => !part.closest(".frame-per_digit, .frame-fact_split")
                && (part.matches("path") || part.textContent)
                && part.checkVisibility({ visibilityProperty: true })).length""",
        hidden,
    ) == 0  # fmt: skip
    expect(page.get_by_role("button", name="Answer hidden")).to_be_visible()

    if name == "mnist":  # the images are the question
        sheet = page.locator(".st-key-sheet").screenshot()
        assert Image.open(io.BytesIO(sheet)).convert("L").histogram()[0] > 10_000

    page.keyboard.press("h")
    expect(digit).to_be_visible()


def test_it_stays_hidden_under_the_pen_after_it_and_on_the_next_page(open_page):
    board = open_page()
    page = board.page
    page.keyboard.press("h")
    press(board, SEVEN[0])
    expect(page.locator(".prediction.live")).to_be_attached()
    for part in (".prediction.live strong", ".prediction.live em", ".prediction.live span"):
        expect(page.locator(part)).to_be_hidden()
    expect(board.part("activations").locator(".bartext").first).to_be_hidden()
    page.mouse.up()
    page.wait_for_url("**drawing=*")
    board.wait_until(lambda: len(board.values("squared_error")) == 10)
    expect(board.part("prediction").locator(".digit")).to_be_hidden()

    page.get_by_role("link", name="Forward pass").click()
    digit = page.locator(".st-key-side .digit")
    expect(digit).to_be_attached()
    expect(digit).to_be_hidden()
    page.get_by_role("button", name="Answer hidden").click()
    expect(digit).to_be_visible()


def test_a_finger_finds_the_buttons(opened):
    page = opened("", **PHONE)
    page.get_by_role("button", name="Fill the screen").tap()
    board = Board(page)
    assert state(page) == ["data-presenting"]
    board.touch(SEVEN)
    page.locator(".st-key-canvas").wait_for()
    page.locator(".frame-activations").tap()
    for name in ("Freeze", "Hide"):
        button = page.get_by_role("button", name=name)
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        button.tap()
    assert state(page) == ["data-presenting", "data-frozen", "data-answer"]
    page.get_by_role("button", name="Leave").tap()
    assert state(page) == ["data-frozen", "data-answer"]


def test_paper_is_no_projector(opened):
    page = opened("")
    page.keyboard.press("f")
    page.wait_for_function("parseFloat(getComputedStyle(document.documentElement).fontSize) > 37")

    page.emulate_media(media="print")

    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) <= 20
    expect(page.locator(".present")).to_be_hidden()
    expect(page.locator(".st-key-settings")).to_be_visible()


def test_gradient_descent_is_stepped_on_the_projector(opened):
    page = opened("error", DRAWN + "&target=3", viewport={"width": 1280, "height": 800})
    page.keyboard.press("f")
    losses = page.locator(".losses")
    expect(losses).not_to_contain_text("→")
    page.locator(".st-key-take_1 button").click()
    expect(losses).to_contain_text("→")


@pytest.mark.training
@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_a_training_is_begun_and_watched_on_the_projector(opened, locale):
    page = opened("train", locale=locale)
    board = Board(page)
    board.expect_idle()
    page.evaluate(REFUSE)
    page.keyboard.press("f")
    names = [f"training_{name}" for name in ("start", "pause", "step", "stop", "back")]
    whole = [board.part(name) for name in (*names, "reading_x", "reading_a2")]
    whole.append(board.part("reading_y").locator(".rival"))
    for part in whole:
        expect(part).to_be_visible()

    def is_whole(width: int, height: int) -> bool:
        boxes = [box for box in (part.bounding_box() for part in whole) if box]
        ends = [(box["x"] + box["width"], box["y"] + box["height"]) for box in boxes]
        return len(ends) == len(whole) and all(x <= width and y <= height for x, y in ends)

    for width, height in ((1920, 1080), (1280, 800), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        board.wait_until(partial(is_whole, width, height))
    board.part("training_step").get_by_role("button").click()
    expect(board.part("training_stop").get_by_role("button")).to_be_enabled()
    board.part("training_back").get_by_role("button").click()
    expect(board.part("training_back").get_by_role("button")).to_be_disabled()


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
def test_images_are_guessed_one_after_the_other_on_the_projector(opened, locale):
    page = opened("mnist", "?image=10", locale=locale)
    page.locator(".st-key-guess_first label").click()
    expect(page.locator(".label")).to_be_empty()
    page.evaluate(REFUSE)
    page.keyboard.press("f")
    page.keyboard.press("3")
    expect(page.locator(".guessed b")).to_have_text(["3", "0", "0"])
    for width, height in ((1920, 1080), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(FITS)
        outputs = page.locator(".frame-activations").bounding_box()
        assert outputs["y"] + outputs["height"] <= height
    page.locator(".st-key-image_after button").click()
    page.wait_for_url("**image=11*")
    expect(page.locator(".label")).to_be_empty()
