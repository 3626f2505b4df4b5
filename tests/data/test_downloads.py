"""Downloads that go wrong, from a real server on this computer: a sentence, never half a file."""

import errno
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pooch  # type: ignore[import-untyped]
import pytest

from mnistnet import DataError
from mnistnet.data import mnist_download
from mnistnet.data.mnist import load_mnist
from mnistnet.data.mnist_download import FILES
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.shared_download import download
from tests.data.test_mnist import small_mnist  # noqa: F401 - a fixture
from tests.support.app import open_page

FIRST = next(iter(FILES))

CLASS = 30
"""Pupils who press the button at the same moment."""

PROGRAM = """
import json, os, resource, sys
import pooch, requests
from mnistnet import DataError
from mnistnet.data import mnist, mnist_download
given = json.loads(sys.argv[1])
mnist_download.FILES, mnist_download.MIRRORS = given["files"], [given["mirror"]]
mnist.N_VALIDATION = 2
pooch.os_cache = lambda _: given["cache"]
{before}
try:
    print(len(mnist.load_mnist().test), "test images")
except DataError as error:
    print(error.key, error)
"""


class Mirror(http.server.ThreadingHTTPServer):
    """A mirror of a folder, whose ``fault`` says what is wrong with it."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.folder, self.fault = folder, ""
        self.asked: list[str] = []
        self.is_half_way = threading.Event()
        self.may_go_on = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}/"


class Answer(http.server.BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        self.server.asked.append(self.path[1:])
        content = (self.server.folder / self.path[1:]).read_bytes()
        fault = self.server.fault
        if fault == "hung":
            self.server.may_go_on.wait(60)
            return
        if fault == "not there":
            self.send_error(404)
            return
        if fault == "another file":
            content = bytes(reversed(content))
        if fault == "shorter":
            content = content[:-7]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        half = len(content) // 2
        self.wfile.write(content[:half])
        if fault == "cut off":
            return
        if fault == "held":
            self.server.is_half_way.set()
            self.server.may_go_on.wait(60)
            if self.server.fault == "cut off":
                return
        self.wfile.write(content[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror(small_mnist: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:  # noqa: F811
    monkeypatch.delenv("MNISTNET_DATA", raising=False)
    monkeypatch.setattr(pooch, "os_cache", lambda _: small_mnist / "cache")
    with Mirror(small_mnist) as mirror:
        threading.Thread(target=mirror.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setattr(mnist_download, "MIRRORS", (mirror.address,))
        yield mirror
        mirror.may_go_on.set()
        mirror.shutdown()


@pytest.fixture
def cache(mirror: Mirror) -> Path:
    return mirror.folder / "cache"


@pytest.fixture
def cache_for_all() -> Iterator[Path]:
    """A folder that other users may look into, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def downloader(mirror: Mirror, cache: Path, before: str = "") -> "subprocess.Popen[str]":
    """Begin a download in a process of its own."""
    given = {"files": mnist_download.FILES, "mirror": mirror.address, "cache": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(before=before), json.dumps(given)],
        stdout=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "MNISTNET_DATA"},
    )


