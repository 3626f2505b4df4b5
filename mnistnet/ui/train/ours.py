"""The drawings of the visitor's class as images to learn from."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnistnet.class_store.reader import LEVELS
from mnistnet.class_store.records import ClassState
from mnistnet.data.mnist import Images
from mnistnet.errors import MnistNetError
from mnistnet.live_training.handwriting import Ours, divided
from mnistnet.notation import SIDE
from mnistnet.ui.classes import class_reader
from mnistnet.ui.membership import current_class

MAX_KEPT = 8
"""Of the classes' latest images, for all visitors: at most 8 MB each, of a real class 0.3 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Handwriting:
    """What a class has to learn from.

    Parameters
    ----------
    n_drawings, n_pupils : int
        Drawings whose digit is known, without hidden ones, and how many drew them.
    ours : Ours or None
        Those, divided, if they are enough.
    """

    n_drawings: int
    n_pupils: int
    ours: Ours | None


def class_handwriting(seed: int) -> Handwriting | None:
    """Return what the visitor's class has drawn so far; None outside of a class.

    Parameters
    ----------
    seed : int
        Decides who is held back.
    """
    try:
        state = current_class()
        return None if state is None else _read(state.feed, state.revision, seed, state)
    except MnistNetError:  # closed, or out of reach: the page Draw and the page Class say so
        return None


@st.cache_resource(show_spinner=False, max_entries=MAX_KEPT)
def _read(feed: str, revision: int, seed: int, _state: ClassState) -> Handwriting:
    """Read a class once for all who learn from it, each time that it has changed."""
    reader = class_reader()
    known = [
        (drawing, drawing.label)
        for drawing in reader.drawings(_state)
        if drawing.label is not None and not drawing.hidden
    ]
    pupils = np.array([drawing.pupil for drawing, _ in known], dtype=np.intp)
    labels = np.array([label for _, label in known], dtype=np.uint8)
    ink = reader.ink(_state, [drawing for drawing, _ in known])
    pixels = np.rint(ink * (255 / LEVELS)).astype(np.uint8).reshape(-1, SIDE, SIDE)
    ours = divided(_state.code, Images(pixels, labels), pupils, seed)
    return Handwriting(len(known), len(np.unique(pupils)), ours)
