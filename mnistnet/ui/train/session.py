"""The visitor's training: begun, halted and ended from the page, gone when they leave it."""

import atexit
import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnistnet.atomic_write import cannot_write
from mnistnet.data.mnist import Images, Mnist, load_mnist
from mnistnet.live_training import worker
from mnistnet.live_training.handwriting import Ours
from mnistnet.live_training.image_sets import images_to_learn, part_of
from mnistnet.live_training.job import Job
from mnistnet.live_training.job_queue import JobQueue
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.shared_images import load_arrays, new_folder, save_arrays
from mnistnet.network import Network
from mnistnet.training import random_network
from mnistnet.ui.train.settings import chosen_ours, chosen_seed, chosen_settings

PAGE = "train"
"""The page's name in the address."""

JOB = "training"


def current_job() -> Job | None:
    """Return the visitor's training, whatever has become of it."""
    job: Job | None = st.session_state.get(JOB)
    return job


def start() -> None:
    """Begin a training with the chosen settings, or end the pause of the one there is."""
    job = current_job()
    if job and job.state == "paused":
        _queue().go_on(job)
    elif not job or job.has_ended:  # a press that came twice begins nothing anew
        _begin(worker.GO)


def step() -> None:
    """Take one step: in a pause, or from the start."""
    job = current_job()
    if job and job.state == "paused":
        _queue().step(job)
    elif not job or job.has_ended:
        _begin(worker.STEP)


def pause() -> None:
    """Halt."""
    if job := current_job():
        _queue().pause(job)


def stop() -> None:
    """End; curves and network stay."""
    if job := current_job():
        _queue().stop(job)


def back_to_start() -> None:
    """End, and forget curves and network."""
    stop()
    st.session_state.pop(JOB, None)


def stop_elsewhere(page: str) -> None:
    """Stop the visitor's training on every page but its own."""
    if page != PAGE:
        stop()


def unpack() -> None:
    """Have MNIST ready for trainings, once for all visitors; raises DataError."""
    _shared_folder()


def network_now(settings: Settings) -> Network:
    """Return the network as the training left it; without one, what it would start from."""
    job = current_job()
    if job and job.network:
        return job.network
    rng = np.random.default_rng(settings.seed)
    return random_network(settings.n_hidden, settings.biases, rng)


def places() -> int:
    """Return how many trainings go at a time on this server."""
    return _queue().places


def ours_now() -> Ours | None:
    """Return the class's images that the page is about, if the visitor chose to learn from them.

    They stay those of the training that there is: a drawing sent since is for the next one.
    """
    job, ours = current_job(), chosen_ours()
    if ours and job and job.ours and job.ours.code == ours.code:
        return job.ours if job.settings.seed == chosen_seed() else ours
    return ours


def some_images(settings: Settings, ours: Ours | None, batch: int) -> Images:
    """Return one batch of the images to learn from: the class's, then MNIST's in file order."""
    sets = images_to_learn(settings, _images()[0], ours.images if ours else None)
    first = batch * settings.m
    return part_of(sets, first, first + settings.m)


def _begin(first_command: str) -> None:
    ours = chosen_ours()
    settings = chosen_settings(ours)
    st.session_state[JOB] = _queue().begin(_session(), settings, first_command, ours)


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _is_present(session: str) -> bool:
    """Whether a visitor's page is connected; a line that is cut comes back under the same name."""
    try:
        return runtime.get_instance().is_active_session(session)
    except RuntimeError:  # a page without a server, as in tests
        return True


@st.cache_resource(show_spinner=False)
def _queue() -> JobQueue:
    return JobQueue(_shared_folder(), is_present=_is_present)


@st.cache_resource(show_spinner=False)
def _images() -> tuple[Images, Images]:
    return load_arrays(_shared_folder())


@st.cache_resource(show_spinner=False)
def _shared_folder() -> Path:
    """Unpack MNIST into a folder that goes with the server."""
    mnist = load_mnist()
    try:
        folder = new_folder()
    except OSError as error:
        raise cannot_write(Path("TMPDIR"), error) from error
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        save_arrays(folder, _whole(mnist), mnist.test)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise cannot_write(folder.parent, error) from error
    return folder


def _whole(mnist: Mnist) -> Images:
    """Return all 60,000 training images again, in the order of their file."""
    parts = (mnist.training, mnist.validation)
    pixels, labels = (
        np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Images)
    )
    return Images(pixels, labels)
