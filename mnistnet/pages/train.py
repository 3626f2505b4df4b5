"""Train a network and watch it learn; then look into a single step."""

import streamlit as st

from mnistnet.gradient_step import gradient_step
from mnistnet.live_training.handwriting import Ours
from mnistnet.live_training.job import NOT_ENDED, State
from mnistnet.live_training.settings import Settings
from mnistnet.loss import one_hot
from mnistnet.ui.address import write_address
from mnistnet.ui.answer_html import note_html
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.frame import headline, if_lost_html
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors
from mnistnet.ui.mnist_download import require_mnist
from mnistnet.ui.train import session
from mnistnet.ui.train.controls import control_training
from mnistnet.ui.train.live_charts import show_curves, show_reading, show_units
from mnistnet.ui.train.one_step import show_step
from mnistnet.ui.train.progress import say_progress, seconds_to_next_look
from mnistnet.ui.train.result import show_trained
from mnistnet.ui.train.settings import choose_settings, say_run_before
from mnistnet.ui.train.step_numbers import check_and_say, choose_batch

WEIGHT_LIMIT = 0.3
"""End of the weights' scale, the same from the first step to the last: one sees them grow."""


@in_turn
def look(state_shown: State | None, pace_shown: float | None) -> None:
    """Say how far the training has come; a change of its state changes the page around it."""
    now = session.current_job()
    say_progress(now)
    if now and (now.state, seconds_to_next_look(now)) != (state_shown, pace_shown):
        st.rerun()


@in_turn
def watch(settings: Settings) -> None:
    """Show what has become of the network so far."""
    now = session.current_job()
    shown = now.settings if now else settings
    show_curves(now.points if now else (), shown)
    network = session.network_now(shown)
    show_units("units", "train_page.units", network.W1, WEIGHT_LIMIT)
    last = now.points[-1] if now and now.points else None
    accuracy = last.validation.accuracy if last else 0.0
    show_reading(network, now.n_steps if now else 0, accuracy)


@st.fragment(key="one_step")
@in_turn
def one_step(settings: Settings, ours: Ours | None) -> None:
    """Show every number of one step of gradient descent on one batch."""
    st.subheader(t("train_page.one_step"), anchor=False)
    network = session.network_now(settings)
    images = session.some_images(settings, ours, choose_batch(settings))
    write_address()
    X, Y = images.X, one_hot(images.labels).astype(images.X.dtype)
    show_step(network, gradient_step(network, X, Y, settings.learning_rate), settings.learning_rate)
    st.write(t("train_page.check_words"))
    if st.button(t("train_page.check"), icon=":material/rule:", key="check"):
        check_and_say(network, X, Y, settings)


headline(t("train_page.headline"))
require_mnist("all")
with explained_errors(), st.spinner(t("train_page.unpacking"), show_time=True):
    session.unpack()
job = session.current_job()
state_shown = job.state if job else None  # it may change while this page is written
pace_shown = seconds_to_next_look(job)
with st.container(key="train"):
    left, right = st.container(key="to_set"), st.container(key="to_watch")
ours = session.ours_now()
with left:
    settings = choose_settings(ours, disabled=state_shown in NOT_ENDED)
    if job and job.settings != settings:
        say_run_before(job.settings)
    note = note_html(t("train_page.until_refresh"))
    st.html(note + (if_lost_html(t("train_page.lost")) if job else ""))
with right:
    control_training(state_shown)
    st.fragment(look, key="look", run_every=pace_shown)(state_shown, pace_shown)
    st.fragment(watch, key="watch", run_every=pace_shown if state_shown == "going" else None)(
        settings
    )
if job and job.network and state_shown != "going":
    st.subheader(t("train_page.your_network"), anchor=False)
    show_trained(job.network, job.ours)
one_step(settings, ours)
