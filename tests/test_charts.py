import numpy as np

from mnistnet.charts import palette
from mnistnet.charts.bars import digit_bars
from mnistnet.charts.heatmaps import pixel_image


def bars(values, winner=None, target=None):
    return digit_bars(
        values, winner=winner, target=target, winner_mark="answer", target_mark="target"
    )


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
