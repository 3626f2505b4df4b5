"""A wall as Streamlit would have it: a fragment that runs every second and shows the newest 30."""

import sys
from pathlib import Path

import numpy as np
import streamlit as st

sys.path.append(str(Path(__file__).parents[2]))

from mnistnet.class_store.reader import LEVELS
from mnistnet.ui.classes import class_reader


@st.fragment(run_every=1, key="wall")
def wall() -> None:
    """Show the drawings of the class whose feed stands in the address."""
    reader = class_reader()
    if state := reader.state(st.query_params["feed"]):
        newest = reader.drawings(state)[-30:]
        ink = reader.ink(state, newest)
        for place, column in enumerate(st.columns(6)):
            for row in range(place, len(newest), 6):
                pixels = (ink[row].reshape(28, 28) * (255 / LEVELS)).astype(np.uint8)
                column.image(pixels, caption=f"pupil {newest[row].pupil}", width=100)


wall()
