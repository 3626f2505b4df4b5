"""What the page makes of what a browser says of the network that it keeps; anybody may say it."""

import json
import re
from collections.abc import Iterator
from unittest.mock import patch
from urllib.request import Request, urlopen

import numpy as np
import pytest
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState

from mnistnet import Network
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.networks import keep_network, own_file, own_network, take_back
from tests.support.server import Server
from tests.support.visitor import Visitor, visiting
from tests.ui.test_own_weights import B1, B2, packed


@pytest.fixture
def awaiting(server: Server) -> Iterator[Visitor]:
    """A visitor whose address names a network of their own."""
    with visiting(server.address, "language=en&network=own") as visitor:
        assert is_awaited(visitor)
        yield visitor


def is_awaited(visitor: Visitor) -> bool:
    return 'class="awaited"' in visitor.page.html()


def answer(visitor: Visitor, value: object) -> None:
    """Have the browser say something, in this visit unless it says another."""
    if isinstance(value, dict):
        asked = json.loads(visitor.page.element("keeping").json)
        value = {"visit": asked["visit"]} | value
    visitor.page.tell("keeping", "answer", value)
    visitor.run()


def said(visitor: Visitor) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", alert.body) for alert in visitor.page.all_of("alert")]


def test_a_network_is_kept_to_the_last_digit() -> None:
    rng = np.random.default_rng(3)
    network = Network(rng.normal(size=(30, 785)), rng.normal(size=(10, 31)))
    with patch("streamlit.session_state", {}):
        keep_network(network, "mine.npz")
        kept = own_file()
    with patch("streamlit.session_state", {}):
        take_back(kept)
        own, name = own_network(), own_file().name

    assert own is not None
    assert np.array_equal(own.W1, network.W1)
    assert np.array_equal(own.W2, network.W2)
    assert name == "mine.npz"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("held", [False, True])
def test_that_ones_own_network_is_gone_is_said_until_something_is_chosen(
    server: Server, language: str, held: bool
) -> None:
    with visiting(server.address, f"language={language}&network=own") as visitor:
        assert "network=own" in visitor.page.query
        answer(visitor, {"number": 1, "held": held})  # and nothing was uploaded

        words = catalogue(language)["error.own_gone"]
        assert said(visitor) == [words]
        assert "network" not in visitor.page.query
        visitor.run()
        assert said(visitor) == [words]
        visitor.page.query += "&pen=8"
        visitor.page.tell("frame", "went", 1)
        visitor.run()
        assert said(visitor) == []


@pytest.mark.parametrize(
    "value",
    [
        *(None, 3, "held", [], {}, {"number": 1}, {"held": False}, {"number": 0, "held": False}),
        *({"number": 1, "held": 0}, {"number": "1", "held": False}, {"number": 1, "held": None}),
        {"visit": "of before", "number": 1, "held": True},
    ],
)
def test_what_no_browser_says_is_not_listened_to(awaiting: Visitor, value: object) -> None:
    answer(awaiting, value)
    assert is_awaited(awaiting)

    answer(awaiting, {"number": 1, "held": False})
    assert not is_awaited(awaiting)


def test_what_is_handed_back_is_the_network(server: Server, awaiting: Visitor) -> None:
    upload(server, awaiting, packed(np.savez, W1=B1, W2=B2))
    answer(awaiting, {"number": 1, "held": True})

    assert said(awaiting)[0].startswith("mine.npz: network 784-6-10")
    assert awaiting.page.query == "network=own"


def test_who_comes_back_after_a_restart_is_shown_that_the_network_is_theirs(server: Server) -> None:
    with visiting(server.address, "language=en") as before:
        choice = before.page.element("network").id
    said_before = WidgetState(id=choice, string_array_value=StringArray(data=["Yours"]))
    with visiting(server.address, "language=en&network=own", said=[said_before]) as visitor:
        upload(server, visitor, packed(np.savez, W1=B1, W2=B2))
        answer(visitor, {"number": 1, "held": True})

        shown = visitor.page.element("network")
        assert (shown.set_value, list(shown.raw_values)) == (True, ["Yours"])


def test_what_is_no_network_is_forgotten(server: Server, awaiting: Visitor) -> None:
    upload(server, awaiting, packed(np.savez, W1=B1, W2=B2 * np.nan))
    answer(awaiting, {"number": 1, "held": True})

    assert said(awaiting) == [catalogue("en")["error.own_damaged"]]
    assert '"command": "forget"' in awaiting.page.element("keeping").json


def upload(server: Server, visitor: Visitor, content: bytes) -> None:
    """Send what the browser would."""
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="mine.npz"\r\n\r\n'
    address = f"{server.address}/_stcore/upload_file/{visitor.page.session}/own"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    urlopen(Request(address, form + content + b"\r\n--x--\r\n", headers, method="PUT")).close()  # noqa: S310
