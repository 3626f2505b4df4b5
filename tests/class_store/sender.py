"""Send until one is killed: ``python -m tests.class_store.sender ADDRESS CODE 0 0``.

After the code stands, of each pupil, the first drawing that nobody has acknowledged. A line tells
of each that was: the pupil, which of the pupil's drawings it is, its number in the class.
"""

import os
import sys
import threading

import numpy as np
from sqlalchemy import make_url

from mnistnet.class_store.bounds import MAX_OF_PUPIL
from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import Drawing


def token(pupil: int) -> str:
    """Return the secret of a pupil's browser."""
    return f"{pupil:032}"


def drawing(number: int) -> Drawing:
    """Return a drawing of its own for each number."""
    moved = tuple(points + np.array([number, 0]) for points in sample(7).strokes)
    return Drawing(moved, sample(7).widths)


def send(store: ClassStore, code: str, pupil: int, first: int) -> None:
    """Send a pupil's drawings one after the other."""
    for number in range(first, MAX_OF_PUPIL):
        receipt = store.send(code, token(pupil), 1, drawing(number))
        os.write(1, f"{pupil} {number} {receipt.number}\n".encode())


def main(address: str, code: str, *firsts: str) -> None:
    """Send as several pupils at once."""
    store = ClassStore(make_url(address))
    for pupil, first in enumerate(firsts):
        threading.Thread(target=send, args=(store, code, pupil, int(first))).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
