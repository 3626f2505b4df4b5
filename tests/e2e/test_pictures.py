"""The README's pictures show the page as it is; ``make pictures`` takes them again."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

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


def wait_for_draw(board: Board) -> None:
    board.opened().expect_digit(7)
    board.wait_until(lambda: len(board.values("squared_error")) == 10)


def wait_for_network(board: Board) -> None:
    expect(board.page.locator('.stage [data-is="winner"]').first).to_be_visible(timeout=60_000)


PAGES = {"draw": ("", wait_for_draw), "network": ("network", wait_for_network)}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("page", PAGES)
def test_the_readme_shows_the_page_as_it_is(
    page: str, language: str, open_at: Callable[..., Page], pytestconfig: pytest.Config
) -> None:
    path, wait = PAGES[page]
    name = f"{page}.png" if language == "en" else f"{page}.{language}.png"
    board = Board(open_at(f"{path}?language={language}&drawing={encode(sample(7))}"))
    wait(board)
    board.wait_until(lambda: board.ink() > 0)
    expect(board.page.get_by_test_id("stStatusWidget")).to_have_count(0)
    picture = board.page.screenshot(animations="disabled")
    if pytestconfig.getoption("--take-pictures"):
        (DOCS / name).write_bytes(picture)

    now, then = patches(picture), patches((DOCS / name).read_bytes())

    assert now.shape == then.shape
    assert np.abs(now - then).max() < 60
    assert np.abs(now - then).mean() < 2
