"""What the page's address keeps: every choice, and nothing that no visitor can have chosen."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet.drawing.samples import sample
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.ui import address, url_state
from mnistnet.ui.url_state import CHOICES
from tests.support.app import open_page

ONE_DIGIT = st.integers(0, N_CLASSES - 1)

CHOSEN: dict[str, st.SearchStrategy[Any]] = {
    "language": st.sampled_from(["en", "ko"]),
    "network": st.sampled_from(["lecture-a", "lecture-b"]),
    "preparation": st.sampled_from(["mnist", "drawn"]),
    "pen": st.integers(4, 40),
    "target": ONE_DIGIT | st.none(),
    "example": st.sampled_from(["slide", "mine"]),
    "image": st.integers(0, 9_999) | st.none(),
    "pixel": st.integers(0, N_PIXELS - 1),
    "unit": st.integers(0, 999),
    "output": ONE_DIGIT | st.none(),
    "rival": ONE_DIGIT | st.none(),
}
"""What a visitor can choose."""

LIKE_ONE = st.from_regex(r"[-+]?[0-9_.e]{0,30}|nan|-?inf|None|\[\]|٣", fullmatch=True)
"""What looks like a choice to a careless reader."""


def test_all_choices_are_tried_here():
    assert CHOSEN.keys() == CHOICES.keys()


@given(st.fixed_dictionaries(CHOSEN))
def test_every_choice_survives_the_address(chosen):
    for name, option in chosen.items():
        url_state.choose(name, option)
    written = address._in_short()
    for name in chosen:
        url_state.choose(name, CHOICES[name].default)

    address._choose({name: address._own_letters(text + ".") for name, text in written.items()})

    assert {name: url_state.chosen(name) for name in chosen} == chosen
    for text in written.values():
        assert re.fullmatch(r"([\w-]|\.(?=\d))+", text, re.ASCII)
    types = {name: type(option) for name, option in chosen.items()}
    assert {name: type(url_state.chosen(name)) for name in chosen} == types


@pytest.mark.parametrize("name", CHOICES)
@given(text=st.text(max_size=40) | LIKE_ONE | LIKE_ONE.map(lambda text: text * 50))
def test_an_address_that_somebody_made_up_chooses_nothing_odd(name, text):
    read = CHOICES[name].read(text)

    if read is not None:
        assert CHOICES[name].read(CHOICES[name].write(read)) == read
        assert len(CHOICES[name].write(read)) < 30


def test_what_a_first_visit_has_is_not_written():
    app = open_page()

    assert dict(app.query_params) == {}


@pytest.mark.parametrize("page", ["network", "forward", "error"])
@pytest.mark.parametrize("text", ["-1", "9" * 20, "nan", "3_3"])
def test_a_page_answers_an_address_that_somebody_made_up(page, text):
    app = open_page(sample(7), page=page, **dict.fromkeys(CHOICES, text))

    assert set(app.query_params) - {"output", "rival"} == {"drawing"}  # these follow the answer
