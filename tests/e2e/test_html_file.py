"""The page in one file: opened from a disk, in Chromium; test_engines.py has other browsers."""

import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet import Drawing, forward, load_network, prepare_strokes, save_network
from mnistnet.charts.network_layout import MOST_UNITS, drawn_units, layouts
from mnistnet.charts.number_text import short_number
from mnistnet.drawing.samples import WRITTEN, sample
from mnistnet.drawing.url_text import decode, encode
from mnistnet.take_home.html_file import BROWSER, html_file, modules
from mnistnet.texts import catalogue
from mnistnet.training import random_network
from tests.support.digits import SEVEN
from tests.support.html_page import SHOW_ALL, numbers_of

FAULTS = Path(__file__).with_name("layout_faults.js").read_text().removesuffix(";\n")
LOOK = f"""last => {{
    {FAULTS};
    window.frame = {{contentDocument: document, width: innerWidth}};
    window.last = last;
    return JSON.parse(faults());
}}"""

MB = 1e6


@pytest.fixture
def open_file(browser, html_file_path):
    """Return a function that opens the file; whatever asks for anything fails the test."""
    contexts, wrong = [], []

    def open_(address="", path=html_file_path, **options):
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"} | options
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: asked(request.url))
        page.goto(f"{path.as_uri()}#{address}")
        page.locator(".st-key-network [role=radio]").first.wait_for()
        return page

    def asked(url):
        if not url.startswith(("file:", "blob:", "data:")):
            wrong.append(url)

    yield open_
    for context in contexts:
        context.close()
    assert not wrong


def shown(page):
    return page.evaluate("location.hash.slice(1)")


def chosen(page, name):
    return parse_qs(shown(page)).get(name, [None])[0]


def expect_digit(page, digit):
    expect(page.locator(".live strong")).to_have_text(str(digit))


def draw(page, strokes):
    box = page.locator("canvas.surface").bounding_box()
    scale = box["width"] / 280
    for points in strokes:
        at = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in points]
        page.mouse.move(*at[0])
        page.mouse.down()
        for place in at[1:]:
            page.mouse.move(*place, steps=3)
        page.mouse.up()


def test_the_file_is_small_and_holds_the_pages_own_modules(html_file_path):
    text = html_file_path.read_text(encoding="utf-8")

    assert len(text.encode()) < 1.5 * MB
    for name in modules():
        assert (BROWSER / name).read_text(encoding="utf-8") in text, name
    assert {"reading.js", "live.js", "network_view.js", "presenting.js"} <= set(modules())
    assert not {"figure.js", "canvas.js"} & set(modules())  # Plotly and Streamlit are not there
    # Where a format is described, nothing that is fetched.
    assert set(re.findall(r"https?://([^/\"'\s)`]+)", text)) <= {"www.w3.org", "numpy.org"}


@pytest.mark.parametrize(("preparation", "name"), [("mnist", "lecture-a"), ("drawn", "lecture-b")])
def test_what_is_written_is_what_numpy_computes(open_file, written, preparation, name):
    page = open_file(f"preparation={preparation}&network={name}")

    page.evaluate(SHOW_ALL % json.dumps([encode(drawing) for drawing in written]))
    page.wait_for_function(f"() => shownNumbers.length === {len(written)}")

    found = page.evaluate("shownNumbers")
    assert found == [numbers_of(drawing, preparation, name) for drawing in written]


def test_nothing_can_leave_the_file(open_file):
    page = open_file()

    found = page.evaluate(
        """() => new Promise(resolve => {
            addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective));
            fetch("http://127.0.0.1:9/").catch(() => {});
        })"""
    )

    assert found == "connect-src"


def test_it_works_in_a_frame_that_may_do_nothing_but_run(browser, html_file_path):
    """So learning platforms show files that somebody uploaded."""
    page = browser.new_page()
    page.set_content("<iframe sandbox='allow-scripts' width=1000 height=900></iframe>")
    page.locator("iframe").evaluate(
        "(frame, text) => { frame.srcdoc = text; }", html_file_path.read_text(encoding="utf-8")
    )
    inside = page.frame_locator("iframe")
    inside.locator(".samples summary").click()
    inside.locator(".ten button").nth(7).click()

    expect(inside.locator(".live strong")).to_have_text("7")
    page.close()


