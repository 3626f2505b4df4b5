import socket
from importlib.metadata import PackageNotFoundError

import numpy as np
import pytest
import zxingcpp
from click.testing import CliRunner, Result

from mnistnet import local_address
from mnistnet.__main__ import main
from mnistnet.commands import page as page_command

HALVES = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
"""The two modules, one above the other, that a character of the QR code stands for."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, str]]:
    calls: list[tuple[str, int, str]] = []
    monkeypatch.setattr(page_command, "_serve", lambda *arguments: calls.append(arguments))
    return calls


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["page", *(str(argument) for argument in arguments)])


def test_the_page_is_for_this_computer_alone(served, port):
    result = page("--port", port)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"The page is at http://127.0.0.1:{port} until Ctrl-C ends it.\n"
    assert served == [("127.0.0.1", port, "127.0.0.1")]


def test_a_class_gets_the_address_in_words_and_as_a_qr_code(served, port):
    result = page("--port", port, "--class", "--address", "10.20.30.40")
    assert result.exit_code == 0, result.output
    first, *code, last = result.stdout.splitlines()
    assert first == f"The page is at http://10.20.30.40:{port} until Ctrl-C ends it."
    assert f"port {port}" in last
    modules = np.array([[HALVES[c] for c in line] for line in code], np.uint8)
    pixels = modules.transpose(0, 2, 1).reshape(2 * len(code), -1).repeat(4, 0).repeat(4, 1)
    assert [read.text for read in zxingcpp.read_barcodes(pixels)] == [f"http://10.20.30.40:{port}"]
    assert served == [("0.0.0.0", port, "10.20.30.40")]  # noqa: S104


def test_the_server_listens_to_all_of_a_class_and_calls_itself_by_the_address_there(
    monkeypatch, port
):
    called = []
    monkeypatch.setattr("streamlit.web.cli.main", lambda words, **_: called.append(words))
    page("--port", port, "--class", "--address", "10.20.30.40")
    page("--port", port)
    for words, listening, shown in zip(
        called,
        (page_command.EVERY_NETWORK, "127.0.0.1"),
        ("10.20.30.40", "127.0.0.1"),
        strict=True,
    ):
        assert f"--server.address={listening}" in words
        assert f"--server.port={port}" in words
        assert f"--browser.serverAddress={shown}" in words


def test_a_class_without_a_network_is_told_what_to_do(served, monkeypatch):
    monkeypatch.setattr(local_address, "ELSEWHERE", ("127.0.0.2", 9))  # leads nowhere but here
    result = page("--class")
    assert result.exit_code == 1
    assert "No address in a network was found" in result.stderr
    assert "--address" in result.stderr
    assert not served


def test_a_place_that_is_taken_is_named_before_an_address_is_given(served):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = page("--port", port)
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}" in result.stderr
    assert not result.stdout
    assert not served


def test_an_address_of_another_computer_is_refused(served):
    result = page("--address", "192.0.2.77")
    assert result.exit_code == 1
    assert "192.0.2.77" in result.stderr
    assert not served


@pytest.mark.parametrize(
    ("arguments", "listening"), [((), "fd00::2"), (("--class",), page_command.EVERY_NETWORK_6)]
)
@pytest.mark.parametrize("address", ["fd00::2", "[fd00::2]"])
def test_an_address_of_ipv6_is_served_and_stands_in_brackets(
    served, monkeypatch, arguments, listening, address
):
    asked = []

    def create_server(place, *, family):  # not every computer has such an address
        asked.append((place, family))
        return socket.socket()

    monkeypatch.setattr(socket, "create_server", create_server)

    result = page("--port", 8000, "--address", address, *arguments)

    assert result.stdout.startswith("The page is at http://[fd00::2]:8000 until")
    assert asked == [((listening, 8000), socket.AF_INET6)]
    assert served == [(listening, 8000, "[fd00::2]")]


def test_a_clone_without_what_the_page_needs_is_told_the_file_that_lists_it(monkeypatch):
    def requires(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(page_command, "find_spec", lambda name: None)
    monkeypatch.setattr(page_command, "requires", requires)

    told = CliRunner().invoke(main, ["page"])

    assert told.exit_code == 1
    assert "streamlit" in told.output
    assert told.output.endswith("pip install -r requirements.txt\n")
