"""What several commands ask for and tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm  # type: ignore[import-untyped]

from mnistnet.data.mnist_download import mnist_folder
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
    help="A .jsonl or .tra file of pen strokes. May be given several times.",
)


def mnist_folder_with_progress(folder: Path | None) -> Path:
    """Find MNIST, with a bar on the error output while it is downloaded."""
    with tqdm(desc="MNIST", unit="B", unit_scale=True, disable=None, leave=False) as bar:

        def show(so_far: int, total: int) -> None:
            bar.total = total
            bar.update(so_far - bar.n)

        return mnist_folder(folder, show)
