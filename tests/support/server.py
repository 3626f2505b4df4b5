"""The app as a server of its own, for tests that open connections to it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support import ROOT

FROM_CLONE = (
    *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"),
    *("--server.port={port}", "--server.address=127.0.0.1"),
)
"""The command that starts the app."""

PATIENCE = 60
"""Seconds to wait for the server on a machine that has other work."""


class Server:
    """The app on a free port of this computer, until `stop` or `kill`.

    Parameters
    ----------
    port : int, optional
        The port of a server that was there before.
    env : mapping, optional
        What to add to the environment.
    command : sequence of str
        How to start it, with ``{port}`` where the port belongs.
    folder : path
        Where to start it.
    """

    def __init__(
        self,
        port: int | None = None,
        env: Mapping[str, str] | None = None,
        command: Sequence[str] = FROM_CLONE,
        folder: Path = ROOT,
    ) -> None:
        self.port = port or _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command],
            cwd=folder,
            env=os.environ | (env or {}),
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5)  # noqa: S310
            except OSError:
                time.sleep(0.2)
            else:
                return
        self.stop()
        pytest.fail(f"the app did not start:\n{self.output()}")

    def output(self) -> str:
        """Return all that the server has written so far."""
        if not self._output.closed:
            self._output.seek(0)
            self._written = self._output.read().decode()
        return self._written

    def memory(self) -> float:
        """Return the megabytes that the server holds now; Linux only."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used, its trainings not counted."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()
        self.output()
        self._output.close()

    def stop(self) -> None:
        """End it in good order."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=20)
        self.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = FROM_CLONE,
    folder: Path = ROOT,
) -> Iterator[Server]:
    """Start the app; a traceback in what it writes is a failure."""
    server = Server(env=env, command=command, folder=folder)
    try:
        yield server
    finally:
        server.stop()
        print(server.output())  # noqa: T201 - pytest shows it beside a failure
    assert "Traceback" not in server.output()
