import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.arrows import target_arrows
from mnistnet.charts.bars import digit_bars
from mnistnet.charts.pixels import pixel_image
from mnistnet.loss import one_hot


def bars(values, winner=None, target=None):
    return digit_bars(
        values, winner=winner, target=target, winner_mark="answer", target_mark="target"
    )


def arrows(y_hat, target):
    words = ["↑ up" if digit == target else "↓ down" for digit in range(10)]
    return target_arrows(y_hat, one_hot(target), directions=words)


VALUES = np.linspace(0, 0.9876, 10).reshape(10, 1)


def test_bars_are_the_values_and_say_three_decimals():
    (trace,) = bars(VALUES).data

    assert np.allclose(trace.y, VALUES[:, 0])
    assert trace.text[9] == "0.988"


def test_scales_stay_whatever_the_values():
    assert bars(VALUES).layout == bars(VALUES / 5).layout == bars(None).layout


def test_winner_and_target_differ_by_more_than_colour():
    figure = bars(VALUES, winner=9, target=3)
    (trace,) = figure.data

    assert [i for i, c in enumerate(trace.marker.color) if c == palette.WINNER] == [9]
    assert [i for i, w in enumerate(trace.marker.line.width) if w > 0] == [3]
    assert figure.layout.xaxis.ticktext[9].endswith("answer")
    assert figure.layout.xaxis.ticktext[3].endswith("target")
    assert figure.layout.xaxis.ticktext[5] == "<b>5</b><br>"


def test_the_pixel_image_shows_every_pixel_from_0_to_1():
    pixels = np.random.default_rng(0).random((28, 28))

    (trace,) = pixel_image(pixels, hover="%{z}").data

    assert np.allclose(trace.z, pixels, atol=1e-6)
    assert (trace.zmin, trace.zmax) == (0, 1)
    assert trace.zsmooth in (None, False)


def test_an_empty_image_has_the_same_frame():
    drawn = pixel_image(np.ones((28, 28)), hover="").layout

    assert pixel_image(None, hover="").layout == drawn


def test_an_arrow_goes_from_each_prediction_to_its_target():
    figure = arrows(VALUES, 3)
    shafts, heads, dots = figure.data

    assert np.allclose(shafts.base, VALUES[:, 0])
    assert np.allclose(np.add(shafts.base, shafts.y), one_hot(3)[:, 0])
    assert np.allclose(heads.y, one_hot(3)[:, 0])
    assert np.allclose(dots.y, VALUES[:, 0])


def test_up_and_down_differ_by_more_than_colour():
    figure = arrows(VALUES, 3)
    heads = figure.data[1]

    assert [i for i, mark in enumerate(heads.marker.symbol) if mark == "triangle-up"] == [3]
    assert [i for i, c in enumerate(heads.marker.color) if c == palette.RISE] == [3]
    assert figure.layout.xaxis.ticktext[3] == "<b>3</b><br>↑<br>up"
    assert figure.layout.xaxis.ticktext[4] == "<b>4</b><br>↓<br>down"


def test_the_arrows_scale_stays_whatever_the_values():
    assert arrows(VALUES, 3).layout == arrows(VALUES / 5, 3).layout


def test_an_output_at_its_target_has_no_arrow():
    heads = arrows(one_hot(3), 3).data[1]

    assert set(heads.marker.symbol) == {"circle"}
    assert set(heads.marker.color) == {palette.QUIET}
