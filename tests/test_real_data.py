"""``make data`` from a server on this computer: the files that are asked for, or a refusal."""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from mnistnet.data.mnist_download import FILES
from mnistnet.data.stroke_files import read_written_digits
from tests.support import real_data

TABLET = b'.SEGMENT DIGIT 0 ? "8"\n.PEN_DOWN\n 1 2\n 3 4\n.PEN_UP\n'
PENCIL = """\
{"label":4,"writer":"u1","strokes":[[[1.0,2.0],[3.0,4.0],[3.0,5.5]],[[7.0,1.0],[7.0,9.0]]]}
{"label":0,"writer":"u2","strokes":[[[5.0,5.0],[6.0,6.0]]]}
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def corpus(*digits: str) -> str:
    """Return digits as the pencil's collection has them: moves, by label, writer, repetition."""
    by_label: dict[str, dict[str, dict[str, object]]] = {}
    for line in digits:
        digit = json.loads(line)
        moves = [
            {"start": dict(zip("xy", a, strict=True)), "end": dict(zip("xy", b, strict=True))}
            for stroke in digit["strokes"]
            for a, b in pairwise(stroke)
        ]
        writers = by_label.setdefault(str(digit["label"]), {})
        repetitions = writers.setdefault(digit["writer"].removeprefix("u"), {})
        repetitions[str(len(repetitions))] = moves
    return json.dumps(by_label)


@pytest.fixture
def homes(tmp_path: Path, mnist_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server with everything; its folder."""
    folder = tmp_path / "homes"
    folder.mkdir()
    for name in FILES:
        (folder / name).symlink_to(mnist_folder / name)
    with ZipFile(folder / "tablet.zip", "w") as archive:
        archive.writestr("pendigits-orig.tra.Z", gzip.compress(TABLET))
    with ZipFile(folder / "pencil.zip", "w") as archive:
        archive.writestr("corpus/all.json", corpus(*PENCIL.splitlines(), PENCIL.splitlines()[0]))
        archive.writestr("corpus/filtered.json", corpus(*PENCIL.splitlines()))
    sums = {"pendigits-orig.tra": TABLET, "ipad_pencil.jsonl": PENCIL.encode()}
    for name, content in sums.items():
        monkeypatch.setitem(real_data.SHA256, name, hashlib.sha256(content).hexdigest())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(real_data, "MIRRORS", (address,))
        monkeypatch.setattr(real_data, "PENDIGITS", address + "tablet.zip")
        monkeypatch.setattr(real_data, "PENCIL", address + "pencil.zip")
        yield folder
        server.shutdown()


def test_everything_is_fetched_and_named(homes, tmp_path):
    folder = tmp_path / "data"

    said = CliRunner().invoke(real_data.main, [str(folder)])

    assert said.exit_code == 0, said.output
    assert said.stdout == f"export MNISTNET_DATA={folder} MNISTNET_STROKES={folder}\n"
    for name in FILES:
        assert (folder / name).read_bytes() == (homes / name).read_bytes()
    assert (folder / "ipad_pencil.jsonl").read_text() == PENCIL
    (digit,) = read_written_digits(folder / "pendigits-orig.tra")
    assert digit.label == 8


@pytest.mark.parametrize("name", ["pendigits-orig.tra", "ipad_pencil.jsonl"])
def test_another_file_is_refused(homes, tmp_path, monkeypatch, name):
    monkeypatch.setitem(real_data.SHA256, name, "0" * 64)

    said = CliRunner().invoke(real_data.main, [str(tmp_path / "data")])

    assert said.exit_code == 1
    assert name in said.output
    assert not (tmp_path / "data" / name).exists()
