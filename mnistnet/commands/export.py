"""``mnistnet export``: the pages Draw and Network as one file that works anywhere."""

from pathlib import Path

import click

from mnistnet.atomic_write import atomic_write
from mnistnet.commands.options import checked_network, explained_errors, with_a_name
from mnistnet.network import Network
from mnistnet.take_home.html_file import html_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), callback=with_a_name)
@click.option(
    "--networks",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A network of one's own to put in, in a file of any kind that --network reads elsewhere. "
    "Several may be given; each is called by its file's name.",
)
def export(file: Path, sources: tuple[Path, ...]) -> None:
    """Write the pages Draw and Network into one HTML FILE.

    It opens without a server, a network or Python. Photographs are read by the page alone.
    """
    own: dict[str, Network] = {}
    with explained_errors():
        for source in sources:
            names = (source.stem, source.name, str(source))
            name = next(name for name in names if name not in own or name == names[-1])
            own[name] = checked_network((str(source),))
        content = html_file(own).encode()
        with atomic_write(file) as written:
            written.write(content)
    click.echo(f"{file}: {len(content) / 1e6:.2f} MB. It opens in a browser, without a network.")
