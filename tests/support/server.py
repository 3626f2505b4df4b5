"""A Streamlit server of our own: started, waited for, looked at, ended."""

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

from tests.support import ROOT

PATIENCE = 60
"""Seconds to wait for the server on a machine that has other work."""


def streamlit_run(script: str = "app.py") -> tuple[str, ...]:
    """Return the command that serves a script, with ``{port}`` where the port belongs."""
    return (
        *(sys.executable, "-m", "streamlit", "run", script, "--server.headless=true"),
        *("--server.port={port}", "--server.address=127.0.0.1"),
    )


class Server:
    """A server on a free port of this computer, until `stop` or `kill`.

    Parameters
    ----------
    env : mapping, optional
        What to add to the environment.
    folder : Path, optional
        Where the command is run: in the clone by default.
    command : sequence of str, optional
        As `streamlit_run` returns it, and by default for the app.
    port : int, optional
        The port of a server that was there before.
    base : str, optional
        The path that the page stands under, such as ``/digits``.
    """

    def __init__(
        self,
        env: Mapping[str, str] | None = None,
        *,
        folder: Path = ROOT,
        command: Sequence[str] = streamlit_run(),
        port: int | None = None,
        base: str = "",
    ) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}{base}"
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command],
            cwd=folder,
            env={**_clean(), "STREAMLIT_SERVER_BASE_URL_PATH": base, **(env or {})},
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
                time.sleep(0.02)
            else:
                return
        self.stop()
        raise TimeoutError(f"the app did not start:\n{self.output()}")

    def output(self) -> str:
        """Return all that the server has written so far."""
        if not self._output.closed:
            self._output.seek(0)
            self._written = self._output.read().decode()
        return self._written

    @property
    def megabytes(self) -> float:
        """Memory that the server holds now; Linux only."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far, its trainings not counted; Linux only."""
        # Linux: a process's clock is named by its inverted number and 2, for "as scheduled".
        return time.clock_gettime((~self.process.pid) << 3 | 2)

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


def _clean() -> dict[str, str]:
    """Return the environment without what the tests' own workers are told: one thread each."""
    return {name: v for name, v in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(
    env: Mapping[str, str] | None = None,
    *,
    folder: Path = ROOT,
    command: Sequence[str] = streamlit_run(),
    base: str = "",
) -> Iterator[Server]:
    """Start a `Server`; a traceback in what it writes is a failure."""
    server = Server(env, folder=folder, command=command, base=base)
    try:
        yield server
    except BaseException as error:
        error.add_note(server.output())
        raise
    finally:
        server.stop()
    assert "Traceback" not in server.output(), server.output()
