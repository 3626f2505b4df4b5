"""A photograph in place of a drawing, as any browser may hand it over, or anybody."""

import base64
import io
import json
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mnistnet import Drawing, find_digits, forward, load_network, open_picture
from mnistnet.drawing.photograph import SHOWN
from mnistnet.network import SURE
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.photograph import MOST_DIGITS
from tests.support.digits import FOUR, SEVEN
from tests.support.photographs import Scene, plain, sheet
from tests.support.visitor import Visitor, visiting
from tests.ui.test_uploads import said, upload

WORDS = catalogue("en")


def png_of(picture) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def photograph(*digits) -> bytes:
    return png_of(sheet(digits, np.random.default_rng(0)))


ONE, TWO = photograph(SEVEN), photograph(FOUR, SEVEN)


@pytest.fixture
def visitor(server):
    with visiting(server.address, "language=en") as visitor:
        yield visitor


def told(visitor: Visitor) -> dict[str, Any]:
    """Return what the browser is told of the photograph."""
    return dict(json.loads(visitor.page.element("camera").json))


def hand_over(server, visitor: Visitor, content: bytes) -> None:
    """Do what the browser does with a photograph."""
    assert upload(server, visitor.page.session, content, "photograph") == 204
    visitor.page.tell("camera", "sent", {"visit": told(visitor)["visit"], "number": 5})
    visitor.run()


def choose(visitor: Visitor, value: object) -> None:
    visitor.page.tell("camera", "chosen", value)
    visitor.run()


def outputs_of(content: bytes, number: int) -> np.ndarray:
    """Return what lecture A's network answers, (10, 1), to the digit of this number, from 0."""
    digits = find_digits(open_picture(io.BytesIO(content)))
    return forward(load_network("lecture-a"), digits[number].digit.X).A2


def test_a_photographed_digit_is_read_as_the_library_reads_it(server, visitor):
    hand_over(server, visitor, ONE)

    assert re.fullmatch("photograph=[0-9a-f]+-1", visitor.page.query)
    assert np.allclose(visitor.page.outputs(), outputs_of(ONE, 0))
    assert told(visitor)["mark"] in visitor.page.query
    assert told(visitor)["sent"] == 5
    (found,) = told(visitor)["found"]
    assert found["read"] == "7"
    for step in ("photo", "paper", "ink", "box", "shrunk"):
        assert WORDS[f"step.{step}"] in visitor.page.html()
    assert WORDS["photograph.in_place"] in visitor.page.html()


def test_each_of_several_digits_stands_in_its_place_and_can_be_chosen(server, visitor):
    hand_over(server, visitor, TWO)
    found = told(visitor)["found"]
    assert [one["read"] for one in found] == ["4", "7"]
    picture = open_picture(io.BytesIO(TWO))
    width, height = picture.size
    assert width != height
    for one, known in zip(found, find_digits(picture), strict=True):
        assert np.multiply(one["box"], (width, height) * 2) == pytest.approx(known.box)

    choose(visitor, {"mark": told(visitor)["mark"], "number": 2})

    assert visitor.page.query.endswith("-2")
    assert told(visitor)["chosen"] == 2
    assert np.allclose(visitor.page.outputs(), outputs_of(TWO, 1))


def test_marks_that_are_too_small_are_counted(server, visitor):
    hand_over(server, visitor, ONE)
    left_out = WORDS["photograph.left_out"]
    assert left_out.split("{n}")[0] not in visitor.page.html()

    page = Image.new("RGB", (400, 200), (235, 233, 228))
    page.paste(open_picture(io.BytesIO(ONE)), (0, 0))
    for left in (220, 300):
        page.paste((40, 42, 50), (left, 80, left + 5, 108))
    hand_over(server, visitor, png_of(page))

    assert left_out.format(n=2) in visitor.page.html()


def test_what_is_refused_leaves_the_photograph_that_there_was(server, visitor):
    hand_over(server, visitor, TWO)
    choose(visitor, {"mark": told(visitor)["mark"], "number": 2})
    before = visitor.page.query

    hand_over(server, visitor, b"no picture")

    assert said(visitor) != []
    assert visitor.page.query == before
    assert len(told(visitor)["found"]) == 2
    assert np.allclose(visitor.page.outputs(), outputs_of(TWO, 1))


def test_what_is_read_without_an_output_that_says_yes_is_a_question_mark(server, visitor):
    star = [np.array([(60.0, 60), (220, 220), (140, 40), (140, 240), (220, 60), (60, 220)])]
    content = photograph(SEVEN, star)
    assert [outputs_of(content, n).max() >= SURE for n in (0, 1)] == [True, False]

    hand_over(server, visitor, content)

    assert [one["read"] for one in told(visitor)["found"]] == ["7", "?"]
    labels = [WORDS["photograph.digit"].format(number=number) for number in (1, 2)]
    assert [one["label"] for one in told(visitor)["found"]] == labels


