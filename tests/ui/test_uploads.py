"""Uploads to a real server: as large as the page says, and no larger."""

import re
import tomllib
import urllib.error
import urllib.request

import pytest

from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.networks import MAX_MEGABYTES
from mnistnet.weights.checks import MAX_FILE_BYTES
from tests.support import ROOT
from tests.support.server import Server
from tests.support.visitor import visiting
from tests.ui.test_own_weights import hand_over, page

MEGABYTE = 1 << 20
CONFIG = ROOT / ".streamlit" / "config.toml"
NGINX = ROOT / "docs" / "server" / "nginx.conf"


def upload(server: Server, session: str, size: int) -> int:
    """Hand over so many bytes as the browser does; the server's answer, 413 if it hangs up."""
    with urllib.request.urlopen(f"{server.address}/_stcore/health") as answer:  # noqa: S310
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    request = urllib.request.Request(  # noqa: S310
        f"{server.address}/_stcore/upload_file/{session}/a-file",
        data=head + b"1" * size + b"\r\n--x--\r\n",
        headers={
            "Content-Type": "multipart/form-data; boundary=x",
            "Cookie": cookie,
            "X-Xsrftoken": cookie.split("=", 1)[1],
        },
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


def test_the_server_takes_what_the_page_offers_to_take_and_refuses_more(server):
    with visiting(server.address) as visitor:
        offered = visitor.page.element("own_files_0").max_upload_size_mb
        assert offered == MAX_MEGABYTES

        assert upload(server, visitor.page.session, offered * MEGABYTE - 1_000) == 204
        assert upload(server, visitor.page.session, (offered + 2) * MEGABYTE) == 413
        assert upload(server, "nobody", 10) == 400


def test_the_largest_file_that_is_read_may_be_uploaded():
    allowed = tomllib.loads(CONFIG.read_text())["server"]["maxUploadSize"]

    assert allowed == MAX_MEGABYTES
    assert allowed * MEGABYTE >= MAX_FILE_BYTES


def test_nginx_lets_through_what_the_page_offers_to_take():
    (allowed,) = re.findall(r"client_max_body_size (\d+)m;", NGINX.read_text())

    assert int(allowed) == MAX_MEGABYTES + 1, "a form takes some bytes besides its file"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_larger_than_any_network_gets_a_sentence(language):
    app = hand_over(page(language), big__npz=b"PK\x03\x04" + bytes(MAX_FILE_BYTES))

    words = catalogue(language)["error.weights_file_too_large"]
    assert app.warning[0].value.replace("\\", "") == words.format(file="big.npz", limit=25)
