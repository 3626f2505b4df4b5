"""Ten digits to pick, and a drawing steered step by step."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mnistnet import Drawing, forward, load_network, prepare_as_drawn, prepare_strokes
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import bounds, extent
from mnistnet.drawing.transform import LARGEST, SMALLEST, transform_drawing
from mnistnet.drawing.url_text import decode, encode
from mnistnet.notation import FloatArray
from tests.support.app import open_page, press, words
from tests.support.digits import SEVEN

digits = st.integers(0, 9).map(sample)


def ink_box(drawing: Drawing) -> tuple[FloatArray, FloatArray]:
    low, high = bounds(drawing.strokes)
    return low - max(drawing.widths) / 2, high + max(drawing.widths) / 2


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_every_network_reads_every_sample(digit, name):
    drawing = sample(digit)
    for prepared in (prepare_strokes(drawing.strokes), prepare_as_drawn(drawing)):
        y_hat = forward(load_network(name), prepared.X).A2
        assert y_hat.argmax() == digit
        assert y_hat.max() > 0.5


@pytest.mark.parametrize("digit", range(10))
def test_a_sample_stands_on_the_canvas(digit):
    low, high = ink_box(sample(digit))
    assert (low >= 0).all()
    assert (high <= 280).all()


def test_a_quarter_turn_is_clockwise_about_the_middle():
    bar = Drawing((np.array([(100.0, 140), (180, 140)]),), (20.0,))
    (turned,) = transform_drawing(bar, degrees=90).strokes
    assert np.allclose(turned, [(140, 100), (140, 180)])


def test_a_step_moves_and_scales_by_what_it_says():
    bar = Drawing((np.array([(100.0, 140), (180, 140)]),), (20.0,))
    larger = transform_drawing(bar, right=10, down=-20, scale=1.5)
    assert np.allclose(larger.strokes[0], [(90, 120), (210, 120)])
    assert larger.widths == (30.0,)


steps = st.lists(
    st.sampled_from([{"right": 10}, {"right": -10}, {"down": 10}, {"scale": 1.1}, {"degrees": 10}]),
    max_size=40,
)


@given(digits, steps)
def test_no_step_leads_off_the_canvas(drawing, effects):
    for effect in effects:
        drawing = transform_drawing(drawing, **effect)
        assume(extent(drawing.strokes) + max(drawing.widths) <= 280)
        low, high = ink_box(drawing)
        assert (low >= -1e-9).all()
        assert (high <= 280 + 1e-9).all()


@pytest.mark.parametrize("scale", [1 / 1.1, 1.1])
def test_a_drawing_grows_and_shrinks_within_limits(scale):
    drawing = sample(8)
    for _ in range(40):
        drawing = transform_drawing(drawing, scale=scale)
    assert SMALLEST <= extent(drawing.strokes) <= LARGEST
    assert not SMALLEST <= extent(drawing.strokes) * scale <= LARGEST


def test_there_is_a_way_back_from_every_turn():
    drawing = sample(5)
    there = drawing
    for _ in range(36):
        there = transform_drawing(there, degrees=10)
    assert all(map(np.allclose, there.strokes, drawing.strokes))


def test_a_sample_is_picked_and_steered_and_comes_back():
    app = open_page(language="en")
    app.session_state["samples"] = True
    app.run()
    press(app, "steer_left")
    assert "drawing" not in app.query_params

    press(app, "sample_3")
    assert app.query_params["drawing"] == encode(sample(3))
    assert '"digit">3' in words(app)

    for _ in range(36):
        press(app, "steer_turn_left")
    again = decode(app.query_params["drawing"])
    for stroke, original in zip(again.strokes, sample(3).strokes, strict=True):
        assert abs(stroke - original).max() <= 1

    left = bounds(again.strokes)[0][0]
    press(app, "steer_right")
    assert bounds(decode(app.query_params["drawing"]).strokes)[0][0] - left == 10


def test_a_drawing_of_ones_own_is_steered():
    app = open_page(Drawing(tuple(SEVEN), (20.0,)), language="ko")
    app.session_state["samples"] = True
    app.run()

    press(app, "steer_down")

    (stroke,) = decode(app.query_params["drawing"]).strokes
    assert np.array_equal(stroke, SEVEN[0] + [0, 10])


def test_closed_samples_cost_nothing():
    app = open_page(language="en")
    assert not [
        button for button in app.button if (button.key or "").startswith(("sample_", "steer_"))
    ]
