import base64
import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from mnistnet.charts import palette
from mnistnet.charts.arrows import target_arrows
from mnistnet.charts.bars import count_bars, digit_bars, unit_bars
from mnistnet.charts.confusion import confusion_matrix
from mnistnet.charts.curves import sigmoid_point
from mnistnet.charts.figure import plain_figure
from mnistnet.charts.heatmaps import (
    attribution_image,
    counted_from,
    outlined,
    pixel_image,
    scale_of,
    signed_image,
    unit_grid,
)
from mnistnet.charts.mnist_facts import boxed_digit, centred_digit, split_bars
from mnistnet.charts.number_matrix import number_matrix
from mnistnet.charts.number_text import number
from mnistnet.charts.sheet import contact_sheet, image_sheet, sheet_ratio
from mnistnet.charts.waterfall import ends_of, waterfall
from mnistnet.loss import one_hot
from tests.support.figures import in_plotly

SHEET = contact_sheet(np.zeros((3, 28, 28), np.uint8), 2, 4)


def sheet(chosen=None):
    captions = ["7", "2→1", "1"]
    return image_sheet(SHEET, captions, captions, marked=[False, True, False], chosen=chosen)


def confusion(counts):
    return confusion_matrix(counts, label="label", answer="answer", hover="%{z}")


def bars(values, winner=None, target=None):
    marks = {"winner_mark": "answer", "target_mark": "target", "both_mark": "answer = target"}
    return digit_bars(values, winner=winner, target=target, **marks)


def arrows(y_hat, target):
    signs = ["↑" if digit == target else "↓" for digit in range(10)]
    return target_arrows(y_hat, one_hot(target), directions=signs)


COUNTS = np.arange(4).reshape(2, 2)
VALUES = np.linspace(0, 0.9876, 10).reshape(10, 1)


def test_bars_are_the_values_and_say_three_decimals():
    (trace,) = in_plotly(bars(VALUES)).data

    assert np.allclose(trace.y, VALUES[:, 0])
    assert trace.text[9] == "0.988"


def test_scales_stay_whatever_the_values():
    assert bars(VALUES).layout == bars(VALUES / 5).layout == bars(None).layout


def test_counts_are_as_high_as_they_are_and_fit_on_the_axis():
    counts = np.array([3, 9, 12, 16, 13, 21, 10, 14, 19, 25])
    figure = in_plotly(count_bars(counts, [str(count) for count in counts]))

    assert list(figure.data[0].y) == counts.tolist()
    assert figure.layout.yaxis.range[1] > 25


def test_winner_and_target_differ_by_more_than_colour():
    figure = in_plotly(bars(VALUES, winner=9, target=3))
    (trace,) = figure.data

    assert [i for i, c in enumerate(trace.marker.color) if c == palette.WINNER] == [9]
    assert [i for i, w in enumerate(trace.marker.line.width) if w > 0] == [3]
    assert figure.layout.xaxis.ticktext[9].endswith("answer")
    assert figure.layout.xaxis.ticktext[3].endswith("target")
    assert figure.layout.xaxis.ticktext[5] == "<b>5</b><br>"
    both = in_plotly(bars(VALUES, winner=9, target=9)).layout.xaxis.ticktext
    assert [words for words in both if not words.endswith("<br>")] == [
        "<b>9</b><br>answer = target"
    ]


def test_the_pixel_image_shows_every_pixel_from_0_to_1():
    pixels = np.random.default_rng(0).random((28, 28))

    (trace,) = in_plotly(pixel_image(pixels, hover="%{z}")).data

    assert np.allclose(trace.z, pixels, atol=1e-6)
    assert (trace.zmin, trace.zmax) == (0, 1)
    assert trace.zsmooth in (None, False)


def test_an_empty_image_has_the_same_frame():
    drawn = pixel_image(np.ones((28, 28)), hover="").layout

    assert pixel_image(None, hover="").layout == drawn


UNITS = np.linspace(-3, 3, 14).reshape(14, 1)
PIXELS = np.random.default_rng(0).random((28, 28))


