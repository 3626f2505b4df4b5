"""The part of the network that the visitor looks at: a place in X, a hidden unit, an output.

It is the same on every page.
"""

from typing import Literal

import streamlit as st

from mnistnet.notation import N_CLASSES
from mnistnet.ui import url_state
from mnistnet.ui.fragments import write_again
from mnistnet.ui.i18n import t
from mnistnet.ui.number_range import said_range
from mnistnet.ui.options import CHOICES

Index = Literal["pixel", "unit"]
Output = Literal["output", "rival"]
Part = Literal["pixel", "unit", "output"]


def choose_index(name: Index, n: int, first: int, fragments: list[str]) -> int:
    """Let the visitor step through n rows of X, or hidden units.

    Parameters
    ----------
    name : {"pixel", "unit"}
    n : int
    first : int
        What they are counted from in the field, 0 or 1.
    fragments : list of str
        Those that show what was chosen.

    Returns
    -------
    int
        0 to n - 1.
    """
    index = current_index(name, n)
    if st.session_state.get(_field(name, first)) != index + first:
        st.session_state[_field(name, first)] = index + first
    last = n - 1 + first
    with said_range(_field(name, first), first, last, index + first):
        st.number_input(
            t(f"{name}.label"),
            first,
            last,
            key=_field(name, first),
            on_change=_take,
            args=(name, first, fragments),
        )
    return index


def _field(part: Index, n: int) -> str:
    """Return the key of the field that counts from n."""
    return f"{part}_from_{n}"


def _take(name: Index, first: int, fragments: list[str]) -> None:
    keep_index(name, st.session_state[_field(name, first)] - first)
    write_again(fragments)


def current_index(name: Index, n: int) -> int:
    """Return the one of n rows of X, or hidden units, that was chosen; until then the first."""
    return min(int(url_state.chosen(name)), n - 1)


def keep_index(name: Part, index: object) -> None:
    """Choose for the visitor, who pointed at it elsewhere; nothing if it is no part of any."""
    if isinstance(index, int) and CHOICES[name].read(str(index)) is not None:
        url_state.choose(name, index)


def choose_output(
    name: Output, otherwise: int, why: str = "automatic", but: int | None = None
) -> int:
    """Let the visitor choose one of the ten outputs, except one; until then, ``otherwise``.

    What is said of that one has the key ``why``.
    """
    options = [digit for digit in range(N_CLASSES) if digit != but]
    chosen = url_state.chosen(name)
    if chosen is not None and chosen not in options:
        chosen = None
        url_state.choose(name, None)  # never without need: a choice on its way would be lost
    state = t(f"{name}.{why}", digit=otherwise) if chosen is None else str(chosen)
    st.segmented_control(
        t(f"{name}.label", state=state),
        options,
        key=name,
        persist_state="session",
        width="stretch",
    )
    return otherwise if chosen is None else int(chosen)
