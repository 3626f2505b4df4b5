"""A training in a process of its own: words come in, moments go out.

``python -m mnistnet.live_training.worker FOLDER SETTINGS``, with the folder of `shared_images` and
the settings as JSON. It waits for a line on its standard input: `GO`, `PAUSE`, or `STEP` for one
step and a pause. When that input is closed, by whoever began it or by their end, it is over at
once.
"""

import json
import os
import queue
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np

from mnistnet.data.mnist import Images
from mnistnet.live_training.settings import (
    N_MEASURED,
    Measure,
    Moment,
    Settings,
    divided,
    follow,
    measured,
)
from mnistnet.live_training.shared_images import take_images
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.optimizers import Weights

Words = queue.SimpleQueue[str]

GO, PAUSE, STEP = "go", "pause", "step"

MAX_BYTES = 1 << 30
"""Memory that the process may ask for; a training of 300 hidden units needs a third of it."""

MAX_CPU_SECONDS = 600
"""Should nobody else end it."""

KINDER = 10
"""Added to the process's nice value: the server answers first."""

HEAD = struct.Struct("<I4d")


def command(folder: Path, settings: Settings) -> list[str]:
    """Return the command line that begins a training."""
    return [
        sys.executable,
        "-m",
        "mnistnet.live_training.worker",
        str(folder),
        json.dumps(asdict(settings)),
    ]


def packed(moment: Moment) -> bytes:
    """Return a moment as bytes: steps, two measures, and the weights row by row."""
    learnt, held_back = moment.learnt, moment.held_back
    head = HEAD.pack(
        moment.n_steps, learnt.loss, learnt.accuracy, held_back.loss, held_back.accuracy
    )
    return head + moment.network.W1.tobytes() + moment.network.W2.tobytes()


def next_moment(stream: IO[bytes], settings: Settings) -> Moment | None:
    """Read what `packed` wrote; None when the stream has ended."""
    h = settings.n_hidden
    shapes = (h, N_PIXELS + settings.biases), (N_CLASSES, h + settings.biases)
    sizes = [rows * columns * np.float32().nbytes for rows, columns in shapes]
    content = stream.read(HEAD.size + sum(sizes))
    if len(content) < HEAD.size + sum(sizes):
        return None
    n_steps, *measures = HEAD.unpack_from(content)
    W1, W2 = (
        np.frombuffer(content, np.float32, rows * columns, first).reshape(rows, columns)
        for (rows, columns), first in zip(shapes, (HEAD.size, HEAD.size + sizes[0]), strict=True)
    )
    return Moment(n_steps, Measure(*measures[:2]), Measure(*measures[2:]), Network(W1, W2))


class Exam:
    """The images that every moment of one training is measured on."""

    def __init__(self, learnt: Images, held_back: Images) -> None:
        self.parts = [
            (images[:N_MEASURED].X, images[:N_MEASURED].labels) for images in (learnt, held_back)
        ]

    def moment(self, n_steps: int, weights: Weights) -> Moment:
        """Measure the weights as they are now."""
        network = Network(*weights)
        learnt, held_back = (measured(network, X, labels) for X, labels in self.parts)
        return Moment(n_steps, learnt, held_back, network)


def train(folder: Path, settings: Settings, words: Words, out: BinaryIO) -> None:
    """Train to the end and write moments, as the words that come in have it."""
    learnt, held_back = divided(settings, *take_images(folder))
    teller = Teller(Exam(learnt, held_back), out)
    is_going = False
    for n_steps, weights in enumerate(follow(settings, learnt)):
        tell = partial(teller.tell, n_steps, weights)
        if n_steps % settings.steps_a_moment == 0 or n_steps == settings.n_steps:
            tell()
        if n_steps < settings.n_steps:
            is_going = obey(words, is_going, tell)


class Teller:
    """Who writes moments out, each once."""

    def __init__(self, exam: Exam, out: BinaryIO) -> None:
        self.exam, self.out = exam, out
        self.told = -1

    def tell(self, n_steps: int, weights: Weights) -> None:
        """Measure and write, unless that was done after the same step."""
        if n_steps != self.told:
            self.out.write(packed(self.exam.moment(n_steps, weights)))
            self.out.flush()
            self.told = n_steps


def obey(words: Words, is_going: bool, tell: Callable[[], None]) -> bool:
    """Return whether to go on after the next step; in a pause, tell where one is and wait."""
    while True:
        if words.empty():
            if is_going:
                return True
            tell()
        word = words.get()
        if word == STEP:
            return False
        is_going = word == GO


def limit_process() -> None:
    """Let the server go first, and bound memory and time where the system can."""
    if hasattr(os, "nice"):
        os.nice(KINDER)
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_BYTES, MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))


def _listen(words: Words) -> None:
    # Unbuffered: a buffer's lock, held while waiting, would spoil the end of the process.
    with open(0, "rb", buffering=0) as stream:
        for line in stream:
            words.put(line.decode().strip())
    os._exit(0)  # whoever began this is gone, and nobody waits for an end in good order


def main() -> None:
    """Train as the command line says."""
    limit_process()
    words: Words = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(words,), daemon=True).start()
    folder, settings = sys.argv[1:]
    try:
        train(Path(folder), Settings(**json.loads(settings)), words, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
