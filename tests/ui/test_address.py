"""What the page's address keeps: every choice, and nothing that no visitor can have chosen."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet.drawing.samples import sample
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.ui import address
from mnistnet.ui.options import CHOICES
from mnistnet.ui.spelling import one_of
from tests.support.app import open_page
from tests.support.visitor import visiting

ONE_DIGIT = st.integers(0, N_CLASSES - 1)

EDITS = st.none() | st.tuples(
    st.from_regex("[0-9a-f]{1,8}", fullmatch=True),
    st.dictionaries(ONE_DIGIT, st.floats(0, 1).map(lambda y: float(f"{y:.9g}")), min_size=1),
)


def in_steps(low: float, high: float, step: float) -> st.SearchStrategy[float]:
    """A slider's values."""
    steps = st.integers(0, round((high - low) / step))
    return steps.map(lambda n: float(f"{low + n * step:.9g}"))


CHOSEN: dict[str, st.SearchStrategy[Any]] = {
    "language": st.sampled_from(["en", "ko"]),
    "network": st.sampled_from(["lecture-a", "lecture-b"]),
    "preparation": st.sampled_from(["mnist", "drawn"]),
    "pen": st.integers(4, 40),
    "target": ONE_DIGIT | st.none(),
    "example": st.sampled_from(["slide", "mine"]),
    "image": st.integers(0, 9_999) | st.none(),
    "pinned": st.booleans(),
    "first_image": ONE_DIGIT | st.none(),
    "photograph": st.tuples(st.from_regex("[0-9a-f]{1,8}", fullmatch=True), st.integers(1, 999))
    | st.none(),
    "class": st.sampled_from(["K7M2QX", None]),
    "class_view": st.sampled_from(["wall", "join", "statistics"]),
    "shown_task": st.integers(1, 200),
    "wall_order": st.sampled_from(["newest", "worst", "digit"]),
    "counting": st.sampled_from([0, 1]),
    "pixel": st.integers(0, N_PIXELS - 1),
    "unit": st.integers(0, 999),
    "output": ONE_DIGIT | st.none(),
    "rival": ONE_DIGIT | st.none(),
    "stage": st.sampled_from(["drawn", "boxed", "mnist", None]),
    "move_right": in_steps(-8, 8, 0.5),
    "move_down": in_steps(-8, 8, 0.5),
    "move_scale": in_steps(0.5, 1.5, 0.05),
    "move_degrees": in_steps(-90, 90, 5),
    "off": st.lists(st.integers(0, 999), unique=True),
    "edits_slide": EDITS,
    "edits_mine": EDITS,
    "query_label": ONE_DIGIT | st.just("any"),
    "query_answer": ONE_DIGIT | st.just("any"),
    "query_outcome": st.sampled_from(["all", "right", "wrong"]),
    "query_order": st.sampled_from(["file", "worst", "random"]),
    "guess_first": st.booleans(),
    "sheet_number": st.integers(0, 199),
    "sheet_seed": st.integers(0, 999),
    "setting_n_hidden": st.integers(1, 300),
    "setting_biases": st.booleans(),
    "setting_learning_rate": st.floats(0.001, 100).map(lambda rate: float(f"{rate:.9g}")),
    "setting_batch_size": st.integers(1, 1_000),
    "setting_epochs": st.integers(1, 200),
    "setting_n_images": st.integers(100, 60_000),
    "setting_seed": st.integers(0, 9_999),
    "setting_source": st.sampled_from(["mnist", "both", "ours"]),
    "batch": st.integers(0, 59_999),
}
"""What a visitor can choose."""

LIKE_ONE = st.from_regex(r"[-+]?[0-9_.e]{0,30}|nan|-?inf|None|\[\]|٣", fullmatch=True)
"""What looks like a choice to a careless reader."""


def test_all_choices_are_tried_here():
    assert CHOSEN.keys() == CHOICES.keys()


@settings(max_examples=50)
@given(st.fixed_dictionaries(CHOSEN))
def test_every_choice_survives_the_address(chosen):
    with patch("streamlit.session_state", dict(chosen)):
        written = address._in_short()
    there = {name: address._own_letters(text + ".") for name, text in written.items()}
    state: dict[str, Any] = {}
    with patch("streamlit.session_state", state):
        address._choose(there)

    assert there == written
    assert state == chosen
    assert [type(state[name]) for name in chosen] == [type(option) for option in chosen.values()]


def test_what_a_browser_adds_up_in_steps_is_written_short():
    assert CHOICES["move_scale"].write(1.1 + 0.05) == "1.15"
    assert CHOICES["setting_learning_rate"].write(0.1 + 0.2) == "0.3"


@pytest.mark.parametrize("name", CHOICES)
@settings(max_examples=30)
@given(text=st.text(max_size=40) | LIKE_ONE | LIKE_ONE.map(lambda text: text * 50))
def test_an_address_that_somebody_made_up_chooses_nothing_odd(name, text):
    read = CHOICES[name].read(text)

    if read is not None:
        assert CHOICES[name].read(CHOICES[name].write(read)) == read
        assert len(CHOICES[name].write(read)) < 30


@pytest.mark.parametrize("text", ["00", "07", "-0"])
@pytest.mark.parametrize("name", ["target", "pixel", "off", "setting_epochs"])
def test_a_number_is_written_in_one_way(name, text):
    assert CHOICES[name].read(text) is None


@pytest.mark.parametrize("text", ["", "none", "1.5"])
def test_what_is_no_number_is_not_looked_for_among_all_numbers(text):
    assert one_of(range(10**12), None).read(text) is None  # a search would take hours


def test_what_a_first_visit_has_is_not_written():
    app = open_page()

    assert dict(app.query_params) == {}


@pytest.mark.parametrize("page", ["network", "forward", "error"])
@pytest.mark.parametrize("text", ["-1000", "9" * 20, "nan", "3_3"])
def test_a_page_answers_an_address_that_somebody_made_up(page, text):
    app = open_page(sample(7), page=page, **dict.fromkeys(map(address._name, CHOICES), text))

    assert set(app.query_params) - {"class"} == {"drawing"}  # of a code that is none it is said


def test_a_press_with_the_address_from_before_a_choice_keeps_the_choice(server):
    with visiting(server.address, "language=en", "train") as visitor:
        before = visitor.page.query
        visitor.page.set("setting_learning_rate", double_value=0.5)
        visitor.run()
        chosen = visitor.page.query
        assert "learning_rate=0.5" in chosen

        visitor.page.query = before  # the browser has not heard of it yet
        visitor.run("training_stop")
        assert not visitor.page.element("setting_learning_rate").set_value
        assert visitor.page.query == before  # it will hear of it once

        visitor.page.tell("frame", "went", 1)
        visitor.run()
        assert visitor.page.element("setting_learning_rate").set_value
