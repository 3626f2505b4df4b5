"""What the canvas reports is taken once, in its order, and only of what it was to show."""

import json
from contextlib import suppress
from functools import partial

import pytest

from mnistnet import Drawing
from mnistnet.drawing.samples import sample
from mnistnet.drawing.url_text import encode
from tests.support.digits import FOUR, SEVEN
from tests.support.visitor import report, visiting


def drawing(*strokes) -> Drawing:
    return Drawing(tuple(strokes), (20.0,) * len(strokes))


ONE = encode(drawing(FOUR[0]))
TWO = encode(drawing(*FOUR))


@pytest.fixture
def visitor(server):
    with visiting(server.address, f"drawing={ONE}&target=3") as visitor:
        yield visitor


def written(visitor, name="drawing") -> str:
    """Return what the address says of the drawing, or of a choice."""
    return f"&{visitor.page.query}".partition(f"&{name}=")[2].partition("&")[0]


def test_a_report_is_what_the_page_is_about(visitor):
    told = visitor.page.canvas()

    visitor.draw(drawing(*FOUR))

    assert written(visitor) == TWO
    assert written(visitor, "target") == "3"
    assert visitor.page.canvas() == told | {"drawing": TWO, "taken": told["taken"] + 1}


@pytest.mark.parametrize("other", [{"revision": -1}, {"visit": "another"}, {"number": 0}])
def test_what_was_drawn_on_another_canvas_or_told_before_changes_nothing(visitor, other):
    told = visitor.page.canvas()

    visitor.draw(drawing(*SEVEN), **other)

    assert written(visitor) == ONE
    assert visitor.page.canvas() == told

    visitor.draw(drawing(*SEVEN))
    assert written(visitor) == encode(drawing(*SEVEN))


def test_a_report_that_comes_with_a_sample_came_before_it(visitor):
    visitor.page.set("samples", bool_value=True)
    visitor.run()
    told = visitor.page.canvas()

    visitor.say(report(drawing(*SEVEN), told), press="sample_4")

    assert written(visitor) == encode(sample(4))
    there = visitor.page.canvas()
    assert there["taken"] == told["taken"] + 1
    assert there["revision"] == told["revision"] + 1


def test_every_press_of_a_sample_or_step_is_answered_by_another_revision(visitor):
    visitor.draw(drawing())
    visitor.page.set("samples", bool_value=True)
    visitor.run()

    for press in ("steer_left", "sample_2", "sample_2", "steer_left"):
        before = visitor.page.canvas()["revision"]
        visitor.run(press, visitor.page.fragment(press))
        assert visitor.page.canvas()["revision"] == before + 1


def test_clear_takes_the_target_along_once(visitor):
    visitor.draw(drawing(), cleared=1)
    assert written(visitor, "target") == ""

    visitor.page.query = f"{visitor.page.query}&target=5"
    visitor.page.tell("frame", "went", 1)
    visitor.run()
    visitor.draw(drawing(*SEVEN), cleared=1)  # an old Clear, which later reports still tell of
    assert written(visitor, "target") == "5"

    visitor.draw(drawing(*SEVEN), cleared=visitor.page.canvas()["taken"] + 1)
    assert written(visitor, "target") == ""


def test_a_pinned_target_stays_when_its_drawing_is_cleared(server):
    with visiting(server.address, f"drawing={ONE}&target=3&pinned=True") as visitor:
        visitor.draw(drawing(), cleared=1)

        assert written(visitor) == ""
        assert written(visitor, "target") == "3"
        assert written(visitor, "pinned") == "True"

        visitor.page.set("pinned", bool_value=False)
        visitor.run()
        visitor.draw(drawing(*SEVEN))
        visitor.draw(drawing(), cleared=visitor.page.canvas()["taken"] + 1)
        assert written(visitor, "target") == ""


def test_whatever_is_done_on_the_canvas_ends_a_test_image(server):
    with visiting(server.address, "image=115") as visitor:
        assert written(visitor, "image") == "115"
        visitor.draw(drawing())
        assert written(visitor, "image") == ""


def test_what_cannot_be_read_stays_in_the_address_until_something_is_done_on_the_canvas(server):
    for then in (drawing(*SEVEN), drawing()):
        with visiting(server.address, "drawing=AAA") as visitor:
            assert written(visitor) == "AAA"
            visitor.draw(then)
            visitor.draw(drawing())
            assert written(visitor) == ""


def test_a_stroke_counts_though_the_line_is_cut_while_it_is_taken(server):
    for n in range(10):
        drawn = drawing(FOUR[0], *SEVEN)
        with visiting(server.address) as cut:
            said = report(drawn, cut.page.canvas())
            cut.page.set("canvas", json_value=json.dumps(said))
            cut.say_at_once(cut.page.question(fragment=cut.page.fragment("canvas")), gap=n / 4_000)
            there = cut.page.widgets()
            with visiting(server.address, session=cut.page.session, said=there) as visitor:
                visitor.hear_until(partial(is_shown, visitor.page, encode(drawn)))
                visitor.hear_all()


def is_shown(page, drawn) -> bool:
    with suppress(AssertionError):  # where there is no canvas yet
        return bool(page.canvas()["drawing"] == drawn)
    return False