def test_a_mouse_draws_undoes_and_clears(open_file):
    page = open_file()
    expect(page.locator(".hint")).to_be_visible()
    expect(page.locator(".lead .prediction")).to_have_text(catalogue("en")["error.nothing_drawn"])

    draw(page, SEVEN)
    expect_digit(page, 7)
    expect(page.locator(".hint")).to_be_hidden()
    first = chosen(page, "drawing")
    drawing = decode(first)
    assert prepare_strokes(drawing.strokes).pixels.max() > 0
    assert drawing.widths == (20.0,)

    page.locator(".st-key-pen input").fill("31")
    draw(page, [[(40, 40), (60, 60)]])
    assert decode(chosen(page, "drawing")).widths == (20.0, 31.0)
    page.locator(".st-key-undo button").click()
    assert chosen(page, "drawing") == first
    page.locator(".st-key-clear button").click()
    assert chosen(page, "drawing") is None
    expect(page.locator(".lead .prediction")).to_have_text(catalogue("en")["error.nothing_drawn"])
    assert page.locator(".frame-activations .number").all_inner_texts() == [""] * 10
    assert page.locator(".loss b").count() == 0
    page.locator(".st-key-undo button").click()
    expect_digit(page, 7)
    assert chosen(page, "drawing") == first


def test_the_answer_follows_the_pen(open_file):
    page = open_file()
    box = page.locator("canvas.surface").bounding_box()
    scale = box["width"] / 280
    (x, y), *rest = SEVEN[0]
    page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(box["x"] + x * scale, box["y"] + y * scale, steps=4)

    expect_digit(page, 7)  # the pen is still down
    assert chosen(page, "drawing") is None
    page.mouse.up()
    assert chosen(page, "drawing")


POINT = """([kind, pointerType, pointerId, x, y]) => {
    const canvas = document.querySelector("canvas.surface");
    canvas.setPointerCapture = () => {};
    const {left, top, width} = canvas.getBoundingClientRect();
    canvas.dispatchEvent(new PointerEvent(kind, {
        pointerType, pointerId, bubbles: true, cancelable: true, isPrimary: true,
        clientX: left + x * width / 280, clientY: top + y * width / 280,
    }));
}"""


def test_a_second_finger_is_ignored_and_finger_and_pen_take_a_palms_place(open_file):
    page = open_file()

    def point(*event):
        page.evaluate(POINT, event)

    point("pointerdown", "touch", 0, 20, 270)  # a palm: it rests
    point("pointermove", "touch", 0, 22, 270)
    point("pointerdown", "touch", 1, 50, 50)
    point("pointermove", "touch", 1, 50, 150)
    point("pointerdown", "touch", 2, 200, 200)
    point("pointermove", "touch", 2, 210, 210)
    point("pointerup", "touch", 2, 210, 210)
    point("pointerup", "touch", 1, 50, 150)
    point("pointerup", "touch", 0, 22, 270)
    (stroke,) = decode(chosen(page, "drawing")).strokes
    assert stroke.tolist() == [[50, 50], [50, 150]]

    point("pointerdown", "touch", 3, 250, 250)  # a palm
    point("pointerdown", "pen", 4, 100, 50)
    point("pointermove", "touch", 3, 251, 251)
    point("pointermove", "pen", 4, 100, 150)
    point("pointerup", "pen", 4, 100, 150)
    point("pointerup", "touch", 3, 251, 251)
    assert [s.tolist() for s in decode(chosen(page, "drawing")).strokes] == [
        [[50, 50], [50, 150]],
        [[100, 50], [100, 150]],
    ]
    point("pointerdown", "touch", 5, 20, 20)
    point("pointercancel", "touch", 5, 20, 20)  # the system took the finger
    assert len(decode(chosen(page, "drawing")).strokes) == 2


