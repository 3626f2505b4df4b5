"""The command line: ``mnistnet predict``, ``evaluate``, ``train``, ``page`` and ``export``."""

import click

from mnistnet import __version__
from mnistnet.commands.evaluate import evaluate
from mnistnet.commands.export import export
from mnistnet.commands.page import page
from mnistnet.commands.predict import predict
from mnistnet.commands.train import train


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Read handwritten digits with a two-layer network, measure it, train it, show it."""


main.add_command(predict)
main.add_command(evaluate)
main.add_command(train)
main.add_command(page)
main.add_command(export)

if __name__ == "__main__":
    main(prog_name="mnistnet")
