"""What changes a drawing other than the pen."""

import streamlit as st

from mnistnet.ui.draw.canvas import undo_and_clear
from mnistnet.ui.draw.samples import samples


@st.fragment
def tools() -> None:
    """Offer Undo, Clear and samples, without running anything else of the page."""
    undo_and_clear()
    samples()
