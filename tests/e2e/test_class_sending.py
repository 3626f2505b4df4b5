"""A pupil with a browser: the task as the teacher sets it, one button, sent once come what may."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from mnistnet.class_store.task import Task
from tests.e2e.board import Board
from tests.support.digits import FOUR, ONE, SEVEN
from tests.support.server import Server


def line(board):
    return board.part("class_line")


def sent(store, opened):
    state = store.find(opened.code)
    return [(d.pupil, d.task, d.label) for d in store.drawings(state.id)]


def test_a_pupil_draws_what_the_teacher_asks_for_and_sends_it_once(open_page, class_store):
    opened = class_store.open_class()
    class_store.set_task(opened.code, opened.secret, Task("digit", 7))
    board = open_page(f"?class={opened.code}", locale="en-US")
    expect(line(board)).to_contain_text(f"Class {opened.code}: draw a 7")
    expect(line(board)).to_contain_text("No name, no address")
    board.draw(SEVEN)
    board.expect_digit(7)
    button = line(board).get_by_role("button", name="Send to the class")
    button.dblclick()
    expect(line(board)).to_contain_text("pupil 1")
    assert sent(class_store, opened) == [(1, 2, 7)]

    class_store.set_task(opened.code, opened.secret, Task("like", 4, 9))  # nobody presses anything
    expect(line(board)).to_contain_text("draw a 4 that looks like a 9")
    expect(board.part("target").get_by_role("radio", name="4")).to_be_checked()
    board.part("clear").get_by_role("button").click()
    board.expect_nothing()
    board.draw(FOUR)
    board.expect_digit(4)
    button.press("Enter")
    expect(line(board)).to_contain_text("drawing 2 of the class")
    expect(button).to_be_focused()

    board.page.reload()
    board.opened()
    expect(line(board)).to_contain_text("You are pupil 1.")
    button.click()
    expect(line(board)).to_contain_text("already, as drawing 2.")
    assert sent(class_store, opened) == [(1, 2, 7), (1, 3, 4)]

    class_store.close_class(opened.code, opened.secret)
    expect(board.page.get_by_text("the teacher has ended it")).to_be_visible()
    board.part("clear").get_by_role("button").click()
    board.draw(SEVEN)
    board.expect_digit(7)


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_thumb_says_beside_the_send_button_which_digit_it_is(open_page, class_store):
    opened = class_store.open_class()
    board = open_page(f"?class={opened.code}", locale="en-US", **PHONE)
    send = line(board).get_by_role("button", name="Send to the class")
    digits = line(board).get_by_role("group", name="Which digit is it").get_by_role("button")
    meant = line(board).locator("[aria-pressed=true]")
    expect(digits).to_have_count(10)
    for box in (digits.first.bounding_box(), digits.last.bounding_box()):
        assert box["height"] >= 44
        assert box["y"] < send.bounding_box()["y"] < 400
    board.touch(SEVEN)
    board.expect_digit(7)
    digits.nth(7).tap()
    expect(meant).to_have_text("7")
    expect(board.part("target").get_by_role("radio", name="7")).to_be_checked()
    board.part("target").get_by_role("radio", name="1", exact=True).tap()  # the same choice
    expect(meant).to_have_text("1")
    send.tap()
    expect(line(board)).to_contain_text("Sent: drawing 1")
    expect(digits.nth(7)).to_be_disabled()  # the class keeps what was said first

    class_store.set_task(opened.code, opened.secret, Task("fool"))
    expect(line(board)).to_contain_text("fool it")
    expect(meant).to_have_count(0)
    board.touch(ONE)
    expect(line(board)).to_contain_text("You are pupil 1.")
    send.tap()
    expect(line(board)).to_contain_text("First press the digit")
    digits.nth(4).tap()
    send.tap()
    expect(line(board)).to_contain_text("Sent: drawing 2")
    assert sent(class_store, opened) == [(1, 1, 1), (1, 2, 4)]

    class_store.set_task(opened.code, opened.secret, Task())
    expect(line(board)).to_contain_text("of your choice")
    board.part("clear").get_by_role("button").tap()
    board.touch(FOUR)
    board.expect_digit(4)
    send.tap()
    expect(line(board)).to_contain_text("Sent: drawing 3")
    digits.nth(4).tap()  # after sending: it is added
    expect(line(board)).to_contain_text("Drawing 3 of the class is a 4 now.")
    expect(meant).to_have_text("4")
    expect(digits.nth(7)).to_be_disabled()
    assert sent(class_store, opened)[2:] == [(1, 3, 4)]

    class_store.set_task(opened.code, opened.secret, Task("digit", 3))
    expect(digits).to_have_count(0)


def test_what_is_said_of_a_sending_goes_with_what_was_sent(open_page, class_store):
    opened = class_store.open_class()
    board = open_page(f"?class={opened.code}", locale="en-US")
    send = line(board).get_by_role("button", name="Send to the class")
    said = line(board).get_by_role("status")
    send.click()
    expect(said).to_contain_text("takes drawings alone")
    board.draw(SEVEN)
    expect(said).to_contain_text("No name, no address")
    send.click()
    expect(said).to_contain_text("Sent: drawing 1")
    send.click()
    expect(said).to_contain_text("already, as drawing 1")
    target = board.part("target").get_by_role("radio", name="3", exact=True)
    target.click()
    expect(said).to_have_text("You are pupil 1.")  # not of what would be sent now
    target.click()
    expect(said).to_contain_text("already, as drawing 1")

    (x, y), *_ = board.on_screen(ONE[0])
    board.page.mouse.move(x, y)
    board.page.mouse.down()  # under the pen nothing changes its place
    class_store.set_task(opened.code, opened.secret, Task("fool"))
    board.page.wait_for_timeout(1_000)  # in which the line has heard of it
    expect(line(board)).not_to_contain_text("fool it")
    board.page.mouse.up()
    expect(line(board)).to_contain_text("fool it")
    board.part("undo").get_by_role("button").click()

    class_store.set_task(opened.code, opened.secret, Task("digit", 4))
    expect(line(board)).to_contain_text("draw a 4")  # what is said may be of the task before
    expect(said).to_contain_text("A new task: this drawing was for another.")
    board.part("clear").get_by_role("button").click()
    expect(said).to_have_text("You are pupil 1.")
    board.draw(FOUR)
    send.click()
    expect(said).to_contain_text("Sent: drawing 2")
    board.draw(ONE)
    expect(said).to_have_text("You are pupil 1.")


def test_two_browsers_are_two_pupils_and_one_is_one_in_two_tabs(open_page, class_store):
    opened = class_store.open_class()
    one = open_page(f"?class={opened.code}&target=7", locale="en-US")
    two = open_page(f"?class={opened.code}", color_scheme="dark")
    for board, pupil, strokes, digit in ((one, 1, SEVEN, 7), (two, 2, FOUR, 4)):
        board.draw(strokes)
        board.expect_digit(digit)
        line(board).locator(".send").click()
        expect(line(board)).to_contain_text(f"pupil {pupil}")
    tab = one.page.context.new_page()
    tab.goto(one.page.url)
    expect(tab.locator(".st-key-class_line")).to_contain_text("You are pupil 1.")
    tab.close()
    assert sent(class_store, opened) == [(1, 1, 7), (2, 1, None)]


def test_what_waits_while_another_page_is_looked_at_is_sent_after_it(open_page, class_store):
    opened = class_store.open_class()
    board = open_page(f"?class={opened.code}&target=7", locale="en-US")
    board.draw(SEVEN)
    board.expect_digit(7)
    button = line(board).get_by_role("button", name="Send to the class")
    with closing(sqlite3.connect(class_store._database.engine.url.database)) as other:
        other.execute("BEGIN IMMEDIATE")  # who writes waits, and then is told to send again
        button.click()
        expect(line(board)).to_contain_text("cannot be reached", timeout=20_000)
        board.page.get_by_role("link", name="Network", exact=True).click()
        expect(board.part("network_picture")).to_be_visible()
        board.page.wait_for_timeout(4_500)  # its next try finds no line
    board.page.get_by_role("link", name="Draw", exact=True).click()
    expect(line(board)).to_contain_text("Sent: drawing 1", timeout=20_000)
    assert sent(class_store, opened) == [(1, 1, 7)]


@pytest.mark.parametrize("more", ["", "&language=en&from=elsewhere"])
def test_a_teachers_link_leaves_no_secret_in_address_or_history(open_at, class_store, more):
    opened = class_store.open_class()
    page = open_at(f"classroom?class={opened.code}{more}#teacher={opened.secret}", locale="en-US")
    task = page.get_by_role("button", name="Next task")
    expect(task).to_be_visible()
    assert opened.secret not in page.url
    page.reload()
    expect(task).to_be_visible()
    page.goto(page.url.replace("classroom", ""))
    page.go_back()
    expect(task).to_be_visible()
    assert opened.secret not in page.url
    asked = page.evaluate("performance.getEntries().map((entry) => entry.name)")
    assert not any(opened.secret in address for address in asked)


RELOAD = """
const replace = history.replaceState.bind(history);
history.replaceState = (...how) => {
    const isLink = location.hash.startsWith("#teacher=");
    replace(...how);
    if (isLink) location.reload();
};
"""


def test_a_teachers_link_outlives_a_reload_before_it_is_found_right(open_at, class_store):
    opened = class_store.open_class()
    page = open_at(
        f"classroom?class={opened.code}#teacher={opened.secret}",
        prepare=lambda page: page.add_init_script(RELOAD),
        locale="en-US",
    )
    expect(page.get_by_role("button", name="Next task")).to_be_visible()


def test_a_wrong_teachers_link_takes_no_rights_away(open_at, class_store):
    opened = class_store.open_class()
    page = open_at(f"classroom?class={opened.code}#teacher={opened.secret}", locale="en-US")
    task = page.get_by_role("button", name="Next task")
    expect(task).to_be_visible()
    wrong = page.context.new_page()
    wrong.goto(f"{page.url}#teacher={'x' * 32}")
    expect(wrong.get_by_text(opened.code).first).to_be_visible()
    wrong.wait_for_url(lambda url: "#" not in url)
    expect(wrong.get_by_role("button", name="Next task")).to_be_visible()
    wrong.reload()
    expect(wrong.get_by_role("button", name="Next task")).to_be_visible()
    wrong.close()


def test_a_teacher_is_one_still_when_the_server_has_started_anew(browser, class_store, mnist_env):
    opened = class_store.open_class()
    server = Server(mnist_env)
    context = browser.new_context(locale="en-US")
    try:
        page = context.new_page()
        page.goto(f"{server.address}/classroom?class={opened.code}#teacher={opened.secret}")
        task = page.get_by_role("button", name="Next task")
        expect(task).to_be_visible()
        server.kill()
        with page.expect_websocket(timeout=60_000):
            server = Server(mnist_env, port=server.port)
        expect(page.locator("[data-test-script-state=running]")).to_be_attached()
        expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
        expect(task).to_be_visible()
    finally:
        context.close()
        server.stop()


def test_what_is_sent_while_the_server_is_away_arrives_once_when_it_is_back(
    browser, class_store, mnist_env
):
    opened = class_store.open_class()
    server = Server(mnist_env)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    try:
        page = context.new_page()
        page.goto(f"{server.address}/?class={opened.code}&target=7")
        board = Board(page).opened()
        board.draw(SEVEN)
        board.expect_digit(7)
        server.kill()
        line(board).get_by_role("button", name="Send to the class").click()
        expect(line(board)).to_contain_text("Sending…")
        server = Server(mnist_env, port=server.port)
        expect(line(board)).to_contain_text("You are pupil 1", timeout=60_000)
        assert sent(class_store, opened) == [(1, 1, 7)]
        assert "Traceback" not in server.output()
    finally:
        context.close()
        server.stop()


MOUNT_TWICE = """async parts => {
    const [module] = performance.getEntriesByType("resource")
        .filter(({ name }) => name.endsWith("/class_line.js"));
    const line = await import(module.name);
    const place = { parentElement: document.createElement("div"), setTriggerValue() {} };
    place.parentElement.innerHTML = parts;
    document.body.append(place.parentElement);
    const words = { line: "{task}", digit: "a {digit}" };
    const data = { code: "", feed: "", words, target: null, state: "", anothers: null };
    for (const [number, digit] of [[3, 7], [2, 4]])
        line.default({ ...place, data: { ...data, task: { number, kind: "digit", digit } } });
    return place.parentElement.querySelector(".line").textContent;
}"""

PARTS = """<div class="class"><h1 class="line"></h1><div class="meant"><p></p>
<div class="digits"></div></div><button class="send"></button><button class="leave"></button>
<p class="state"></p></div>"""


def test_a_page_that_python_wrote_late_brings_no_task_back(open_page, class_store):
    board = open_page(f"?class={class_store.open_class().code}", locale="en-US")
    expect(line(board)).to_contain_text("a digit of your choice")

    assert board.page.evaluate(MOUNT_TWICE, PARTS) == "a 7"
