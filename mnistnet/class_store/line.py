"""First come, first served: Python's own locks may let in again whoever has just left."""

import threading
from collections import deque


class Line:
    """Lets so many in at a time.

    Parameters
    ----------
    n_places : int
    """

    def __init__(self, n_places: int) -> None:
        self._n_free = n_places
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def enter(self, patience: float) -> bool:
        """Wait for one's turn for at most so many seconds; return whether it came."""
        turn = threading.Event()
        with self._lock:
            if self._n_free:
                self._n_free -= 1
                return True
            self._waiting.append(turn)
        if turn.wait(patience):
            return True
        with self._lock:
            if turn.is_set():  # just now
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        """Give one's place to who has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._n_free += 1
