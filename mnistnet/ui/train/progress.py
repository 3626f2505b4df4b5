"""A training's buttons, and how far it has come in words."""

import streamlit as st

from mnistnet.live_training.job import ENDED, Job, State
from mnistnet.ui.i18n import t
from mnistnet.ui.train import session

SECONDS_GOING, SECONDS_PAUSED, SECONDS_FAR = 0.75, 1.0, 2.0
"""Between two looks at a training that goes or is next, that is halted, that waits longer.

A look takes the server 30 ms, and nineteen of twenty visitors may be waiting.
"""


def seconds_to_next_look(job: Job | None) -> float | None:
    """Return after how many seconds there may be something new; None if there will not."""
    if job is None or job.has_ended:
        return None
    if job.state == "paused":
        return SECONDS_PAUSED
    return SECONDS_FAR if job.place > 1 else SECONDS_GOING


def control_training(state: State | None) -> None:
    """Offer what can be done with a training in this state, or with none."""
    is_still = state in (None, *ENDED)
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


def say_progress(job: Job | None) -> None:
    """Show how much of the training is done, and how long the rest will take."""
    if job is None:
        st.progress(0.0, t("train_page.state_none"))
        return
    settings = job.settings
    done = job.n_steps / settings.n_steps
    words = t(
        f"train_page.state_{job.state}",
        place=job.place,
        places=session.places(),
        seconds=f"{job.seconds:.0f}",
    )
    steps = t(
        "train_page.steps",
        step=job.n_steps,
        n_steps=settings.n_steps,
        epoch=f"{job.n_steps / settings.batches_per_epoch:.1f}",
        epochs=settings.epochs,
    )
    left = ""
    if job.state == "going" and (seconds := job.seconds_left) is not None:
        left = t("train_page.left", seconds=f"{seconds:.0f}")
    st.progress(done, f"{words} {steps} {left}")


def say_curve(name: str, training: list[float], validation: list[float]) -> str:
    """Write a curve's title with its last values and how its lines look; return it in words."""
    title = t(f"train_page.{name}")
    last = [_last(name, values) for values in (training, validation)]
    names = [t("train_page.on_training"), t("train_page.on_validation")]
    st.html(
        f'<p class="heading curves">{title}'
        f'<span class="solid">{names[0]} <b>{last[0]}</b></span>'
        f'<span class="dashed">{names[1]} <b>{last[1]}</b></span></p>'
    )
    return t(
        "train_page.curve_alt",
        title=title,
        training=f"{names[0]} {last[0]}",
        validation=f"{names[1]} {last[1]}",
    )


def _last(name: str, values: list[float]) -> str:
    if not values:
        return "–"
    return f"{values[-1]:.1%}" if name == "accuracy" else f"{values[-1]:.3f}"
