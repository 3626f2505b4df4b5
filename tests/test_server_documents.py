"""What docs/server says is what its programs take, and what stands in one file fits the others."""

import re
import shutil
import subprocess
from pathlib import Path

import platformdirs
import pytest

from tests.support import ROOT

SERVER = ROOT / "docs" / "server"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def read(name: str) -> str:
    return (SERVER / name).read_text(encoding="utf-8")


def test_nginx_takes_its_file(tmp_path):
    if not Path(NGINX).exists():
        pytest.skip("needs nginx: Debian's package nginx")
    around = f"pid nginx.pid; error_log stderr; events {{}} http {{ {read('nginx.conf')} }}"
    (tmp_path / "nginx.conf").write_text(around, encoding="utf-8")
    command = [NGINX, "-t", "-q", "-p", str(tmp_path), "-c", "nginx.conf"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_processes_are_where_nginx_looks_for_them():
    looked_for = set(re.findall(r"server 127\.0\.0\.1:(\d+);", read("nginx.conf")))
    assert set(re.findall(r"STREAMLIT_SERVER_PORT: (\d+)", read("compose.yaml"))) == looked_for
    assert set(re.findall(r"mnistnet@(\d+)", read("mnistnet@.service"))) == looked_for


def test_no_password_stands_in_a_file():
    for line in read("compose.yaml").splitlines():
        if re.match(r" *\w*PASSWORD:", line):
            assert re.search(r": \$\{MNISTNET_PASSWORD(:\?.*)?\}$", line), line
    for name in ("compose.yaml", "mnistnet@.service", "README.md", "Containerfile"):
        assert not re.search(r"://\w+:[^@\s]+@", read(name)), name
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "folder"), [("Containerfile", "/data"), ("mnistnet@.service", "/var/lib")]
)
def test_classes_are_kept_where_a_restart_leaves_them(name, folder, monkeypatch):
    (named,) = re.findall(r"XDG_DATA_HOME=(\S+)", read(name))
    assert named == folder
    if name == "mnistnet@.service":
        monkeypatch.setenv("XDG_DATA_HOME", named)
        (state,) = re.findall(r"StateDirectory=(\S+)", read(name))
        assert platformdirs.user_data_dir("mnistnet", appauthor=False) == f"/var/lib/{state}"
