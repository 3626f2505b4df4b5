"""One step of gradient descent in numbers: its matrices and the check of its gradients."""

import numpy as np
import streamlit as st

from mnistnet.charts.number_text import MINUS, number
from mnistnet.gradient_step import GradientCheck, GradientStep, check_gradients
from mnistnet.live_training.settings import Settings
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.ui import url_state
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t
from mnistnet.ui.number_range import said_range

N_CHECKED = 5
"""Weights of each matrix whose gradient is checked; each takes two forward passes."""

GOOD = 1e-4
"""Gradients that differ by less, as a part of the largest one, are the same but for rounding."""


def choose_batch(settings: Settings) -> int:
    """Let the visitor choose one of the batches; the class's images come before MNIST's."""
    n = settings.batches_per_epoch
    batch = min(url_state.chosen("batch"), n - 1)
    url_state.choose("batch", batch)
    label = t("train_page.batch", m=settings.m)
    with said_range("batch", 0, n - 1, batch):
        st.number_input(label, 0, n - 1, key="batch", persist_state="session", width=240)
    return int(batch)


def show_step_numbers(step: GradientStep) -> None:
    """Write shape, least, greatest and mean size of every matrix of the step as a table."""
    run, gradients = step.run, step.gradients
    matrices = {
        "Z1": run.Z1,
        "A1": run.A1,
        "Z2": run.Z2,
        "A2": run.A2,
        "A2 − Y": step.error,
        "dZ2": gradients.dZ2,
        "dW2": gradients.dW2,
        "dA1": gradients.dA1,
        "dZ1": gradients.dZ1,
        "dW1": gradients.dW1,
    }  # in the order in which they are calculated
    rows = [
        [
            symbol,
            _shape(values),
            number(values.min(), 4, plus=True),
            number(values.max(), 4, plus=True),
            number(np.abs(values).mean(), 4),
        ]
        for symbol, values in matrices.items()
    ]
    columns = ("matrix", "shape", "least", "greatest", "mean_size")
    st.html(table([t(f"train_page.{column}") for column in columns], rows))


def check_and_say(network: Network, X: FloatArray, Y: FloatArray, settings: Settings) -> None:
    """Compare some gradients with finite differences, and say how well they agree."""
    rng = np.random.default_rng(settings.seed)
    check = check_gradients(network, X, Y, rng, N_CHECKED)
    _say(check)


def _say(check: GradientCheck) -> None:
    largest = f"{check.largest_difference:.1e}"
    if check.largest_difference < GOOD:
        st.success(t("train_page.check_good", largest=largest))
    else:
        st.warning(t("train_page.check_bad", largest=largest))
    rows = [
        [f"{name}[{row}, {column}]", _signed(analytic), _signed(numeric)]
        for (name, row, column), analytic, numeric in zip(
            check.places, check.analytic, check.numeric, strict=True
        )
    ]
    columns = ("weight", "analytic", "numeric")
    with st.container(key="checked"):
        st.html(table([t(f"train_page.{column}") for column in columns], rows))


def _signed(slope: float) -> str:
    """Write so many digits that one sees how far two slopes agree."""
    return f"{slope:+.4e}".replace("-", MINUS, 1) if slope < 0 else f"{slope:+.4e}"


def _shape(values: FloatArray) -> str:
    return "×".join(map(str, values.shape))