def said(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def assert_whole(cache: Path) -> None:
    """Hold that all that stands under a file's name is that file."""
    for name in mnist_download.FILES:
        if (cache / name).exists():
            md5 = hashlib.md5((cache / name).read_bytes(), usedforsecurity=False).hexdigest()
            assert md5 == mnist_download.FILES[name][0]


@pytest.mark.parametrize("fault", ["cut off", "shorter", "another file", "not there"])
def test_a_download_that_breaks_off_is_said_and_leaves_nothing(mirror, cache, fault):
    mirror.fault = fault

    output = said(downloader(mirror, cache))

    assert output.startswith("error.mnist_no_download")
    assert str(cache) in output
    assert not names_in(cache)


def test_a_mirror_that_hangs_is_waited_for_once(mirror, monkeypatch):
    with Mirror(mirror.folder) as hung:
        hung.fault = "hung"
        threading.Thread(target=hung.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setattr(mnist_download, "MIRRORS", (hung.address, mirror.address))
        monkeypatch.setattr(mnist_download, "TIMEOUT", 0.2)

        mnist_download.mnist_folder()

        hung.may_go_on.set()
        hung.shutdown()
    assert hung.asked == [FIRST]
    assert mirror.asked == list(mnist_download.FILES)


def test_a_damaged_file_that_cannot_be_fetched_again_is_called_damaged(mirror, cache):
    cache.mkdir()
    (cache / FIRST).write_bytes(b"damaged")
    mirror.fault = "another file"

    with pytest.raises(DataError) as failure:
        load_mnist()

    assert failure.value.key == "error.mnist_changed"
    assert failure.value.values == {"path": cache / FIRST}


def test_a_full_disk_is_said_to_be_full(mirror, cache, monkeypatch):
    def write(url: str, path: str, _pooch: object) -> None:
        Path(path).write_bytes(b"as much as there is room for")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pooch, "HTTPDownloader", lambda **_: write)

    with pytest.raises(DataError) as failure:
        load_mnist()

    assert failure.value.key == "error.cannot_write"
    assert "No space left on device" in str(failure.value)
    assert str(cache) in str(failure.value)
    assert not names_in(cache)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_that_the_disk_is_full(mirror, cache, monkeypatch, language):
    def write(url: str, path: str, _pooch: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(pooch, "HTTPDownloader", lambda **_: write)
    app = open_page(page="mnist", language=language)

    app.button(key="download").click().run()

    assert not app.exception
    words = catalogue(language)["error.cannot_write"].format(folder=cache, why="no room")
    assert app.warning[0].value.replace("\\", "") == words


def test_a_process_whose_files_may_not_grow_keeps_no_half_of_one(mirror, cache):
    before = "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"  # Linux and macOS

    assert said(downloader(mirror, cache, before)).startswith("error.cannot_write")
    assert_whole(cache)
    assert FIRST not in names_in(cache)
    assert said(downloader(mirror, cache)) == "3 test images\n"


def test_a_cache_that_may_not_be_written_is_named_and_read_once_it_is_full(mirror, cache_for_all):
    nobody = "os.geteuid() or os.seteuid(65534)"
    cache_for_all.chmod(0o555)

    output = said(downloader(mirror, cache_for_all, nobody))
    assert output.startswith("error.cannot_write")
    assert str(cache_for_all) in output

    cache_for_all.chmod(0o755)
    for name in mnist_download.FILES:
        shutil.copyfile(mirror.folder / name, cache_for_all / name)
    cache_for_all.chmod(0o555)
    assert said(downloader(mirror, cache_for_all, nobody)) == "3 test images\n"
    cache_for_all.chmod(0o755)


def test_two_processes_that_download_at_once_both_get_whole_files(mirror, cache):
    mirror.fault = "held"
    first = downloader(mirror, cache)
    assert mirror.is_half_way.wait(60)
    mirror.is_half_way.clear()
    second = downloader(mirror, cache)
    assert mirror.is_half_way.wait(60)
    assert FIRST not in names_in(cache)
    mirror.may_go_on.set()

    assert [said(first), said(second)] == ["3 test images\n"] * 2
    assert_whole(cache)
    assert names_in(cache) == set(mnist_download.FILES)


def pressed_by_a_class(mirror: Mirror, fault: str) -> "list[Future[None]]":
    """Return how a class's presses end, when the mirror goes on once all look at the progress."""
    mirror.fault = "held"
    all_look = threading.Barrier(CLASS + 1)

    def press(number: int) -> None:
        seen: list[tuple[int, ...]] = []

        def look(*progress: int) -> None:
            if not seen:
                all_look.wait(60)
            seen.append(progress)

        download("t10k" if number % 2 else "all", look)

    with ThreadPoolExecutor(CLASS) as pupils:
        presses = [pupils.submit(press, number) for number in range(CLASS)]
        all_look.wait(60)
        mirror.fault = fault
        mirror.may_go_on.set()
    return presses


def test_a_class_that_presses_at_once_fetches_every_file_once(mirror, cache):
    presses = pressed_by_a_class(mirror, "")

    assert [press.result() for press in presses] == [None] * CLASS
    assert sorted(mirror.asked) == sorted(mnist_download.FILES)
    assert_whole(cache)


def test_a_download_that_breaks_off_is_not_tried_anew_by_each_who_waits(mirror):
    presses = pressed_by_a_class(mirror, "cut off")

    assert all(isinstance(press.exception(), DataError) for press in presses)
    assert len(mirror.asked) == 1


def test_half_a_download_of_a_process_that_was_killed_is_never_used_and_goes(mirror, cache):
    mirror.fault = "held"
    killed = downloader(mirror, cache)
    assert mirror.is_half_way.wait(60)
    killed.kill()
    killed.communicate()
    mirror.may_go_on.set()

    (half,) = names_in(cache)
    assert half != FIRST
    assert said(downloader(mirror, cache)) == "3 test images\n"
    assert names_in(cache) == {half, *mnist_download.FILES}, "another process may write it still"

    long_ago = time.time() - mnist_download.LEFT - 1
    os.utime(cache / half, (long_ago, long_ago))
    assert said(downloader(mirror, cache)) == "3 test images\n"
    assert names_in(cache) == set(mnist_download.FILES)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "no room"), OSError("no room")],
    ids=["the system's", "NumPy's, without a number"],
)
def test_a_full_disk_while_unpacking_for_trainings_is_said_and_leaves_nothing(
    monkeypatch, mnist_folder, tmp_path, error
):
    import streamlit as st

    def full(folder: Path, *_: object) -> None:
        (folder / "training-pixels.npy").write_bytes(b"as much as there is room for")
        raise error

    st.cache_resource.clear()
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("mnistnet.ui.train.session.save_arrays", full)

    app = open_page(page="train", language="en")

    assert "no room" in app.warning[0].value
    assert not list(tmp_path.glob("mnistnet-*"))
    st.cache_resource.clear()