def test_a_real_finger_draws_and_does_not_scroll(open_file):
    page = open_file(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    box = page.locator("canvas.surface").bounding_box()
    line = page.context.new_cdp_session(page)
    scale = box["width"] / 280
    ways = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in SEVEN[0]]
    line.send("Input.dispatchTouchEvent", touch("touchStart", ways[0]))
    for (x0, y0), (x1, y1) in pairwise(ways):
        for i in range(1, 7):
            place = (x0 + (x1 - x0) * i / 6, y0 + (y1 - y0) * i / 6)
            line.send("Input.dispatchTouchEvent", touch("touchMove", place))
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    expect_digit(page, 7)
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0
    assert len(decode(chosen(page, "drawing")).strokes) == 1


def test_a_stroke_that_begins_beside_the_canvas_counts_from_its_edge(open_file):
    page = open_file()
    box = page.locator("canvas.surface").bounding_box()
    scale = box["width"] / 280
    page.mouse.move(box["x"] + box["width"] + 20 * scale, box["y"] + 100 * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + 240 * scale, box["y"] + 100 * scale)
    page.mouse.move(box["x"] + 100 * scale, box["y"] + 200 * scale)
    page.mouse.up()

    (stroke,) = decode(chosen(page, "drawing")).strokes
    assert stroke.tolist() == [[280, 100], [240, 100], [100, 200]]


def touch(kind, place):
    return {"type": kind, "touchPoints": [{"x": place[0], "y": place[1]}]}


def test_targets_by_button_bar_and_key_and_their_errors(open_file):
    page = open_file(f"drawing={WRITTEN[7]}")
    expect_digit(page, 7)
    title = page.locator(".frame-squared_error .title")
    expect(title).to_contain_text("7, assumed from the answer")

    page.locator(".st-key-target [role=radio]").nth(3).click()
    expect(title).to_contain_text("3, chosen by you")
    A2 = forward(load_network("lecture-a"), prepare_strokes(sample(7).strokes).X).A2[:, 0]
    expect(page.locator(".frame-squared_error .number").nth(3)).to_have_text(
        short_number((A2[3] - 1) ** 2)
    )
    expect(page.locator(".frame-activations .column small").nth(3)).to_have_text("target")
    in_table = page.locator(".caption table tbody tr td:nth-child(3)")
    expect(in_table).to_have_text([str(int(k == 3)) for k in range(10)])
    page.keyboard.press("3")
    expect(title).to_contain_text("7, assumed from the answer")
    page.locator(".frame-activations .column").nth(5).click()
    assert chosen(page, "target") == "5"
    page.keyboard.press("c")
    assert chosen(page, "target") is None
    page.keyboard.press("5")
    page.locator(".samples summary").click()
    page.locator(".ten button").nth(3).click()
    assert chosen(page, "target") == "5"  # it was chosen before there was a digit
    page.locator(".samples summary").click()
    page.locator(".ten button").nth(8).click()
    assert chosen(page, "target") is None
    page.keyboard.press("4")
    page.locator(".st-key-pinned input").check()
    page.keyboard.press("c")
    assert chosen(page, "target") == "4"
    page.keyboard.press("n")
    assert chosen(page, "network") == "lecture-b"


def test_a_second_scale_shows_what_is_small(open_file):
    page = open_file(f"drawing={WRITTEN[7]}")
    expect_digit(page, 7)
    room = page.locator(".frame-activations .room").nth(3)
    before = float(room.evaluate("room => room.style.getPropertyValue('--height')"))

    page.locator(".magnify").click()

    after = float(room.evaluate("room => room.style.getPropertyValue('--height')"))
    assert after == pytest.approx(1 + np.log10(before) / 8)
    expect(page.locator(".frame-activations .axis")).to_contain_text("10⁻⁸")


