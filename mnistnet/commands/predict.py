"""``mnistnet predict``: what a network reads in picture files."""

import json
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from mnistnet.commands.options import checked_network, explained_errors, network_option
from mnistnet.drawing.picture import open_picture
from mnistnet.drawing.preprocess import prepare_image
from mnistnet.errors import MnistNetError
from mnistnet.network import Network, forward
from mnistnet.notation import N_CLASSES, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What was read in a file, or why nothing was: outputs of shape (10,) or a sentence."""

    path: Path
    outputs: FloatArray | None
    error: str = ""


@click.command()
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True)
@network_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def predict(files: tuple[Path, ...], sources: tuple[str, ...], as_json: bool) -> None:
    """Read the digit in each picture, white on black or black on white."""
    with explained_errors():
        network = checked_network(sources)
    answers = [_answer(network, path) for path in files]
    click.echo(_as_json(answers) if as_json else _as_table(answers))
    failures = [answer.error for answer in answers if answer.error]
    for sentence in failures:
        click.echo(f"Error: {sentence}", err=True)
    if failures:
        raise SystemExit(1)


def _answer(network: Network, path: Path) -> _Answer:
    try:
        digit = prepare_image(open_picture(path))
    except MnistNetError as error:
        sentence = str(error)
        return _Answer(path, None, sentence if str(path) in sentence else f"{path}: {sentence}")
    return _Answer(path, forward(network, digit.X).A2[:, 0])


def _as_json(answers: list[_Answer]) -> str:
    entries: list[dict[str, object]] = []
    for answer in answers:
        if answer.outputs is None:
            entries.append({"file": str(answer.path), "error": answer.error})
        else:
            outputs = [round(float(output), 6) for output in answer.outputs]
            digit = int(np.argmax(answer.outputs))
            entries.append({"file": str(answer.path), "digit": digit, "outputs": outputs})
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _as_table(answers: list[_Answer]) -> str:
    width = max(len("file"), *(len(str(answer.path)) for answer in answers))
    classes = "".join(f"{k:>7}" for k in range(N_CLASSES))
    lines = [f"{'file':<{width}}  digit{classes}"]
    for answer in answers:
        digit, outputs = "-", ""
        if answer.outputs is not None:
            digit = str(np.argmax(answer.outputs))
            outputs = "".join(f"{output:7.3f}" for output in answer.outputs)
        lines.append(f"{answer.path!s:<{width}}  {digit:>5}{outputs}")
    return "\n".join(lines)
