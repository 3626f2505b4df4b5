"""What a browser shows of a file that does not arrive."""

import numpy as np
import pytest
from playwright.sync_api import expect

from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.networks import MAX_MEGABYTES
from tests.ui.test_own_weights import W1, W2, packed

NO_COOKIES = "Object.defineProperty(document, 'cookie', { get: () => '', set: () => {} })"


def weights(**more):
    content = packed(np.savez, W1=W1, W2=W2)
    return {"name": "mine.npz", "mimeType": "application/zip", "buffer": content} | more


def uploader(page, language):
    page.get_by_role("button", name=catalogue(language)["own.open"]).click()
    return page.locator("input[type=file]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [413, 400, None])
def test_a_file_that_is_refused_gets_a_sentence_which_goes_with_it(open_at, language, status):
    page = open_at(f"?language={language}")
    page.route(
        "**/upload_file/**",
        lambda route: route.fulfill(status=status) if status else route.abort(),
    )
    words = catalogue(language)["own.not_taken"].format(megabytes=MAX_MEGABYTES)
    files = uploader(page, language)
    expect(page.get_by_text(words)).to_be_hidden()

    files.set_input_files(weights())
    expect(page.get_by_text(words)).to_be_visible()

    page.unroute("**/upload_file/**")
    files.set_input_files(weights())
    expect(page.get_by_text("784-30-10")).to_be_visible()
    expect(page.get_by_text(words)).to_be_hidden()


def test_a_file_that_is_too_large_gets_a_sentence(open_at, tmp_path):
    large = tmp_path / "large.npz"
    large.write_bytes(bytes((MAX_MEGABYTES + 2) << 20))
    page = open_at("?language=en")

    uploader(page, "en").set_input_files(large)
    expect(page.get_by_text("A file with a red sign did not arrive")).to_be_visible()


def test_a_page_without_cookies_takes_a_file(open_at):
    page = open_at("?language=en", prepare=lambda page: page.add_init_script(NO_COOKIES))
    page.context.clear_cookies()

    uploader(page, "en").set_input_files(weights())
    expect(page.get_by_text("784-30-10")).to_be_visible()


def test_the_uploader_speaks_the_visitors_language(open_page):
    board = open_page("?language=ko")
    board.part("own").get_by_role("button").click()
    uploader = board.page.get_by_test_id("stFileUploaderDropzone")

    words = (catalogue("ko")["own.upload"], catalogue("ko")["own.limit"].format(megabytes=25))
    expect(uploader.get_by_test_id("stBaseButton-secondary")).to_have_accessible_name(words[0])
    for part in words:
        expect(uploader.get_by_text(part, exact=True)).to_be_visible()
    expect(uploader).not_to_contain_text("Upload")
