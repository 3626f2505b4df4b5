"""Python's own picture of the network, read back."""

import base64
import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from mnistnet import forward, load_network, one_hot, prepare_strokes, squared_error
from mnistnet.charts.network_layout import layouts
from mnistnet.charts.network_still import N_LINES, network_still
from mnistnet.charts.number_text import adding_up, short_number
from tests.support.digits import SEVEN

SVG = "{http://www.w3.org/2000/svg}"
HEADS = ("x", "strip", "hidden", "outputs", "value", "target", "error", "loss")


def still(name, shape, words=None):
    network = load_network(name)
    X = prepare_strokes(SEVEN).X
    run = forward(network, X)
    layout = layouts(network)[shape]
    errors = squared_error(run.A2, one_hot(3))
    said = words or {head: head.upper() for head in HEADS}
    svg = network_still(network, X, run, errors, 3, layout=layout, words=said, alt="a <picture>")
    svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    root = ET.fromstring(svg)  # noqa: S314 - it is our own
    return root, network, X, run, errors, layout


def greys(svg, kind):
    found = [
        circle.get("fill") for circle in svg.iter(SVG + "circle") if circle.get("class") == kind
    ]
    return [int(*re.findall(r"rgb\((\d+),\1,\1\)$", fill)) for fill in found]


@pytest.mark.parametrize("shape", ["wide", "upright"])
@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_every_number_is_numpys(name, shape):
    svg, _network, X, run, errors, layout = still(name, shape)

    assert greys(svg, "unit") == np.rint(255 * run.A1[:, 0]).astype(int).tolist()
    assert greys(svg, "output") == np.rint(255 * run.A2[:, 0]).astype(int).tolist()
    assert greys(svg, "one") == [255, 255] * (name == "lecture-b")
    texts = [element.text for element in svg.iter(SVG + "text") if element.get("class") == "number"]
    units = [short_number(a) for a in run.A1[:, 0]] if layout["number"] else []
    outputs = [
        text
        for k in range(10)
        for text in (
            str(k),
            short_number(run.A2[k, 0]),
            str(int(k == 3)),
            short_number(errors[k, 0]),
        )
    ]
    assert texts == units + outputs
    heads = {e.text for e in svg.iter(SVG + "text") if e.get("class") == "head"}
    assert f"LOSS {adding_up(errors[:, 0])[1]}" in heads
    for image, shape_ in zip(svg.iter(SVG + "image"), ((28, 28), (784, 1)), strict=True):
        png = base64.b64decode(image.get("href").removeprefix("data:image/png;base64,"))
        grey = np.asarray(Image.open(io.BytesIO(png)).convert("L"))
        assert np.array_equal(grey, np.rint(255 * X.reshape(shape_)).astype(int))


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_lines_are_the_largest_products_by_sign(name):
    svg, network, X, run, _errors, layout = still(name, "wide")
    one = np.ones((int(network.has_biases), 1))
    first = network.W1 * np.vstack([X, one])[:, 0]
    second = network.W2 * np.vstack([run.A1, one])[:, 0]

    lines = list(svg.iter(SVG + "line"))
    for products, drawn, end in (
        (first, lines[:N_LINES], layout["units"]),
        (second, lines[N_LINES:], layout["outputs"]),
    ):
        largest = np.sort(abs(products), axis=None)[::-1][: len(drawn)]
        order = np.argsort(-abs(products), axis=None, kind="stable")[: len(drawn)]
        assert len(drawn) == min(N_LINES, np.count_nonzero(products))
        assert largest.min() > 0
        for line, i in zip(drawn, order, strict=True):
            to, start = np.unravel_index(i, products.shape)
            assert float(line.get("x2")) == pytest.approx(end[to][0], abs=0.06)
            assert float(line.get("y2")) == pytest.approx(end[to][1], abs=0.06)
            assert (line.get("stroke-dasharray") is not None) == (products[to, start] < 0)


def test_words_of_others_cannot_break_it():
    words = dict.fromkeys(HEADS, '<b>"&')

    svg, *_ = still("lecture-b", "upright", words)

    assert svg.get("aria-label") == "a <picture>"
    assert {e.text for e in svg.iter(SVG + "text") if e.get("class") == "head"} > {'<b>"&'}
