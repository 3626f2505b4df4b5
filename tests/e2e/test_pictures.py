"""The README's pictures show the page as it is; ``make pictures`` takes them again."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from mnistnet.notation import FloatArray
from tests.e2e.board import Board

DOCS = Path(__file__).parents[2] / "docs"

PATCH = 20
"""Side of the squares whose mean colour is compared: letters may be another font's."""


def patches(picture: bytes) -> FloatArray:
    """Return the mean colour of each patch, from 0 to 255."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return np.asarray(image.reduce(PATCH), dtype=np.float64)


@pytest.mark.parametrize(("name", "language"), [("draw.png", "en"), ("draw.ko.png", "ko")])
def test_the_readme_shows_the_page_as_it_is(
    name: str,
    language: str,
    open_page: Callable[..., Board],
    pytestconfig: pytest.Config,
) -> None:
    board = open_page(f"?language={language}&drawing={encode(sample(7))}")
    board.expect_digit(7)
    board.wait_until(lambda: len(board.values("squared_error")) == 10 and board.ink() > 0)
    expect(board.page.get_by_test_id("stStatusWidget")).to_have_count(0)
    picture = board.page.screenshot(animations="disabled")
    if pytestconfig.getoption("--take-pictures"):
        (DOCS / name).write_bytes(picture)

    now, then = patches(picture), patches((DOCS / name).read_bytes())

    assert now.shape == then.shape
    assert np.abs(now - then).max() < 60
    assert np.abs(now - then).mean() < 2