@pytest.mark.parametrize(
    "value",
    [
        *(None, 3, "2", [], {}, {"mark": "MARK"}, {"mark": "MARK", "number": 0}),
        *({"mark": "MARK", "number": 3}, {"mark": "MARK", "number": "2"}),
        *({"mark": "0", "number": 2}, {"mark": "MARK", "number": -1}),
    ],
)
def test_what_no_browser_says_changes_nothing(server, visitor, value):
    hand_over(server, visitor, TWO)
    before = visitor.page.query
    if isinstance(value, dict) and value.get("mark") == "MARK":
        value = value | {"mark": told(visitor)["mark"]}

    choose(visitor, value)
    assert visitor.page.query == before
    visitor.page.tell("camera", "sent", {"visit": "another", "number": 1})
    visitor.run()
    visitor.page.tell("camera", "sent", value)
    visitor.run()
    assert visitor.page.query == before
    assert said(visitor) == []


def test_a_stroke_takes_its_place_and_undo_brings_back_what_was_drawn_before(server, visitor):
    visitor.draw(Drawing(tuple(FOUR), (20.0, 20.0)))
    drawn = visitor.page.canvas()["drawing"]

    hand_over(server, visitor, ONE)
    assert visitor.page.canvas()["drawing"] == ""
    assert visitor.page.canvas()["aside"] == drawn
    hand_over(server, visitor, TWO)
    assert visitor.page.canvas()["aside"] == drawn

    visitor.draw(Drawing(tuple(FOUR), (20.0, 20.0)))
    assert "photograph" not in visitor.page.query
    visitor.run()
    assert told(visitor)["found"] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chosen", ["3f2a9c10-1", "MARK-3"])
def test_one_that_is_not_here_is_said_to_be_gone(server, language, chosen):
    with visiting(server.address, f"language={language}") as visitor:
        hand_over(server, visitor, TWO)
        there = chosen.replace("MARK", told(visitor)["mark"])
        visitor.page.query = f"language={language}&photograph={there}"
        visitor.page.tell("frame", "went", 1)
        visitor.run()

        assert catalogue(language)["error.photograph_gone"] in visitor.page.html()
        assert told(visitor)["found"] == []
        visitor.draw(Drawing(tuple(SEVEN), (20.0,)))
        assert "photograph" not in visitor.page.query


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"no picture at all", "error.picture_unknown"),
        (ONE[: len(ONE) // 2], "error.picture_damaged"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "error.picture_heic"),
        (png_of(Image.new("RGB", (300, 200), "white")), "error.image_empty"),
    ],
)
def test_what_shows_no_digit_is_said_and_nothing_is_lost(server, visitor, content, key):
    visitor.draw(Drawing(tuple(SEVEN), (20.0,)))
    before = visitor.page.query

    hand_over(server, visitor, content)

    (sentence,) = said(visitor)
    begin = WORDS[key].partition("{")[0]
    assert sentence.startswith(begin or "a.txt")
    assert visitor.page.query == before
    visitor.run()
    assert said(visitor) == []


def test_one_that_did_not_come_is_said(visitor):
    visitor.page.tell("camera", "sent", {"visit": told(visitor)["visit"], "number": 1})
    visitor.run()

    assert said(visitor) == [WORDS["error.photograph_not_taken"]]


def test_more_digits_than_are_kept_are_refused(server, visitor):
    hand_over(server, visitor, photograph(*[FOUR] * (MOST_DIGITS + 1)))

    n = MOST_DIGITS + 1
    assert said(visitor) == [WORDS["error.photograph_many"].format(n=n, limit=MOST_DIGITS)]


def test_a_link_does_not_carry_it(server):
    with visiting(server.address, "pen=30") as visitor:
        hand_over(server, visitor, ONE)
        assert "photograph" in visitor.page.query
        visitor.run(press="share")
        link = json.loads(visitor.page.element("link").json)["link"]

    assert "photograph" not in link
    assert "pen=30" in link


def test_what_is_kept_of_a_large_one_is_small(server, visitor):
    scene = Scene(size=(4000, 3000), pen=40, noise=0)
    hand_over(server, visitor, png_of(plain(scene)(SEVEN, np.random.default_rng(0))))

    pictures = re.findall(r'src="data:image/png;base64,([^"]+)"', visitor.page.html())
    sizes = [Image.open(io.BytesIO(base64.b64decode(picture))).size for picture in pictures]
    assert len(sizes) == 5
    assert max(map(max, sizes)) == SHOWN
    assert told(visitor)["found"][0]["read"] == "7"