def test_a_link_brings_back_what_was_drawn_and_chosen(open_file):
    page = open_file()
    draw(page, SEVEN)
    page.keyboard.press("n")
    page.locator(".st-key-preparation [role=radio]").nth(1).click()
    page.locator(".views [role=radio]").nth(1).click()
    page.locator("button[name=language]").click()
    page.locator("button[name=share]").click()
    dialog = page.locator("dialog.share")
    expect(dialog.locator(".note")).to_have_text(catalogue("ko")["file.on_this_device"])
    link = dialog.locator("input").input_value()
    expect(dialog.locator("svg")).to_have_count(0)

    other = open_file(link.partition("#")[2])

    assert shown(other) == shown(page)
    expect(other.locator("h1")).to_have_text(catalogue("ko")["network_page.headline"])
    assert other.evaluate("document.documentElement.lang") == "ko"
    for control, n in (("network", 1), ("preparation", 1)):
        button = other.locator(f".st-key-{control} [role=radio]").nth(n)
        expect(button).to_have_attribute("aria-checked", "true")


def test_back_takes_back_a_step_and_forward_brings_it_again(open_file, tmp_path):
    page = open_file()
    draw(page, SEVEN)
    drawing = chosen(page, "drawing")
    page.locator(".st-key-pen input").fill("31")
    page.keyboard.press("3")
    page.locator(".views [role=radio]").nth(1).click()
    expect(page.locator(".stage")).to_be_visible()

    page.go_back()
    expect(page.locator(".frame-activations")).to_be_visible()
    assert chosen(page, "target") == "3"
    page.go_back()
    expect(page.locator(".frame-squared_error .title")).to_contain_text("assumed")
    assert chosen(page, "drawing") == drawing
    page.go_back()
    expect(page.locator(".lead .prediction")).to_have_text(catalogue("en")["error.nothing_drawn"])
    page.go_forward()
    expect_digit(page, 7)

    path = tmp_path / "own.npz"
    save_network(random_network(7, True, np.random.default_rng(3)), path)
    page.locator("button[name=own]").click()
    page.locator("dialog.own input").set_input_files(path)
    own = page.locator(".st-key-network [role=radio]").nth(2)
    expect(own).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Escape")
    page.locator(".st-key-clear button").click()
    page.go_back()
    expect(page.locator(".live strong")).to_be_visible()
    expect(own).to_have_attribute("aria-checked", "true")
    page.go_back()
    expect(own).to_have_attribute("aria-checked", "false")


def test_where_it_is_served_the_link_has_a_qr_code(browser, html_file_path):
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(path=html_file_path, content_type="text/html"))
    page.goto(f"http://127.0.0.1:9/digits.html#drawing={WRITTEN[7]}")
    expect_digit(page, 7)

    page.locator("button[name=share]").click()

    expect(page.locator("dialog.share .code svg")).to_be_visible()
    expect(page.locator("dialog.share .note")).to_be_hidden()
    link = page.locator("dialog.share input").input_value()
    assert link.startswith("http://127.0.0.1:9/digits.html#")
    page.keyboard.press("3")  # not while a dialog is open
    page.keyboard.press("Escape")
    expect(page.locator("dialog[role]")).to_have_count(0)
    assert chosen(page, "target") is None
    page.keyboard.press("3")
    assert chosen(page, "target") == "3"
    page.close()


@pytest.mark.parametrize(
    "address",
    [
        "drawing=%21%21",
        f"drawing={WRITTEN[7][:-3]}",
        "drawing=_____w__________",
        f"drawing={encode(Drawing((np.array([[20_000.0, 3]]),), (20.0,)))}",
    ],
)
def test_a_damaged_drawing_is_said_and_the_page_goes_on(open_file, address):
    page = open_file(f"{address}&network=nobody&pen=7000&target=x&language=xx&view=y")

    expect(page.locator(".lead .prediction")).to_have_text(
        catalogue("en")["error.address_unreadable"]
    )
    draw(page, SEVEN)
    expect_digit(page, 7)
    assert set(parse_qs(shown(page))) == {"drawing"}


