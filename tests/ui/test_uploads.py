"""Uploads to a real server: as large as the page says, and no larger."""

import re
import tomllib
import urllib.error
import urllib.request

import pytest
from streamlit.proto.Common_pb2 import FileUploaderState

from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.networks import MAX_MEGABYTES
from mnistnet.weights.checks import MAX_FILE_BYTES
from tests.support import ROOT
from tests.support.server import Server, running_server
from tests.support.visitor import Visitor, visiting
from tests.ui.test_own_weights import W1, W2, hand_over, in_text, page

MEGABYTE = 1 << 20
CONFIG = ROOT / ".streamlit" / "config.toml"
NGINX = ROOT / "docs" / "server" / "nginx.conf"


def upload(
    server: Server, session: str, size: int | bytes, name: str = "a-file", **headers: str
) -> int:
    """Hand over so many bytes as a browser without cookies does; the answer, 413 if it hangs up."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    content = b"1" * size if isinstance(size, int) else size
    request = urllib.request.Request(  # noqa: S310
        f"{server.address}/_stcore/upload_file/{session}/{name}",
        data=head + content + b"\r\n--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x"} | headers,
        method="PUT",
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code
    except (urllib.error.URLError, ConnectionError):  # it refuses before it has taken it all
        return 413


def choose(visitor: Visitor, *names: str) -> None:
    """Say that the uploader holds the files of these names, as the browser does in the end."""
    state = FileUploaderState()
    for name in names:
        state.uploaded_file_info.add(file_id=name, name=f"{name}.txt", size=1)
    (uploader,) = visitor.page.all_of("file_uploader")
    visitor.page.set(uploader.id.rsplit("-")[-1], file_uploader_state_value=state)
    visitor.run()


def said(visitor: Visitor) -> list[str]:
    return [alert.body.replace("\\", "") for alert in visitor.page.all_of("alert")]


def test_the_server_takes_what_the_page_offers_to_take_and_refuses_more(server):
    with visiting(server.address) as visitor:
        offered = visitor.page.element("own_files_0").max_upload_size_mb
        assert offered == MAX_MEGABYTES

        assert upload(server, visitor.page.session, offered * MEGABYTE - 1_000) == 204
        assert upload(server, visitor.page.session, (offered + 2) * MEGABYTE) == 413
        assert upload(server, "nobody", 10) == 400


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        *(("{address}", 204), ("http://localhost:1234", 204)),
        *(("https://elsewhere.example", 403), ("null", 403), ("http://[", 403)),
    ],
)
def test_a_file_comes_from_the_page_and_from_no_other_site(server, origin, expected):
    with visiting(server.address) as visitor:
        said_by = origin.format(address=server.address)
        assert upload(server, visitor.page.session, 10, Origin=said_by) == expected


@pytest.mark.server
def test_a_visit_keeps_no_more_files_than_a_network_has_and_none_that_was_read():
    at_once = {"MALLOC_MMAP_THRESHOLD_": str(MEGABYTE)}  # memory goes back as soon as it is free
    with running_server(at_once) as server, visiting(server.address) as visitor:
        choose(visitor, "not-here")  # with all that the first upload makes the server load
        memory = server.megabytes
        for i in range(8):
            assert upload(server, visitor.page.session, 24 * MEGABYTE, f"file-{i}") == 204
        assert server.megabytes - memory < 4 * 24  # of eight

        choose(visitor, *(f"file-{i}" for i in range(8)))
        assert said(visitor) == [catalogue("en")["error.weights_file_count"].format(n=8, limit=4)]
        assert server.megabytes - memory < 24

        assert upload(server, visitor.page.session, 24 * MEGABYTE) == 204
        choose(visitor, "a-file")
        assert server.megabytes - memory < 24


def test_the_first_of_two_files_is_kept_until_the_second_comes(server):
    with visiting(server.address) as visitor:
        upload(server, visitor.page.session, in_text(W1), "w1")
        choose(visitor, "w1")
        upload(server, visitor.page.session, in_text(W2), "w2")
        choose(visitor, "w1", "w2")

        assert any("784-30-10" in words for words in said(visitor))


def test_of_many_files_the_newest_are_kept(server):
    lost = catalogue("en")["error.weights_lost"]
    for which, is_lost in (("file-5", False), ("file-0", True)):
        with visiting(server.address, "language=en") as visitor:
            for number in range(6):
                upload(server, visitor.page.session, in_text(W2), f"file-{number}")
            choose(visitor, which)
            assert (lost in said(visitor)) == is_lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_the_server_does_not_have_gets_a_sentence(server, language):
    lost = catalogue(language)["error.weights_lost"]
    with visiting(server.address, f"language={language}") as visitor:
        choose(visitor, "refused")
        assert said(visitor) == [lost]

        upload(server, visitor.page.session, in_text(W2), "w2")
        choose(visitor, "refused", "w2")
        assert said(visitor) == [lost]


def test_the_largest_file_that_is_read_may_be_uploaded():
    allowed = tomllib.loads(CONFIG.read_text())["server"]["maxUploadSize"]

    assert allowed == MAX_MEGABYTES
    assert allowed * MEGABYTE >= MAX_FILE_BYTES


def test_nginx_lets_through_what_the_page_offers_to_take():
    (allowed,) = re.findall(r"client_max_body_size (\d+)m;", NGINX.read_text())

    assert int(allowed) == MAX_MEGABYTES + 1, "a form takes some bytes besides its file"


def test_nginx_sends_a_visitor_without_cookies_to_one_process():
    """A file that came to another process than the page would be refused, as of nobody."""
    variables = re.findall(r"map \$cookie_mnistnet (\$\w+) {\s+\"\" +(\S+);", NGINX.read_text())
    (hashed,) = re.findall(r"hash (\$\w+)", NGINX.read_text())

    assert dict(variables)[hashed] == "$remote_addr$http_user_agent"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_larger_than_any_network_gets_a_sentence(language):
    app = hand_over(page(language), big__npz=b"PK\x03\x04" + bytes(MAX_FILE_BYTES))

    words = catalogue(language)["error.weights_file_too_large"]
    assert app.warning[0].value.replace("\\", "") == words.format(file="big.npz", limit=25)
