"""A network of the visitor's own outlives a refresh, kept by the browser alone."""

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.e2e.board import Board
from tests.e2e.test_uploads import uploader, weights
from tests.ui.test_own_weights import B1, B2, packed

SEVEN = f"drawing={encode(sample(7))}"

BLOCKED = """Object.defineProperty(window, "indexedDB", {
    get() { throw new DOMException("", "SecurityError"); } })"""

DAMAGE = """bytes => new Promise(done => {
    const request = indexedDB.open("mnistnet");
    request.onsuccess = () => {
        const database = request.result;
        const store = database.transaction("networks", "readwrite").objectStore("networks");
        store.put({ name: "mine.npz", content: new Uint8Array(bytes).buffer }, "own").onsuccess =
            () => { database.close(); done(); };
    };
})"""


@pytest.fixture
def handed_over(open_at):
    """Open the page and hand a network over; return the page, and where it went to the server."""

    def hand_over(language="en", path="", **options):
        page = open_at(f"{path}?language={language}&{SEVEN}", **options)
        page.uploads = []
        page.on("request", lambda r: "upload_file" in r.url and page.uploads.append(r.method))
        uploader(page, language).set_input_files(weights())
        expect(yours(page, language)).to_be_checked()
        expect(page.get_by_text("784-30-10")).to_be_visible()
        Board(page).expect_idle()
        page.uploads.clear()
        return page

    return hand_over


def yours(page, language="en"):
    return page.get_by_role("radio", name=catalogue(language)["network.own"])


COUNT = """indexedDB.databases().then(all => all.length && new Promise(done => {
    indexedDB.open("mnistnet").onsuccess = ({ target: { result: database } }) => {
        const store = database.transaction("networks").objectStore("networks");
        store.count().onsuccess = ({ target }) => { database.close(); done(target.result); };
    };
}))"""


def is_kept(page):
    """Whether the browser keeps a network."""
    return page.evaluate(COUNT) == 1


def answer(page):
    """Return the answer to the drawing once it stands."""
    board = Board(page).opened()
    board.expect_idle()
    board.wait_until(lambda: len(board.values("activations")) == 10)
    return board.values("activations")


def test_it_is_there_after_a_refresh(handed_over):
    page = handed_over()
    before = answer(page)
    Board(page).wait_until(lambda: is_kept(page))

    page.reload()

    expect(yours(page)).to_be_checked()
    assert answer(page) == before
    page.get_by_role("button", name=catalogue("en")["own.open"]).click()
    expect(page.get_by_text("mine.npz: network 784-30-10")).to_be_visible()
    expect(page.get_by_text(catalogue("en")["own.not_kept"])).to_be_hidden()
    assert page.uploads == ["PUT"]


def test_the_last_one_is_kept_and_goes_to_the_server_only_when_it_is_chosen(handed_over):
    page = handed_over()
    others = {"buffer": packed(np.savez, W1=B1, W2=B2), "name": "others.npz"}
    next_place = page.locator(".st-key-own_files_1 input[type=file]")  # the first one's is left
    next_place.set_input_files(weights(**others))
    expect(page.get_by_text("others.npz: network 784-6-10")).to_be_visible()
    before = answer(page)
    page.uploads.clear()

    page.goto(page.url.split("?")[0] + f"?{SEVEN}")
    expect(yours(page)).not_to_be_checked()
    assert answer(page) != before
    assert page.uploads == []

    yours(page).click()
    page.wait_for_url("**network=own**")
    Board(page).wait_until(lambda: answer(page) == before)
    assert page.uploads == ["PUT"]


@pytest.mark.parametrize("path", ["", "error"], ids=["draw", "error"])
def test_where_it_was_removed_nothing_is_left(handed_over, path):
    page = handed_over(path=path)
    Board(page).wait_until(lambda: is_kept(page))
    page.get_by_role("button", name="Remove").click()
    expect(yours(page)).to_have_count(0)
    Board(page).wait_until(lambda: not is_kept(page))

    page.goto(page.url + "&network=own")

    expect(page.get_by_text("this browser keeps none")).to_be_visible()
    expect(page.get_by_role("radio", name="A 784-100-10")).to_be_checked()
    expect(yours(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("content", "language"), [(b"", "en"), (packed(np.savez, W1=B1, W2=B1), "ko")]
)
def test_a_damaged_one_is_forgotten_with_a_sentence(handed_over, content, language):
    page = handed_over(language)
    Board(page).wait_until(lambda: is_kept(page))
    page.evaluate(DAMAGE, list(content))

    page.reload()

    expect(page.get_by_text(catalogue(language)["error.own_damaged"])).to_be_visible()
    expect(yours(page, language)).to_have_count(0)
    Board(page).wait_until(lambda: not is_kept(page))
    assert "network" not in page.url


def test_a_browser_that_keeps_nothing_says_so(handed_over):
    language = "ko"
    page = handed_over(language, prepare=lambda page: page.add_init_script(BLOCKED))
    expect(page.get_by_text(catalogue(language)["own.not_kept"])).to_be_visible()

    page.reload()

    expect(page.get_by_text(catalogue(language)["error.own_gone"])).to_be_visible()
    assert len(answer(page)) == 10
