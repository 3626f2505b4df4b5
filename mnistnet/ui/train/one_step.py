"""One step of gradient descent on one batch: formulas, numbers, pictures."""

import streamlit as st

from mnistnet.charts.heatmaps import scale_of
from mnistnet.charts.number_text import number
from mnistnet.charts.weight_images import class_rows
from mnistnet.gradient_step import GradientStep
from mnistnet.network import Network
from mnistnet.ui import formulas
from mnistnet.ui.figure import figure
from mnistnet.ui.i18n import t
from mnistnet.ui.train.live_charts import show_units
from mnistnet.ui.train.step_numbers import show_step_numbers

MATRIX = 200


def show_step(network: Network, step: GradientStep, learning_rate: float) -> None:
    """Show the way forward, the error, the way back, and what the step brought."""
    m = step.run.A2.shape[1]
    formulas_place, numbers_place = st.columns(2)
    with formulas_place:
        st.latex(formulas.one_step(network, m, learning_rate))
        losses = {"before": number(step.before, 4), "after": number(step.after, 4)}
        st.write(t("train_page.before_after", m=m, rate=f"{learning_rate:g}", **losses))
    with numbers_place:
        show_step_numbers(step)
    gradients = step.gradients
    show_units("dw1", "train_page.dw1_units", gradients.dW1, scale_of(gradients.dW1) or 1.0)
    matrices = {"dz2": gradients.dZ2, "dw2": gradients.dW2}
    for (name, values), place in zip(matrices.items(), st.columns(2), strict=True):
        with place:
            title = t(f"train_page.{name}_alt")
            picture = class_rows(values, scale_of(values) or 1.0, hover=t("train_page.class_value"))
            figure(picture, key=f"picture_{name}", alt=title, height=MATRIX, title=title)
