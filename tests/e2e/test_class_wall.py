"""The wall of a class on a projector: it follows, opens, hides, and outlives what happens to it."""

import re
from collections.abc import Iterable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from mnistnet import Drawing
from mnistnet.class_store.codes import new_secret
from mnistnet.class_store.records import OpenedClass, SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.class_store.task import Task
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from tests.e2e.conftest import OpenAt
from tests.support.digits import FOUR, ONE, SEVEN, ring
from tests.support.server import Server

PROJECTOR = {"viewport": {"width": 1280, "height": 720}, "locale": "en-US"}

STROKES = {0: ring(), 1: ONE, 4: FOUR, 7: SEVEN}


class Pupils:
    """A class and those who send to it."""

    def __init__(self, store: ClassStore, taken_home: Iterable[SentDrawing] = ()) -> None:
        self.store, self.opened = store, store.open_class(taken_home)
        self.tokens = [new_secret() for _ in range(30)]

    def send(self, digit: int, pupil: int = 1, label: int | None = None, moved: int = 0) -> None:
        """Have a pupil send a digit that the test draws."""
        strokes = tuple(points + moved for points in STROKES[digit])
        drawing = Drawing(strokes, (20.0,) * len(strokes))
        code, token = self.opened.code, self.tokens[pupil - 1]
        self.store.send(code, token, self.task, drawing, label)

    @property
    def task(self) -> int:
        state = self.store.find(self.opened.code)
        assert state is not None
        return state.task


@pytest.fixture
def pupils(class_store: ClassStore) -> Pupils:
    return Pupils(class_store)


def wall_of(opened: OpenedClass, *, teacher: bool = False, **choices: str) -> str:
    secret = f"#teacher={opened.secret}" if teacher else ""
    more = "".join(f"&{name}={value}" for name, value in choices.items())
    return f"classroom?class={opened.code}{more}{secret}"


def open_as_teacher(open_at: OpenAt, opened: OpenedClass, **choices: str) -> Page:
    """Open the wall on a projector; return it once the class knows its teacher."""
    page = open_at(wall_of(opened, teacher=True, **choices), **PROJECTOR)
    expect(page.locator(".st-key-tasks")).to_be_visible()
    return page


def tiles(page: Page):
    return page.locator(".tiles button")


def numbers(page: Page) -> list[int]:
    shown: list[int] = page.evaluate(
        "[...document.querySelectorAll('.tiles button')].map(t => +t.dataset.number)"
    )
    return shown


def choose(page: Page, name: str) -> None:
    """Choose something of the class's menu."""
    page.locator(".st-key-class_menu button").click()
    page.get_by_role("menuitem", name=name).click()


def test_a_class_is_opened_and_its_wall_follows(open_at, class_store):
    page = open_at("classroom", **PROJECTOR)
    page.get_by_role("button", name="Open a class", exact=True).click()
    code = page.locator(".badge .code")
    expect(code).to_have_text(re.compile("[2-9A-Z]{6}"))
    assert f"class={code.inner_text()}" in page.url
    assert "teacher" not in page.url
    expect(page.get_by_text("mnistnet page --class")).to_be_visible()  # this server is for itself
    page.get_by_role("radio", name="Wall").click()
    expect(page.get_by_text("Nothing has been sent yet")).to_be_visible()

    state = class_store.find(code.inner_text())
    for n, digit in enumerate((7, 4), 1):
        drawing = Drawing(tuple(STROKES[digit]), (20.0,) * len(STROKES[digit]))
        class_store.send(state.code, new_secret(), 1, drawing, digit)
        expect(tiles(page)).to_have_count(n)
    expect(tiles(page).first).to_have_accessible_name("Read right: 4 Pupil 2 · task 1")
    expect(page.locator(".board .counts")).to_have_text("Pupils: 2 · Drawings: 2")


def test_what_is_hidden_is_no_longer_open(open_at, pupils):
    pupils.send(7)
    pupils.send(4)
    page = open_as_teacher(open_at, pupils.opened)
    tiles(page).first.click()

    page.get_by_role("button", name="Hide this drawing").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(tiles(page)).to_have_count(1)


