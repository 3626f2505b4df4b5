"""Whatever is typed for a page's name leads to a page."""

import pytest
from streamlit import config

from mnistnet.ui.aliases import Aliases
from tests.support.asgi import ELSEWHERE, Streamlit, ask

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def led_to(path, accept=BROWSER, query=b""):
    """Return where a browser is sent on to, None if it is not."""
    app = Aliases(Streamlit())

    async def with_query(scope, receive, send):
        await app(scope | {"query_string": query}, receive, send)

    status, headers, _ = ask(with_query, path, accept=accept)
    assert status in (307, ELSEWHERE[0])
    return headers.get("location")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/class", "classroom"),
        ("/Classes", "classroom"),
        ("/Wall/", "../classroom"),
        ("/draw", "./"),
        ("/Draw/", ".././"),
        ("/TRAIN", "train"),
        ("/no-such-page", "./"),
        ("/한글", "./"),
        ("/index.html", "./"),
        ("/network/step", "../network"),
        ("/a/b/", "../.././"),
    ],
)
def test_what_is_typed_leads_to_the_page_that_was_meant(path, page):
    assert led_to(path) == page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/classroom",
        "/train",
        "/network/",
        "/_stcore/health",
        "/static/js/a.js",
        "/media/a.png",
    ],
)
def test_what_is_right_is_left_alone(path):
    assert led_to(path) is None


def test_what_a_program_asks_for_is_no_page():
    assert led_to("/class", accept="*/*") is None


def test_what_stands_behind_goes_along():
    assert (
        led_to("/class", query=b"class=K7M2QX&language=ko") == "classroom?class=K7M2QX&language=ko"
    )


def test_below_a_path_of_ones_own_the_pages_are_meant_alone(monkeypatch):
    options = {"server.baseUrlPath": "digits/"}
    monkeypatch.setattr(config, "get_option", options.get)

    assert led_to("/digits/class") == "classroom"
    assert led_to("/class") is None
