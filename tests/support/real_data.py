"""``python -m tests.support.real_data FOLDER``: fetch what the project's figures were measured on.

MNIST, and two collections of real handwriting as strokes, from their public homes into a folder,
the user's cache if none is named. What is not the very file that was measured on is refused.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import pooch  # type: ignore[import-untyped]

from mnistnet.data.mnist_download import FILES, MIRRORS, mnist_cache

PENDIGITS = (
    "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip"
)
PENCIL = (
    "https://github.com/skahl/handwritten-digits-corpus/archive/"
    "3c7a3afc39f9531d3bc09825325128b23afd9e08.zip"
)

SHA256 = {
    "pendigits-orig.tra": "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4",
    "ipad_pencil.jsonl": "0b88381345293e735292dcade08af8db4c311d76184fb7eee850be1a46c270d3",
}


def fetch(address: str, folder: Path, checksum: str | None = None) -> Path:
    """Download a file unless it is there; an archive has no checksum, what is in it has."""
    name = address.rsplit("/", 1)[1]
    return Path(pooch.retrieve(address, checksum, name, folder, progressbar=False))


def keep(path: Path, candidates: Iterable[bytes]) -> None:
    """Write the one content that has the file's checksum."""
    for content in candidates:
        if hashlib.sha256(content).hexdigest() == SHA256[path.name]:
            path.write_bytes(content)
            return
    raise click.ClickException(f"what was fetched for {path.name} is not what was measured on")


def pendigits(archive: Path) -> bytes:
    """Unpack the pen tablet's digits; gzip knows the old .Z, Python does not."""
    with ZipFile(archive) as files:
        packed = files.read("pendigits-orig.tra.Z")
    return subprocess.run(["gzip", "-dc"], input=packed, capture_output=True, check=True).stdout


def pencil(archive: Path) -> Iterable[bytes]:
    """Return each corpus of the pencil's digits, filtered and not, as one digit a line."""
    with ZipFile(archive) as files:
        for name in files.namelist():
            if name.endswith(".json"):
                yield as_lines(json.loads(files.read(name)))


def as_lines(corpus: dict[str, dict[str, dict[str, list[dict[str, Any]]]]]) -> bytes:
    """Return a corpus, digit by writer by repetition, as JSON lines in the order of the writers."""
    lines = []
    for writer in sorted({writer for writers in corpus.values() for writer in writers}):
        for label in sorted(corpus, key=int):
            written = corpus[label].get(writer, {})
            for repetition in sorted(written, key=int):
                digit = {
                    "label": int(label),
                    "writer": f"u{writer}",
                    "strokes": strokes(written[repetition]),
                }
                lines.append(json.dumps(digit, separators=(",", ":")) + "\n")
    return "".join(lines).encode()


def strokes(moves: list[dict[str, Any]]) -> list[list[list[float]]]:
    """Join moves of the pencil, each from a start to an end, as far as they hang together."""
    ends = [[[move[end]["x"], move[end]["y"]] for end in ("start", "end")] for move in moves]
    joined = [ends[0]] if ends else []
    for (_, before), (start, end) in pairwise(ends):
        if start == before:
            joined[-1].append(end)
        else:
            joined.append([start, end])
    return joined


def fetch_mnist(folder: Path) -> None:
    """Fetch MNIST's four files from the first mirror."""
    for name, (md5, _) in FILES.items():
        fetch(MIRRORS[0] + name, folder, f"md5:{md5}")


def fetch_strokes(folder: Path) -> None:
    """Fetch both archives and keep the file of strokes that is in each."""
    keep(folder / "pendigits-orig.tra", [pendigits(fetch(PENDIGITS, folder))])
    keep(folder / "ipad_pencil.jsonl", pencil(fetch(PENCIL, folder)))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=mnist_cache())
def main(folder: Path) -> None:
    """Fetch everything into FOLDER, and say how tests and commands find it."""
    fetch_mnist(folder)
    fetch_strokes(folder)
    click.echo(f"export MNISTNET_DATA={folder} MNISTNET_STROKES={folder}")


if __name__ == "__main__":
    main()
