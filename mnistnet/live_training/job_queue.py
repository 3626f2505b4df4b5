"""All trainings of one server: a few at a time, the others in line, each in its own process."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from mnistnet.live_training import worker
from mnistnet.live_training.handwriting import Ours
from mnistnet.live_training.job import Job, State
from mnistnet.live_training.memory import training_places
from mnistnet.live_training.process import WorkerProcess
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.snapshot import Snapshot

logger = logging.getLogger(__name__)

TICK = 0.1
"""Seconds between two looks at who is gone, whose time is over and who is next."""

MAX_SECONDS = 300.0
"""Time that a training may be going, without pauses."""

MAX_IDLE = 60.0
"""Seconds after which a process that waits is ended; its training goes on from where it was."""

GRACE = 10.0
"""Seconds that a visitor may be away: a line that is cut for an instant ends no training."""


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
        How many go at a time; by default as many as `training_places` says. Twice as many
        processes may live; of the other trainings that wait in a pause there are the weights only.
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
        self.places = training_places() if places is None else places
        self._is_present = is_present
        self._lock = threading.RLock()
        self._line: list[Job] = []
        self._begun: list[Job] = []
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def begin(
        self,
        owner: str,
        settings: Settings,
        first_command: str = worker.GO,
        ours: Ours | None = None,
    ) -> Job:
        """Let a visitor's training wait for its turn; a former one of theirs is stopped."""
        job = Job(owner, settings, first_command, ours)
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
            if job.process:
                job.process.tell(worker.PAUSE)
            self._unqueue(job)
            job.enter("paused")

    def step(self, job: Job) -> None:
        """Take one step in a pause."""
        with self._lock:
            if job.state == "paused" and job.process:
                job.process.tell(worker.STEP)
                job.enter("paused")  # from now on, for MAX_IDLE
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
                now = time.monotonic()
                for job in (*self._line, *self._begun):
                    if self._is_present(job.owner):
                        job.seen = now
                    if now - job.seen > GRACE:
                        self._end(job, "stopped")
                    elif job.seconds > MAX_SECONDS:
                        self._end(job, "timed_out")
                    elif job.is_idle and now - job.since > MAX_IDLE:
                        self._retire(job)
                self._fill_places()

    def _fill_places(self) -> None:
        n_going = sum(job.state == "going" for job in self._begun)
        while self._line and n_going < self.places:
            job = self._line[0]
            if job.process is None and not self._has_room():
                return
            self._unqueue(job)
            job.enter("going" if job.first_command == worker.GO else "paused")
            n_going += job.state == "going"
            if job.process is None:
                self._launch(job)
            if job.process:
                job.process.tell(job.first_command)

    def _has_room(self) -> bool:
        """Tell whether one more process may live; the one that has waited longest goes for it."""
        if len(self._begun) < 2 * self.places:
            return True
        idle = [job for job in self._begun if job.is_idle]
        if idle:
            self._retire(min(idle, key=lambda job: job.since))
        return bool(idle)

    def _launch(self, job: Job) -> None:
        def take(snapshot: Snapshot) -> None:
            with self._lock:
                job.take(snapshot)

        def end(exit_code: int) -> None:
            with self._lock:
                if job.process is not process:
                    return  # it was ended from here
                if job.is_idle:
                    self._retire(job)  # the kernel's choice: nothing is lost
                else:
                    self._end(job, _state_after(job, exit_code))

        try:
            ours = job.ours.images if job.ours else None
            process = WorkerProcess(self.folder, job.settings, job.snapshot, ours)
            process.listen(take, end)
        except OSError as error:  # no more processes, no more memory for one, or a full disk
            logger.error("A training's process could not begin: %s", error)
            job.enter("not_begun")
        else:
            job.process = process
            self._begun.append(job)

    def _end(self, job: Job, state: State) -> None:
        with self._lock:
            if job.has_ended:
                return
            job.enter(state)
            self._unqueue(job)
            self._retire(job)

    def _retire(self, job: Job) -> None:
        """End a job's process, if it has one; what it last reported stays."""
        if process := job.process:
            self._begun.remove(job)
            job.process = None
            process.end()

    def _queue(self, job: Job) -> None:
        job.enter("waiting")
        job.seen = time.monotonic()
        self._line.append(job)
        self._number_places()
        self._fill_places()  # at once: who has nobody ahead does not wait

    def _unqueue(self, job: Job) -> None:
        if job in self._line:
            self._line.remove(job)
            job.place = 0
            self._number_places()

    def _number_places(self) -> None:
        for place, job in enumerate(self._line, start=1):
            job.place = place


def _state_after(job: Job, exit_code: int) -> State:
    """Return the state of a training whose process has come to an end by itself."""
    if job.n_steps == job.settings.n_steps:
        return "finished"
    state: State = "out_of_memory" if exit_code in worker.NO_MEMORY else "failed"
    logger.error("A training's process broke off with exit code %d: %s", exit_code, state)
    return state
