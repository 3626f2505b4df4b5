"""Figures of a training: fixed axes, the units in their places."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from mnistnet.charts.curves import accuracy_curves, loss_curves
from mnistnet.charts.weight_images import class_rows, unit_sheet
from tests.support.figures import in_plotly

EPOCHS, LOSSES = [0.0, 0.5, 1.0], [2.5, 0.4, 0.0]
W1 = np.random.default_rng(0).normal(size=(3, 785))


def axes(figure):
    layout = in_plotly(figure).layout
    return layout.xaxis.range, layout.yaxis.range


@pytest.mark.parametrize("curves", [loss_curves, accuracy_curves])
def test_axes_stay_while_curves_grow(curves):
    empty = curves([], [[], []], n_epochs=5, axes=("epochs", "y"), hover="%{y}")
    whole = curves(EPOCHS, [LOSSES, LOSSES], n_epochs=5, axes=("epochs", "y"), hover="%{y}")

    assert axes(empty) == axes(whole)
    assert axes(whole)[0] == (0, 5)


@pytest.mark.parametrize("curves", [loss_curves, accuracy_curves])
def test_both_axes_say_what_they_measure(curves):
    layout = in_plotly(curves([], [[], []], n_epochs=5, axes=("epochs", "loss"), hover="")).layout

    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("epochs", "loss")


def test_all_kinds_of_images_differ_by_more_than_colour():
    figure = loss_curves(
        EPOCHS, [LOSSES, [2.4, 0.5, 0.3], LOSSES], n_epochs=1, axes=("epochs", "y"), hover=""
    )
    lines = in_plotly(figure).data

    assert [line.line.dash for line in lines] == ["solid", "dash", "dot"]  # as live_charts.LINES
    assert list(lines[1].y) == [2.4, 0.5, 0.3]


def test_no_loss_at_all_is_still_on_the_chart():
    training, _ = in_plotly(
        loss_curves(EPOCHS, [LOSSES, LOSSES], n_epochs=1, axes=("epochs", "y"), hover="")
    ).data
    _, (low, high) = axes(loss_curves([], [[], []], n_epochs=1, axes=("epochs", "y"), hover=""))

    assert all(low <= np.log10(loss) <= high for loss in training.y)


def test_each_unit_stands_in_its_place_and_missing_ones_leave_theirs_empty():
    (sheet,) = in_plotly(unit_sheet(W1, 1.0, hover="%{z}")).data

    assert sheet.z.shape == (28, 8 * 30 - 2)
    for unit in range(3):
        np.testing.assert_allclose(
            sheet.z[:, 30 * unit : 30 * unit + 28], W1[unit, :784].reshape(28, 28), rtol=1e-6
        )
    assert np.isnan(sheet.z[:, 90:]).all()


@pytest.mark.parametrize(
    "figure",
    [
        loss_curves(EPOCHS, [LOSSES, LOSSES], n_epochs=2, axes=("epochs", "y"), hover="%{y}"),
        loss_curves([], [[], []], n_epochs=2, axes=("epochs", "y"), hover="%{y}"),
        accuracy_curves(EPOCHS, [LOSSES, LOSSES], n_epochs=2, axes=("epochs", "y"), hover="%{y}"),
        unit_sheet(W1, 1.0, hover="%{z}"),
        class_rows(W1[:, :10].T, 1.0, hover="%{z}"),
    ],
)
def test_plotly_accepts_every_figure(figure):
    go.Figure(json.loads(re.sub(r"var\(--st-[a-z-]+\)", "#123456", figure.to_json())))