def test_the_teacher_alone_puts_right_which_digit_it_is(open_at, pupils):
    pupils.send(4, label=7)
    pupil = open_at(wall_of(pupils.opened), **PROJECTOR)
    teacher = open_as_teacher(open_at, pupils.opened)
    for page in (pupil, teacher):
        tiles(page).first.click()
        expect(page.locator(".frame-opened_lecture-b .main-svg").first).to_be_visible()
    expect(pupil.get_by_role("dialog").get_by_role("radio")).to_have_count(0)
    digits = teacher.get_by_role("dialog").get_by_role("radio")
    expect(digits).to_have_count(10)
    expect(digits.nth(7)).to_be_checked()

    digits.nth(4).click()

    label = teacher.locator(".frame-opened_lecture-a .xtick").nth(4)
    expect(label).to_contain_text("answer = target")
    pupil.keyboard.press("Escape")
    expect(tiles(pupil).first).to_have_accessible_name("Read right: 4 Pupil 1 · task 1")


def test_the_teacher_sets_a_task_and_every_wall_says_it(open_at, pupils):
    teacher = open_as_teacher(open_at, pupils.opened)
    other = open_at(wall_of(pupils.opened), **PROJECTOR)
    expect(other.locator(".board .task")).to_have_text("draw a digit of your choice")

    teacher.locator(".st-key-tasks button").click()
    teacher.get_by_role("button", name="4 like a 9").click()

    for page in (teacher, other):
        expect(page.locator(".board .task")).to_have_text("draw a 4 that looks like a 9")
    expect(
        teacher.get_by_role("button", name="4 like a 9")
    ).to_be_hidden()  # the wall is to be seen
    teacher.locator(".st-key-tasks button").click()
    teacher.get_by_role("button", name="7", exact=True).click()
    expect(other.locator(".board .task")).to_have_text("draw a 7")
    expect(teacher.get_by_role("button", name="7", exact=True)).to_be_hidden()
    expect(other.locator(".st-key-tasks")).to_have_count(0)


def test_thirty_drawings_fit_a_projector_and_hang_in_the_order_that_is_chosen(open_at, pupils):
    for moved in range(28):
        pupils.send(4, 1 + moved, label=4, moved=moved)
    pupils.send(7, 29, label=1)  # read wrong
    pupils.send(0, 30, label=0)
    page = open_at(wall_of(pupils.opened, wall_order="worst"), **PROJECTOR)
    expect(tiles(page)).to_have_count(30)

    assert numbers(page)[0] == 29
    expect(tiles(page).first.locator(".answer")).to_have_text(re.compile("✗.*1→7"))
    last = page.locator(".tiles").bounding_box()
    assert last["y"] + last["height"] <= 720
    page.get_by_role("radio", name="Newest first").click()
    expect(tiles(page).first).to_have_attribute("data-number", "30")
    assert numbers(page) == [*range(30, 0, -1)]
    page.get_by_role("radio", name="By digit").click()
    expect(tiles(page).nth(1)).to_have_attribute("data-number", "29")
    assert numbers(page) == [30, 29, *range(28, 0, -1)]
    pupils.send(4, 1, label=4, moved=28)
    expect(tiles(page)).to_have_count(31)
    page.keyboard.press("f")
    page.wait_for_function("document.querySelector('.tiles').style.gridTemplateColumns")
    last = tiles(page).last.bounding_box()
    assert last["y"] + last["height"] <= 720


def test_the_drawings_of_one_task_hang_alone_until_the_next_is_set(open_at, pupils):
    pupils.send(7, label=7)
    pupils.store.set_task(pupils.opened.code, pupils.opened.secret, Task("digit", 4))
    pupils.send(4)
    page = open_as_teacher(open_at, pupils.opened, shown_task="2")
    expect(tiles(page)).to_have_count(1)
    assert numbers(page) == [2]
    pupils.send(1)
    expect(tiles(page)).to_have_count(2)

    page.locator(".st-key-shown_task input").click()
    page.get_by_role("option", name="1. Draw a digit of your choice").click()
    expect(tiles(page)).to_have_count(1)
    assert numbers(page) == [1]
    expect(page.locator(".wall .signs")).to_contain_text("1. Draw a digit of your choice · ✓")
    pupils.send(0)
    expect(page.locator(".board .counts")).to_have_text("Pupils: 1 · Drawings: 4")
    assert numbers(page) == [1]
    expect(page.locator(".wall .waiting")).to_be_hidden()  # it hangs with another task

    page.locator(".st-key-tasks button").click()
    page.get_by_role("button", name="7", exact=True).click()
    expect(tiles(page)).to_have_count(4)
    page.locator(".st-key-shown_task input").click()
    page.get_by_role("option", name="3. Draw a 7").click()
    expect(page.get_by_text("No drawing of this task hangs here.")).to_be_visible()
    expect(tiles(page)).to_have_count(0)


