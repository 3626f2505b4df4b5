"""How long a movement of the pen takes until the charts have followed.

Run with ``python -m benchmarks.live`` from the project's folder; needs Chromium. Starts the app,
draws circles with the mouse, and measures in the page from the moment that a movement is handed
over to the first task after the frame that shows it. The same is measured for movements beside the
canvas, which change nothing: that is what a frame takes on this computer, by itself.
"""

import math
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

import click
from playwright.sync_api import Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

PATIENCE = 180_000
"""Milliseconds until the page must stand, on a busy computer."""

MEASURE = """() => {
    window.taken = [];
    document.addEventListener("mousemove", (event) => {
        const begin = event.timeStamp;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.taken.push(performance.now() - begin);
        requestAnimationFrame(() => port2.postMessage(null));
    }, { passive: true });
}"""


def latencies(movements: int = 200) -> list[dict[str, float | str]]:
    """Measure a pen that draws and one that does not.

    Returns
    -------
    list of dict
        One row for ``empty frame`` and one for each preparation: ``name``, ``median`` and ``q95``
        in milliseconds, and ``updates``, the movements after which the bars had changed.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    app = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.address=127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        with sync_playwright() as playwright:
            found = next(filter(None, map(shutil.which, CHROMIUM)), None)
            browser = playwright.chromium.launch(
                executable_path=found, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            rows = []
            for name in ("empty frame", "mnist", "drawn"):
                page.goto(f"http://127.0.0.1:{port}/?preparation={name}", timeout=PATIENCE)
                rows.append({"name": name} | _circles(page, movements, name != "empty frame"))
            browser.close()
            return rows
    finally:
        app.terminate()
        app.wait()


def _circles(page: Page, movements: int, draws: bool) -> dict[str, float]:
    """Move the mouse in circles, over the canvas with the button down, or below the settings."""
    paper = page.locator(".st-key-canvas canvas.upper-canvas")
    page.locator(".st-key-squared_error .main-svg").first.wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    x, y = paper.evaluate("c => { const b = c.getBoundingClientRect(); return [b.x, b.y] }")
    x, y, radius = x + 140, y + 140, 90
    if not draws:
        x, y, radius = 450, 650, 40
    page.mouse.move(x + radius, y)
    page.evaluate(MEASURE)
    if draws:
        page.mouse.down()
    before, updates = "", 0
    for i in range(movements):
        turn = 4 * math.pi * i / movements
        page.mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn) * 0.9)
        now = "".join(page.locator(".st-key-activations .bartext").all_text_contents())
        updates += now != before
        before = now
    taken = page.evaluate("taken")
    if draws:
        page.mouse.up()
    q95 = statistics.quantiles(taken, n=20)[-1]
    return {"median": statistics.median(taken), "q95": q95, "updates": updates}


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise click.ClickException("the app did not start")


@click.command()
@click.option("--movements", default=200, show_default=True)
def main(movements: int) -> None:
    """Compare a frame that follows the pen with an empty one."""
    for row in latencies(movements):
        click.echo(
            f"{row['name']}: median {row['median']:.1f} ms, 95 % within {row['q95']:.1f} ms, "
            f"bars changed {row['updates']} times"
        )


if __name__ == "__main__":
    main()
