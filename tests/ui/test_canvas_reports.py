"""What the canvas reports is taken once, in its order, and only of what it was to show."""

import json

import pytest

from mnistnet import Drawing
from mnistnet.drawing.canvas_json import write_canvas
from mnistnet.drawing.url_text import encode
from tests.support.digits import FOUR, SEVEN
from tests.support.visitor import report, visiting


def drawing(*strokes) -> Drawing:
    return Drawing(tuple(strokes), (20.0,) * len(strokes))


@pytest.fixture
def visitor(server):
    with visiting(server.address, f"drawing={encode(drawing(FOUR[0]))}") as visitor:
        yield visitor


def say(visitor, said: str, press: str | None = None) -> None:
    """Have the canvas report, and perhaps press a button in the same message."""
    visitor.page.set("canvas", json_value=said)
    visitor.run(press, fragment=visitor.page.fragment(press or "canvas"))


def written(visitor) -> str:
    """Return the drawing in the address."""
    return str(visitor.page.query).partition("drawing=")[2].partition("&")[0]


def test_a_stroke_that_comes_with_a_press_came_before_it(visitor):
    told = visitor.page.canvas()

    say(visitor, report(write_canvas(drawing(*FOUR)), told), press="undo")

    assert written(visitor) == encode(drawing(FOUR[0]))
    assert visitor.page.canvas()["taken"] == told["taken"] + 1
    assert visitor.page.canvas()["presses"] == told["presses"] + 1


@pytest.mark.parametrize("other", [{"revision": -1}, {"visit": "another"}, {"number": 0}])
def test_what_was_drawn_on_another_canvas_or_told_before_changes_nothing(visitor, other):
    told = visitor.page.canvas()
    said = json.loads(report(write_canvas(drawing(*SEVEN)), told))["drawing"]

    say(visitor, json.dumps({"drawing": said | other}))

    assert written(visitor) == encode(drawing(FOUR[0]))
    assert visitor.page.canvas()["taken"] == told["taken"]

    say(visitor, json.dumps({"drawing": said}))
    assert written(visitor) == encode(drawing(*SEVEN))


def test_clear_and_then_undo_bring_the_drawing_back(visitor):
    for key, expected in (("clear", ""), ("undo", encode(drawing(FOUR[0]))), ("undo", "")):
        visitor.run(key, fragment=visitor.page.fragment(key))
        assert written(visitor) == expected