def test_a_drawing_opened_on_the_projector_is_whole_hidden_by_a_key_and_keeps_its_digit(
    open_at, pupils
):
    store, opened = pupils.store, pupils.opened
    store.set_task(opened.code, opened.secret, Task("like", 4, 9))
    pupils.send(4)
    store.set_task(opened.code, opened.secret, Task("digit", 7))
    page = open_as_teacher(open_at, opened)
    tile = tiles(page).first
    expect(tile).to_be_visible()
    page.get_by_test_id("stTopNav").get_by_role("link", name="Draw").click()
    expect(page).to_have_url(re.compile("target=7"))  # as the task has it
    page.get_by_test_id("stTopNav").get_by_role("link", name="Class").click()
    expect(tile).to_be_visible()
    page.keyboard.press("f")
    tile.click()
    dialog = page.get_by_role("dialog")
    outputs = dialog.locator(".frame-opened_lecture-b .figure")
    expect(outputs.locator(".main-svg").first).to_be_visible()

    dialog.locator(".st-key-opened_rights button").last.hover()
    box = dialog.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 720
    page.keyboard.press("h")
    expect(outputs).to_be_hidden()
    page.keyboard.press("h")
    expect(outputs).to_be_visible()
    expect(dialog).to_be_visible()

    dialog.get_by_role("button", name="Draw", exact=True).click()
    expect(page.locator(".frame-squared_error .title")).to_contain_text("Y: 4 ")
    expect(page).to_have_url(re.compile("target=4"))
    page.keyboard.press("f")
    whose = page.get_by_text("drawing 1 of the class: pupil 1, task 2")
    expect(whose).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile("target=7"))  # what comes now is for the task
    expect(whose).to_be_hidden()


def test_few_drawings_fill_a_projector_and_their_signs_are_explained(open_at, pupils):
    large = {"viewport": {"width": 1920, "height": 1080}, "locale": "en-US"}
    page = open_at(wall_of(pupils.opened), **large)
    sizes = []
    for moved in range(14):
        pupils.send(4, 1 + moved, moved=moved)
        expect(tiles(page)).to_have_count(1 + moved)
        sizes.append(round(tiles(page).first.bounding_box()["width"]))
        last = tiles(page).last.bounding_box()
        assert last["y"] + last["height"] <= 1080
    assert sizes[0] > 400
    assert sizes == sorted(sizes, reverse=True)
    assert len({*sizes}) <= 3
    expect(tiles(page).first.locator(".answer")).to_contain_text("? ")
    expect(page.locator(".wall .signs")).to_contain_text(re.compile(r"\?\sthe digit was not said"))


def test_a_network_that_was_fooled_as_asked_is_no_mistake(open_at, pupils):
    pupils.store.set_task(pupils.opened.code, pupils.opened.secret, Task("fool"))
    pupils.send(7, label=1)
    page = open_at(wall_of(pupils.opened), **PROJECTOR)
    tile = tiles(page).first
    expect(tile.locator(".answer")).to_have_text(re.compile("★.*1→7"))
    expect(tile).to_have_accessible_name(re.compile("Fooled as asked"))


def test_what_is_hidden_is_counted_nowhere_and_said_where_all_is(open_at, pupils):
    pupils.send(7, label=7)
    pupils.send(4, 2, label=4)
    page = open_at(wall_of(pupils.opened), **PROJECTOR)
    counts, empty = page.locator(".board .counts"), page.locator(".wall .empty")
    expect(counts).to_have_text("Pupils: 2 · Drawings: 2")
    for number, said in ((1, "Pupils: 2 · Drawings: 1"), (2, "Pupils: 2 · Drawings: 0")):
        pupils.store.hide(pupils.opened.code, pupils.opened.secret, number)
        expect(counts).to_have_text(said)
    expect(empty).to_have_text("All that was sent is hidden.")
    page.get_by_role("radio", name="Statistics").click()
    expect(page.get_by_text("All that was sent is hidden.")).to_have_count(1)
    expect(page.get_by_text("Nothing has been sent yet")).to_have_count(0)


