"""How far a training has come, and when to look at it again."""

import streamlit as st

from mnistnet.live_training.job import Job
from mnistnet.ui.i18n import t
from mnistnet.ui.train import session

SECONDS_FRESH, SECONDS_GOING, SECONDS_WAITING = 0.4, 0.75, 3.0
"""Between two looks at a training that begins or takes a step, at one that goes on, at one in line.

The last takes the server 5 ms, the others 15, and nineteen of twenty visitors may be waiting.
"""

FRESH = 6.0
"""Seconds in which a network learns most of what it will: one sees the curves begin."""


def seconds_to_next_look(job: Job | None) -> float | None:
    """Return after how many seconds there may be something new; None if there will not."""
    if job is None or job.has_ended:
        return None
    if job.state == "waiting":
        return SECONDS_WAITING
    if job.state == "paused" and (job.process is None or job.is_idle):
        return None
    return SECONDS_FRESH if job.state == "paused" or job.seconds < FRESH else SECONDS_GOING


def say_progress(job: Job | None) -> None:
    """Show how much of the training is done, and how long the rest will take."""
    if job is None:
        st.progress(0.0, t("train_page.state_none"))
        return
    settings = job.settings
    done = job.n_steps / settings.n_steps
    words = t(
        f"train_page.state_{_state(job)}",
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
        left = " · " + t("train_page.left", seconds=f"{seconds:.0f}")
    st.progress(done, f"{words} {steps}{left}")


def _state(job: Job) -> str:
    """Return what the job is at, told apart where its process has not come so far yet."""
    if job.is_starting:
        return "starting"
    if job.state == "paused" and job.process is not None and not job.is_idle:
        return "pausing"
    return job.state
