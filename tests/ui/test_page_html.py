"""What a browser gets first: Streamlit's HTML with our script, and what it may load."""

import gzip
import re

import pytest

from mnistnet.ui.browser_files import head_script
from mnistnet.ui.page_html import EARLY, PageHtml
from mnistnet.ui.serving import BrowserFiles
from tests.support.asgi import Streamlit, ask

HTML = b"<!DOCTYPE html><html><head><title>Streamlit</title></head><body></body></html>"
PAGE = (200, "text/html; charset=utf-8", HTML)
BY_NAVIGATION = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_a_page_tells_early_what_will_be_needed():
    page = (200, "text/html; charset=utf-8", b"<html>")
    app = BrowserFiles(PageHtml(Streamlit({"/digits/": page})))

    _, headers, content = ask(app, "/digits/")

    assert content == b"<html>"
    addresses = re.findall("<(.+?)>", headers["link"])
    assert [address.split("/")[-1] for address in addresses] == list(EARLY)
    for address in addresses:  # relative to the page
        assert ask(app, f"/digits/{address}")[0] == 200


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_page_has_our_script_before_all_others_and_says_how_long_it_is(encoding):
    app = PageHtml(Streamlit({"/": PAGE}, n_parts=1))

    _, headers, content = ask(app, "/", accept=BY_NAVIGATION, accept_encoding=encoding)

    assert int(headers["content-length"]) == len(content)
    assert headers.get("content-encoding", "identity") == encoding
    assert headers["vary"] == "Accept-Encoding"
    html = gzip.decompress(content) if encoding == "gzip" else content
    script = head_script()
    assert html == HTML.replace(b"<head>", b"<head>" + script)
    assert script.count(b"<script>") == script.count(b"</script>") == 1
    assert b"function loadAnew(what, error) {" in script
    assert not re.search(rb"//|/\*|\n\s", script)


def test_a_page_is_sent_again_once_it_is_another():
    streamlit = Streamlit({"/": PAGE}, n_parts=1, etag="streamlit's", last_modified="today")
    app = PageHtml(streamlit)
    asked = {"accept": BY_NAVIGATION, "accept_encoding": "gzip", "range": "bytes=0-9"}

    _, headers, first = ask(app, "/", if_none_match="streamlit's", **asked)
    tag = headers["etag"]
    assert first
    assert "last-modified" not in headers
    for known in (tag, f"W/{tag}"):
        status, headers, content = ask(app, "/", if_none_match=known, **asked)
        assert (status, content, headers["etag"]) == (304, b"", tag)
        assert not {"content-length", "content-encoding"} & headers.keys()
        assert "modulepreload" in headers["link"]  # which the browser notes, too
    status, headers, _ = ask(app, "/", accept=BY_NAVIGATION, if_none_match=tag)
    assert (status, headers["etag"] != tag) == (200, True)  # not compressed
    streamlit.answers["/"] = (*PAGE[:2], HTML + b"of another version")
    status, headers, content = ask(app, "/", if_none_match=tag, **asked)
    assert (status, headers["etag"] != tag) == (200, True)
    assert gzip.decompress(content).endswith(b"of another version")

    assert {tuple(headers) for _, headers in streamlit.asked} == {(b"accept",)}


@pytest.mark.parametrize(
    ("answer", "more"),
    [
        ((200, "text/html", b""), {}),  # to HEAD
        ((304, "text/html", b""), {}),
        ((200, "text/html", gzip.compress(HTML)), {}),
        ((200, "text/html", HTML.replace(b"<head>", b"")), {}),
        ((200, "text/html", HTML * 2), {"n_parts": 2}),
        ((200, "text/html", HTML), {"content_disposition": 'attachment; filename="digits.html"'}),
        ((200, "text/plain", HTML), {}),
    ],
)
def test_what_else_is_answered_comes_as_it_is(answer, more):
    app = PageHtml(Streamlit({"/": answer}, **{"n_parts": 1, "etag": "its own", **more}))

    status, headers, content = ask(app, "/", accept=BY_NAVIGATION, accept_encoding="gzip")

    assert (status, content, headers["etag"]) == (answer[0], answer[2], "its own")
    assert int(headers["content-length"]) == len(content)
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    ("named", "frames"),
    [("", "'self'"), ("https://lms.example *.school.kr", "'self' https://lms.example *.school.kr")],
)
def test_only_who_is_named_shows_a_page_in_a_frame(named, frames, monkeypatch):
    monkeypatch.setenv("MNISTNET_FRAMES", named)
    page = (200, "text/html; charset=utf-8", b"<html>")

    _, headers, _ = ask(PageHtml(Streamlit({"/": page})), "/")

    assert f"frame-ancestors {frames}" in headers["content-security-policy"].split("; ")
    assert "default-src 'self'" in headers["content-security-policy"].split("; ")
    assert headers["x-content-type-options"] == "nosniff"
