"""Browsers that Playwright has no part in: Debian's Firefox and WebKit, in their own protocols."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple, TypeVar

from websockets.sync.client import connect

from tests.support.server import free_port

T = TypeVar("T")

PATIENCE = 60
"""Seconds to wait for a browser on a machine that has other work."""


class Engine(NamedTuple):
    """A browser with one window.

    Attributes
    ----------
    open : callable
        Opens an address, and returns once it is loaded.
    evaluate : callable
        Returns what a JavaScript expression is worth, as text.
    """

    open: Callable[[str], object]
    evaluate: Callable[[str], str]


@contextmanager
def firefox() -> Iterator[Engine]:
    """Start a Firefox; it speaks WebDriver BiDi, https://w3c.github.io/webdriver-bidi/."""
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [named("firefox-esr"), "--headless", "--profile", profile]
        process = subprocess.Popen(
            [*command, f"--remote-debugging-port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with patiently(
                lambda: connect(f"ws://127.0.0.1:{port}/session", max_size=None)
            ) as line:
                numbers = count()

                def ask(method: str, **parameters: Any) -> Any:
                    number = next(numbers)
                    question = {"id": number, "method": method, "params": parameters}
                    line.send(json.dumps(question))
                    while (answer := json.loads(line.recv(PATIENCE))).get("id") != number:
                        pass  # what it tells unasked
                    return answer["result"]

                ask("session.new", capabilities={})
                window = ask("browsingContext.getTree")["contexts"][0]["context"]
                yield Engine(
                    lambda address: ask(
                        "browsingContext.navigate", context=window, url=address, wait="complete"
                    ),
                    lambda script: str(
                        ask(
                            "script.evaluate",
                            expression=script,
                            target={"context": window},
                            awaitPromise=False,
                        )["result"].get("value")
                    ),
                )
        finally:
            process.terminate()
            process.wait()


@contextmanager
def webkit() -> Iterator[Engine]:
    """Start a WebKit; it speaks WebDriver, https://www.w3.org/TR/webdriver/, and needs a screen."""
    port = free_port()
    process = subprocess.Popen(
        [named("xvfb-run"), "--auto-servernum", named("WebKitWebDriver"), f"--port={port}"],
        env=os.environ | {"WEBKIT_DISABLE_COMPOSITING_MODE": "1"},  # there is no graphics card
        start_new_session=True,
    )

    def ask(method: str, path: str, **parameters: Any) -> Any:
        body = json.dumps(parameters).encode() if method == "POST" else None
        question = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, method=method)
        with urllib.request.urlopen(question, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)["value"]

    session = None
    try:
        begun = patiently(lambda: ask("POST", "/session", capabilities={"alwaysMatch": {}}))
        session = f"/session/{begun['sessionId']}"
        yield Engine(
            lambda address: ask("POST", f"{session}/url", url=address),
            lambda script: str(
                ask("POST", f"{session}/execute/sync", script=f"return (\n{script}\n)", args=[])
            ),
        )
    finally:
        if session:
            ask("DELETE", session)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def patiently(start: Callable[[], T]) -> T:
    """Start what a browser has to be up for."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return start()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def named(program: str) -> str:
    """Return where a program is, or "" if this machine has none of that name."""
    return shutil.which(program) or ""
