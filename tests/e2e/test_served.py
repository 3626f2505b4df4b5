"""What a browser loads, under a path as a school's proxy may have it: once, then never again."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from benchmarks.easel import Traffic
from mnistnet.ui.browser_files import files, folder
from tests.e2e.board import Board
from tests.e2e.conftest import LAPTOP
from tests.e2e.test_live import by_numpy, mark, press, settled, shown, while_drawing
from tests.support.digits import SEVEN
from tests.support.server import running_server

BASE = "/digits"
MOST = 60 * 1024
"""Bytes that a refresh may send, all of them."""

NO_NETWORK = "internetdisconnected"


@pytest.fixture(scope="module")
def address():
    """Start the app under a path, in place of the one that other tests share."""
    with running_server(base=BASE) as server:
        yield server.address


@pytest.fixture
def new_page(browser):
    """Open a page whose browser has loaded nothing yet."""
    context = browser.new_context(**LAPTOP)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(windows):
    """Open a page of another visitor."""
    yield windows.page(**LAPTOP)
    windows.forget()


def asked_for(page):
    """Return the paths that a page asks for from now on, and how they were answered."""
    answers = {}

    def note(response):
        if response.url.startswith("http"):  # not what the page holds itself
            answers[urlsplit(response.url).path] = response.status

    page.on("response", note)
    return answers


def test_all_stands_under_the_path_and_is_loaded_once(new_page, address):
    page = new_page
    answers = asked_for(page)
    page.goto(f"{address}/", timeout=90_000)
    board = Board(page).opened()
    press(board, SEVEN[0])
    while_drawing(board)
    page.mouse.up()
    assert settled(board, 1) == by_numpy(board)

    every = {f"{BASE}/{folder()}/{name}" for name in files()}
    later = {f"{BASE}/{folder()}/{name}.js" for name in ("share", "clipboard", "copying")}
    of_network = {path for path in every if "/network_" in path}
    of_class = {path for path in every if re.search("/(class_|wall|membership)[^/]*$", path)}
    ours = {path for path in answers if f"/{folder()}/" in path}
    assert ours == every - of_network - of_class - later
    assert not [path for path in answers if not path.startswith(f"{BASE}/")]
    assert max(answers.values()) < 400

    page.wait_for_timeout(500)
    traffic = Traffic(page)
    page.reload()
    board = Board(page).opened()
    board.expect_digit(7)
    page.wait_for_timeout(500)
    assert traffic.n_bytes < MOST

    page.get_by_role("link", name="Network").click()
    expect(page.locator(".stage svg .head").first).to_be_visible(timeout=30_000)
    assert of_network < answers.keys()
    assert max(answers.values()) < 400


@pytest.mark.parametrize(("name", "figure"), [("forward", "w2"), ("error", "arrows")])
def test_figures_stand_on_every_page_by_its_own_address_and_by_the_way_back(
    page, address, name, figure
):
    answers = asked_for(page)
    page.goto(f"{address}/{name}", timeout=90_000)
    page.get_by_role("link", name="Error").first.click()
    expect(page.locator(".frame-arrows .main-svg").first).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Draw").first.click()
    board = Board(page).opened()
    board.draw(SEVEN)
    board.expect_digit(7)
    page.goto(f"{address}/{name}?{urlsplit(page.url).query}")

    expect(page.locator(f".frame-{figure} .main-svg").first).to_be_visible(timeout=30_000)
    assert {status for path, status in answers.items() if folder() in path} == {200}


@pytest.mark.parametrize("missing", ["live.js", "reading.js", "networks.bin"])
def test_without_a_script_for_live_answers_the_page_works_stroke_by_stroke(page, address, missing):
    loads = loads_of(page)
    page.route(f"**/{missing}", lambda route: route.abort())
    page.goto(f"{address}/", timeout=90_000, wait_until="commit")
    board = Board(page)
    board.wait_until(lambda: len(loads) == 2)
    board.opened()

    press(board, SEVEN[0])
    page.wait_for_timeout(500)
    assert mark(board).count() == 0
    page.mouse.up()

    numbers = settled(board, 1)
    board.wait_until(lambda: shown(board) == by_numpy(board))
    assert numbers["digit"] == "7"


def loads_of(page):
    """Return a list that has an entry for each time that the page is loaded from now on."""
    loads = []
    page.on("domcontentloaded", lambda _: loads.append(page.url))
    return loads


STREAMLITS_FIRST = "static/js/index.*.js"
ITS_COMPONENTS = "static/js/BidiComponent.*.js"


@pytest.mark.parametrize(
    "lost", [STREAMLITS_FIRST, ITS_COMPONENTS, "frame.js", "networks.bin", "plotly.min.js"]
)
def test_a_page_that_lost_a_part_on_its_way_is_loaded_anew(new_page, address, lost):
    page = new_page
    loads = loads_of(page)
    page.route(f"**/{lost}", lambda route: route.abort(NO_NETWORK), times=1)
    page.goto(f"{address}/", timeout=90_000, wait_until="commit")
    board = Board(page)
    board.wait_until(lambda: len(loads) == 2)

    board.opened()
    expect(page.get_by_role("alert")).to_have_count(0)
    press(board, SEVEN[0])
    while_drawing(board)
    page.mouse.up()
    assert settled(board, 1) == by_numpy(board)
    assert len(loads) == 2


@pytest.mark.parametrize("n_bytes", [0, 5_000])
def test_a_script_that_came_in_part_is_asked_for_past_what_the_browser_keeps(
    new_page, address, n_bytes
):
    page = new_page
    loads, asked = loads_of(page), []

    def answer(route):
        content = route.fetch().body()[:n_bytes]
        route.fulfill(body=content, content_type="text/javascript")

    page.route(f"**/{STREAMLITS_FIRST}", answer, times=1)
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{address}/", timeout=90_000, wait_until="commit")
    board = Board(page)
    board.wait_until(lambda: len(loads) == 2)
    board.opened()

    again = [
        request.all_headers()["cache-control"]
        for request in asked
        if request.resource_type == "fetch" and re.search(r"/index\.[^./]+\.js$", request.url)
    ]
    assert again == ["no-cache"]


def test_a_page_that_came_before_the_network_went_is_loaded_once_it_is_back(page, address):
    page.goto(f"{address}/forward", timeout=90_000)
    last = page.locator(".frame-w2 .main-svg").first
    expect(last).to_be_visible(timeout=30_000)
    asked = []

    def answer(route):
        asked.append(route.request.url)
        if len(asked) > 1 and is_away:
            route.abort(NO_NETWORK)
        else:
            route.continue_()

    is_away = True
    loads = loads_of(page)
    page.route("**/*", answer)
    page.reload(wait_until="commit")
    page.wait_for_timeout(2_500)
    assert len(loads) == 1
    is_away = False

    expect(last).to_be_visible(timeout=30_000)
    assert len(loads) == 2


def test_without_plotly_the_answer_stands_in_words(page, address):
    loads = loads_of(page)
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(f"{address}/", timeout=90_000, wait_until="commit")
    board = Board(page)
    board.wait_until(lambda: len(loads) == 2)
    expect(board.paper).to_be_visible(timeout=90_000)

    board.draw(SEVEN)

    board.expect_digit(7)
    expect(board.part("loss").locator("b")).to_be_visible()
    assert len(loads) == 2  # for it fails each time


def test_another_name_of_the_class_leads_to_its_page_under_the_path_too(page, address):
    page.goto(f"{address}/Class?language=ko")
    expect(page.locator(".st-key-class_ways")).to_be_visible()
    assert page.url.startswith(f"{address}/classroom?language=ko")
