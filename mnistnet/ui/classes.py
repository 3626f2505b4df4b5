"""The server's classes: one store and one reader for all visitors."""

import threading
from functools import cache
from typing import TYPE_CHECKING

from mnistnet.class_store.guessing import Openings, Tries
from mnistnet.class_store.reader import ClassReader

if TYPE_CHECKING:
    from mnistnet.class_store.store import ClassStore

TRIES = Tries()
OPENINGS = Openings()

_opening = threading.Lock()


def class_store() -> "ClassStore":
    """Return the store, opened at the first question; raises MnistNetError if that fails."""
    with _opening:
        return _opened()


@cache  # keeps no failure: the next question tries again
def _opened() -> "ClassStore":
    # SQLAlchemy takes a fifth of a second to load, for which no first page need wait.
    from mnistnet.class_store.database import address
    from mnistnet.class_store.store import ClassStore

    return ClassStore(address())


def class_reader() -> ClassReader:
    """Return what looks at all classes for all visitors; raises MnistNetError as `class_store`."""
    with _opening:
        return _reading()


@cache
def _reading() -> ClassReader:
    reader = ClassReader(_opened())
    reader.begin()
    return reader
