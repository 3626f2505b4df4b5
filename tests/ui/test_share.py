"""The link and its QR code, and the files that the page offers, without a browser."""

import json
import re
from typing import Any

import numpy as np
import pytest
import streamlit as st
import zxingcpp
from PIL import Image
from streamlit.testing.v1 import AppTest

from mnistnet import Drawing, load_network
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from mnistnet.ui import share
from mnistnet.ui.messages import literal
from mnistnet.ui.share import QR_VERSION, qr_code
from tests.pages.test_draw import long_drawing
from tests.support.app import open_page, words
from tests.support.digits import SEVEN

DRAWN = Drawing(tuple(SEVEN), (20.0,))


def link_on(app: AppTest) -> dict[str, Any]:
    (shown,) = (e.proto for e in app.get("bidi_component") if e.key == "link")
    found: dict[str, Any] = json.loads(shown.json)
    return found


def dark_modules(svg: str) -> np.ndarray:
    """Return a code's modules as a picture, black and white, from the strokes of its path."""
    side = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    picture = np.full((side, side), 255, np.uint8)
    path = re.findall(r'stroke="#000" d="([^"]+)"', svg)[0]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]+)", path):
        moves = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            picture[int(y), int(x) : int(x + moves[0])] = 0
            x += moves[0]
        else:
            x, y = (moves[0], moves[1]) if command == "M" else (x + moves[0], y + moves[1])
    return picture


@pytest.mark.parametrize("length", [20, 300, 1528])
def test_a_camera_reads_the_link_from_the_code(length):
    link = "http://192.0.2.7:8501/?drawing=" + "k" * (length - 31)
    code = qr_code(link[:length])
    assert code is not None

    picture = Image.fromarray(dark_modules(code).repeat(4, axis=0).repeat(4, axis=1))

    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == link[:length]


@pytest.mark.parametrize(
    ("link", "listening", "told", "expected"),
    [
        ("http://localhost:8501/?a=b", None, "localhost", "http://192.168.0.10:8501/?a=b"),
        ("http://[::1]/forward", "0.0.0.0", "localhost", "http://192.168.0.10/forward"),  # noqa: S104
        ("http://127.0.0.1:80/", "192.168.0.7", "digits.school", "http://digits.school:80/"),
        ("http://localhost:8501/", "127.0.0.1", "digits.school", "http://localhost:8501/"),
        ("http://10.0.0.3:8501/", None, "digits.school", "http://10.0.0.3:8501/"),
        ("https://digits.school/a", None, "localhost", "https://digits.school/a"),
    ],
)
def test_a_link_of_localhost_is_told_as_others_can_open_it(
    monkeypatch, link, listening, told, expected
):
    options = {"server.address": listening, "browser.serverAddress": told}
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    monkeypatch.setattr(share, "local_address", lambda: "192.168.0.10")

    assert share.in_the_network(link) == expected


def test_without_a_network_a_link_stays_as_it_is(monkeypatch):
    options = {"server.address": None, "browser.serverAddress": "localhost"}
    monkeypatch.setattr(st, "get_option", options.__getitem__)
    monkeypatch.setattr(share, "local_address", lambda: None)

    assert share.in_the_network("http://localhost:8501/") == "http://localhost:8501/"


@pytest.mark.parametrize("length", [1529, 3000, 10_000])
def test_a_link_too_long_for_a_camera_has_no_code(length):
    assert QR_VERSION == 28
    assert qr_code("k" * length) is None


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_link_holds_drawing_and_choices(language):
    app = open_page(DRAWN, network="lecture-b", target="3", language=language)
    app.button(key="share").click().run()

    shown = link_on(app)
    for name, value in app.query_params.items():
        assert f"{name}={value}" in shown["link"]
    assert shown["svg"].startswith("<svg")
    assert shown["words"]["copy"] == catalogue(language)["share.copy"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_link_without_its_drawing_or_code_says_so(language):
    app = open_page(DRAWN, language=language)
    app.session_state["drawing"] = encode(long_drawing())
    app.button(key="share").click().run()
    assert catalogue(language)["draw.too_long"] in words(app)
    assert "drawing=" not in link_on(app)["link"]

    digits = [sample(digit) for digit in range(10)] * 2
    many = Drawing(
        tuple(stroke for digit in digits for stroke in digit.strokes),
        tuple(width for digit in digits for width in digit.widths),
    )
    app = open_page(many, language=language)
    app.button(key="share").click().run()
    assert catalogue(language)["share.too_long"] in words(app)
    assert not link_on(app)["svg"]
    assert "drawing=" in link_on(app)["link"]


def test_a_network_of_ones_own_stays_out_of_the_link_and_that_is_said():
    said = catalogue("en")["share.own"]
    app = open_page(DRAWN, language="en")
    app.session_state["own_network"] = load_network("lecture-b")
    app.session_state["own_names"] = "mine.npz"
    app.button(key="share").click().run()
    assert said not in words(app)

    app.segmented_control(key="network").set_value("own").run()
    app.button(key="share").click().run()
    assert said in words(app)
    assert app.query_params["network"] == "own"
    assert "network=" not in link_on(app)["link"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_a_digit_there_is_nothing_to_save(language):
    app = open_page(language=language)
    app.button(key="save").click().run()

    said = [warning.value for warning in app.warning]
    assert said == [literal(catalogue(language)["error.nothing_drawn"])]
    assert not app.get("download_button")


def test_share_and_save_stand_on_every_page_and_cost_nothing_while_closed():
    for page in ("forward", "error", "train"):
        app = open_page(DRAWN, page=page)
        assert app.button(key="share")
        assert app.button(key="save")
        assert not [button for button in app.get("download_button") if button.key == "save_csv"]
