"""How long an answer takes when one visitor draws, and when a whole class does.

Run with ``python -m benchmarks.classroom`` from the project's folder. Starts the app, opens as many
connections as there are visitors, and lets each ask for the answer to a digit again and again, as
the browser does after a stroke. What is told is the ratio to one visitor alone in the same run.
"""

import asyncio
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

import click
import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mnistnet import Drawing
from mnistnet.address import encode

PAUSE = 2.0
"""Seconds between two strokes of one visitor."""


@click.command()
@click.option("--visitors", default=30, show_default=True)
@click.option("--strokes", default=5, show_default=True, help="Answers that each visitor asks for.")
def main(visitors: int, strokes: int) -> None:
    """Compare a class with one visitor."""
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
        alone = asyncio.run(_class_of(1, 4 * strokes, port))
        together = asyncio.run(_class_of(visitors, strokes, port))
    finally:
        app.terminate()
    for name, seconds in (("1 visitor", alone), (f"{visitors} visitors", together)):
        middle, slow = statistics.median(seconds), float(np.quantile(seconds, 0.95))
        click.echo(f"{name}: median {middle * 1e3:.0f} ms, 95 % within {slow * 1e3:.0f} ms")
    ratio = statistics.median(together) / statistics.median(alone)
    click.echo(f"ratio of the medians: {ratio:.2f}")


async def _class_of(visitors: int, strokes: int, port: int) -> list[float]:
    answers = await asyncio.gather(*(_visit(i, strokes, port) for i in range(visitors)))
    return [seconds for visit in answers for seconds in visit]


async def _visit(number: int, strokes: int, port: int) -> list[float]:
    """Draw with pauses, each visitor a little later than the one before."""
    rng = np.random.default_rng(number)
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, max_size=None) as line:
        await _answer(line, "")
        await asyncio.sleep(rng.uniform(0, PAUSE))
        seconds = []
        for _ in range(strokes):
            points = np.cumsum(rng.integers(-12, 13, (40, 2)), axis=0) + 140.0
            seconds.append(await _answer(line, encode(Drawing((points,), (20.0,)))))
            await asyncio.sleep(PAUSE)
        return seconds


async def _answer(line: websockets.ClientConnection, drawing: str) -> float:
    """Ask for a page with a drawing in its address; the seconds until it is complete."""
    question = BackMsg()
    question.rerun_script.query_string = f"drawing={drawing}" if drawing else ""
    begin = time.perf_counter()
    await line.send(question.SerializeToString())
    async for part in line:
        message = ForwardMsg()
        message.ParseFromString(part)
        if message.WhichOneof("type") == "script_finished":
            break
    return time.perf_counter() - begin


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise click.ClickException("the app did not start")


if __name__ == "__main__":
    main()
