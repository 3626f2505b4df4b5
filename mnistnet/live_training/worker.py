"""A training in a process of its own: commands come in, snapshots go out.

``python -m mnistnet.live_training.worker FOLDER SETTINGS OWN``, with the folder of `shared_images`,
the settings as JSON, and a folder of its own: in it are the class's images, if these are learnt
from, and for a training that was broken off its last snapshot. It waits for a line on its standard
input: `GO`, `PAUSE`, or `STEP` for one step and a pause; whenever it waits, it has reported where
it is. When that input is closed, by whoever began it or by their end, it is over at once.
"""

import errno
import json
import os
import queue
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np

from mnistnet.data.mnist import Images
from mnistnet.live_training.image_sets import Divided, split_images
from mnistnet.live_training.settings import N_SCORED, Settings
from mnistnet.live_training.shared_images import load_arrays
from mnistnet.live_training.snapshot import Score, Snapshot, score_network
from mnistnet.live_training.train_steps import train_steps
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.optimizers import Weights

Commands = queue.SimpleQueue[str]

GO, PAUSE, STEP = "go", "pause", "step"

MAX_BYTES = 1 << 30
"""Memory that the process may ask for; a training of 300 hidden units needs a third of it."""

MAX_CPU_SECONDS = 600
"""Should nobody else end it."""

NICENESS = 10
"""Added to the process's nice value: the server answers first."""

FIRST_TO_GO = "1000"
"""The kernel's highest score: the first process to end when there is no memory left."""

NO_MEMORY = (errno.ENOMEM, -9)
"""Exit codes for want of memory: its own, and that of a process that the kernel ended."""

SNAPSHOT = "snapshot"
"""Name of the file with the last snapshot in the process's own folder."""

HEADERS = {n_scores: struct.Struct(f"<2I{2 * n_scores}d") for n_scores in (2, 3)}


def command(folder: Path, settings: Settings, own: Path) -> list[str]:
    """Return the command line that begins a training, or takes one up where it was broken off."""
    options = [str(folder), json.dumps(asdict(settings)), str(own)]
    return [sys.executable, "-m", "mnistnet.live_training.worker", *options]


def pack_snapshot(snapshot: Snapshot) -> bytes:
    """Return a snapshot as bytes: steps, commands, the scores, and the weights row by row."""
    scores = [snapshot.training, snapshot.validation, *([snapshot.ours] if snapshot.ours else [])]
    numbers = [number for score in scores for number in (score.loss, score.accuracy)]
    header = HEADERS[len(scores)].pack(snapshot.n_steps, snapshot.n_commands, *numbers)
    return header + snapshot.network.W1.tobytes() + snapshot.network.W2.tobytes()


def read_snapshot(stream: IO[bytes], settings: Settings) -> Snapshot | None:
    """Read what `pack_snapshot` wrote; None when the stream has ended."""
    h, header = settings.n_hidden, HEADERS[3 if settings.source == "both" else 2]
    shapes = (h, N_PIXELS + settings.biases), (N_CLASSES, h + settings.biases)
    sizes = [rows * columns * np.float32().nbytes for rows, columns in shapes]
    content = stream.read(header.size + sum(sizes))
    if len(content) < header.size + sum(sizes):
        return None
    n_steps, n_commands, *numbers = header.unpack_from(content)
    training, validation, *ours = map(Score, numbers[::2], numbers[1::2])
    W1, W2 = (
        np.frombuffer(content, np.float32, rows * columns, first).reshape(rows, columns)
        for (rows, columns), first in zip(
            shapes, (header.size, header.size + sizes[0]), strict=True
        )
    )
    return Snapshot(n_steps, n_commands, training, validation, Network(W1, W2), *ours)


class Evaluator:
    """The images on which every snapshot of one training is scored, as `split_images` has them."""

    def __init__(self, *sets: Images) -> None:
        self.parts = [(images[:N_SCORED].X, images[:N_SCORED].labels) for images in sets]

    def snapshot(self, n_steps: int, n_commands: int, weights: Weights) -> Snapshot:
        """Score the weights as they are now."""
        network = Network(*weights)
        training, validation, *ours = (score_network(network, *part) for part in self.parts)
        return Snapshot(n_steps, n_commands, training, validation, network, *ours)


def train(
    folder: Path,
    settings: Settings,
    commands: Commands,
    out: BinaryIO,
    broken_off: Snapshot | None = None,
    ours: Divided | None = None,
) -> None:
    """Train to the end and write snapshots, as the commands that come in have it."""
    training, *held_back = split_images(settings, load_arrays(folder), ours)
    reporter = Reporter(Evaluator(training, *held_back), out)
    is_going = False
    done = broken_off.n_steps if broken_off else 0
    for n_steps, weights in enumerate(train_steps(settings, training, broken_off), start=done):
        report = partial(reporter.report, n_steps, weights)
        if n_steps % settings.steps_per_snapshot == 0 or n_steps == settings.n_steps:
            report()
        if n_steps < settings.n_steps:
            is_going = wait_for_command(commands, is_going, reporter, report)


class Reporter:
    """Writes snapshots out, with the number of commands that were obeyed before."""

    def __init__(self, evaluator: Evaluator, out: BinaryIO) -> None:
        self.evaluator, self.out = evaluator, out
        self.n_commands = 0
        self._told = (-1, -1)

    def report(self, n_steps: int, weights: Weights) -> None:
        """Score and write, unless nothing has changed since."""
        if self._told != (n_steps, self.n_commands):
            self._told = n_steps, self.n_commands
            snapshot = self.evaluator.snapshot(n_steps, self.n_commands, weights)
            self.out.write(pack_snapshot(snapshot))
            self.out.flush()


def wait_for_command(
    commands: Commands, is_going: bool, reporter: Reporter, report: Callable[[], None]
) -> bool:
    """Return whether to go on after the next step; in a pause, report where one is and wait."""
    while True:
        if commands.empty():
            if is_going:
                return True
            report()
        command = commands.get()
        reporter.n_commands += 1
        if command == STEP:
            return False
        is_going = command == GO


def limit_process() -> None:
    """Let the server go first, and bound memory and time where the system can."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(OSError):  # Linux only: should memory run out, this process goes, not the server
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, MAX_BYTES), (resource.RLIMIT_CPU, MAX_CPU_SECONDS)):
        with suppress(OSError, ValueError):  # macOS bounds no address space
            resource.setrlimit(limit, (most, most))


def _listen(commands: Commands) -> None:
    # Unbuffered: a buffer's lock, held while waiting, would spoil the end of the process.
    with open(0, "rb", buffering=0) as stream:
        for line in stream:
            commands.put(line.decode().strip())
    os._exit(0)  # whoever began this is gone, and nobody waits for an end in good order


def main() -> None:
    """Train as the command line says."""
    limit_process()
    commands: Commands = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(commands,), daemon=True).start()
    folder, settings_json, own = sys.argv[1:]
    settings, broken_off = Settings(**json.loads(settings_json)), None
    if (file := Path(own, SNAPSHOT)).exists():
        with file.open("rb") as stream:
            broken_off = read_snapshot(stream, settings)
    ours = None if settings.source == "mnist" else load_arrays(Path(own))
    try:
        train(Path(folder), settings, commands, sys.stdout.buffer, broken_off, ours)
    except BrokenPipeError:
        os._exit(0)
    except MemoryError:
        os._exit(errno.ENOMEM)


if __name__ == "__main__":
    main()