def test_what_is_too_small_or_too_long_or_two_digits_says_so(open_file):
    page = open_file(f"drawing={WRITTEN[7]}")
    expect_digit(page, 7)
    draw(page, [[(250, 60), (250, 220)]])
    expect(page.locator(".lead .prediction")).to_contain_text(catalogue("en")["draw.two_digits"])
    page.locator(".st-key-clear button").click()
    draw(page, [[(100, 100), (103, 103)]])
    expect(page.locator(".lead .prediction")).to_have_text(catalogue("en")["error.only_a_dot"])
    assert page.locator(".live").count() == 0

    bars = np.array([(140.0, 40), (140, 240)] * 800)
    long = encode(Drawing((bars,), (20.0,)))
    page.evaluate(f"location.hash = 'drawing={long}'")

    expect(page.locator(".lead .prediction")).to_have_text(
        catalogue("en")["error.path_too_long"].format(limit=200_000)
    )
    for key, limit, n_strokes, n_points in (
        ("too_many_strokes", 500, 501, 1),
        ("drawing_too_long", 20_000, 3, 6_667),
    ):
        dots = (np.full((n_points, 2), 140.0),) * n_strokes
        link = encode(Drawing(dots, (20.0,) * n_strokes))
        page.evaluate(f"location.hash = 'drawing={link}'")
        expect(page.locator(".lead .prediction")).to_have_text(
            catalogue("en")[f"error.{key}"].format(limit=limit)
        )


def test_ones_own_weights_are_read_checked_and_answer(open_file, tmp_path):
    network = random_network(7, True, np.random.default_rng(3))
    path = tmp_path / "own.npz"
    save_network(network, path)
    page = open_file(f"drawing={WRITTEN[7]}")
    page.locator("button[name=own]").click()
    said = page.locator("dialog.own [role=status]")

    with page.expect_file_chooser() as chooser:
        page.locator("dialog.own input").click()
    chooser.value.set_files(path)

    n_right = sum(
        int(forward(network, prepare_strokes(sample(k).strokes).X).A2.argmax()) == k
        for k in range(10)
    )
    expect(said).to_have_text(
        f"own.npz: network 784-7-10 with biases. Sample drawings read right: {n_right} of 10."
    )
    A2 = forward(network, prepare_strokes(sample(7).strokes).X).A2[:, 0]
    expect(page.locator(".frame-activations .number").first).to_have_text(short_number(A2[0]))
    assert chosen(page, "network") is None  # a link could not bring it

    path.write_bytes(path.read_bytes()[:500])
    page.locator("dialog.own input").set_input_files(path)
    expect(said).to_contain_text("own.npz")
    expect(said).not_to_contain_text("784-7-10")
    expect(page.locator(".frame-activations .number").first).to_have_text(short_number(A2[0]))
    page.keyboard.press("Escape")
    page.locator(".views [role=radio]").nth(1).click()
    expect(page.locator(".stage .unit")).to_have_count(7)


def test_another_network_of_ones_own_has_a_picture_of_its_own(open_file, tmp_path):
    page = open_file(f"view=network&drawing={WRITTEN[7]}")
    for has_biases, n_ones in ((False, 0), (True, 2)):
        path = tmp_path / f"{n_ones}.npz"
        save_network(random_network(7, has_biases, np.random.default_rng(3)), path)
        page.locator("button[name=own]").click()
        page.locator("dialog.own input").set_input_files(path)
        expect(page.locator("dialog.own [role=status]")).to_contain_text("784-7-10")
        page.locator("dialog.own .close").click()
        expect(page.locator(".stage .one")).to_have_count(n_ones)


def test_a_class_takes_its_network_home(open_file, tmp_path):
    network = random_network(3, False, np.random.default_rng(5))
    path = tmp_path / "ours.html"
    path.write_text(html_file({"Class <3>": network}), encoding="utf-8")

    page = open_file(f"drawing={WRITTEN[2]}", path=path)

    names = page.locator(".st-key-network [role=radio]").all_inner_texts()
    assert names == ["Class <3>", "A 784-100-10", "B 784-14-10"]
    A2 = forward(network, prepare_strokes(sample(2).strokes).X).A2[:, 0]
    numbers = page.locator(".frame-activations .number")
    expect(numbers).to_have_text([short_number(value) for value in A2])
    page.keyboard.press("n")
    expect_digit(page, 2)
    assert chosen(page, "network") == "lecture-a"


