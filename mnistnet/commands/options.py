"""What several commands ask for and tell."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mnistnet.data.mnist_download import Part, mnist_folder
from mnistnet.errors import MnistNetError


@contextmanager
def explained_errors() -> Iterator[None]:
    """End the command with one sentence, exit code 1, when the user can mend what went wrong."""
    try:
        yield
    except MnistNetError as error:
        raise click.ClickException(str(error)) from error


network_option = click.option(
    "--network",
    "source",
    default="lecture-a",
    show_default=True,
    help="lecture-a, lecture-b, or the path of an .npz file.",
)

data_option = click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder with MNIST's four files. Without it MNISTNET_DATA, without that a download.",
)

strokes_option = click.option(
    "--strokes",
    "stroke_files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A .jsonl (a class's drawings, too) or .tra file of pen strokes. Several may be given.",
)


def mnist_folder_with_progress(folder: Path | None, part: Part = "all") -> Path:
    """Find MNIST, or its test images, with a bar on the error output while it is downloaded."""
    with click.progressbar(length=1, label="MNIST", file=sys.stderr, hidden=True) as bar:

        def show(so_far: int, total: int) -> None:
            bar.hidden, bar.length = False, total
            bar.update(max(0, so_far - bar.pos))  # another mirror begins anew, no bar goes back

        return mnist_folder(folder, show, part)
