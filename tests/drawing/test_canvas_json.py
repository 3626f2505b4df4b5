from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet import Drawing, DrawingError
from mnistnet.drawing.canvas_json import read_canvas, write_canvas
from mnistnet.notation import FloatArray

# A free-hand stroke as the canvas reported it in Chromium: a curve that bends beyond its points.
COMMANDS = [
    ["M", 60, 60],
    ["Q", 60, 60, 130, 60],
    ["Q", 200, 60, 150, 140],
    ["L", 100, 220],
]


def stroke(**changes: Any) -> dict[str, Any]:
    # The second curve turns back in x where t = (200 - 130) / (200 - 130 + 200 - 150) = 7/12.
    low, high = np.array([60, 60]), np.array([130 + 70 * 7 / 12, 220])
    middle = (low + high) / 2
    return {
        "type": "Path",
        "path": COMMANDS,
        "originX": "center",
        "originY": "center",
        "left": middle[0],
        "top": middle[1],
        "strokeWidth": 20,
        "scaleX": 1,
        "scaleY": 1,
        "angle": 0,
        "flipX": False,
        "flipY": False,
        "skewX": 0,
        "skewY": 0,
    } | changes


def read(**changes: Any) -> FloatArray:
    return read_canvas({"objects": [stroke(**changes)]}).strokes[0]


DRAWN = np.array([(60, 60), (200, 60), (100, 220)])


def test_the_pens_own_points_are_read_and_repeats_left_out():
    drawing = read_canvas({"objects": [stroke()], "background": "#000000"})

    assert np.array_equal(drawing.strokes[0], DRAWN)
    assert drawing.widths == (20.0,)


def test_a_moved_stroke_is_read_where_it_stands():
    assert np.array_equal(
        read(left=stroke()["left"] + 30, top=stroke()["top"] - 12), DRAWN + np.array([30, -12])
    )


def test_a_scaled_stroke_is_read_larger_and_its_pen_too():
    drawing = read_canvas({"objects": [stroke(scaleX=2, scaleY=0.5)]})

    low = drawing.strokes[0].min(axis=0)
    assert np.ptp(drawing.strokes[0], axis=0) == pytest.approx([280, 80], abs=1)
    assert low == pytest.approx([stroke()["left"] - 2 * (115.4 - 60), 140 - 40], abs=1)
    assert drawing.widths == (20.0,)


def test_a_turned_stroke_is_read_turned_about_its_middle():
    middle = np.array([stroke()["left"], stroke()["top"]])
    quarter = np.array([[0, -1], [1, 0]])

    assert read(angle=90) == pytest.approx((DRAWN - middle) @ quarter.T + middle, abs=0.51)


def test_a_flipped_stroke_is_read_mirrored():
    middle = stroke()["left"]

    assert read(flipX=True)[:, 0] == pytest.approx(2 * middle - DRAWN[:, 0], abs=0.51)


def test_a_skewed_stroke_leans():
    assert read(skewX=45)[:, 0] == pytest.approx(DRAWN[:, 0] + DRAWN[:, 1] - 140, abs=0.51)


@pytest.mark.parametrize("canvas", [None, {}, {"objects": []}])
def test_an_empty_canvas_is_an_empty_drawing(canvas):
    assert read_canvas(canvas).strokes == ()


@pytest.mark.parametrize(
    "canvas",
    [
        {"objects": 3},
        {"objects": ["M 3 4"]},
        {"objects": [{"type": "Path"}]},
        {"objects": [{"type": "Path", "path": [], "strokeWidth": 2}]},
        {"objects": [{"type": "Path", "path": [["M", "a", "b"]], "strokeWidth": 2}]},
        {"objects": [{"type": "Path", "path": [["M", None, 1e400]], "strokeWidth": 2}]},
        {"objects": [stroke(originX="left")]},
        {"objects": [stroke(strokeWidth=None)]},
    ],
)
def test_what_is_not_a_canvas_is_refused(canvas):
    with pytest.raises(DrawingError):
        read_canvas(canvas)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 280), st.integers(0, 280)), min_size=1, max_size=9),
        max_size=4,
    )
)
def test_a_drawing_shown_on_the_canvas_is_read_as_it_was(pairs):
    strokes = tuple(
        np.array([p for i, p in enumerate(s) if i == 0 or p != s[i - 1]]) for s in pairs
    )
    drawing = Drawing(strokes, (20.0,) * len(strokes))

    again = read_canvas(write_canvas(drawing))

    assert all(map(np.array_equal, again.strokes, drawing.strokes))
    assert again.widths == drawing.widths


def test_the_pen_grows_with_a_stroke_by_the_mean_of_both_scales():
    def width(**scales: float) -> float:
        return read_canvas({"objects": [stroke(**scales)]}).widths[0]

    assert width(scaleX=2, scaleY=2) == 40
    assert width(scaleX=0.5, scaleY=0.5) == 10
    assert width(scaleX=4, scaleY=1) == 40  # by area: the root of both scales' product
    assert width(scaleX=1, scaleY=-4) == 40  # turned inside out


def test_a_stroke_skewed_up_or_down_is_read_so():
    middle = stroke()["left"]

    assert read(skewY=45)[:, 0] == pytest.approx(DRAWN[:, 0], abs=0.51)
    assert read(skewY=45)[:, 1] == pytest.approx(DRAWN[:, 1] + DRAWN[:, 0] - middle, abs=0.51)


def test_skews_come_before_the_scale_and_the_scale_before_the_turn():
    middle = np.array([stroke()["left"], stroke()["top"]])
    x, y = (DRAWN - middle).T
    y += x  # skewed up and down first
    x += y
    x *= 2
    expected = np.stack([-y, x], axis=1) + middle  # a quarter turn clockwise

    assert read(skewX=45, skewY=45, scaleX=2, angle=90) == pytest.approx(expected, abs=0.51)


@pytest.mark.parametrize(
    ("path", "middle"),
    [
        pytest.param([["M", 90, 100], ["Q", 100, 110, 105, 112]], (97.5, 106), id="beyond its end"),
        pytest.param(
            [["M", 105, 112], ["Q", 100, 110, 90, 100]], (97.5, 106), id="before its start"
        ),
    ],
)
def test_where_a_curve_would_turn_outside_its_ends_is_no_part_of_it(path, middle):
    unmoved = stroke(path=path, left=middle[0], top=middle[1])

    drawn = [command[1:3] for command in path]
    assert read_canvas({"objects": [unmoved]}).strokes[0].tolist() == drawn


def test_the_canvas_is_told_of_a_line_and_of_a_dot_in_its_own_terms():
    line, dot = np.array([(1.0, 2), (3, 4), (5, 6)]), np.array([(7.0, 8)])

    written = write_canvas(Drawing((line, dot), (20.0, 9.5)))["objects"]

    assert [path["path"] for path in written] == [
        [["M", 1, 2], ["L", 3, 4], ["L", 5, 6]],
        [["M", 7, 8], ["L", 7, 8]],
    ]
    looks = {"type": "Path", "fill": None, "strokeLineCap": "round", "strokeLineJoin": "round"}
    for path, width in zip(written, (20.0, 9.5), strict=True):
        assert path.items() >= (looks | {"stroke": "#ffffff", "strokeWidth": width}).items()
