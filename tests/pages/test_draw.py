"""The Draw page without a browser: what it says for a drawing that is in the address."""

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mnistnet import (
    Drawing,
    Network,
    forward,
    load_network,
    one_hot,
    prepare_as_drawn,
    prepare_strokes,
)
from mnistnet.charts.number_text import number
from mnistnet.class_store.task import Task
from mnistnet.drawing.url_text import encode
from mnistnet.loss import loss
from mnistnet.texts import catalogue
from mnistnet.ui.messages import literal
from tests.support.app import open_page, shown, trace, whole, words
from tests.support.digits import FOUR, ONE, SEVEN, ring

DRAWN = Drawing(tuple(SEVEN), (20.0,))


def table(app: AppTest) -> list[list[str]]:
    rows = re.findall(r"<th scope=row>(\d)<td>(.*?)<td>(.*?)<td>([^<]+)", words(app))
    return [list(row) for row in rows]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_blank_canvas_asks_for_a_digit(language):
    app = open_page(language=language)

    assert catalogue(language)["error.nothing_drawn"] in words(app)
    assert not app.warning


@pytest.mark.parametrize("language", ["en", "ko"])
def test_two_digits_or_a_dot_are_told_as_what_they_are(language):
    two = Drawing((SEVEN[0] / 2, SEVEN[0] / 2 + (110, 10)), (20.0, 20.0))
    dot = Drawing((np.array([(100.0, 100), (103, 103)]),), (20.0,))

    sure = Drawing((ONE[0] / 2, ring()[0] / 2 + (45, 10)), (20.0, 20.0))  # the network is, of 0

    for both in (two, sure):
        for page in ("draw", "forward", "error"):
            app = open_page(both, page=page, language=language)
            assert catalogue(language)["draw.two_digits"] in words(app), page
    assert catalogue(language)["draw.two_digits"] not in words(open_page(DRAWN, language=language))
    assert catalogue(language)["error.only_a_dot"] in words(open_page(dot, language=language))


def test_of_outputs_that_are_as_large_the_first_is_the_answer_everywhere():
    W2 = np.full((10, 5), -20.0)
    W2[[4, 9]] = 20.0  # both outputs are 1 to the last digit
    app = open_page(DRAWN, language="en")
    app.session_state["own_network"] = Network(np.zeros((5, 784)), W2)
    app.session_state["own_names"] = "mine.npz"
    app.run()
    app.segmented_control(key="network").set_value("own").run()

    then = catalogue("en")["draw.next"].format(digit=9, value="1.000")
    assert '<b class="digit">4</b><span class="value">1.000' in words(app)
    assert then in words(app)
    labels = json.loads(shown(app, "activations")["figure"])["layout"]["xaxis"]["ticktext"]
    mark = catalogue("en")["mark.winner"]
    assert [k for k in range(10) if labels[k].endswith(mark)] == [4]
    app.switch_page("mnistnet/pages/forward.py").run()
    assert not app.exception
    assert any("Z2 of 4 less Z2 of 9" in text.value for text in app.markdown)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_whose_target_it_is_is_said(class_store, language):
    def says(app: AppTest, whose: str, digit: int | None = None) -> bool:
        state = catalogue(language)[f"target.{whose}"].format(digit=digit)
        title = shown(app, "squared_error")["title"]
        return bool(title == catalogue(language)["draw.squared_error_of"].format(state=state))

    assert says(open_page(language=language), "none")
    app = open_page(DRAWN, language=language)
    assert says(app, "assumed", 7)
    app.segmented_control(key="target").set_value(3).run()
    assert says(app, "chosen", 3)

    opened = class_store.open_class()
    class_store.set_task(opened.code, opened.secret, Task("digit", 4))
    choices: dict[str, Any] = {"class": opened.code, "language": language}
    app = open_page(DRAWN, **choices)
    assert says(app, "asked", 4)
    app.segmented_control(key="target").set_value(9).run()
    assert says(app, "chosen", 9)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_the_page_shows_what_numpy_computes(name, preparation, language):
    app = open_page(DRAWN, network=name, preparation=preparation, target="3", language=language)

    digit = prepare_strokes(SEVEN) if preparation == "mnist" else prepare_as_drawn(DRAWN)
    y_hat = forward(load_network(name), digit.X).A2
    errors = (y_hat - one_hot(3)) ** 2
    assert table(app) == [
        [str(k), number(y_hat[k, 0]), str(int(k == 3)), number(errors[k, 0])] for k in range(10)
    ]
    (said,) = re.findall(r'class="digit">(\d)', words(app))
    assert int(said) == y_hat.argmax()
    heard = ", ".join(f"{k}: {number(y_hat[k, 0])}" for k in range(10))
    assert shown(app, "activations")["alt"].endswith(heard)
    ((summed, terms),) = re.findall(r'class="loss">.*?<b>(.+?)</b>.*?= (.+?)<', whole(words(app)))
    assert float(summed) == pytest.approx(loss(y_hat, one_hot(3)), abs=5.1e-5)
    assert sum(map(float, terms.split(" + "))) == pytest.approx(float(summed), abs=5.1e-5)


def test_until_a_target_is_chosen_the_winner_is_assumed():
    app = open_page(DRAWN, language="en")
    winner = int(np.argmax(forward(load_network("lecture-a"), prepare_strokes(SEVEN).X).A2))

    assert shown(app, "squared_error")["title"].endswith(f"Y: {winner}, assumed from the answer")
    assert [row[2] for row in table(app)].index("1") == winner
    assert max(trace(app, "squared_error")["marker"]["line"]["width"]) == 0  # nobody chose it

    app.segmented_control(key="target").set_value(2).run()

    assert shown(app, "squared_error")["title"].endswith("Y: 2, chosen by you")
    assert np.argmax(trace(app, "squared_error")["marker"]["line"]["width"]) == 2
    assert [row[2] for row in table(app)].index("1") == 2


