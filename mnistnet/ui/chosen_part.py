"""The part of the network that the visitor looks at: a place in X, a hidden unit, an output.

It is the same on every page.
"""

from typing import Literal

import streamlit as st

from mnistnet.notation import N_CLASSES
from mnistnet.ui import url_state
from mnistnet.ui.i18n import t

Index = Literal["pixel", "unit"]
Output = Literal["output", "rival"]
Part = Literal["pixel", "unit", "output"]


def choose_index(name: Index, n: int) -> int:
    """Let the visitor step through 0 to n - 1: the rows of X, the hidden units."""
    keep_index(name, min(url_state.chosen(name), n - 1))
    return int(st.number_input(t(f"{name}.label"), 0, n - 1, key=name, persist_state="session"))


def keep_index(name: Part, index: int) -> None:
    """Choose for the visitor, who pointed at it elsewhere."""
    url_state.choose(name, int(index))


def choose_output(name: Output, otherwise: int, but: int | None = None) -> int:
    """Let the visitor choose one of the ten outputs, except one; until then, ``otherwise``."""
    options = [digit for digit in range(N_CLASSES) if digit != but]
    if url_state.chosen(name) not in options:
        url_state.choose(name, otherwise)
    chosen = st.segmented_control(
        t(f"{name}.label"),
        options,
        required=True,
        key=name,
        persist_state="session",
        width="stretch",
    )
    return int(chosen or 0)
