"""A training to watch: its curves, the weights of some hidden units, how it reads a digit."""

from collections.abc import Sequence

import streamlit as st

from mnistnet.charts.curves import accuracy_curves, loss_curves
from mnistnet.charts.heatmaps import pixel_image
from mnistnet.charts.number_text import number, share
from mnistnet.charts.weight_images import N_UNITS, SHEET_RATIO, unit_sheet
from mnistnet.drawing.samples import sample
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.errors import MnistNetError
from mnistnet.live_training.job import CurvePoint
from mnistnet.live_training.settings import Settings, Source
from mnistnet.network import SURE, Network, forward
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.answer_html import no_answer_html, prediction_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.current_digit import current_digit, prepared
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t

CURVES, UNITS, DIGIT = 190, 110, 150
"""Greatest heights in pixels: all of it fits on a laptop's screen."""

LINES = ("solid", "dashed", "dotted")
"""How the curves look, as style classes; `charts.curves` draws them so."""

HELD_BACK: dict[Source, tuple[str, ...]] = {
    "mnist": ("on_validation",),
    "both": ("on_mnist", "on_ours"),
    "ours": ("on_ours",),
}
"""What the sets held back are called, by what is learnt from."""

CHANCE = 0.15
"""Accuracy below which a network has learnt nothing: who always says 1 is right in 11 per cent."""


def show_curves(points: tuple[CurvePoint, ...], settings: Settings) -> None:
    """Show loss and accuracy so far, on images that are learnt from and on those held back."""
    sets = ("training", "validation", "ours")[: 3 if settings.source == "both" else 2]
    epochs = [point.n_steps / settings.batches_per_epoch for point in points]
    curves = {"loss": loss_curves, "accuracy": accuracy_curves}
    for (name, draw), place in zip(curves.items(), st.columns(2), strict=True):
        values = [[getattr(getattr(point, of), name) for point in points] for of in sets]
        with place:
            alt = _say_curve(name, values, settings)
            hover = t(f"train_page.{name}_point")
            axes = (t("train_page.epochs"), t(f"train_page.{name}"))
            fig = draw(epochs, values, n_epochs=settings.epochs, axes=axes, hover=hover)
            figure(fig, key=f"curve_{name}", alt=alt, height=CURVES)


def show_units(name: str, words: str, W1: FloatArray, limit: float) -> None:
    """Show the weights of the first hidden units, or their gradients."""
    title = t(words, n=min(N_UNITS, len(W1)))
    sheet = unit_sheet(W1, limit, hover="%{z:+.3f}")
    figure(sheet, key=name, alt=title, height=UNITS, title=title, ratio=SHEET_RATIO)


def show_reading(network: Network, n_steps: int, accuracy: float) -> None:
    """Show how the network reads the visitor's digit after so many steps.

    Where its accuracy on held-back images is below `CHANCE`, it has no answer to give.
    """
    digit, whose = _digit_to_read()
    y_hat = forward(network, digit.X).A2
    has_learnt = n_steps > 0 and accuracy >= CHANCE
    has_answer = has_learnt and y_hat.max() >= SURE
    with st.container(key="reading"):
        image, answer, bars = (st.container(key=f"reading_{part}") for part in ("x", "y", "a2"))
    with image:
        squares = pixel_image(digit.pixels, hover=t("draw.pixel"))
        figure(squares, key="seen", alt=whose, height=DIGIT, title=whose)
    with answer:
        if has_answer:
            st.html(prediction_html(y_hat, url_state.drawing().strokes))
        else:
            st.html(_no_answer(y_hat, n_steps, has_learnt))
    with bars:
        title = t("draw.activations")
        winner = int(y_hat.argmax()) if has_answer else None
        show_bars("activations", title, y_hat, winner=winner, height=DIGIT)


def _no_answer(y_hat: FloatArray, n_steps: int, has_learnt: bool) -> str:
    """Say why the outputs (10, 1) are no answer, in HTML."""
    largest = {"digit": int(y_hat.argmax()), "value": number(y_hat.max())}
    why = "no_yes" if has_learnt else "chance" if n_steps else "nothing_learnt"
    return no_answer_html(t(f"train_page.{why}", **largest))


def _say_curve(name: str, values: Sequence[list[float]], settings: Settings) -> str:
    """Write a curve's title with its last values and how its lines look; return it in words."""
    title = t(f"train_page.{name}")
    last = [_last(name, of_a_set) for of_a_set in values]
    names = [
        t("train_page.on_training"),
        *(t(f"train_page.{of}") for of in HELD_BACK[settings.source]),
    ]
    spans = "".join(
        f'<span class="{line}">{whose} <b>{value}</b></span>'
        for line, whose, value in zip(LINES, names, last, strict=False)
    )
    st.html(f'<p class="heading curves">{title}{spans}</p>')
    told = [f"{whose} {value}" for whose, value in zip(names, last, strict=True)]
    return t("train_page.curve_alt", title=title, values=", ".join(told))


def _last(name: str, values: list[float]) -> str:
    if not values:
        return "–"
    return share(values[-1]) if name == "accuracy" else number(values[-1])


def _digit_to_read() -> tuple[PreparedDigit, str]:
    """Return the visitor's digit, or a sample until there is one, and what it is."""
    preparation = url_state.preparation()
    try:
        return current_digit(preparation), _what_it_is()
    except MnistNetError:
        return prepared(sample(7), preparation), t("train_page.sample_digit")


def _what_it_is() -> str:
    if (number := url_state.image()) is not None:
        return t("train_page.image", number=number)
    if (digit := url_state.first_image()) is not None:
        return t("train_page.first_image", digit=digit)
    if (photograph := url_state.photograph()) is not None:
        return t("train_page.photograph", number=photograph[1])
    return t("train_page.drawing")
