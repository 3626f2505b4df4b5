"""The figures that the MNIST page quotes are those that the weights still give."""

import numpy as np
import pytest

from mnistnet import load_network, prepare_strokes
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.network import forward
from mnistnet.weights import SHIPPED
from mnistnet.weights.measured import DRAWN, measured_on_drawings


@pytest.mark.parametrize("name", SHIPPED)
def test_the_card_says_how_drawings_are_read(name, strokes_folder):
    written = read_written_digits(strokes_folder / DRAWN)
    labels = np.array([digit.label for digit in written])
    X = np.hstack([prepare_strokes(digit.strokes).X for digit in written])
    y_hat = forward(load_network(name), X).A2

    card = measured_on_drawings(name)

    assert card.images == len(written)
    assert card.accuracy == pytest.approx((y_hat.argmax(axis=0) == labels).mean(), abs=0.003)
    losses = ((y_hat - np.eye(10)[labels].T) ** 2).sum(axis=0)
    assert card.mean_loss == pytest.approx(losses.mean(), abs=0.002)
