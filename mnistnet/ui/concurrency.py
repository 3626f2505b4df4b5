"""Visitors who draw at the same moment take turns."""

import gc
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_turn = threading.Lock()


def suit_a_class() -> None:
    """Set the process up for many short answers; once would do, often does no harm.

    Python changes between threads every 20 ms instead of 5, which is longer than an answer takes,
    and looks for garbage after 10,000 new objects instead of 700, in some 25 answers. Among what a
    look has left it looks again after 400 such looks: nearly all of that is what the visits hold,
    and while that of a large class is gone through, nobody is answered.
    """
    sys.setswitchinterval(0.02)
    gc.set_threshold(10_000, 400, 1)


def in_turn(work: Callable[P, R]) -> Callable[P, R]:
    """Let one thread after the other do this work, which takes milliseconds and waits for nothing.

    Python runs one thread at a time anyway. When a whole class draws, all would have begun and
    none be done; in line, the first has its answer while the last waits no longer.
    """

    @wraps(work)
    def wait_and_work(*args: P.args, **kwargs: P.kwargs) -> R:
        with _turn:
            return work(*args, **kwargs)

    return wait_and_work
