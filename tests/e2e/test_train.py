"""The Train page in a browser: curves grow, other things stay usable, leaving ends the work."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mnistnet import Drawing, forward, load_network, prepare_strokes
from mnistnet.charts.number_text import short_number
from mnistnet.drawing.samples import WRITTEN, sample
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.e2e.board import Board
from tests.e2e.test_draw import PHONE
from tests.support.class_of import class_of
from tests.support.digits import SEVEN

IN_USE = catalogue("en")["train_page.in_use"]
DRAWN = encode(Drawing(tuple(SEVEN), (20.0,)))


pytestmark = [
    pytest.mark.training,
    pytest.mark.skipif(
        not Path("/proc/self/task").exists(), reason="looks into /proc for the training's process"
    ),
]


def training_processes() -> set[int]:
    """Return the ids of all processes that train."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"mnistnet.live_training.worker" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
        except OSError:  # it has just ended
            continue
    return found


def open_train(open_at, choices="", **context):
    board = Board(open_at(f"train?drawing={DRAWN}{choices}", **context))
    expect(board.part("activations").locator(".main-svg").first).to_be_visible(timeout=60_000)
    # The first visit unpacks MNIST; when its spinner goes, what stands below moves up anew.
    app = board.page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    board.page.wait_for_timeout(1000)
    return board


def press(board, name):
    board.page.get_by_role("button", name=name, exact=True).click()


def begin_long(board):
    """Begin a training of minutes, which does not end by itself while a test looks at it."""
    epochs = board.page.get_by_label("Epochs")
    epochs.fill("200")
    epochs.press("Enter")
    expect(epochs).to_have_value("200")
    board.expect_idle()
    press(board, "Start")
    expect(board.page.get_by_role("button", name="Pause", exact=True)).to_be_enabled()


def step_shown(board) -> int:
    words = board.page.locator(".stProgress").inner_text()
    return int(words.split("Step ")[1].split(" of")[0].replace(",", "")) if "Step " in words else 0


def test_a_training_grows_in_place_and_ends_with_its_tab(open_at):
    board = open_train(open_at)
    curve = board.part("curve_loss").locator(".main-svg").first
    curve.evaluate("figure => { figure.mark = 'the same' }")
    others = training_processes()

    begin_long(board)
    board.wait_until(lambda: step_shown(board) > 0)
    before = step_shown(board)
    board.wait_until(lambda: step_shown(board) > before)
    assert curve.evaluate("figure => figure.mark") == "the same"
    ours = training_processes() - others
    assert ours

    press(board, "Pause")
    expect(board.page.get_by_role("button", name="Go on", exact=True)).to_be_enabled()
    paused_at = step_shown(board)
    press(board, "One step")
    board.wait_until(lambda: step_shown(board) > paused_at)
    press(board, "Go on")
    expect(board.page.get_by_role("button", name="Pause", exact=True)).to_be_enabled()

    board.page.close()

    closed = time.monotonic()
    while ours & training_processes():
        assert time.monotonic() - closed < 60, "closing the tab did not end the training"
        time.sleep(0.02)


def test_leaving_the_page_ends_the_training(open_at):
    board = open_train(open_at)
    others = training_processes()
    begin_long(board)
    board.wait_until(lambda: step_shown(board) > 0)
    ours = training_processes() - others
    assert ours

    board.page.get_by_role("link", name="Draw", exact=True).click()

    board.expect_digit(7)
    board.wait_until(lambda: not ours & training_processes())


def test_a_finished_training_is_taken_home_and_used(open_at, tmp_path):
    board = open_train(open_at)
    board.page.get_by_label("Example to start from").click()
    board.page.get_by_role("option", name="100 images only").click()
    expect(board.page.get_by_label("Epochs")).to_have_value("100")

    press(board, "Start")
    table = board.page.locator("table.values", has_text="yours, 784-100-10")
    expect(table).to_be_visible(timeout=120_000)
    expect(board.page.get_by_role("button", name="Start", exact=True)).to_be_enabled()

    with board.page.expect_download() as download:
        press(board, "Download as .npz")
    network = load_network(download.value.path())
    assert network.n_hidden == 100
    with board.page.expect_download() as download:
        press(board, "Take it home as a page")
    assert download.value.suggested_filename == "mnistnet-784-100-10.html"
    file = tmp_path / "ours.html"
    download.value.save_as(file)
    page = board.page.context.new_page()
    page.goto(f"{file.as_uri()}#drawing={WRITTEN[7]}")
    outputs = forward(network, prepare_strokes(sample(7).strokes).X).A2[:, 0]
    numbers = page.locator(".frame-activations .number")
    expect(numbers).to_have_text([short_number(value) for value in outputs])
    press(board, "Use it on the other pages")
    expect(board.page.get_by_text(IN_USE)).to_be_visible()  # before the page is left
    board.page.get_by_role("link", name="Draw", exact=True).click()
    expect(board.page.get_by_role("radio", name="Yours")).to_be_checked(timeout=15_000)


