"""A Streamlit server of our own: started, waited for, looked at, ended."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = Path(__file__).with_name("pages")

PATIENCE = 60.0
"""Seconds that a server has to start."""


@dataclass(frozen=True, slots=True, eq=False)
class Server:
    """A running server.

    Parameters
    ----------
    app : subprocess.Popen
    address : str
        Such as ``127.0.0.1:8501``.
    started : float
        When the process was started, on the clock of `time.perf_counter`.
    log : pathlib.Path
        Everything that it printed so far.
    """

    app: subprocess.Popen[bytes]
    address: str
    started: float
    log: Path

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far, all threads; only Linux tells it of another process."""
        # Linux: a process's clock is named by its inverted number and 2, for "as scheduled".
        return time.clock_gettime((~self.app.pid) << 3 | 2)

    @property
    def megabytes(self) -> float:
        """Memory in use now (resident); only Linux tells it."""
        status = Path(f"/proc/{self.app.pid}/status").read_text(encoding="ascii")
        (kilobytes,) = re.findall(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
        return int(kilobytes) / 1024


@contextmanager
def our_server() -> Iterator[Server]:
    """Run the project's own app."""
    with _running(Path("app.py"), ROOT) as server:
        yield server


@contextmanager
def default_server(page: str) -> Iterator[Server]:
    """Run one of ``benchmarks/pages`` from an empty folder: all of Streamlit's settings default."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(shutil.copy(PAGES / f"{page}.py", folder))
        with _running(script, Path(folder), HOME=folder) as server:
            yield server


@contextmanager
def _running(script: Path, folder: Path, **environment: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ("--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}")
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        started = time.perf_counter()
        app = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=folder,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Server(app, f"127.0.0.1:{port}", started, Path(log.name))
        try:
            _wait_for(server)
            yield server
        finally:
            app.terminate()
            app.wait(timeout=20)


def _wait_for(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while server.app.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{server.address}/_stcore/health", timeout=5)
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"the app did not start:\n{server.log.read_text(encoding='utf-8')}")
