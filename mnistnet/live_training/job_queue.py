"""All trainings of one server: a few at a time, the others in line, each in its own process."""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mnistnet.live_training import worker
from mnistnet.live_training.job import CurvePoint, Job, State
from mnistnet.live_training.settings import Settings

TICK = 0.1
"""Seconds between two looks at who is gone, whose time is over and who is next."""

MAX_SECONDS = 300.0
"""Time that a training may be going, without pauses."""

MAX_PAUSE = 600.0
"""Seconds after which a pause becomes the end: a process in a pause still takes memory."""


def everybody_is_present(owner: str) -> bool:
    """Take every visitor for present."""
    return True


class JobQueue:
    """The trainings of all visitors.

    Parameters
    ----------
    folder : Path
        Where `save_arrays` put MNIST.
    places : int, optional
        How many go at a time: the processors less one, at least one.
    is_present : callable, optional
        Whether the visitor of a session still looks at the page; without, nobody trains.
    """

    def __init__(
        self,
        folder: Path,
        places: int | None = None,
        is_present: Callable[[str], bool] = everybody_is_present,
    ) -> None:
        self.folder = folder
        self.places = max(1, (os.cpu_count() or 2) - 1) if places is None else places
        self._is_present = is_present
        self._lock = threading.RLock()
        self._line: list[Job] = []
        self._begun: list[Job] = []
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def begin(self, owner: str, settings: Settings, first_command: str = worker.GO) -> Job:
        """Let a visitor's training wait for its turn; a former one of theirs is stopped."""
        job = Job(owner, settings, first_command)
        with self._lock:
            self.leave(owner)
            self._queue(job)
        return job

    def go_on(self, job: Job) -> None:
        """End a pause, as soon as a place is free."""
        with self._lock:
            if job.state == "paused":
                job.first_command = worker.GO
                self._queue(job)

    def pause(self, job: Job) -> None:
        """Halt a training and give its place to the next in line."""
        with self._lock:
            if job.state not in ("waiting", "going"):
                return
            self._tell(job, worker.PAUSE)
            self._unqueue(job)
            job.enter("paused")

    def step(self, job: Job) -> None:
        """Take one step in a pause."""
        with self._lock:
            if job.state == "paused" and job.process:
                self._tell(job, worker.STEP)
            elif job.state == "paused":
                job.first_command = worker.STEP
                self._queue(job)

    def stop(self, job: Job) -> None:
        """End a training; its last network and its curves stay."""
        self._end(job, "stopped")

    def leave(self, owner: str) -> None:
        """End all of one visitor's trainings."""
        with self._lock:
            for job in (*self._line, *self._begun):
                if job.owner == owner:
                    self.stop(job)

    def close(self) -> None:
        """End all trainings of all visitors."""
        self._is_over.set()
        self._watcher.join()
        for job in (*self._line, *self._begun):
            self.stop(job)

    def _watch(self) -> None:
        while not self._is_over.wait(TICK):
            with self._lock:
                for job in (*self._line, *self._begun):
                    if not self._is_present(job.owner):
                        self._end(job, "stopped")
                    elif job.seconds > MAX_SECONDS or _has_paused_too_long(job):
                        self._end(job, "timed_out")
                self._fill_places()

    def _fill_places(self) -> None:
        n_going = sum(job.state == "going" for job in self._begun)
        while self._line and n_going < self.places:
            job = self._line[0]
            self._unqueue(job)
            job.enter("going" if job.first_command == worker.GO else "paused")
            n_going += job.state == "going"
            if job.process is None:
                self._launch(job)
            self._tell(job, job.first_command)

    def _launch(self, job: Job) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own module, our own settings
                worker.command(self.folder, job.settings),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
                env=os.environ | ONE_THREAD,
            )
        except OSError:  # no more processes, or no more memory for one
            job.enter("failed")
            return
        job.process = process
        self._begun.append(job)
        threading.Thread(target=self._listen, args=(job, process), daemon=True).start()

    def _listen(self, job: Job, process: "subprocess.Popen[bytes]") -> None:
        """Take what one process reports, until it ends."""
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        with process.stdout as stream:
            while snapshot := worker.read_snapshot(stream, job.settings):
                with self._lock:
                    job.points += (
                        CurvePoint(
                            snapshot.n_steps,
                            job.seconds,
                            snapshot.training,
                            snapshot.validation,
                        ),
                    )
                    job.network = snapshot.network
        with self._lock:
            is_complete = job.n_steps == job.settings.n_steps
            self._end(job, "finished" if is_complete else "failed")
        process.wait()

    def _end(self, job: Job, state: State) -> None:
        with self._lock:
            if job.has_ended:
                return
            job.enter(state)
            self._unqueue(job)
            if process := job.process:
                self._begun.remove(job)
                job.process = None
                process.kill()
                _close(process)

    def _queue(self, job: Job) -> None:
        job.enter("waiting")
        self._line.append(job)
        self._number_places()

    def _unqueue(self, job: Job) -> None:
        if job in self._line:
            self._line.remove(job)
            job.place = 0
            self._number_places()

    def _number_places(self) -> None:
        for place, job in enumerate(self._line, start=1):
            job.place = place

    def _tell(self, job: Job, word: str) -> None:
        if job.process and (stream := job.process.stdin):
            with suppress(OSError):  # it has just ended by itself, which `_listen` will notice
                stream.write(f"{word}\n".encode())
                stream.flush()


ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""One training takes one processor, whichever library multiplies its matrices."""


def _has_paused_too_long(job: Job) -> bool:
    return job.state == "paused" and time.monotonic() - job.since > MAX_PAUSE


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Let go of the way to a process that was killed."""
    if process.stdin:
        with suppress(OSError):  # what was still to be said reaches nobody
            process.stdin.close()
