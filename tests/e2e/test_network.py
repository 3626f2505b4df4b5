"""The network's picture in a browser, read back beside NumPy's numbers."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet import forward, load_network, prepare_as_drawn, prepare_strokes
from mnistnet.charts.network_layout import layouts
from mnistnet.charts.number_text import adding_up, number, short_number
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.loss import one_hot, squared_error
from mnistnet.texts import catalogue
from tests.e2e.board import Board
from tests.e2e.test_draw import PHONE, in_address
from tests.e2e.test_live import press
from tests.support.digits import FOUR, SEVEN

DRAWN = f"network?drawing={encode(sample(7))}"
LAYOUTS = layouts(load_network("lecture-a"))  # another network's image stands in the same place
STEPS = ("drawn", "prepared", "x", "z1", "a1", "z2", "a2", "error", "loss")

READ = """stage => {
    const grey = element => Number(/\\d+/.exec(getComputedStyle(element).fill));
    const all = (selector, read) => [...stage.querySelectorAll(selector)].map(read);
    const number = name => all(`.number.${name}`, text => text.textContent);
    const svg = stage.querySelector("svg");
    const canvas = stage.querySelector("canvas");
    const scale = canvas.width / svg.viewBox.baseVal.width;
    const [left, top, side] = stage.image;
    const context = canvas.getContext("2d");
    const pixels = Array.from({length: 784}, (_, i) => {
        const x = (i % 28 + 0.5) * side / 28 + left;
        const y = (Math.floor(i / 28) + 0.5) * side / 28 + top;
        return context.getImageData(x * scale, y * scale, 1, 1).data[0];
    });
    return {
        pixels,
        units: all(".unit", grey),
        outputs: all(".output", grey),
        value: number("value"), target: number("target"), error: number("error"),
        winner: all('.name[data-is="winner"]', text => text.textContent),
        loss: stage.querySelector(".head-loss").textContent,
    };
}"""


class Picture:
    """The picture on a page that stands open at it."""

    def __init__(self, page):
        self.page = page
        self.board = Board(page)
        self.stage = page.locator(".stage")
        self.readout = page.locator(".readout")
        expect(self.stage.locator("svg .head").first).to_be_visible(timeout=90_000)
        expect(self.board.paper).to_be_visible(timeout=30_000)

    def read(self):
        """Return what is to be seen: greys of 0 to 255, and numbers as they are written."""
        width = self.stage.locator("svg").evaluate("svg => svg.viewBox.baseVal.width")
        (box,) = (layout["image"] for layout in LAYOUTS.values() if layout["width"] == width)
        self.stage.evaluate("(stage, box) => { stage.image = box }", box)
        return self.stage.evaluate(READ)

    def expect_numbers(self, strokes_or_digit, network="lecture-a", target=None):
        """Wait until the picture shows what NumPy computes."""
        digit = strokes_or_digit
        if not hasattr(digit, "X"):
            digit = prepare_strokes(digit)
        run = forward(load_network(network), digit.X)
        winner = int(run.A2.argmax())
        loss = f"loss, if it is a {winner}:" if target is None else "loss:"
        target = winner if target is None else target
        errors = squared_error(run.A2, one_hot(target))
        expected = {
            "pixels": np.rint(255 * digit.X[:, 0]).astype(int).tolist(),
            "units": np.rint(255 * run.A1[:, 0]).astype(int).tolist(),
            "outputs": np.rint(255 * run.A2[:, 0]).astype(int).tolist(),
            "value": [short_number(value) for value in run.A2[:, 0]],
            "target": [str(int(k == target)) for k in range(10)],
            "error": [short_number(value) for value in errors[:, 0]],
            "winner": [str(winner)],
            "loss": f"{loss} {adding_up(errors[:, 0])[1]}",
        }
        self.board.wait_until(lambda: self.page.locator(".live").count() == 0)
        for _ in range(60):
            found = self.read()
            # What is drawn as it is NumPy adds up in float32: half a grey more or less.
            off = np.abs(np.subtract(found["pixels"], expected["pixels"])).max()
            if off <= 1 and found | {"pixels": 0} == expected | {"pixels": 0}:
                return run
            self.page.wait_for_timeout(50)
        for key, value in expected.items():
            assert found[key] == value, key
        return run

    def step(self):
        return self.stage.locator("svg").get_attribute("data-step")


@pytest.fixture
def open_picture(open_at):
    return lambda query=DRAWN, **context: Picture(open_at(query, **context))


def test_every_number_is_numpys_with_both_networks_and_a_target(open_picture):
    picture = open_picture("network")
    assert picture.read()["units"] == [0] * 100
    picture.board.draw(SEVEN)
    strokes = in_address(picture.board).strokes
    picture.expect_numbers(strokes)

    picture.page.keyboard.press("n")
    run = picture.expect_numbers(strokes, "lecture-b")
    numbers = picture.stage.locator(".number:not(.name, .value, .target, .error)")
    assert numbers.all_text_contents() == [short_number(a) for a in run.A1[:, 0]]
    picture.page.keyboard.press("3")
    picture.expect_numbers(strokes, "lecture-b", target=3)
    picture.page.locator(".st-key-preparation button").nth(1).click()
    picture.expect_numbers(prepare_as_drawn(in_address(picture.board)), "lecture-b", target=3)

    picture.page.keyboard.press("c")
    picture.board.wait_until(lambda: picture.read()["value"] == [""] * 10)
    assert picture.read()["pixels"] == [0] * 784


def test_it_moves_with_the_pen_and_python_settles_it(open_picture):
    picture = open_picture("network")
    press(picture.board, FOUR[0])
    expect(picture.page.locator(".frame-network > .live strong")).to_be_visible()
    picture.board.wait_until(lambda: sum(picture.read()["pixels"]) > 0)
    before = picture.read()

    x, y = picture.board.on_screen(np.array([(60.0, 250)]))[0]
    picture.page.mouse.move(x, y, steps=10)
    picture.board.wait_until(lambda: picture.read()["pixels"] != before["pixels"])
    assert "drawing=" not in picture.page.url
    under_the_pen = picture.read()
    picture.page.mouse.up()

    strokes = in_address(picture.board).strokes
    picture.expect_numbers(strokes)
    settled = picture.read()
    assert abs(np.array(settled["units"]) - under_the_pen["units"]).max() < 30
    assert settled["winner"] == under_the_pen["winner"]


def test_steps_by_keys_and_buttons_show_one_thing_after_the_other(open_picture):
    picture = open_picture(reduced_motion="reduce")
    picture.expect_numbers(sample(7).strokes)
    words = catalogue("en")
    title = picture.page.locator(".step-title")
    seen = []
    for n, (name, key) in enumerate(zip(STEPS, ["ArrowRight", "PageDown"] * 5, strict=False), 1):
        picture.page.keyboard.press(key)
        expect(title).to_have_text(re.compile(rf"{n} / 9 +{words[f'network_step.{name}']}"))
        assert picture.step() == str(n)
        found = picture.read()
        seen.append(
            (
                found["pixels"]
                == np.rint(255 * prepare_strokes(sample(7).strokes).X[:, 0]).tolist(),
                any(picture.stage.locator(".unit").evaluate_all(FILLED)),
                found["value"][0] != "",
                found["winner"] != [],
                found["error"][0] != "",
                any(letter.isdigit() for letter in found["loss"]),
                picture.page.locator(".frame-network .lead").is_visible(),
            )
        )
    first = [column.index(True) + 1 for column in zip(*seen, strict=True)]
    assert first == [2, 4, 6, 7, 8, 9, 7]  # prepared, z1, z2, a2, error, loss, a2
    assert all(list(column) == sorted(column) for column in zip(*seen, strict=True))
    run = forward(load_network("lecture-a"), prepare_strokes(sample(7).strokes).X)

    picture.page.keyboard.press("PageDown")  # past the last: the whole picture
    expect(title).to_have_text("")
    picture.page.keyboard.press("PageUp")
    expect(title).to_have_text(re.compile("9 / 9"))
    for _ in range(3):
        picture.page.locator(".step-buttons .back").click()
    assert picture.read()["value"] == [short_number(z) for z in run.Z2[:, 0]]
    expect(picture.page.locator(".step-formula")).to_contain_text("(10, 1) = (10, 100) · (100, 1)")
    expect(picture.page.locator(".step-formula code")).to_have_text("Z2 = np.dot(W2, A1)")
    picture.page.locator(".step-buttons .whole").click()
    picture.expect_numbers(sample(7).strokes)


IS_FREE = """document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key: "PageDown", bubbles: true, cancelable: true }))"""
"""Whether Page Down does what it does in a browser."""

FILLED = """units => units.map(unit => {
    return !["none", "rgb(0, 0, 0)"].includes(getComputedStyle(unit).fill);
})"""


def test_steps_leave_the_arrow_keys_of_others_alone_and_play(open_picture):
    picture = open_picture(reduced_motion="reduce")
    picture.expect_numbers(sample(7).strokes)
    picture.page.locator(".st-key-network button").first.focus()
    picture.page.keyboard.press("ArrowRight")
    assert picture.step() == "9"
    picture.page.keyboard.press("PageDown")  # which moves nothing there
    assert picture.step() == "1"
    picture.page.keyboard.press("PageUp")

    picture.page.locator(".step-buttons .play").click()
    expect(picture.page.locator(".step-title")).to_have_text(re.compile("1 / 9"))
    expect(picture.page.locator(".step-title")).to_have_text(re.compile("2 / 9"), timeout=5_000)
    picture.page.locator(".step-buttons .play").click()
    picture.page.wait_for_timeout(3_300)
    expect(picture.page.locator(".step-title")).to_have_text(re.compile("2 / 9"))


def test_a_step_moves_unless_the_visitor_asks_for_stillness(open_picture):
    picture = open_picture()
    picture.expect_numbers(sample(7).strokes)
    for _ in range(3):
        picture.page.keyboard.press("ArrowRight")
    svg = picture.stage.locator("svg")
    expect(svg).to_have_class("moving")
    expect(svg).not_to_have_class("moving", timeout=5_000)

    title = picture.page.locator(".step-title")
    picture.page.reload()
    expect(title).to_have_text(re.compile("3 / 9"), timeout=30_000)
    for name in ("Error", "Network"):
        picture.page.get_by_role("link", name=name, exact=True).click()
        expect(title).to_be_visible(visible=name == "Network", timeout=30_000)
    expect(title).to_have_text(re.compile("3 / 9"))


def test_what_is_pointed_at_shows_its_numbers_and_a_click_keeps_it_for_forward_pass(open_picture):
    picture = open_picture()
    run = picture.expect_numbers(sample(7).strokes)
    X = prepare_strokes(sample(7).strokes).X[:, 0]
    network = load_network("lecture-a")
    unit = 34
    products = network.W1[unit] * X
    pixel = int(abs(products).argmax())

    picture.stage.locator(".unit").nth(unit).hover()
    readout = picture.readout.text_content()
    for value in (run.Z1[unit, 0], run.A1[unit, 0], products[pixel]):
        assert number(value) in readout
    assert f"W1[{unit}, {pixel}]" in readout
    reds = picture.read()["pixels"]
    assert len(set(reds)) > 50  # colours of weights in place of the digit

    picture.stage.locator(".output").nth(4).hover()
    contributions = network.W2[4] * run.A1[:, 0]
    best = int(abs(contributions).argmax())
    readout = picture.readout.text_content()
    assert f"W2[4, {best}]" in readout
    for value in (run.Z2[4, 0], run.A2[4, 0], contributions[best]):
        assert number(value) in readout

    picture.stage.locator(".unit").nth(unit).click()
    picture.page.mouse.move(5, 5)
    expect(picture.stage.locator('.unit[data-marked="yes"]')).to_have_count(1)
    assert number(run.Z1[unit, 0]) in picture.readout.text_content()
    picture.board.expect_idle()
    picture.page.get_by_role("link", name="Forward pass").click()
    field = picture.page.locator(".st-key-unit_from_0 input")
    expect(field).to_have_value(str(unit), timeout=15_000)


def test_a_line_shows_its_product(open_picture):
    picture = open_picture("network?network=lecture-b&drawing=" + encode(sample(7)))
    run = picture.expect_numbers(sample(7).strokes, "lecture-b")
    contributions = load_network("lecture-b").W2[:, :14] * run.A1[:, 0]
    output, unit = np.unravel_index(abs(contributions).argmax(), contributions.shape)
    ends = [
        picture.stage.locator(kind).nth(i).bounding_box()
        for kind, i in ((".unit", unit), (".output", output))
    ]
    (x1, y1), (x2, y2) = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in ends]

    found = []
    for share in np.linspace(0.3, 0.8, 11):
        picture.page.mouse.move(x1 + share * (x2 - x1), y1 + share * (y2 - y1))
        found.append(picture.readout.text_content())

    said = f"W2[{output}, {unit}] × A1[{unit}] = "
    (words,) = {words for words in found if said in words}
    assert words.endswith(f" = {number(contributions[output, unit])}")


def test_the_keyboard_reaches_pixels_units_and_outputs(open_picture):
    picture = open_picture()
    run = picture.expect_numbers(sample(7).strokes)
    stops = picture.stage.locator(".stop")
    expect(stops).to_have_count(3)

    stops.nth(1).focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowRight"):
        picture.page.keyboard.press(key)
    assert picture.step() == "9"  # the steps stay where they are
    said = stops.nth(1).get_attribute("aria-valuetext")
    assert number(run.Z1[11, 0]) in said
    expect(picture.readout).to_contain_text("11")
    picture.page.keyboard.press("Enter")
    expect(picture.stage.locator('.unit[data-marked="yes"]')).to_have_count(1)
    picture.page.keyboard.press("Tab")
    expect(stops.nth(2)).to_be_focused()
    picture.page.keyboard.press("ArrowDown")
    said = stops.nth(2).get_attribute("aria-valuetext")
    assert number(run.A2[1, 0]) in said


def test_on_a_phone_it_stands_upright_and_nothing_sticks_out(open_picture):
    picture = open_picture(**PHONE)
    picture.expect_numbers(sample(7).strokes)

    box = picture.stage.bounding_box()
    assert box["height"] > box["width"] > 300
    assert picture.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert picture.board.paper.bounding_box()["height"] < 220  # so that the picture is in sight


def test_on_a_phone_each_step_and_the_buttons_stay_in_sight(open_picture):
    picture = open_picture(**PHONE, reduced_motion="reduce")
    picture.expect_numbers(sample(7).strokes)
    page = picture.page
    parts = [".lines"] * 3 + [".unit"] * 2 + [".output"] * 2 + [".error", ".head-loss"]

    places = []
    for n, part in enumerate(parts, 1):
        page.locator(".step-buttons .next").tap()
        assert picture.step() == str(n)
        box = picture.stage.locator(part).last.bounding_box()
        top = page.locator("header").bounding_box()["height"]
        words = page.locator(".step-words").bounding_box()
        middle = box["y"] + (0 if part == ".lines" else box["height"] / 2)
        assert top <= middle <= words["y"], part
        places.append(page.locator(".step-buttons .next").bounding_box()["y"])
        boxes = [value.bounding_box() for value in picture.stage.locator(".value").all()]
        edge = 2  # of the page's colour around each letter
        ends = [(b["x"] + edge, b["x"] + b["width"] - edge) for b in boxes if b and b["width"]]
        assert all(right <= left for (_, right), (left, _) in pairwise(ends)), (n, ends)
    assert 600 < min(places) <= max(places) < 844
    assert max(places) - min(places) < 3
    page.locator(".stage .unit").first.tap()
    said = page.locator(".readout").bounding_box()
    assert said["y"] + said["height"] <= page.locator(".step-words").bounding_box()["y"] + 1


def test_frozen_it_stays_until_it_is_thawed(open_picture):
    picture = open_picture()
    picture.expect_numbers(sample(7).strokes)
    before = picture.read()
    words = picture.page.locator(".frame-network > .lead").inner_text()

    picture.page.keyboard.press("z")
    picture.page.keyboard.press("c")
    picture.board.wait_until(lambda: picture.board.ink() == 0)
    press(picture.board, FOUR[0])
    picture.page.wait_for_timeout(300)
    assert picture.read() == before
    picture.page.mouse.up()
    picture.board.draw(FOUR[1:])
    picture.board.wait_until(lambda: len(in_address(picture.board).strokes) == len(FOUR))
    picture.board.expect_idle()
    picture.page.keyboard.press("ArrowRight")  # its steps can be shown all the same
    assert picture.step() == "1"
    picture.page.keyboard.press("ArrowLeft")
    assert picture.read() == before
    assert picture.page.locator(".frame-network > .lead").inner_text() == words

    picture.page.keyboard.press("z")
    strokes = in_address(picture.board).strokes
    picture.expect_numbers(strokes)


def test_frozen_another_network_waits_too_and_nothing_is_left_behind(open_picture):
    picture = open_picture(reduced_motion="reduce")
    picture.expect_numbers(sample(7).strokes)
    before = picture.read()
    picture.page.keyboard.press("z")
    picture.page.keyboard.press("n")
    picture.page.wait_for_url("**network=lecture-b*")
    picture.board.expect_idle()
    assert picture.read() == before
    picture.page.keyboard.press("z")
    picture.expect_numbers(sample(7).strokes, "lecture-b")

    picture.page.keyboard.press("z")
    picture.board.draw([FOUR[0]])
    picture.board.wait_until(lambda: len(in_address(picture.board).strokes) == 3)
    picture.board.expect_idle()
    picture.page.get_by_role("link", name="Draw").click()
    board = Board(picture.page).opened()
    press(board, FOUR[0])
    expect(board.part("activations").locator(".live strong")).to_be_visible()
    board.page.mouse.up()
    assert board.page.evaluate(IS_FREE)


def test_what_a_step_has_not_come_to_is_not_told(open_picture):
    picture = open_picture(reduced_motion="reduce")
    run = picture.expect_numbers(sample(7).strokes)
    idle = picture.readout.text_content()
    parts = {"unit": (run.Z1[34, 0], run.A1[34, 0]), "output": (run.Z2[4, 0], run.A2[4, 0])}
    told = []
    for _ in STEPS:
        picture.page.keyboard.press("ArrowRight")
        for kind, index in (("unit", 34), ("output", 4)):
            picture.stage.locator(f".{kind}").nth(index).hover(force=True)
            words = picture.readout.text_content()
            z, a = (f"= {number(value)}" for value in parts[kind])
            assert (z in words) or words == idle
            told.append(
                (kind, "A" if f"g(Z{1 if kind == 'unit' else 2}) {a}" in words else z in words)
            )
    of = {kind: [what for name, what in told if name == kind] for kind in parts}
    assert of["unit"] == [False] * 3 + [True] + ["A"] * 5
    assert of["output"] == [False] * 5 + [True] + ["A"] * 3


def test_hidden_no_output_tells_anything(open_picture):
    picture = open_picture()
    picture.expect_numbers(sample(7).strokes)
    picture.page.keyboard.press("h")

    found = picture.read()
    assert (found["value"], found["error"], found["winner"]) == ([""] * 10, [""] * 10, [])
    assert found["target"] == [""] * 10
    fills = "outputs => outputs.map(output => getComputedStyle(output).fill)"
    assert set(picture.stage.locator(".output").evaluate_all(fills)) == {"none"}
    before = picture.readout.text_content()
    picture.stage.locator(".output").nth(7).hover(force=True)
    assert picture.readout.text_content() == before
    for stop in picture.stage.locator(".stop").all():
        assert "A2" not in stop.get_attribute("aria-valuetext")
    assert "7" not in picture.stage.locator("svg").get_attribute("aria-label")

    picture.page.keyboard.press("h")
    picture.page.mouse.move(5, 5)
    picture.expect_numbers(sample(7).strokes)

    picture.page.keyboard.press("h")
    picture.page.keyboard.press("f")
    for _ in range(8):
        picture.page.keyboard.press("PageDown")
    expect(picture.page.locator(".step-title")).to_have_text(re.compile("8 / 9"))
    sign = picture.page.get_by_role("button", name="Answer hidden").bounding_box()
    right = "words => { const r = new Range(); r.selectNodeContents(words);"
    right += " return r.getBoundingClientRect().right; }"
    for words in picture.page.locator(".step-words p").all():
        assert words.evaluate(right) <= sign["x"]

    sign = picture.page.locator(".present .on span", has_text="Answer hidden")
    assert sign.bounding_box()["width"] < 10
    picture.page.keyboard.press("f")
    picture.page.get_by_role("link", name="Draw").click()
    expect(picture.page.locator(".frame-network")).to_have_count(0)
    picture.page.keyboard.press("f")
    assert sign.bounding_box()["width"] > 50  # here is room for the words


@pytest.mark.parametrize("missing", ["networks.bin", "network_view.js", "live.js"])
def test_without_what_it_needs_python_draws_the_same_picture(open_at, missing):
    page = open_at(
        DRAWN, prepare=lambda page: page.route(f"**/{missing}", lambda route: route.abort())
    )
    still = page.locator(".stage svg.still")
    expect(still).to_be_visible(timeout=90_000)
    board = Board(page)

    def values():
        return [float(text) for text in still.locator(".number").all_text_contents()]

    def by_numpy(strokes):
        run = forward(load_network("lecture-a"), prepare_strokes(strokes).X)
        errors = squared_error(run.A2, one_hot(int(run.A2.argmax())))
        return [
            pytest.approx(value, abs=6e-4)
            for k in range(10)
            for value in (k, run.A2[k, 0], int(k == run.A2.argmax()), errors[k, 0])
        ]

    assert values() == by_numpy(sample(7).strokes)
    page.keyboard.press("c")
    expect(still).to_have_count(0)
    board.draw(FOUR)
    board.wait_until(lambda: still.count() == 1 and values() == by_numpy(in_address(board).strokes))