@pytest.mark.parametrize(
    "figure",
    [
        bars(VALUES, winner=9, target=3),
        bars(None),
        unit_bars(UNITS, 2, limit=3.0, hover="%{y}", first=1, off=[2, 13]),
        unit_bars(np.abs(UNITS) / 3, 2, limit=None, hover="%{y}"),
        pixel_image(PIXELS, hover="%{z}"),
        outlined(number_matrix(PIXELS, hover="%{z}"), 2, 1),
        signed_image(PIXELS - 0.5, 0.5, hover="%{z}"),
        attribution_image(PIXELS - 0.5, PIXELS, 0.5, hover="%{z}"),
        unit_grid(UNITS, 3, limit=None, hover="%{z}"),
        unit_grid(UNITS, 3, limit=3.0, hover="%{z}", first=1, off=[2, 13]),
        number_matrix(PIXELS, hover="%{z}"),
        sheet(),
        sheet(chosen=2),
        count_bars(np.arange(10), ["0"] * 10),
        count_bars(np.zeros(10, int), ["0"] * 10),
        split_bars([55, 5, 10], ["training", "validation", "test"]),
        boxed_digit(PIXELS, (3, 5, 5, 6), hover="%{z}"),
        centred_digit(PIXELS, (13.9, 14.2), hover="%{z}"),
        counted_from(number_matrix(PIXELS[:6, :6], hover="%{z}"), 4, 9),
        confusion(np.arange(100).reshape(10, 10)),
        arrows(VALUES, 3),
        sigmoid_point(-12.0, label="g"),
        waterfall(UNITS[:, 0], list("abcdefghijklmn"), total="t", ends=(-1, 1)),
        waterfall(UNITS.repeat(9), [str(i) for i in range(126)], total="t", ends=(-1, 1)),
    ],
)
def test_plotly_accepts_every_figure(figure):
    in_theme = json.loads(re.sub(r"var\(--st-[a-z-]+\)", "#123456", figure.to_json()))

    go.Figure(in_theme)  # raises ValueError for a property or value that Plotly does not know


def test_a_figures_json_has_the_same_numbers():
    values = np.array([[0.1, np.nan], [np.inf, -2.0]])
    figure = plain_figure({"type": "heatmap", "z": values.astype(np.float32), "customdata": COUNTS})
    (shown,) = json.loads(figure.to_json())["data"]

    numbers = np.frombuffer(base64.b64decode(shown["z"]["bdata"]), shown["z"]["dtype"])
    assert shown["z"]["shape"] == "2, 2"
    np.testing.assert_array_equal(numbers.reshape(2, 2), values.astype(np.float32))
    assert shown["customdata"] == COUNTS.tolist()


def test_what_is_no_number_is_null_in_json():
    figure = plain_figure({"type": "bar", "y": [0.5, float("nan"), float("inf")]})

    assert json.loads(figure.to_json())["data"][0]["y"] == [0.5, None, None]


def test_only_images_on_the_sheet_can_be_pointed_at():
    _, touch, words = in_plotly(sheet(chosen=1)).data

    assert np.isnan(np.ravel(touch.z)).tolist() == [False] * 3 + [True] * 5
    assert list(words.text) == ["7", "<b>2→1</b>", "1"]
    assert sheet_ratio(SHEET) == pytest.approx(2 * 40 / (4 * 30))


def test_numbers_stand_white_on_dark_and_black_on_light():
    dark, light = in_plotly(number_matrix(PIXELS, hover="")).data

    assert (dark.textfont.color, light.textfont.color) == ("white", "black")
    for layer, shades in ((dark, PIXELS < 0.46), (light, PIXELS >= 0.46)):
        assert np.array_equal(np.isfinite(layer.z), shades)
        assert np.array_equal(np.array(layer.text) != "", shades)


def test_a_part_of_the_matrix_keeps_its_rows_and_columns():
    part = counted_from(number_matrix(PIXELS[4:10, 9:12], hover=""), 4, 9)
    for layer in in_plotly(part).data:
        assert (layer.y0, layer.x0, layer.z.shape) == (4, 9, (6, 3))


