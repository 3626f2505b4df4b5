"""What the browser loads: complete, typed, compressed, kept for ever, and nothing else."""

import asyncio
import gzip
import re
import shutil
import socket
import struct
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import streamlit

from mnistnet.ui import browser_files
from mnistnet.ui.browser_files import BROWSER, component, files, folder
from mnistnet.ui.serving import BrowserFiles
from tests.support.asgi import Streamlit, ask

TYPES = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "bin": "application/octet-stream",
}
FOR_EVER = "public, max-age=31536000, immutable"
STREAMLITS = "/static/js/index.DormvYxC.js"
SCRIPT = b"export const answer = 42;" * 100


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


class Leaving(Streamlit):
    """Sends what was asked for until the visitor leaves, which is as soon as it asks."""

    async def __call__(self, scope, receive, send):
        self.asked.append((scope["path"], dict(scope["headers"])))
        length = str(len(SCRIPT)).encode()
        headers = [(b"content-type", b"text/javascript"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": SCRIPT[:100], "more_body": True})
        with suppress(TimeoutError):
            await asyncio.wait_for(receive(), 0.01)
            return
        await send({"type": "http.response.body", "body": SCRIPT[100:]})


def test_a_script_is_whole_for_others_whoever_leaves_while_it_is_read():
    app = BrowserFiles(Leaving())

    async def leave():
        return {"type": "http.disconnect"}

    for receive in (leave, None):
        assert ask(app, STREAMLITS, receive=receive)[::2] == (200, SCRIPT)


def test_a_script_that_did_not_come_whole_is_not_kept():
    class Short(Leaving):
        async def __call__(self, scope, receive, send):
            async def left():
                return {"type": "http.disconnect"}

            await super().__call__(scope, left, send)

    app = BrowserFiles(Short())
    assert ask(app, STREAMLITS)[::2] == (404, b"not found")


def test_what_a_server_sends_is_whole_however_early_others_leave(server):
    static = Path(streamlit.__file__).parent / "static"
    scripts = sorted(static.glob("static/js/*.js"), key=lambda path: -path.stat().st_size)[:30]
    host = urlsplit(server.address).netloc
    for k, script in enumerate(scripts):
        path = script.relative_to(static).as_posix()
        with socket.create_connection(host.split(":")) as line:
            asked = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n"
            line.sendall(asked.encode())
            time.sleep(0.001 * (k % 5))
            at_once = struct.pack("ii", 1, 0)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)

    for script in scripts:
        address = f"{server.address}/{script.relative_to(static).as_posix()}"
        with urlopen(address) as answer:  # noqa: S310
            assert answer.read() == script.read_bytes()


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
