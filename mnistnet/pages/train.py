"""Train a network and watch it learn; then look into a single step."""

import streamlit as st

from mnistnet.charts.bars import digit_bars
from mnistnet.charts.heatmaps import pixel_image, scale_of
from mnistnet.charts.learning import (
    N_UNITS,
    SHEET_RATIO,
    accuracy_curves,
    class_rows,
    loss_curves,
    unit_sheet,
)
from mnistnet.errors import MnistNetError
from mnistnet.gradient_step import gradient_step
from mnistnet.lesson import Settings
from mnistnet.loss import one_hot
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray
from mnistnet.preprocess import PreparedDigit
from mnistnet.strokes import SAMPLE
from mnistnet.ui import formulas, lessons
from mnistnet.ui.answer import heading, in_words, say_prediction
from mnistnet.ui.download import see_to_images
from mnistnet.ui.figure import figure
from mnistnet.ui.messages import explained_errors
from mnistnet.ui.progress import control_training, say_curve, say_progress
from mnistnet.ui.settings import choose_settings
from mnistnet.ui.steps import check_and_say, choose_batch, show_step_numbers
from mnistnet.ui.subject import digit_in_hand, prepared
from mnistnet.ui.trained import show_trained
from mnistnet.ui.trainings import ENDED, Training
from mnistnet.ui.words import t

CURVES, UNITS, DIGIT, MATRIX = 190, 110, 150, 200

WEIGHT_LIMIT = 0.3
"""End of the weights' scale, the same from the first step to the last: one sees them grow."""

SECONDS_GOING, SECONDS_STILL = 0.5, 1.0
"""Between two looks at a training that goes, and at one that waits or is halted."""

see_to_images("all")
with explained_errors(), st.spinner(t("train_page.unpacking"), show_time=True):
    lessons.unpack()
training = lessons.current()
state_shown = training.state if training else None  # it may change while this page is written
is_active = state_shown not in (None, *ENDED)
with st.container(key="train"):
    left, right = st.container(key="to_set"), st.container(key="to_watch")
with left:
    settings = choose_settings(disabled=is_active)
with right:
    control_training(state_shown)


def watch() -> None:
    """Show how far the training has come; a change of its state changes the buttons above."""
    now = lessons.current()
    say_progress(now)
    shown = now.settings if now else settings
    show_curves(now, shown)
    network = lessons.network_now(shown)
    show_units("units", "train_page.units", network.W1, WEIGHT_LIMIT)
    show_reading(network)
    if now is not None and now.state != state_shown:
        st.rerun()  # last, or for a moment nothing of this would be there


def show_curves(now: Training | None, shown: Settings) -> None:
    """Show loss and accuracy so far, on images that are learnt from and on those held back."""
    points = now.points if now else ()
    epochs = [point.n_steps / shown.batches_an_epoch for point in points]
    curves = {"loss": loss_curves, "accuracy": accuracy_curves}
    for name, draw, place in zip(curves, curves.values(), st.columns(2), strict=True):
        learnt = [getattr(point.learnt, name) for point in points]
        held_back = [getattr(point.held_back, name) for point in points]
        with place:
            alt = say_curve(name, learnt, held_back)
            hover = t(f"train_page.{name}_point")
            fig = draw(epochs, learnt, held_back, n_epochs=shown.epochs, hover=hover)
            figure(fig, key=f"curve_{name}", alt=alt, height=CURVES)


def show_units(name: str, words: str, W1: FloatArray, limit: float) -> None:
    """Show the weights of the first hidden units, or their slopes."""
    title = t(words, n=min(N_UNITS, len(W1)))
    heading(title)
    sheet = unit_sheet(W1, limit, hover="%{z:+.3f}")
    figure(sheet, key=name, alt=title, height=UNITS, ratio=SHEET_RATIO)


def show_reading(network: Network) -> None:
    """Show how the network reads the visitor's digit now."""
    digit, whose = digit_to_read()
    y_hat = forward(network, digit.X).A2
    with st.container(key="reading"):
        image, answer, bars = (st.container(key=f"reading_{part}") for part in ("x", "y", "a2"))
    with image:
        heading(whose)
        squares = pixel_image(digit.pixels, hover=t("draw.pixel"))
        figure(squares, key="seen", alt=whose, height=DIGIT)
    with answer:
        say_prediction(y_hat)
    with bars:
        title = t("draw.activations")
        heading(title)
        largest = int(y_hat.argmax())
        fig = digit_bars(
            y_hat, winner=largest, target=None, winner_mark=t("mark.winner"), target_mark=""
        )
        figure(fig, key="activations", alt=in_words(title, y_hat), height=DIGIT)


def digit_to_read() -> tuple[PreparedDigit, str]:
    """Return the visitor's digit, or a sample until there is one, and which it is."""
    preparation = st.session_state["preparation"]
    try:
        return digit_in_hand(preparation), t("train_page.your_digit")
    except MnistNetError:
        return prepared(SAMPLE, preparation), t("train_page.sample_digit")


@st.fragment(key="one_step")
def one_step() -> None:
    """Show every number of one step of gradient descent on one batch."""
    st.subheader(t("train_page.one_step"))
    network = lessons.network_now(settings)
    batch = choose_batch(settings)
    images = lessons.some_images(settings, batch)
    X, Y = images.X, one_hot(images.labels).astype(images.X.dtype)
    step = gradient_step(network, X, Y, settings.learning_rate)
    words = {
        "m": X.shape[1],
        "rate": f"{settings.learning_rate:g}",
        "before": f"{step.before:.4f}",
        "after": f"{step.after:.4f}",
    }
    formulas_place, numbers_place = st.columns(2)
    with formulas_place:
        st.latex(formulas.one_step(network, X.shape[1], settings.learning_rate))
        st.write(t("train_page.before_after", **words))
    with numbers_place:
        show_step_numbers(step)
    show_units("slopes", "train_page.dw1_units", step.dW1, scale_of(step.dW1) or 1.0)
    for name, values, place in zip(
        ("dz2", "dw2"), (step.dZ2, step.dW2), st.columns(2), strict=True
    ):
        with place:
            title = t(f"train_page.{name}_alt")
            heading(title)
            picture = class_rows(values, scale_of(values) or 1.0, hover=t("train_page.class_value"))
            figure(picture, key=f"picture_{name}", alt=title, height=MATRIX)
    st.write(t("train_page.check_words"))
    if st.button(t("train_page.check"), icon=":material/rule:", key="check"):
        check_and_say(network, X, Y, settings)


seconds = SECONDS_GOING if state_shown == "going" else SECONDS_STILL
with right:
    st.fragment(watch, key="watch", run_every=seconds if is_active else None)()
if training and training.network and state_shown != "going":
    st.subheader(t("train_page.your_network"))
    show_trained(training.network)
one_step()
