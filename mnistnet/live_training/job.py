"""One visitor's training: where it stands and what came of it so far."""

import subprocess
import time
from dataclasses import dataclass
from typing import Literal

from mnistnet.live_training.settings import Score, Settings
from mnistnet.network import Network

State = Literal["waiting", "going", "paused", "finished", "stopped", "timed_out", "failed"]

ENDED: tuple[State, ...] = ("finished", "stopped", "timed_out", "failed")


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the growing curves: the measures after so many steps and seconds."""

    n_steps: int
    seconds: float
    training: Score
    validation: Score


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
    state : State
    place : int
        Place in the line, 1 is next; 0 when it is not waiting.
    points : tuple of CurvePoint
    network : Network or None
        As at the last point.
    """

    owner: str
    settings: Settings
    first_command: str
    state: State = "waiting"
    place: int = 0
    points: tuple[CurvePoint, ...] = ()
    network: Network | None = None
    process: "subprocess.Popen[bytes] | None" = None
    seconds_before: float = 0.0
    since: float = 0.0

    @property
    def n_steps(self) -> int:
        """Steps at the last point."""
        return self.points[-1].n_steps if self.points else 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

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
