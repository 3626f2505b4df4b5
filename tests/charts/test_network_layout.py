"""Places of the network's picture: nothing overlaps or sticks out, whatever the network."""

import numpy as np
import pytest

from mnistnet import Network
from mnistnet.charts.network_layout import drawn_units, layouts


def network(n_hidden, biases=0, W2=None):
    rng = np.random.default_rng(n_hidden)
    W1 = rng.normal(size=(n_hidden, 784 + biases))
    return Network(W1, rng.normal(size=(10, n_hidden + biases)) if W2 is None else W2)


def circles(layout):
    return [
        *((*place, layout["unit"]) for place in layout["units"]),
        *((*place, layout["one"]) for place in layout["ones"]),
        *((*place, layout["output"]) for place in layout["outputs"]),
    ]


@pytest.mark.parametrize("shape", ["wide", "upright"])
@pytest.mark.parametrize("biases", [0, 1])
@pytest.mark.parametrize("n_hidden", [1, 2, 14, 16, 17, 50, 100, 1000])
def test_every_part_has_room_of_its_own(n_hidden, biases, shape):
    layout = layouts(network(n_hidden, biases))[shape]

    round_ones = np.array(circles(layout))
    x, y, r = round_ones.T
    assert len(round_ones) == min(n_hidden, 100) + 2 * biases + 10
    apart = np.hypot(x[:, None] - x, y[:, None] - y) - r[:, None] - r
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0
    assert (x - r).min() >= 0
    assert (x + r).max() <= layout["width"]
    assert (y - r).min() >= 0
    assert (y + r).max() <= layout["height"]
    for left, top, width, height in ((*layout["image"], layout["image"][2]), layout["strip"]):
        beside = np.maximum(abs(x - left - width / 2) - width / 2, 0)
        under = np.maximum(abs(y - top - height / 2) - height / 2, 0)
        assert (np.hypot(beside, under) > r).all()


@pytest.mark.parametrize("shape", ["wide", "upright"])
def test_the_way_goes_forward(shape):
    layout = layouts(network(100, 1))[shape]
    axis = 0 if shape == "wide" else 1

    far = [max(place[axis] for place in layout[name]) for name in ("units", "outputs")]
    near = [min(place[axis] for place in layout[name]) for name in ("units", "outputs")]
    image = layout["image"][axis] + layout["image"][2]
    assert image < near[0] < far[0] < near[1]


def test_of_many_units_the_hundred_with_the_largest_columns_of_w2_are_drawn_in_order():
    W2 = np.zeros((10, 1000))
    loud = np.arange(3, 803, 8)
    W2[loud % 10, loud] = -5.0
    W2[:, 500] = 0.1

    assert drawn_units(network(1000, W2=W2)) == loud.tolist()
    assert drawn_units(network(100)) == list(range(100))