def test_a_choice_keeps_the_drawing():
    app = open_page(DRAWN, language="en")
    before = table(app)

    app.segmented_control(key="network").set_value("lecture-b").run()

    assert table(app) != before
    assert len(table(app)) == 10


@pytest.mark.parametrize("behind", ["을", ".", ")", "」"])
@pytest.mark.parametrize(
    ("name", "value"), [("network", "lecture-b"), ("target", "3"), ("preparation", "drawn")]
)
def test_what_a_sentence_puts_behind_a_link_is_ignored(name: str, value: str, behind: str):
    written = encode(Drawing((FOUR[0],), (20.0,)))

    choices: dict[str, Any] = {name: value + behind}
    app = open_page(language="ko", link=written + behind, **choices)

    assert not app.warning
    assert app.query_params["drawing"] == written
    assert app.query_params[name] == value


def test_a_damaged_link_is_explained_and_the_page_works():
    app = open_page(language="ko", link="!!!")

    assert app.warning[0].value == literal(catalogue("ko")["error.address_unreadable"])
    assert catalogue("ko")["error.nothing_drawn"] in words(app)


def long_drawing() -> Drawing:
    """Return more strokes than an address takes, of a seven and lines down."""
    rng = np.random.default_rng(0)
    strokes = [np.round(rng.uniform(100, 180, (60, 2))) for _ in range(80)]
    return Drawing((*SEVEN, *strokes), (20.0,) * 81)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_an_oversized_link_is_explained_and_the_page_works(language):
    app = open_page(language=language, link="A" * 100_000)

    assert app.warning[0].value == literal(
        catalogue(language)["error.address_too_long"].format(limit=7500)
    )
    assert catalogue(language)["error.nothing_drawn"] in words(app)


@given(st.text("ABab09-_!한", max_size=300))
@example("00")
@settings(max_examples=10)
def test_whatever_stands_in_the_address_the_page_opens(text):
    app = open_page(link=text, network=text, target=text, language=text, image=text)

    written = re.split("[!한]", text)[0]  # up to what no parameter can have
    expected = int(written) if written in ("0", "9") else None  # these two are digits after all
    assert app.segmented_control(key="target").value == expected


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_drawing_too_long_for_the_address_works_without_it(language):
    app = open_page(DRAWN, language=language)
    app.session_state["drawing"] = encode(long_drawing())
    app.segmented_control(key="target").set_value(3).run()

    assert "drawing" not in app.query_params
    assert catalogue(language)["draw.too_long"] in words(app)
    numbers = table(app)
    y_hat = forward(load_network("lecture-a"), prepare_strokes(long_drawing().strokes).X).A2
    assert [row[1] for row in numbers] == [number(value) for value in y_hat[:, 0]]

    app.query_params.clear()
    app.switch_page("mnistnet/pages/forward.py").run()
    app.query_params.clear()
    app.switch_page("mnistnet/pages/draw.py").run()
    assert table(app) == numbers


def test_a_choice_sent_with_the_address_from_before_a_stroke_keeps_the_stroke():
    app = open_page(Drawing((FOUR[0],), (20.0,)), language="en")
    before = dict(app.query_params)
    both = encode(Drawing(tuple(FOUR), (20.0, 20.0)))
    app.session_state["drawing"] = both
    app.session_state["address"] = {"drawing": both}  # as after a stroke

    for name, value in before.items():
        app.query_params[name] = value
    app.segmented_control(key="language").set_value("ko").run()

    assert app.query_params["drawing"] == both
    assert app.segmented_control(key="language").value == "ko"


def test_the_back_button_takes_back_a_stroke():
    app = open_page(Drawing((FOUR[0],), (20.0,)), language="en")
    one = app.query_params["drawing"]
    both = encode(Drawing(tuple(FOUR), (20.0, 20.0)))
    app.session_state["drawing"] = both
    app.session_state["address"] = {"drawing": both}

    app.query_params["drawing"] = one
    app.run()
    assert app.session_state["drawing"] == both  # the browser has only been slow

    app.query_params["drawing"] = one
    app.session_state["went"] = True  # as the browser says
    app.run()
    assert app.session_state["drawing"] == one


@pytest.mark.parametrize(
    "parameters",
    [{"network": "lecture-z"}, {"target": "12"}, {"pen": "9999"}, {"language": "tlh"}],
)
def test_a_choice_that_does_not_exist_falls_back(parameters):
    assert len(table(open_page(DRAWN, **parameters))) == 10


def test_no_answer_above_one_half_is_said_to_be_unsure():
    hatching = [np.array([(40.0 + 20 * i, 40), (60 + 20 * i, 240)]) for i in range(9)]
    drawing = Drawing(tuple(hatching), (20.0,) * 9)
    y_hat = forward(load_network("lecture-b"), prepare_strokes(hatching).X).A2

    said = catalogue("en")["draw.not_sure"] in words(
        open_page(drawing, network="lecture-b", language="en")
    )

    assert said == (y_hat.max() < 0.5)


def test_a_drawing_that_cannot_be_read_stays_in_the_address_until_there_is_another():
    app = open_page(link="!!!", target="3")
    assert app.query_params["drawing"] == "!!!"
    app.segmented_control(key="target").set_value(4).run()
    app.run()
    assert app.query_params["drawing"] == "!!!"
