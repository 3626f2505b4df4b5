import socket

import pytest

from mnistnet import local_address
from mnistnet.local_address import is_this_computer


def test_the_address_is_one_of_this_computers_and_not_its_own_name_for_itself():
    found = local_address.local_address()

    assert found is None or not is_this_computer(found)
    if found is not None:  # there is a network
        socket.create_server((found, 0)).close()


def test_without_a_network_there_is_none(monkeypatch):
    monkeypatch.setattr(local_address, "ELSEWHERE", ("127.0.0.2", 9))  # leads nowhere but here

    assert local_address.local_address() is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *[(host, True) for host in ("localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "[::1]")],
        *[(host, False) for host in ("192.168.0.10", "school.example", "0.0.0.0", "", "::")],  # noqa: S104
    ],
)
def test_what_every_computer_calls_itself(host, expected):
    assert is_this_computer(host) == expected
