"""A training's buttons: start, pause, step, stop, and back to the start."""

import streamlit as st

from mnistnet.live_training.job import NOT_ENDED, State
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.i18n import t
from mnistnet.ui.train import session


@in_turn
def control_training(state: State | None) -> None:
    """Offer what can be done with a training in this state, or with none."""
    is_still = state not in NOT_ENDED
    buttons = {
        "start": (session.start, "play_arrow", is_still or state == "paused"),
        "pause": (session.pause, "pause", state in ("going", "waiting")),
        "step": (session.step, "skip_next", is_still or state == "paused"),
        "stop": (session.stop, "stop", not is_still),
        "back": (session.back_to_start, "replay", state is not None),
    }
    with st.container(horizontal=True, key="controls"):
        for name, (then, icon, is_possible) in buttons.items():
            words = "resume" if name == "start" and state == "paused" else name
            st.button(
                t(f"train_page.{words}"),
                icon=f":material/{icon}:",
                key=f"training_{name}",
                on_click=then,
                disabled=not is_possible,
                type="primary" if name == "start" else "secondary",
            )