def test_a_class_learns_from_its_own_hands_and_takes_the_network_to_its_wall(open_at, class_store):
    code = class_of(class_store, 5).code
    board = open_train(open_at, f"&class={code}&epochs=2")
    board.page.get_by_label("Images to learn from").click()
    board.page.get_by_role("option", name="Ours alone").click()
    expect(board.page.get_by_text("40 drawings (pupils: 4) are learnt from")).to_be_visible()
    board.expect_idle()

    press(board, "Start")
    table = board.page.locator("table.values", has_text="on 10 held-back drawings")
    expect(table).to_be_visible(timeout=120_000)
    assert "source=ours" in board.page.url
    press(board, "Use it on the other pages")
    expect(board.page.get_by_text(IN_USE)).to_be_visible()  # before the page is left
    board.page.get_by_role("link", name="Class", exact=True).click()
    expect(board.page.get_by_role("radio", name="Yours")).to_be_checked(timeout=15_000)


def test_nothing_reaches_beyond_a_phone_or_moves_when_numbers_come(open_at, class_store):
    board = open_train(open_at, f"&class={class_of(class_store, 5).code}&source=both", **PHONE)
    expect(board.part("setting_source")).to_be_visible()
    expect(board.part("picture_dw2").locator(".main-svg").first).to_be_visible(timeout=30_000)

    widest = board.page.evaluate("document.querySelector('.stMain').scrollWidth")

    assert widest <= 390
    lines = ".curves, .stProgress"
    heights = "lines => lines.map(line => line.getBoundingClientRect().height)"
    before = board.page.locator(lines).evaluate_all(heights)
    begin_long(board)
    expect(board.page.locator(".stProgress")).to_contain_text("s left")
    expect(board.page.locator(".curves").last).to_contain_text("%")
    assert board.page.locator(lines).evaluate_all(heights) == before


@pytest.mark.parametrize("locale", ["ko-KR", "en-US"])
@pytest.mark.parametrize(
    ("name", "key", "typed", "stands", "good"),
    [
        ("train", "setting_epochs", "500", 5, "7"),
        ("train", "setting_learning_rate", "0", 1, "2"),
        ("train", "batch", "-1", 0, "3"),
        ("forward", "unit_from_0", "500", 0, "99"),
        ("mnist", "image", "12345", 0, "99"),
    ],
)
def test_a_number_beyond_its_range_is_refused_in_words(
    open_at, locale, name, key, typed, stands, good
):
    page = open_at(f"{name}?drawing={DRAWN}", locale=locale)
    field = page.locator(f".st-key-bounded_{key}").first
    sentence = field.locator(".beyond")
    expect(sentence).to_be_hidden(timeout=60_000)
    low, high = (float(field.locator("input").get_attribute(end)) for end in ("min", "max"))

    field.locator("input").fill(typed)
    field.locator("input").press("Enter")

    told = {"low": f"{low:,g}", "high": f"{high:,g}", "stands": stands}
    expect(sentence).to_have_text(catalogue(locale[:2])["label.beyond"].format(**told))
    expect(sentence).to_be_visible()
    for others in field.locator("[role=alert]:not(.beyond), [data-testid*=ErrorHover]").all():
        expect(others).to_be_hidden()
    field.locator("input").fill(good)
    field.locator("input").press("Enter")
    expect(sentence).to_be_hidden()
    heights = "(field, inner) => field.clientHeight - field.querySelector(inner).clientHeight"
    assert field.evaluate(heights, ".stNumberInput") == 0  # an unsaid sentence takes no room