def test_other_names_of_the_page_lead_to_it(open_at, pupils):
    code = pupils.opened.code
    page = open_at(f"Class/?class={code}#teacher={pupils.opened.secret}", **PROJECTOR)
    expect(page.locator(".badge .code")).to_have_text(code)
    expect(page.get_by_role("button", name="Next task")).to_be_visible()
    assert "/classroom?" in page.url


def test_what_comes_while_the_wall_is_frozen_waits_and_what_is_hidden_goes(open_at, pupils):
    pupils.send(7, label=7)
    pupils.send(4, label=4)
    page = open_at(wall_of(pupils.opened), **PROJECTOR)
    expect(tiles(page)).to_have_count(2)
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    expect(page.get_by_role("button", name="Freeze", exact=True)).to_be_visible()  # no keys
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    page.get_by_role("button", name="Freeze (Z)", exact=True).click()

    pupils.send(0, label=0)
    waiting = page.locator(".wall .waiting")
    expect(waiting).to_have_text("1 more, waiting: show")
    signs = page.locator(".signs").bounding_box()
    assert signs["y"] + signs["height"] <= waiting.bounding_box()["y"]
    assert numbers(page) == [2, 1]
    pupils.store.hide(pupils.opened.code, pupils.opened.secret, 1)
    expect(tiles(page)).to_have_count(1)
    page.keyboard.press("z")
    expect(tiles(page)).to_have_count(2)
    assert numbers(page) == [3, 2]
    expect(waiting).to_be_hidden()
    page.keyboard.press("h")
    expect(tiles(page).first).to_have_accessible_name("Pupil 1 · task 1")


def test_a_drawing_opens_and_is_what_a_page_is_about_to_which_one_goes_on(open_at, pupils):
    pupils.send(7, label=7)
    own = f"drawing={encode(sample(4))}"
    page = open_at(f"{wall_of(pupils.opened)}&{own}", **PROJECTOR)
    tiles(page).first.click()

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Pupil 1, task 1")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("Enter")  # the focus has come back
    expect(dialog.get_by_role("button", name="Hide this drawing")).to_have_count(0)
    expect(dialog.locator(".frame-opened_lecture-b .main-svg").first).to_be_visible()
    assert own in page.url  # one's own stays until one goes on
    dialog.get_by_role("button", name="Error").click()
    expect(page.locator("#target, .st-key-target").first).to_contain_text("7, chosen by you")
    expect(page.locator(".st-key-digit .digit")).to_have_text("7")
    assert own not in page.url
    assert f"class={pupils.opened.code}" in page.url


