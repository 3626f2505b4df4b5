"""What the browser loads: complete, typed, compressed, kept for ever, and nothing else."""

import asyncio
import gzip
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from mnistnet.ui import browser_files
from mnistnet.ui.browser_files import BROWSER, component, files, folder, head_script
from mnistnet.ui.serving import EARLY, BrowserFiles

TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "bin": "application/octet-stream",
}
FOR_EVER = "public, max-age=31536000, immutable"
STREAMLITS = "/static/js/index.DormvYxC.js"
SCRIPT = b"export const answer = 42;" * 100
ELSEWHERE = (404, "text/html; charset=utf-8", b"<html>")


class Streamlit:
    """A stand-in for what lies behind: notes who asks, and answers what it was given, in parts."""

    def __init__(self, answers=None, n_parts=2):
        self.answers, self.n_parts = answers or {}, n_parts
        self.asked = []

    async def __call__(self, scope, receive, send):
        self.asked.append((scope["path"], dict(scope["headers"])))
        status, kind, content = self.answers.get(scope["path"], ELSEWHERE)
        length = str(len(content)).encode()
        headers = [(b"content-type", kind.encode()), (b"content-length", length)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        size = -(-len(content) // self.n_parts)
        for i in range(self.n_parts):
            part = {"body": content[i * size : (i + 1) * size], "more_body": i < self.n_parts - 1}
            await send({"type": "http.response.body", **part})


def ask(app, path, method="GET", client="127.0.0.1", **headers):
    """Return status, headers and content that an ASGI app answers a request with."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "client": (client, 50000),
        "headers": [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()],
    }
    said = []

    async def send(message):
        said.append(message)

    with ThreadPoolExecutor(1) as thread:  # beside the event loop that a browser's tests keep
        thread.submit(asyncio.run, app(scope, None, send)).result()
    start, *parts = said
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], told, b"".join(part["body"] for part in parts)


@pytest.fixture(scope="module")
def served():
    return BrowserFiles(Streamlit())


@pytest.mark.parametrize("before", ["", "/digits"])
@pytest.mark.parametrize("name", files())
def test_every_file_comes_compressed_with_its_type_to_be_kept_for_ever(served, name, before):
    path = f"{before}/{folder()}/{name}"

    status, headers, content = ask(served, path, accept_encoding="gzip, deflate, br")

    assert status == 200
    assert headers["cache-control"] == FOR_EVER
    assert headers["content-type"] == TYPES[name.rsplit(".")[-1]]
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert int(headers["content-length"]) == len(content)
    assert gzip.decompress(content) == files()[name]

    status, headers, content = ask(served, path)
    assert (status, content) == (200, files()[name])
    assert "content-encoding" not in headers


@pytest.mark.parametrize("path", [STREAMLITS, f"/digits{STREAMLITS}"])
def test_streamlit_is_asked_for_a_script_once(path):
    streamlit = Streamlit({path: (200, "text/javascript", SCRIPT)})
    app = BrowserFiles(streamlit)

    for _ in range(2):
        status, headers, content = ask(app, path, accept_encoding="gzip", if_none_match="7")
        assert (status, gzip.decompress(content)) == (200, SCRIPT)
        assert headers["cache-control"] == FOR_EVER

    assert streamlit.asked == [(path, {})]  # what this browser may have does not matter


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param((200, "text/html", b"<html>the page</html>"), id="its page instead"),
        pytest.param((404, "text/plain", b"not found"), id="missing"),
    ],
)
def test_what_is_no_script_is_not_kept(answer):
    app = BrowserFiles(Streamlit({STREAMLITS: answer}))

    assert ask(app, STREAMLITS)[0] == 404
    status, headers, _ = ask(app, STREAMLITS)
    assert status == 404
    assert "cache-control" not in headers


@pytest.mark.parametrize(
    "name",
    ["../../app.py", "..%2f..%2fapp.py", "..\\app.py", "../figure.js", "canvas.css", "", ".", ".."],
)
def test_nothing_else_is_served(served, name):
    status, _, content = ask(served, f"/{folder()}/{name}")

    assert status == 404
    assert content in (b"not found", b"<html>")


def test_another_version_is_not_served(served):
    status, headers, _ = ask(served, "/mnistnet/0123456789abcdef/figure.js")

    assert status == 404
    assert "cache-control" not in headers


def test_other_requests_are_handed_on():
    streamlit = Streamlit()
    app = BrowserFiles(streamlit)

    ask(app, f"/{folder()}/figure.js", method="POST")
    ask(app, "/_stcore/upload_file/index-12345678.js", method="PUT")
    ask(app, "/media/index-12345678.js", accept_encoding="gzip")

    assert len(streamlit.asked) == 3
    assert streamlit.asked[-1][1] == {b"accept-encoding": b"gzip"}


def test_a_page_tells_early_what_will_be_needed():
    page = (200, "text/html; charset=utf-8", b"<html>")
    app = BrowserFiles(Streamlit({"/digits/": page}))

    _, headers, content = ask(app, "/digits/")

    assert content == b"<html>"
    addresses = re.findall("<(.+?)>", headers["link"])
    assert [address.split("/")[-1] for address in addresses] == list(EARLY)
    for address in addresses:  # relative to the page
        assert ask(app, f"/digits/{address}")[0] == 200


HTML = b"<!DOCTYPE html><html><head><title>Streamlit</title></head><body></body></html>"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_page_has_our_script_before_all_others_and_says_how_long_it_is(encoding):
    page = (200, "text/html; charset=utf-8", HTML)
    app = BrowserFiles(Streamlit({"/": page}, n_parts=1))

    _, headers, content = ask(app, "/", accept_encoding=encoding)

    assert int(headers["content-length"]) == len(content)
    assert headers.get("content-encoding", "identity") == encoding
    assert headers["vary"] == "Accept-Encoding"
    html = gzip.decompress(content) if encoding == "gzip" else content
    script = head_script()
    assert html == HTML.replace(b"<head>", b"<head>" + script)
    assert script.count(b"<script>") == script.count(b"</script>") == 1
    assert b"function loadAnew(what, error) {" in script
    assert not re.search(rb"//|/\*|\n\s", script)


@pytest.mark.parametrize(
    ("answer", "n_parts"),
    [
        ((200, "text/html", b""), 1),  # to HEAD
        ((304, "text/html", b""), 1),
        ((200, "text/html", gzip.compress(HTML)), 1),
        ((200, "text/html", HTML.replace(b"<head>", b"")), 1),
        ((200, "text/html", HTML * 2), 2),
        ((200, "text/plain", HTML), 1),
    ],
)
def test_what_else_is_answered_comes_as_it_is(answer, n_parts):
    app = BrowserFiles(Streamlit({"/": answer}, n_parts=n_parts))

    status, headers, content = ask(app, "/", accept_encoding="gzip")

    assert (status, content) == (answer[0], answer[2])
    assert int(headers["content-length"]) == len(content)
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    ("named", "frames"),
    [("", "'self'"), ("https://lms.example *.school.kr", "'self' https://lms.example *.school.kr")],
)
def test_only_who_is_named_shows_a_page_in_a_frame(named, frames, monkeypatch):
    monkeypatch.setenv("MNISTNET_FRAMES", named)
    page = (200, "text/html; charset=utf-8", b"<html>")

    _, headers, _ = ask(BrowserFiles(Streamlit({"/": page})), "/")

    assert f"frame-ancestors {frames}" in headers["content-security-policy"].split("; ")
    assert "default-src 'self'" in headers["content-security-policy"].split("; ")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/digits/_stcore/metrics"])
def test_only_this_machine_is_told_of_the_server(path):
    app = BrowserFiles(Streamlit({path: (200, "text/plain", b"visitors 7")}))

    assert ask(app, path)[::2] == (200, b"visitors 7")
    assert ask(app, path, client="::1")[0] == 200
    assert ask(app, path, client="10.1.2.3")[::2] == (404, b"not found")
    assert ask(app, path, x_forwarded_for="10.1.2.3")[0] == 404


def test_modules_import_only_what_is_served():
    for name, content in files().items():
        if name in ("drawable_canvas.js", "plotly.min.js", "networks.bin"):
            continue
        imported = re.findall(r'from "\./(.+?)"', content.decode())
        imported += re.findall(r'new URL\("(.+?)", import\.meta\.url\)', content.decode())
        assert set(imported) <= set(files())


@pytest.fixture
def another_folder(tmp_path, monkeypatch):
    shutil.copytree(BROWSER, tmp_path / "browser")
    monkeypatch.setattr(browser_files, "BROWSER", tmp_path / "browser")
    caches = (browser_files.files, browser_files.folder)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path / "browser"
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize("name", ["figure.js", "reading.js", "new.js"])
def test_another_content_has_another_address(another_folder, name):
    before = folder(), component("figure.js")
    browser_files.files.cache_clear()
    browser_files.folder.cache_clear()
    assert (folder(), component("figure.js")) == before

    script = another_folder / name
    content = script.read_bytes() if script.exists() else b"\n"
    script.write_bytes(content[:-1] + b" ")  # as long as before
    browser_files.files.cache_clear()
    browser_files.folder.cache_clear()

    assert folder() != before[0]
    assert component("figure.js") != before[1]
