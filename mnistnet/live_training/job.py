"""One visitor's training: where it stands and what came of it so far."""

import time
from dataclasses import dataclass, field
from typing import Literal

from mnistnet.live_training.handwriting import Ours
from mnistnet.live_training.process import WorkerProcess
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.snapshot import Score, Snapshot
from mnistnet.network import Network

State = Literal[
    "waiting",
    "going",
    "paused",
    "finished",
    "stopped",
    "timed_out",
    "not_begun",
    "out_of_memory",
    "failed",
]

NOT_ENDED: tuple[State, ...] = ("waiting", "going", "paused")


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the growing curves: the measures after so many steps and seconds."""

    n_steps: int
    seconds: float
    training: Score
    validation: Score
    ours: Score | None = None


@dataclass(slots=True, eq=False)
class Job:
    """One visitor's training. `JobQueue` changes it; whoever shows it reads it.

    Parameters
    ----------
    owner : str
        The visitor's session.
    settings : Settings
    first_command : str
        `worker.GO` or `worker.STEP`: what to begin with when its turn comes.
    ours : Ours or None
        The class's images that it learns from, as they were when it was set.
    state : State
    place : int
        Place in the line, 1 is next; 0 when it is not waiting.
    points : tuple of CurvePoint
    snapshot : Snapshot or None
        The last one.
    process : WorkerProcess or None
        None before the first turn, at the end, and where it was ended while it waited.
    seen : float
        When the visitor was last there.
    """

    owner: str
    settings: Settings
    first_command: str
    ours: Ours | None = None
    state: State = "waiting"
    place: int = 0
    points: tuple[CurvePoint, ...] = ()
    snapshot: Snapshot | None = None
    process: WorkerProcess | None = None
    seconds_before: float = 0.0
    since: float = 0.0
    seen: float = field(default_factory=time.monotonic)

    @property
    def n_steps(self) -> int:
        """Steps at the last point."""
        return self.points[-1].n_steps if self.points else 0

    @property
    def network(self) -> Network | None:
        """The network as at the last point."""
        return self.snapshot.network if self.snapshot else None

    @property
    def is_starting(self) -> bool:
        """Whether its turn has come, and nothing of it yet."""
        return self.process is not None and not self.points

    @property
    def is_idle(self) -> bool:
        """Whether there is a process that waits for a command, with nothing left to report.

        After the last step it waits for nothing: it is about to end.
        """
        if self.state == "going" or self.process is None:
            return False
        return self.process.has_done_all and self.n_steps < self.settings.n_steps

    def take(self, snapshot: Snapshot) -> None:
        """Let the curves grow by a snapshot; one that says the same again adds nothing."""
        self.snapshot = snapshot
        if not self.points or snapshot.n_steps != self.n_steps:
            scores = snapshot.training, snapshot.validation, snapshot.ours
            self.points += (CurvePoint(snapshot.n_steps, self.seconds, *scores),)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in NOT_ENDED

    @property
    def seconds(self) -> float:
        """Seconds that it has been going, without pauses."""
        return self.seconds_before + (
            time.monotonic() - self.since if self.state == "going" else 0.0
        )

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the other steps will take at the pace so far; None if that is unknown."""
        if self.n_steps == 0:
            return None
        first, last = self.points[0], self.points[-1]  # not counting how the process began
        pace = (last.seconds - first.seconds) / (last.n_steps - first.n_steps)
        return pace * (self.settings.n_steps - last.n_steps)

    def enter(self, state: State) -> None:
        """Come into another state, from now on."""
        self.seconds_before = self.seconds
        self.state, self.since = state, time.monotonic()
