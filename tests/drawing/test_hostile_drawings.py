"""Drawings that nobody drew.

More of them: ``python -m tests.drawing.test_hostile_drawings 20000 1``.
"""

import random
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet import Drawing, DrawingError
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.ink import MAX_PATH
from mnistnet.drawing.preprocess import (
    CANVAS_SIDE,
    prepare_as_drawn,
    prepare_strokes,
    require_digit,
)
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import MAX_POINTS, MAX_STROKES, MAX_WIDTH, extent
from mnistnet.drawing.url_text import MAX_BYTES, decode, encode
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.ui.messages import literal
from mnistnet.ui.options import CHOICES
from mnistnet.weights import SHIPPED
from tests.support import fuzz
from tests.support.app import open_page
from tests.support.server import Server
from tests.support.visitor import Visitor, report, visiting

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def link(chance: random.Random) -> str:
    """Return the text of a drawing, odd or damaged, or made of any letters."""
    far, wide = chance.choice([1, 1, 20, 1e4, 1e6]), chance.choice([0, 1, 20, 900, 1e5])
    odd = Drawing(tuple(far * points for points in sample(7).strokes), (20.0, wide))
    text = list(encode(odd))
    for _ in range(chance.choice([0, 0, 1, 5])):
        at = chance.randint(0, len(text))
        text[at : at + chance.choice([0, 1, 9])] = chance.choices(LETTERS, k=chance.randint(0, 9))
    anything = chance.choice(["_", "gA", LETTERS]) * chance.choice([1, 7, 50_000])
    return chance.choice(["".join(text), "".join(text), anything])


def refusal(work: Callable[[Any], object], drawing: Drawing) -> str | None:
    """Return the key of the sentence with which strokes are refused."""
    try:
        work(drawing.strokes)
    except DrawingError as error:
        return error.key
    return None


def outcome(read: Callable[[Any], Drawing], content: Any) -> str:
    """Read a drawing and prepare it in both ways; anything but a digit or a sentence fails."""
    try:
        drawing = read(content)
        assert encode(decode(encode(drawing))) == encode(drawing)
        assert refusal(require_digit, drawing) == refusal(prepare_strokes, drawing)
        prepared = (prepare_strokes(drawing.strokes), prepare_as_drawn(drawing))
    except DrawingError as error:
        for language in LANGUAGES:
            catalogue(language)[error.key].format(**error.values)
        return error.key
    for digit in prepared:
        assert digit.pixels.shape == (28, 28)
        assert digit.pixels.min() >= 0
        assert digit.pixels.max() <= 1
    return "a digit"


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_whatever_a_link_says_is_a_digit_or_a_sentence(chance: random.Random) -> None:
    assert outcome(decode, link(chance))


@settings(max_examples=80)
@given(st.one_of(st.none(), st.booleans(), st.floats(), st.lists(st.text(max_size=3)), st.binary()))
def test_what_is_no_text_is_refused(content: Any) -> None:
    with pytest.raises(DrawingError):
        decode(content)