def test_a_digits_box_runs_round_its_pixels_in_a_square():
    square, box = in_plotly(boxed_digit(PIXELS, (3, 5, 20, 6), hover="")).layout.shapes

    assert (box.y0, box.y1, box.x0, box.x1) == (2.5, 22.5, 4.5, 10.5)
    assert (square.y0, square.y1, square.x0, square.x1) == (2.5, 22.5, -2.5, 17.5)


def test_the_cross_is_at_the_centre_of_mass():
    across, down = in_plotly(centred_digit(PIXELS, (13.9, 14.2), hover="")).layout.shapes

    assert across.y0 == across.y1 == 13.9
    assert down.x0 == down.x1 == 14.2


def test_the_confusion_matrix_keeps_its_scale():
    one = np.eye(10, dtype=int)
    few, many = (in_plotly(confusion(counts)).data for counts in (9 * one + 1, 900 * one + 100))
    assert [trace.zmax for trace in (*few, *many)] == [1] * 4
    assert np.allclose(few[1].z, many[1].z, equal_nan=True)


def test_the_confusion_matrix_has_a_row_for_each_true_digit():
    counts = 9 * np.eye(10, dtype=int)
    counts[4] = 0
    counts[4, [4, 9]] = 999, 1  # one four in a thousand is taken for a nine
    figure = in_plotly(confusion(counts))
    right, wrong = figure.data

    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("answer", "label")
    assert right.colorscale[-1][1] == palette.WINNER
    assert wrong.colorscale[-1][1] == palette.UP
    assert np.argwhere(np.nan_to_num(wrong.z)).tolist() == [[4, 9]]
    counts[:4, 9] = counts[9, 9] = 900  # other rows leave this one's colour
    assert in_plotly(confusion(counts)).data[1].z[4][9] == wrong.z[4][9]


def test_a_waterfall_ends_where_its_parts_lead():
    parts = np.array([0.5, -3.0, 2.0, *[0.1] * 20])
    names = [str(i) for i in range(23)]
    (trace,) = in_plotly(waterfall(parts, names, total="sum", ends=(-5, 5))).data

    assert list(trace.customdata[:3]) == [1, 2, 0]
    ends = np.array(trace.base) + np.array(trace.y)
    assert np.array(trace.base[1:-1]) == pytest.approx(ends[:-2])
    assert trace.y[-1] == pytest.approx(parts.sum())
    assert ends[-2] == pytest.approx(parts.sum())
    assert len(trace.y) == len(parts) + 1
    assert trace.text[0] == "1: −3.000"
    low, high = ends_of([parts, -parts])
    assert low < min(ends) < max(ends) < high


def test_the_unit_grid_has_every_unit_in_its_square():
    (trace,) = in_plotly(unit_grid(UNITS, 5, limit=3.0, hover="")).data

    assert np.ravel(trace.z)[:14] == pytest.approx(UNITS[:, 0])
    assert np.isnan(np.ravel(trace.z)[14:]).all()
    assert np.ravel(trace.customdata)[:14].tolist() == list(range(14))
    assert (trace.zmin, trace.zmax) == (-3, 3)
    (outline,) = unit_grid(UNITS, 6, limit=3.0, hover="").layout["shapes"]
    assert (outline["x0"], outline["y0"]) == (1.5, 0.5)  # the third in the second row of four
    (trace,) = in_plotly(unit_grid(np.array([[-0.04], [-0.06]]), 0, limit=1.0, hover="")).data
    assert np.ravel(trace.text).tolist() == ["0.0", "−0.1"]


def test_bars_of_units_are_coloured_by_their_sign():
    (trace,) = in_plotly(unit_bars(np.array([[0.5], [-0.5]]), None, limit=1.0, hover="")).data

    assert list(trace.marker.color) == [palette.UP, palette.DOWN]


def test_the_outline_under_attributions_is_that_of_the_digit():
    pixels = np.random.default_rng(0).random((28, 28))
    squares, outline = in_plotly(attribution_image(-pixels, pixels, 1.0, hover="")).data

    assert np.asarray(outline.z) == pytest.approx(pixels)
    assert np.asarray(squares.z) == pytest.approx(-pixels)


