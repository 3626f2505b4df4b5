"""``mnistnet predict``: what a network reads in picture files."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from mnistnet.commands.options import checked_network, explained_errors, network_option
from mnistnet.drawing.found_digits import search_picture
from mnistnet.drawing.picture import open_picture
from mnistnet.errors import MnistNetError, sentence
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, FloatArray

STANDARD_INPUT = Path("-")


class _Piped(io.BytesIO):
    """A picture from standard input, whole: Pillow goes back and forth in it."""

    name = "standard input"


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A digit in a picture: its box in pixels, and what was read: outputs of shape (10,)."""

    box: tuple[int, int, int, int]
    outputs: FloatArray
    is_sure: bool

    @property
    def digit(self) -> int:
        return int(np.argmax(self.outputs))


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What was read in a file, or why nothing was."""

    path: Path
    digits: tuple[_Read, ...] = ()
    error: str = ""
    n_small: int = 0


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@network_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def predict(files: tuple[Path, ...], sources: tuple[str, ...], as_json: bool) -> None:
    """Read the digits in each picture: photographs, scans, drawings, on any paper.

    Where a picture has several digits, each has a line with its place: left, top, right, bottom.
    How many marks were left out, lower than 40 % of the highest digit, is said on standard error.
    As a file, - is the picture on standard input.
    """
    with explained_errors():
        network = checked_network(sources)
    answers = [_answer(network, path) for path in files]
    click.echo(_as_json(answers) if as_json else _as_table(answers))
    for answer in answers:
        if answer.n_small and not as_json:
            left_out = sentence("photograph.left_out", n=answer.n_small)
            click.echo(f"{answer.path}: {left_out}", err=True)
    failures = [answer.error for answer in answers if answer.error]
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        raise SystemExit(1)


def _answer(network: Network, path: Path) -> _Answer:
    try:
        source = _Piped(sys.stdin.buffer.read()) if path == STANDARD_INPUT else path
        searched = search_picture(open_picture(source))
    except MnistNetError as error:
        return _Answer(path, (), str(error) if "path" in error.values else f"{path}: {error}")
    runs = [(one.box, forward(network, one.digit.X)) for one in searched.digits]
    read = tuple(_Read(box, run.A2[:, 0], bool(run.is_sure[0])) for box, run in runs)
    return _Answer(path, read, n_small=searched.n_small)


def _as_json(answers: list[_Answer]) -> str:
    entries: list[dict[str, object]] = []
    for answer in answers:
        if answer.error:
            entries.append({"file": str(answer.path), "error": answer.error})
        for read in answer.digits:
            entries.append(
                {
                    "file": str(answer.path),
                    "box": read.box,
                    "digit": read.digit,
                    "sure": read.is_sure,
                    "left_out": answer.n_small,
                    "outputs": [round(float(output), 6) for output in read.outputs],
                }
            )
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _as_table(answers: list[_Answer]) -> str:
    width = max(len("file"), *(len(str(answer.path)) for answer in answers))
    classes = "".join(f"{k:>7}" for k in range(N_CLASSES))
    lines = [f"{'file':<{width}}  digit{classes}"]
    for answer in answers:
        if answer.error:
            lines.append(f"{answer.path!s:<{width}}  {'-':>5}")
        for read in answer.digits:
            outputs = "".join(f"{output:7.3f}" for output in read.outputs)
            doubt = "" if read.is_sure else "  not sure"
            place = f"  at {','.join(map(str, read.box))}" if len(answer.digits) > 1 else ""
            lines.append(f"{answer.path!s:<{width}}  {read.digit:>5}{outputs}{doubt}{place}")
    return "\n".join(lines)
