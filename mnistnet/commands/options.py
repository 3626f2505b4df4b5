"""What several commands ask for and tell."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mnistnet.data.mnist_download import Part, mnist_folder
from mnistnet.errors import MnistNetError
from mnistnet.network import Network
from mnistnet.weights import SHIPPED, read_network
from mnistnet.weights.sample_check import check_on_samples, in_english


@contextmanager
def explained_errors() -> Iterator[None]:
    """End the command with one sentence, exit code 1, when the user can mend what went wrong."""
    try:
        yield
    except MnistNetError as error:
        raise click.ClickException(str(error)) from error


def with_a_name(
    _context: click.Context, _option: click.Parameter, path: Path | None
) -> Path | None:
    """Refuse an empty path as a file to write."""
    if path is not None and not path.name:
        raise click.BadParameter("A file has a name.")
    return path


network_option = click.option(
    "--network",
    "sources",
    default=["lecture-a"],
    show_default="lecture-a",
    multiple=True,
    help="lecture-a, lecture-b, or a file of weights. Given up to four times: W1, b1, W2, b2.",
)


def checked_network(sources: tuple[str, ...]) -> Network:
    """Load a network; of one of the user's own say on the error output how it reads the samples."""
    network = read_network(*sources)
    if not set(sources) <= set(SHIPPED):
        click.echo(f"{', '.join(sources)}: {in_english(check_on_samples(network))}", err=True)
    return network


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