def test_the_teacher_hides_a_drawing_and_stays_the_teacher_after_a_refresh(open_at, pupils):
    pupils.send(7, label=7)
    page = open_as_teacher(open_at, pupils.opened)
    expect(tiles(page)).to_have_count(1)
    assert pupils.opened.secret not in page.url
    expect(page.get_by_role("button", name="Next task")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Next task")).to_be_visible()
    tiles(page).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Hide this drawing").click()
    expect(tiles(page)).to_have_count(0)

    page.keyboard.press("Escape")
    choose(page, "Hidden drawings")
    page.get_by_role("dialog").get_by_role("button", name="Show it again").click()
    expect(tiles(page)).to_have_count(1)
    page.keyboard.press("Escape")
    choose(page, "The teacher's link")
    link = page.get_by_role("dialog").get_by_role("textbox")
    expect(link).to_have_value(re.compile(f"#teacher={pupils.opened.secret}$"))
    expect(link).to_have_css("filter", re.compile("blur"))  # a room may look on
    link.focus()
    expect(link).to_have_css("filter", "none")


def test_statistics_follow_what_is_sent(open_at, pupils):
    pupils.send(7, label=7)
    page = open_at(wall_of(pupils.opened, class_view="statistics"), **PROJECTOR)
    right = page.locator(".st-key-class_right")
    expect(right).to_contain_text("A 784-100-10")
    expect(page.get_by_text("digit is known: 1")).to_be_visible()
    expect(tiles(page).first).to_contain_text("A 7 · B 7")

    pupils.send(4, 2, label=4)
    expect(page.get_by_text("digit is known: 2")).to_be_visible()
    expect(tiles(page)).to_have_count(2)

    tiles(page).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("task 1")
    pupils.send(0, 3, label=0)
    expect(page.get_by_text("digit is known: 3")).to_be_visible()
    expect(dialog).to_be_visible()


def test_the_teacher_closes_the_class_and_every_wall_says_so(open_at, pupils):
    pupils.send(7, label=7)
    teacher = open_as_teacher(open_at, pupils.opened)
    other = open_at(wall_of(pupils.opened), **PROJECTOR)
    expect(tiles(other)).to_have_count(1)

    choose(teacher, "Close the class")
    question = teacher.get_by_role("dialog", name="Close the class")
    expect(question).to_contain_text("drawings 1 (hidden ones, too), pupils 1")
    assert pupils.store.find(pupils.opened.code) is not None
    question.get_by_role("button", name="Erase everything").click()

    expect(teacher.get_by_role("button", name="Open a class", exact=True)).to_be_visible()
    expect(teacher.get_by_text(f"Class {pupils.opened.code} is closed")).to_be_visible()
    assert "class=" not in teacher.url
    expect(other.get_by_text("the teacher has ended it")).to_be_visible()
    expect(other.get_by_role("button", name="Open a class", exact=True)).to_be_visible()
    assert pupils.store.find(pupils.opened.code) is None


def test_a_wall_goes_on_after_the_server_was_killed(browser, pupils):
    pupils.send(7, label=7)
    server = Server()
    page = browser.new_context(**PROJECTOR).new_page()
    try:
        page.goto(f"{server.address}/{wall_of(pupils.opened)}")
        expect(tiles(page)).to_have_count(1)
        server.kill()
        expect(page.locator(".board .line")).to_contain_text("cannot be reached")
        expect(tiles(page)).to_have_count(1)

        server = Server(port=server.port)
        pupils.send(4, 2, label=4)
        expect(tiles(page)).to_have_count(2, timeout=60_000)
        expect(page.locator(".board .line")).to_be_hidden()
    finally:
        page.context.close()
        server.stop()


def test_a_wall_of_hundreds_makes_no_more_tiles_than_are_looked_at(open_at, class_store):
    seven = encode(Drawing(tuple(SEVEN), (20.0,)))
    sent = (SentDrawing(n, 1, 1, 7, seven, 0.0, hidden=False, revision=1) for n in range(1, 131))
    pupils = Pupils(class_store, sent)
    page = open_at(wall_of(pupils.opened), **PROJECTOR)
    expect(tiles(page)).to_have_count(120)
    tiles(page).last.scroll_into_view_if_needed()
    expect(tiles(page)).to_have_count(130)

    pupils.send(0, label=0)
    waiting = page.locator(".wall .waiting")
    expect(waiting).to_have_text("1 more, waiting: show")
    waiting.click()
    expect(tiles(page).first).to_have_attribute("data-number", "131")


def test_a_class_that_was_taken_home_opens_again(open_at, pupils, tmp_path):
    pupils.send(7, label=7)
    pupils.send(4, 2)
    pupils.send(0, 3, label=0)
    pupils.store.hide(pupils.opened.code, pupils.opened.secret, 3)
    page = open_as_teacher(open_at, pupils.opened)
    expect(tiles(page)).to_have_count(2)
    choose(page, "Take home")
    files = {}
    for words, ending in (("Images and labels", "npz"), ("Strokes", "jsonl")):
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("button", name=words).click()
        assert download.value.suggested_filename == f"class-{pupils.opened.code}.{ending}"
        files[ending] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[ending])
    with np.load(files["npz"]) as taken:
        assert taken["images"].shape == (2, 28, 28)
        assert taken["labels"].tolist() == [7, -1]

    page.goto(page.url.partition("?")[0])
    page.get_by_role("button", name="Open a class again").click()
    page.locator("input[type=file]").set_input_files(files["jsonl"])
    expect(page.locator(".board .counts")).to_have_text("Pupils: 2 · Drawings: 2")
    assert f"class={pupils.opened.code}" not in page.url
    page.get_by_role("radio", name="Wall").click()
    assert numbers(page) == [2, 1]
    expect(page.locator(".st-key-class_menu")).to_be_visible()


def test_a_file_that_is_no_class_is_explained(open_at, tmp_path):
    file = tmp_path / "class.jsonl"
    file.write_text('{"strokes": "none"}\n')
    page = open_at("classroom", **PROJECTOR)
    page.get_by_role("button", name="Open a class again").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Line 1 of the file is no drawing")).to_be_visible()
    expect(page.get_by_role("button", name="Open a class", exact=True)).to_be_visible()
