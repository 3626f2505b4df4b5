"""A PostgreSQL of the tests' own, in a folder that goes with them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import free_port

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
"""Where Debian has PostgreSQL's programs."""

WITHOUT_ROOT = "nobody"
"""Whom PostgreSQL runs as where the tests run as root, which it refuses."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running PostgreSQL; `stop` and `start` do as an administrator would."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """The address as `MNISTNET_DATABASE` has it."""
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it; who is connected is cut off."""
        self._run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    def is_running(self) -> bool:
        """Whether it has been started and not stopped."""
        return (self.folder / "data" / "postmaster.pid").exists()

    def create(self) -> None:
        """Create an empty database."""
        self._run("initdb", "-D", "data", "-U", "tests", "-A", "trust", "--no-sync")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(HOMES[-1] / program), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **_user())


def require() -> None:
    """Skip the test without PostgreSQL; in CI that is a failure."""
    if not is_there():
        if "CI" in os.environ:
            pytest.fail("PostgreSQL is missing: `make databases` installs it")
        pytest.skip("needs PostgreSQL: Debian's package postgresql")


def is_there() -> bool:
    """Whether this machine has PostgreSQL's programs."""
    return bool(HOMES)


def _user() -> dict[str, Any]:
    import pwd  # Windows has none

    if os.geteuid():
        return {}
    user = pwd.getpwnam(WITHOUT_ROOT)
    return {"user": user.pw_uid, "group": user.pw_gid}


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL for as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-mnistnet-"))
    if not os.geteuid():
        shutil.chown(folder, WITHOUT_ROOT)
    server = Postgres(folder, free_port())
    try:
        server.create()
        server.start()
        yield server
    finally:
        if server.is_running():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
