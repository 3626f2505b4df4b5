"""``python -m benchmarks``: measure everything, print one table."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks import (
    arithmetic,
    class_at_work,
    class_store,
    classroom,
    epoch,
    one_file,
    page,
    walls,
)
from benchmarks.table import Row, as_json, as_text, conditions
from mnistnet.data.mnist_download import mnist_folder
from tests.support.browser import chromium
from tests.support.server import running_server


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    classes: list[tuple[int, int]]
    beside_trainings: tuple[int, int]
    duration: float
    starts: int
    visits: int
    strokes: int
    movements: int
    turns: int
    n_images: int
    epoch_turns: int
    at_work: tuple[int, float]
    large_class: int
    walls: tuple[int, float]
    store: tuple[float, int, int]
    patient: bool


FULL = Sizes(
    classes=[(1, 0), (30, 0), (60, 0), (120, 0), (300, 0)],
    beside_trainings=(60, 30),
    duration=60.0,
    starts=3,
    visits=6,
    strokes=30,
    movements=200,
    turns=15,
    n_images=10_000,
    epoch_turns=15,
    at_work=(120, 60.0),
    large_class=5_000,
    walls=(10, 20.0),
    store=(5.0, 300, 5_000),
    patient=True,
)
QUICK = Sizes(
    classes=[(1, 0), (2, 0)],
    beside_trainings=(2, 1),
    duration=2.0,
    starts=1,
    visits=1,
    strokes=1,
    movements=10,
    turns=1,
    n_images=100,
    epoch_turns=1,
    at_work=(1, 4.0),
    large_class=20,
    walls=(1, 2.0),
    store=(0.3, 3, 20),
    patient=False,
)


def measure(sizes: Sizes) -> Iterator[Row]:
    """Measure everything; the class comes first, so that its memory can be looked at last."""
    with chromium() as browser, running_server() as server:
        recorded = page.recorded_stroke(browser, server)
        before = server.megabytes
        alone = yield from classroom.rows(
            server, recorded, before, classes=sizes.classes, duration=sizes.duration
        )
        left = time.monotonic() if sizes.patient else 0.0
        yield from page.rows(
            browser,
            starts=sizes.starts,
            visits=sizes.visits,
            strokes=sizes.strokes,
            movements=sizes.movements,
        )
        yield from one_file.rows(browser, sizes.visits)
        yield classroom.afterwards(server, before, left)
        mnist_folder()  # for the page Train, where it would be downloaded in the middle
        yield from classroom.rows(
            server,
            recorded,
            before,
            classes=[sizes.beside_trainings],
            duration=sizes.duration,
            alone=alone,
        )
    yield from class_at_work.rows(*sizes.at_work)
    yield from class_at_work.large_class_rows(sizes.large_class)
    yield from walls.rows(*sizes.walls)
    yield from class_store.rows(*sizes.store)
    yield from arithmetic.rows(turns=sizes.turns, n_images=sizes.n_images)
    yield from epoch.rows(sizes.epoch_turns, sizes.n_images * 6)


@click.command()
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write the table there, too.")
@click.option("--quick", is_flag=True, help="Tiny sizes: see that everything runs.")
def main(file: Path | None, quick: bool) -> None:
    """Measure everything against its baseline, in a quarter of an hour on two cores."""
    circumstances = conditions()
    rows = []
    for row in measure(QUICK if quick else FULL):
        click.echo(f"{row.what}: {row.ours:.3g} {row.unit}", err=True)
        rows.append(row)
    click.echo(as_text(rows, circumstances))
    if file:
        text = json.dumps(as_json(rows, circumstances), indent=2, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