def test_the_picture_has_the_numbers_and_its_steps(open_file):
    page = open_file(f"view=network&network=lecture-b&drawing={WRITTEN[7]}")
    A2 = forward(load_network("lecture-b"), prepare_strokes(sample(7).strokes).X).A2[:, 0]
    values = page.locator(".stage .number.value")
    expect(values).to_have_text([short_number(value) for value in A2])

    page.keyboard.press("ArrowRight")
    expect(page.locator(".step-title")).to_have_text("1 / 9  Drawn")
    assert set(values.all_text_contents()) == {""}
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".shapes")).to_have_text("(10, 1) = (10, 1)")
    expect(page.locator(".step-formula code")).to_have_text("a3 = g(z3)")
    expect(values).to_have_text([short_number(value) for value in A2])

    page.locator(".st-key-clear button").click()
    expect(page.locator(".frame-network .lead")).to_have_text(
        catalogue("en")["error.nothing_drawn"]
    )
    draw(page, SEVEN)
    page.locator(".whole").click()
    expect(page.locator(".frame-network .live strong")).to_have_text("7")
    page.locator(".views [role=radio]").first.click()
    expect_digit(page, 7)


def test_presenting_freezing_and_hiding_by_keys(open_file):
    page = open_file(f"drawing={WRITTEN[7]}")
    expect_digit(page, 7)
    page.keyboard.press("z")
    page.locator(".st-key-clear button").click()
    draw(page, [np.array([(140.0, 50), (140, 230)])])
    expect_digit(page, 7)
    page.keyboard.press("z")
    expect_digit(page, 1)

    page.keyboard.press("h")
    expect(page.locator(".live strong")).to_be_hidden()
    expect(page.locator(".bars .number").first).to_be_hidden()
    expect(page.locator(".bars b").first).to_be_visible()
    page.keyboard.press("h")
    page.keyboard.press("f")
    expect(page.locator(".st-key-tools")).to_be_hidden()
    canvas = page.locator("canvas.surface").bounding_box()
    assert canvas["y"] >= 0
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-tools")).to_be_visible()


def test_a_long_name_of_a_network_keeps_to_its_column(open_file, tmp_path):
    network = random_network(3, False, np.random.default_rng(5))
    path = tmp_path / "ours.html"
    path.write_text(html_file({"3-2 in November " * 5: network, "w" * 60: network}), "utf-8")
    page = open_file(f"drawing={WRITTEN[2]}", path=path)

    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for view in (0, 1):
            page.locator(".views [role=radio]").nth(view).click()
            assert page.evaluate(LOOK, ".bars .axis span") == [], (width, view)
            inside = page.evaluate(
                """() => [...document.querySelectorAll(".settings button")].every(button =>
                    button.scrollWidth <= button.clientWidth)"""
            )
            assert inside, (width, view)


@pytest.mark.parametrize("view", ["draw", "network"])
def test_a_keyboard_keeps_its_place_and_parts_have_names(open_file, view):
    page = open_file(f"view={view}&drawing={WRITTEN[7]}")
    for part in (".st-key-target [role=radio]", ".st-key-pinned input", "button[name=language]"):
        button = page.locator(part).first
        button.focus()
        before = shown(page)
        page.keyboard.press("Space")
        assert shown(page) != before
        expect(button).to_be_focused()
    page.locator("button[name=language]").press("Enter")

    summary = page.locator(".samples summary")
    for key in ("Escape", "Enter"):
        summary.press("Enter")
        page.locator(".ten button").nth(2).press(key)
        expect(page.locator(".ten")).to_be_hidden()
        expect(summary).to_be_focused()
    expect(page.locator(".lead .prediction:visible")).to_have_text(
        re.compile("^20[.][0-9]+next: [0-9] [(].+[)]$")
    )
    if view == "draw":
        expect(page.get_by_role("slider", name="Pen width", exact=True)).to_have_value("20")
    page.locator("button[name=share]").click()
    expect(page.get_by_role("dialog", name="Share")).to_be_visible()