def test_a_link_to_more_points_than_a_hand_draws_is_refused() -> None:
    points = np.array([(10.0, 10), (200, 200)] * (MAX_POINTS // 2))
    assert len(decode(encode(Drawing((points,), (20.0,)))).strokes[0]) == MAX_POINTS

    with pytest.raises(DrawingError):
        decode(encode(Drawing((points, points[:1]), (20.0, 20.0))))


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls: it does not depend on the machine."""
    found: list[str] = []
    sys.setprofile(lambda frame, event, argument: found.append(event))
    try:
        work()
    finally:
        sys.setprofile(None)
    return found.count("call") + found.count("c_call")


def test_a_pen_for_each_stroke_is_no_more_work_than_one_for_all() -> None:
    lines = tuple(np.array([(140.0, 40), (140 + i % 99, 240)]) for i in range(MAX_STROKES))
    one = Drawing(lines, (MAX_WIDTH / 2,) * MAX_STROKES)
    many = Drawing(lines, tuple(MAX_WIDTH / 2 + i / 10 for i in range(MAX_STROKES)))

    assert calls(lambda: prepare_as_drawn(many)) < 1.1 * calls(lambda: prepare_as_drawn(one))


@pytest.mark.parametrize("width", [1.0, MAX_WIDTH])
def test_lines_without_end_are_refused_before_they_take_any_memory(width: float) -> None:
    far = np.array([(-280.0, -280), (560, 560)] * (MAX_POINTS // 2))

    tracemalloc.start()
    try:
        with pytest.raises(DrawingError, match=f"{MAX_PATH:,} pixels"):
            prepare_as_drawn(Drawing((far,), (width,)))
        assert tracemalloc.get_traced_memory()[1] < 10 * far.nbytes  # drawn, it is 800 times
    finally:
        tracemalloc.stop()


def test_what_cannot_be_prepared_is_told_without_preparing_it() -> None:
    for n_turns, key in ((650, None), (651, "error.path_too_long")):
        to_and_fro = np.array([(0.0, 0), (60, 0)] * n_turns)
        drawing = Drawing((to_and_fro[:100], to_and_fro), (20.0, 20.0))
        assert refusal(require_digit, drawing) == refusal(prepare_strokes, drawing) == key
    assert refusal(require_digit, Drawing()) == "error.nothing_drawn"


def test_too_much_is_refused_with_the_limit() -> None:
    dots = Drawing((np.array([(1.0, 2)]),) * (MAX_STROKES + 1), (2.0,) * (MAX_STROKES + 1))
    line = Drawing((np.tile([(1.0, 2), (280, 200)], (MAX_POINTS, 1)),), (2.0,))
    for drawing, limit in ((dots, f"{MAX_STROKES} strokes"), (line, f"{MAX_POINTS:,} points")):
        with pytest.raises(DrawingError, match=limit):
            decode(encode(drawing))


def test_a_text_longer_than_any_drawing_is_refused_before_it_is_read() -> None:
    longest = np.tile([(-9_999.0, -9_999), (9_999, 9_999)], (MAX_POINTS // 2, 1))
    assert len(encode(Drawing((longest,), (2.0,)))) < MAX_BYTES * 4 // 3

    three_dots = encode(Drawing((np.array([(1.0, 2)]),) * 3, (2.0,) * 3))
    assert calls(lambda: outcome(decode, three_dots * MAX_BYTES)) < 100


def test_no_real_digit_comes_near_to_what_is_refused(strokes_folder: Path) -> None:
    for path in (*strokes_folder.glob("*.jsonl"), *strokes_folder.glob("*.tra")):
        for digit in read_written_digits(path):
            way = sum(np.abs(np.diff(s, axis=0)).max(axis=1).sum() for s in digit.strokes)
            assert way / extent(digit.strokes) * CANVAS_SIDE < MAX_PATH / 30
            assert len(digit.strokes) < MAX_STROKES / 30


def said(visitor: Visitor) -> list[str]:
    """Return every sentence in a coloured box."""
    return [element.body for element in visitor.page.all_of("alert")]


def test_the_page_answers_whatever_its_canvas_says(server: Server) -> None:
    chance = random.Random(1)  # noqa: S311
    with visiting(server.address, "language=en") as visitor:
        for _ in range(20):
            visitor.draw(sample(7), drawing=link(chance))
        visitor.draw(sample(4))
        assert said(visitor) == []

        whole = report(sample(4), visitor.page.canvas())["drawing"]
        odd: list[Any] = [None, [], 3, {}, *({"drawing": whole | {key: []}} for key in whole)]
        for value in odd:
            visitor.say(value)
        texts: list[Any] = ["a", "!", None, 3, [], encode(Drawing((np.zeros((2, 2)),), (-1.0,)))]
        for text in texts:
            visitor.draw(sample(4), drawing=text)
            assert said(visitor) == [literal(catalogue("en")["error.drawing_unreadable"])]
            assert f"drawing={encode(sample(4))}" in visitor.page.query  # the last good one
        visitor.draw(sample(7))

        assert '"digit">7' in visitor.page.html()


@settings(max_examples=12)
@given(st.dictionaries(st.sampled_from(list(CHOICES)), st.text(max_size=8)), st.text(max_size=30))
def test_whatever_stands_in_the_address_the_page_answers(
    choices: dict[str, str], drawing: str
) -> None:
    app = open_page(None, page=None, link=drawing, **choices)

    assert app.segmented_control(key="network").value in SHIPPED


def main(n: int, seed: int) -> None:
    """Try ``n`` links."""
    fuzz.run(n, seed, lambda chance, _: link(chance), partial(outcome, decode))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
