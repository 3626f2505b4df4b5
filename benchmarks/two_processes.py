"""The page as docs/server has it for more than one process: nginx before two, PostgreSQL behind."""

import re
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from tests.support import ROOT
from tests.support.postgres import is_there, postgres
from tests.support.server import Server, free_port, running_server

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"

AROUND = """
daemon off; pid nginx.pid; error_log error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; {paths} {site} }}
"""

PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

PATIENCE = 20.0
"""Seconds until nginx answers."""


def can_run() -> bool:
    """Whether this machine has nginx and PostgreSQL."""
    return is_there() and Path(NGINX).exists()


@contextmanager
def two_processes() -> Iterator[tuple[str, list[Server], str]]:
    """Start all of it; the address before nginx, the servers, and the database's address."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres()).address
        servers = [
            stack.enter_context(running_server({"MNISTNET_DATABASE": database})) for _ in range(2)
        ]
        address = stack.enter_context(_nginx([server.port for server in servers]))
        yield address, servers, database


@contextmanager
def _nginx(ports: list[int]) -> Iterator[str]:
    site = (ROOT / "docs/server/nginx.conf").read_text(encoding="utf-8")
    port = free_port()
    for said, used in ((8501, ports[0]), (8502, ports[1])):
        site = site.replace(f"127.0.0.1:{said}", f"127.0.0.1:{used}")
    site = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", site)
    folder = Path(tempfile.mkdtemp(prefix="nginx-mnistnet-"))
    paths = " ".join(f"{name}_temp_path {name};" for name in PATHS)
    (folder / "nginx.conf").write_text(AROUND.format(paths=paths, site=site), encoding="utf-8")
    process = subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", "nginx.conf"], stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
            return
        sleep(0.1)
    raise TimeoutError(f"nothing answers at {address}")
