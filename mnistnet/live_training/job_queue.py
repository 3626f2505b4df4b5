"""All trainings of one server: a few at a time, the others in line, each in its own process."""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mnistnet.live_training import worker
from mnistnet.live_training.job import Point, State, Training
from mnistnet.live_training.settings import Settings

TICK = 0.1
"""Seconds between two looks at who is gone, whose time is over and who is next."""

MAX_SECONDS = 300.0
"""Time that a training may be going, without pauses."""

MAX_PAUSE = 600.0
"""Seconds after which a pause becomes the end: a process in a pause still takes memory."""


def everybody_is_there(owner: str) -> bool:
    """Take every visitor for present."""
    return True


class Trainings:
    """The trainings of all visitors.

    Parameters
    ----------
    folder : Path
        Where `image_shelf` put MNIST.
    places : int, optional
        How many go at a time: the processors less one, at least one.
    is_there : callable, optional
        Whether the visitor of a session still looks at the page; without, nobody trains.
    """

    def __init__(
        self,
        folder: Path,
        places: int | None = None,
        is_there: Callable[[str], bool] = everybody_is_there,
    ) -> None:
        self.folder = folder
        self.places = max(1, (os.cpu_count() or 2) - 1) if places is None else places
        self._is_there = is_there
        self._lock = threading.RLock()
        self._line: list[Training] = []
        self._begun: list[Training] = []
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def begin(self, owner: str, settings: Settings, wish: str = worker.GO) -> Training:
        """Let a visitor's training wait for its turn; a former one of theirs is stopped."""
        training = Training(owner, settings, wish)
        with self._lock:
            self.leave(owner)
            self._queue(training)
        return training

    def go_on(self, training: Training) -> None:
        """End a pause, as soon as a place is free."""
        with self._lock:
            if training.state == "paused":
                training.wish = worker.GO
                self._queue(training)

    def pause(self, training: Training) -> None:
        """Halt a training and give its place to the next in line."""
        with self._lock:
            if training.state not in ("waiting", "going"):
                return
            self._tell(training, worker.PAUSE)
            self._unqueue(training)
            training.turn("paused")

    def step(self, training: Training) -> None:
        """Take one step in a pause."""
        with self._lock:
            if training.state == "paused" and training.process:
                self._tell(training, worker.STEP)
            elif training.state == "paused":
                training.wish = worker.STEP
                self._queue(training)

    def stop(self, training: Training) -> None:
        """End a training; its last network and its curves stay."""
        self._end(training, "stopped")

    def leave(self, owner: str) -> None:
        """End all of one visitor's trainings."""
        with self._lock:
            for training in (*self._line, *self._begun):
                if training.owner == owner:
                    self.stop(training)

    def close(self) -> None:
        """End all trainings of all visitors."""
        self._is_over.set()
        self._watcher.join()
        for training in (*self._line, *self._begun):
            self.stop(training)

    def _watch(self) -> None:
        while not self._is_over.wait(TICK):
            with self._lock:
                for training in (*self._line, *self._begun):
                    if not self._is_there(training.owner):
                        self._end(training, "stopped")
                    elif training.seconds > MAX_SECONDS or _has_paused_too_long(training):
                        self._end(training, "timed_out")
                self._fill_places()

    def _fill_places(self) -> None:
        n_going = sum(training.state == "going" for training in self._begun)
        while self._line and n_going < self.places:
            training = self._line[0]
            self._unqueue(training)
            training.turn("going" if training.wish == worker.GO else "paused")
            n_going += training.state == "going"
            if training.process is None:
                self._launch(training)
            self._tell(training, training.wish)

    def _launch(self, training: Training) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own module, our own settings
                worker.command(self.folder, training.settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
                env=os.environ | ONE_THREAD,
            )
        except OSError:  # no more processes, or no more memory for one
            training.turn("failed")
            return
        training.process = process
        self._begun.append(training)
        threading.Thread(target=self._listen, args=(training, process), daemon=True).start()

    def _listen(self, training: Training, process: "subprocess.Popen[bytes]") -> None:
        """Take what one process reports, until it ends."""
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        with process.stdout as stream:
            while moment := worker.next_moment(stream, training.settings):
                with self._lock:
                    training.points += (
                        Point(moment.n_steps, training.seconds, moment.learnt, moment.held_back),
                    )
                    training.network = moment.network
        with self._lock:
            is_complete = training.n_steps == training.settings.n_steps
            self._end(training, "finished" if is_complete else "failed")
        process.wait()

    def _end(self, training: Training, state: State) -> None:
        with self._lock:
            if training.has_ended:
                return
            training.turn(state)
            self._unqueue(training)
            if process := training.process:
                self._begun.remove(training)
                training.process = None
                process.kill()
                _close(process)

    def _queue(self, training: Training) -> None:
        training.turn("waiting")
        self._line.append(training)
        self._number_places()

    def _unqueue(self, training: Training) -> None:
        if training in self._line:
            self._line.remove(training)
            training.place = 0
            self._number_places()

    def _number_places(self) -> None:
        for place, training in enumerate(self._line, start=1):
            training.place = place

    def _tell(self, training: Training, word: str) -> None:
        if training.process and (stream := training.process.stdin):
            with suppress(OSError):  # it has just ended by itself, which `_listen` will notice
                stream.write(f"{word}\n".encode())
                stream.flush()


ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""One training takes one processor, whichever library multiplies its matrices."""


def _has_paused_too_long(training: Training) -> bool:
    return training.state == "paused" and time.monotonic() - training.since > MAX_PAUSE


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Let go of the way to a process that was killed."""
    if process.stdin:
        with suppress(OSError):  # what was still to be said reaches nobody
            process.stdin.close()
