"""The page in one file: how large it is, and how soon one can draw in it."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.table import Row
from mnistnet.drawing.samples import WRITTEN
from mnistnet.take_home.html_file import html_file

MOST_MEGABYTES = 1.5
MOST_SECONDS = 1.0

ANSWERED = """() => document.querySelector(".live strong") && performance.now()"""
"""Milliseconds from the navigation to an answer: canvas and networks are there."""


def rows(browser: Browser, visits: int) -> Iterator[Row]:
    """Measure the file, opened from a disk as by a visitor who has never been there."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "digits.html"
        path.write_text(html_file(), encoding="utf-8")
        size = path.stat().st_size / 1e6
        waits = [
            _drawable(browser, f"{path.as_uri()}#drawing={WRITTEN[7]}") / 1000
            for _ in range(visits)
        ]
    yield Row("the page in one file", size, MOST_MEGABYTES, "MB", "what it may be at most")
    yield Row(
        "the file opened to a drawable canvas",
        median(waits),
        MOST_SECONDS,
        "s",
        "what it may take at most",
    )


def _drawable(browser: Browser, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    wait = page.wait_for_function(ANSWERED, polling="raf").json_value()
    context.close()
    return float(wait)
