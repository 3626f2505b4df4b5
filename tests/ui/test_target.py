"""A target is a digit's: another digit leaves it behind, unless it is to be kept."""

import pytest

from mnistnet import Drawing
from mnistnet.drawing.url_text import encode
from tests.support.digits import FOUR, SEVEN
from tests.support.visitor import Visitor, visiting
from tests.ui.test_photograph import TWO, choose, hand_over, told

DRAWN = f"drawing={encode(Drawing(tuple(SEVEN), (20.0,)))}"


def written(visitor: Visitor) -> dict[str, str]:
    """Return what the address says."""
    return dict(pair.split("=") for pair in visitor.page.query.split("&") if pair)


def photograph(server, visitor):
    hand_over(server, visitor, TWO)


def another_of_a_photograph(server, visitor):
    choose(visitor, {"mark": told(visitor)["mark"], "number": 2})


def pick(server, visitor):
    visitor.page.set("samples", bool_value=True)
    visitor.run()
    visitor.run("sample_4", visitor.page.fragment("sample_4"))


def draw_over(server, visitor):
    visitor.draw(Drawing(tuple(FOUR), (20.0, 20.0)))


def number(server, visitor):
    visitor.page.set("image", int_value=3)
    visitor.run()


def on_sheet(server, visitor):
    visitor.page.tell("sheet", "click", {"x": 3, "y": 2, "custom": 5})
    visitor.run(fragment=visitor.page.fragment("sheet"))


def move(server, visitor):
    visitor.page.set("samples", bool_value=True)
    visitor.run()
    visitor.run("steer_left", visitor.page.fragment("steer_left"))


def example(server, visitor):
    visitor.run("example_7")


OTHERS = {
    "a photograph": (DRAWN, "", photograph),
    "a sample": (DRAWN, "", pick),
    "a drawing over an image": ("image=115", "", draw_over),
    "an image by its number": (DRAWN, "mnist", number),
    "an image on the sheet": (DRAWN, "mnist", on_sheet),
    "another image": ("image=115", "mnist", on_sheet),
    "the lecture's example": (DRAWN, "forward", example),
    "that example over an image": ("image=115", "forward", example),
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("pinned", [False, True])
def test_another_digit_leaves_the_target_behind_unless_it_is_kept(server, other, pinned):
    link, page, do = OTHERS[other]
    kept = "&pinned=True" if pinned else ""
    with visiting(server.address, f"{link}&target=3{kept}", page) as visitor:
        before = written(visitor)
        assert before["target"] == "3"

        do(server, visitor)

        after = written(visitor)
        assert after != before
        assert len({"drawing", "image", "first_image", "photograph"} & {*after}) == 1
        assert after.get("target") == ("3" if pinned else None)


def test_the_next_digit_of_a_photograph_leaves_the_target_behind(server):
    with visiting(server.address) as visitor:
        photograph(server, visitor)
        visitor.page.query += "&target=4"
        visitor.page.tell("frame", "went", 1)
        visitor.run()
        assert written(visitor)["target"] == "4"

        another_of_a_photograph(server, visitor)

        assert written(visitor)["photograph"].endswith("-2")
        assert "target" not in written(visitor)


@pytest.mark.parametrize("do", [photograph, pick, draw_over])
def test_a_target_that_was_chosen_before_the_digit_is_meant_for_it(server, do):
    with visiting(server.address, "target=4") as visitor:
        do(server, visitor)
        assert written(visitor)["target"] == "4"


def test_a_digit_that_is_moved_or_drawn_on_is_the_same(server):
    with visiting(server.address, f"{DRAWN}&target=4") as visitor:
        move(server, visitor)
        draw_over(server, visitor)
        assert written(visitor)["target"] == "4"