def test_the_words_of_a_step_stand_beside_the_answer(open_file):
    page = open_file(f"view=network&drawing={WRITTEN[7]}")
    page.keyboard.press("f")
    page.locator(".frame-network .lead .digit").wait_for()
    for _ in range(9):
        page.keyboard.press("PageDown")

    answer = page.locator(".live").bounding_box()
    words = page.locator(".step-words").bounding_box()
    assert answer["x"] + answer["width"] <= words["x"]
    alt = page.locator(".stage svg").get_attribute("aria-label")
    assert page.locator(".head-loss").text_content().removeprefix("loss, if it is a 7: ") in alt


def test_a_phone_on_its_side_shows_the_whole_picture_and_presents_from_the_top(open_file):
    page = open_file(f"view=network&drawing={WRITTEN[7]}", viewport={"width": 844, "height": 390})
    stage = page.locator(".stage").bounding_box()
    assert 520 < stage["width"]
    assert stage["height"] < 390
    page.keyboard.press("ArrowRight")
    top, bottom = stage["y"], stage["y"] + stage["height"]
    for part in (".step-title", ".step-buttons .next"):  # beside it
        box = page.locator(part).bounding_box()
        assert box["x"] + box["width"] < stage["x"]
        assert top <= box["y"] < box["y"] + box["height"] <= bottom + 1

    page.locator(".views [role=radio]").first.click()
    page.keyboard.press("f")
    expect(page.locator(".st-key-task")).to_be_hidden()
    assert page.locator("canvas.surface").bounding_box()["y"] < 40


@pytest.mark.parametrize("view", ["draw", "network"])
def test_on_paper_all_stands_in_one_column(open_file, view):
    page = open_file(f"view={view}&drawing={WRITTEN[7]}")
    page.locator(".live strong").wait_for()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1047})  # A4 with a centimetre on each side

    assert page.evaluate(LOOK, ".bars .axis span") == []
    header = "getComputedStyle(document.querySelector('header'), '::before').display"
    assert page.evaluate(header) == "none"  # it would lie over the headline
    main = page.locator(".stMain")
    assert main.evaluate("main => main.scrollHeight === main.clientHeight")
    expect(page.locator(".views")).to_be_hidden()
    if view == "draw":
        for bars in page.locator(".bars").all():
            assert bars.bounding_box()["height"] > 150
            assert bars.bounding_box()["width"] > 600
        assert page.locator(".st-key-target").bounding_box()["width"] > 600


@pytest.mark.parametrize("biases", [False, True])
def test_the_picture_stands_where_pythons_does(open_file, biases):
    page = open_file()
    networks = [random_network(n, biases, np.random.default_rng(n)) for n in (*range(1, 101), 130)]

    found = page.evaluate(
        """async ([sizes, biases, most]) => {
            const layout = await import("mnistnet/file/network_layout.js");
            return sizes.map(([hidden, W2]) => {
                const W = Float64Array.from(W2.flat());
                const units = layout.drawnUnits({hidden, biases, W2: W}, most);
                return [units, layout.layouts(units.length, biases)];
            });
        }""",
        [[(n.n_hidden, n.W2.tolist()) for n in networks], int(biases), MOST_UNITS],
    )

    for (units, there), network in zip(found, networks, strict=True):
        assert units == drawn_units(network)
        assert there == json.loads(json.dumps(layouts(network)))


@pytest.mark.parametrize("view", ["draw", "network"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_overlaps_or_is_left_untranslated(open_file, view, language):
    dark = {"color_scheme": "dark"} if language == "ko" else {}
    page = open_file(f"view={view}&language={language}&drawing={WRITTEN[7]}&target=3", **dark)
    page.locator(".live strong").wait_for()

    for width, height in ((390, 844), (360, 640), (768, 1024), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        assert page.evaluate(LOOK, ".bars .axis span") == [], width
    if language == "ko":
        words = page.locator("body").inner_text().splitlines()
        assert not {word for word in words if word in set(catalogue("en").values())} - {
            "A 784-100-10",
            "B 784-14-10",
            *(value for key, value in catalogue("en").items() if catalogue("ko")[key] == value),
        }
