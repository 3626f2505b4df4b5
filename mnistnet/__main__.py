"""The command line: ``python -m mnistnet predict``, ``evaluate`` and ``train``."""

import click

from mnistnet.commands.evaluate import evaluate
from mnistnet.commands.predict import predict
from mnistnet.commands.train import train


@click.group()
def main() -> None:
    """Read handwritten digits with a two-layer network, measure it, train it."""


main.add_command(predict)
main.add_command(evaluate)
main.add_command(train)

if __name__ == "__main__":
    main(prog_name="python -m mnistnet")
