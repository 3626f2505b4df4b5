"""What happens in the classes, read once for all who look on, by one thread a process."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.task import Task
from mnistnet.drawing.preprocess import stroke_pixels
from mnistnet.drawing.standard_image import FINE
from mnistnet.drawing.url_text import decode
from mnistnet.errors import StoreError
from mnistnet.notation import N_PIXELS

if TYPE_CHECKING:
    from mnistnet.class_store.store import ClassStore

PACE = 0.5
"""Seconds from one look at all classes to the next."""

HOURLY = 3600.0
"""Seconds from one clearing of what nobody has touched to the next."""

MOST_KEPT = 100_000
"""Drawings that are kept at a time, 0.1 GB with their ink: those of the classes asked for last."""

AHEAD = 20
"""Images that are prepared after each look, before anybody asks: ten milliseconds of work. So the
statistics of a class whose wall was looked at have no more to do than to count."""

LEVELS = FINE**2
"""A pixel is a whole number of that many parts of ink, because it is the mean of as many."""


@dataclass(slots=True)
class _Kept:
    """What has been read of one class, up to a revision."""

    revision: int = 0
    tasks: dict[int, Task] = field(default_factory=dict)
    drawings: dict[int, SentDrawing] = field(default_factory=dict)
    ink: dict[int, NDArray[np.uint8]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class ClassReader:
    """The classes as they stand; every method may be called from any thread.

    Parameters
    ----------
    store : ClassStore
        Looked at every `PACE` seconds from `begin` on.
    """

    def __init__(self, store: "ClassStore") -> None:
        self._store = store
        self._states: dict[str, ClassState] = {}
        self._met: dict[str, ClassState] = {}  # since the last look began
        self._trouble: StoreError | None = None
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._cleared = 0.0

    def begin(self) -> None:
        """Look at all classes now, and from now on; the process need not wait for it at its end."""
        self.look()
        threading.Thread(target=self._watch, name="classes", daemon=True).start()

    def state(self, feed: str) -> ClassState | None:
        """Return how a class stands, at most `PACE` seconds old; None if it is closed.

        Raises
        ------
        StoreError
            If the last look failed.
        """
        if self._trouble:
            raise self._trouble
        return self._states.get(feed)

    def meet(self, state: ClassState) -> None:
        """Take note of a class that the store has found, which may be newer than the last look."""
        with self._lock:
            for known in self._states, self._met:
                known[state.feed] = _newer(state, known.get(state.feed))

    def look(self) -> None:
        """Look at all classes now; after a look that has begun, whose answer would be older."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        try:
            if time.monotonic() > self._cleared + HOURLY:
                self._store.erase_untouched()
                self._cleared = time.monotonic()
            with self._lock:
                self._met = {}
            states = self._store.states()
        except StoreError as error:
            self._trouble = error
            return
        with self._lock:
            found = {state.feed: state for state in states}
            met = {feed: _newer(state, found.get(feed)) for feed, state in self._met.items()}
            self._states = found | met
            for closed in self._kept.keys() - self._states.keys():
                del self._kept[closed]
        self._trouble = None

    def tasks(self, state: ClassState) -> dict[int, Task]:
        """Return a class's tasks by their numbers; raises StoreError."""
        return self._read(state).tasks

    def drawings(self, state: ClassState, after: int = 0) -> list[SentDrawing]:
        """Return a class's drawings in the order of sending, hidden ones, too; raises StoreError.

        Parameters
        ----------
        state : ClassState
        after : int
            Leave out those up to this number.
        """
        kept = self._read(state)
        with kept.lock:
            return [drawing for number, drawing in kept.drawings.items() if number > after]

    def ink(self, state: ClassState, drawings: Sequence[SentDrawing]) -> NDArray[np.uint8]:
        """Return drawings as the network reads them, (m, 784): of `LEVELS` parts, how many are ink.

        Each is prepared once a process; raises StoreError.
        """
        kept = self._read(state)
        found = np.empty((len(drawings), N_PIXELS), np.uint8)
        for row, drawing in zip(found, drawings, strict=True):
            row[:] = _ink(kept, drawing)
        return found

    def prepare_ahead(self) -> None:
        """Prepare up to `AHEAD` images of what has been read."""
        with self._lock:
            lagging = [kept for kept in self._kept.values() if len(kept.ink) < len(kept.drawings)]
        for kept in lagging[-1:]:  # the one that was asked for last
            with kept.lock:
                due = [one for one in kept.drawings.values() if one.number not in kept.ink]
            for drawing in due[:AHEAD]:
                _ink(kept, drawing)

    def _watch(self) -> None:
        while True:
            time.sleep(PACE)
            try:
                self.look()
                self.prepare_ahead()
            except Exception:  # a bug of this look must not end all that follow
                logging.getLogger(__name__).exception("The classes could not be looked at.")

    def _read(self, state: ClassState) -> _Kept:
        """Return what is kept of a class, at least as new as a state of it."""
        with self._lock:
            kept = self._kept.setdefault(state.feed, _Kept())
            self._kept.move_to_end(state.feed)
            n_kept = sum(len(other.drawings) for other in self._kept.values())
            while n_kept > MOST_KEPT and len(self._kept) > 1:
                n_kept -= len(self._kept.popitem(last=False)[1].drawings)
        with kept.lock:
            if kept.revision < state.revision:
                if not (tasks := self._store.tasks(state.id)):  # closed since the last look
                    raise StoreError("error.class_ended")
                kept.tasks = tasks
                for drawing in self._store.drawings(state.id, kept.revision):
                    kept.drawings[drawing.number] = drawing
                kept.revision = state.revision
        return kept


def _ink(kept: _Kept, drawing: SentDrawing) -> NDArray[np.uint8]:
    """Return a drawing's image as `ClassReader.ink` does, prepared if it was not yet."""
    ink = kept.ink.get(drawing.number)
    if ink is None:
        pixels = stroke_pixels(decode(drawing.strokes).strokes)
        ink = kept.ink[drawing.number] = (pixels.ravel() * LEVELS).astype(np.uint8)
    return ink


def _newer(state: ClassState, other: ClassState | None) -> ClassState:
    return other if other and other.revision > state.revision else state
