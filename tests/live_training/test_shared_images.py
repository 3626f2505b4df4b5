"""Folders of unpacked images go with the process that they belong to."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mnistnet.live_training.shared_images import new_folder

OWNER = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from mnistnet.live_training.shared_images import new_folder
folder = new_folder()
(folder / "training-pixels.npy").write_bytes(b"many")
print(folder, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no locks on folders")
def test_a_folder_is_cleared_once_its_process_was_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout
        folder = Path(owner.stdout.readline().strip())

        mine = new_folder()
        assert (folder / "training-pixels.npy").exists()
        owner.kill()
        owner.wait()

        new_folder()
        assert not folder.exists()
        assert mine.exists()


def test_what_somebody_else_keeps_there_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("mnistnet-clone", "mnistnet-postgres"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "work").write_bytes(b"of days")

    new_folder()
    assert (tmp_path / "mnistnet-clone" / "work").exists()
    assert (tmp_path / "mnistnet-postgres" / "work").exists()