@pytest.mark.parametrize("draw", [unit_grid, unit_bars])
def test_units_are_counted_from_0_or_from_1_and_clicked_by_their_index(draw):
    figure = in_plotly(draw(UNITS, 5, limit=3.0, hover="%{hovertext}", first=1))
    (trace,) = figure.data

    assert np.ravel(trace.hovertext)[13] == f"14: {number(UNITS[13, 0])}"
    assert np.ravel(trace.customdata)[13] == 13


def test_units_that_are_off_are_crossed_out():
    crosses = unit_grid(UNITS, 5, limit=3.0, hover="", off=[6]).layout["shapes"][:-1]
    marked = unit_bars(UNITS, 5, limit=3.0, hover="", off=[6]).layout["xaxis"]["ticktext"]

    (cross,) = crosses  # in the third column of the second row of four
    assert cross["path"].startswith("M1.6,0.6")
    assert [unit for unit, label in enumerate(marked) if "✕" in label] == [6]


def test_a_weighted_input_beyond_the_curve_is_marked_at_its_edge():
    *_, mark = in_plotly(sigmoid_point(-31.0, label="g(-31)")).data

    assert list(mark.x) == [-10.0]
    assert mark.y[0] == pytest.approx(0, abs=1e-12)


def test_an_arrow_goes_from_each_prediction_to_its_target():
    figure = in_plotly(arrows(VALUES, 3))
    shafts, heads, dots = figure.data

    assert np.allclose(shafts.base, VALUES[:, 0])
    assert np.allclose(np.add(shafts.base, shafts.y), one_hot(3)[:, 0])
    assert np.allclose(heads.y, one_hot(3)[:, 0])
    assert np.allclose(dots.y, VALUES[:, 0])


def test_up_and_down_differ_by_more_than_colour():
    figure = in_plotly(arrows(VALUES, 3))
    heads = figure.data[1]

    assert [i for i, mark in enumerate(heads.marker.symbol) if mark == "triangle-up"] == [3]
    assert [i for i, c in enumerate(heads.marker.color) if c == palette.UP] == [3]
    assert figure.layout.xaxis.ticktext[3] == "<b>3</b><br>↑"
    assert figure.layout.xaxis.ticktext[4] == "<b>4</b><br>↓"


def test_the_arrows_scale_stays_whatever_the_values():
    assert arrows(VALUES, 3).layout == arrows(VALUES / 5, 3).layout


def test_an_output_at_its_target_has_no_arrow():
    heads = in_plotly(arrows(one_hot(3), 3)).data[1]

    assert set(heads.marker.symbol) == {"circle"}
    assert set(heads.marker.color) == {palette.QUIET}


def test_the_diverging_scale_ends_where_all_but_the_largest_half_per_cent_do():
    values = np.arange(1.0, 1002).reshape(7, 143) * np.where(np.arange(143) % 2, -1.0, 1.0)

    assert scale_of(values) == pytest.approx(996)  # of 1,001 sizes, 1 to 1,001, five are larger
    assert scale_of(-values) == scale_of(values)


@pytest.mark.parametrize(
    "figure",
    [
        signed_image(PIXELS - 0.5, 0.25, hover=""),
        attribution_image(PIXELS - 0.5, PIXELS, 0.25, hover=""),
        unit_grid(UNITS, 3, limit=0.25, hover=""),
    ],
)
def test_zero_is_the_middle_of_a_diverging_scale(figure):
    squares = in_plotly(figure).data[0]

    assert (squares.zmin, squares.zmax) == (-0.25, 0.25)
    assert [colour for _, colour in squares.colorscale] == [c for _, c in palette.SIGNED]


def test_the_waterfalls_axis_reaches_as_far_as_any_of_its_bars():
    # Largest first: 3, then 3 - 2 = 1 and 1 - 0.5; the other: -4, then -4 + 1 = -3.
    low, high = ends_of([np.array([-0.5, 3.0, -2.0]), np.array([1.0, -4.0])])

    room = 0.05 * (3 + 4) + 0.1
    assert (low, high) == pytest.approx((-4 - room, 3 + room))
