"""The browser's own QR codes, made in Chromium beside segno's, which the page shows."""

import random
import re
from typing import Any

import numpy as np
import pytest
import segno
from segno import consts, encoder

from tests.support.browser import page_with

VERSIONS = range(1, 29)
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%"
SYLLABLES = "가나다라마바사아자차카타파하숫자그리기신경망0123 "
SIDE = 17 + 4 * VERSIONS[-1]


@pytest.fixture(scope="module")
def matrices(browser):
    """Return what makes the modules of QR codes in Chromium."""
    page = page_with(browser, qr="file/qr_code.js")
    make = "texts => texts.map(text => qr.qrMatrix(text)?.map(row => row.join('')) ?? null)"
    yield lambda texts: page.evaluate(make, texts)
    page.close()


@pytest.fixture(autouse=True)
def padding_to_whole_bytes(monkeypatch):
    """Have segno add nothing to bits that fill their bytes, where it adds a byte of zeros.

    ISO/IEC 18004, 7.4.10: "if the bit stream length is such that it does not end at a codeword
    boundary". What is written as bytes always does: four bits before them, four behind.
    """
    monkeypatch.setattr(encoder, "write_padding_bits", lambda *_: None)


def by_segno(text):
    code = segno.make_qr(text, error="l", boost_error=False, mode="byte", encoding="utf-8")
    return ["".join(map(str, row)) for row in code.matrix]


def bytes_in(version):
    """Return how many bytes the largest text of a version has."""
    capacities: Any = consts.SYMBOL_CAPACITY
    bits = capacities[version][consts.ERROR_LEVEL_L]
    return (bits - (12 if version < 10 else 20)) // 8


def test_every_version_is_segnos_module_by_module(matrices):
    chance = random.Random(0)  # noqa: S311
    fewest = [1, *(bytes_in(version) + 1 for version in VERSIONS[:-1])]
    most = [bytes_in(version) for version in VERSIONS]
    texts = ["".join(chance.choices(SIGNS, k=n)) for n in most]
    texts += ["".join(chance.choices(SYLLABLES, k=n // 3 + 1)) for n in fewest]
    texts += [letter * n for letter in "EAH" for n in range(1, 18)]  # light or dark for the most

    found = matrices(texts)

    for text, matrix in zip(texts, found, strict=True):
        assert matrix == by_segno(text), text
    for lengths in (fewest, most):
        sides = [len(matrix) for matrix in matrices(["a" * n for n in lengths])]
        assert sides == [17 + 4 * version for version in VERSIONS]


def test_a_text_that_is_too_long_has_no_code(matrices):
    fits = "a" * bytes_in(VERSIONS[-1])

    within, beyond, korean = matrices([fits, fits + "a", "가" * (len(fits) // 3 + 1)])

    assert len(within) == SIDE
    assert beyond is None
    assert korean is None


def test_the_picture_has_the_modules_and_a_margin(browser, matrices):
    text = "https://example.org/?drawing=abc"
    page = page_with(browser, qr="file/qr_code.js")
    page.set_content(page.evaluate("text => qr.qrCode(text)", text))
    (side,) = map(int, re.findall(r'viewBox="0 0 (\d+) \1"', page.content()))
    dark = """side => {
        const [paper, path] = document.querySelectorAll("path");
        const at = (x, y) => new DOMPoint(x + 0.5, y + 0.5);
        return Array.from({length: side}, (_, y) => Array.from({length: side}, (_, x) =>
            [paper, path].map(drawn => Number(drawn.isPointInFill(at(x, y))))));
    }"""

    white, black = np.moveaxis(page.evaluate(dark, side), 2, 0)

    (matrix,) = matrices([text])
    expected = np.pad(np.array([list(row) for row in matrix], dtype=int), 4)
    assert np.array_equal(black, expected)
    assert white.all()
    assert page.evaluate("qr.qrCode('a'.repeat(2000))") is None
    page.close()
