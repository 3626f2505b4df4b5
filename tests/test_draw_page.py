"""The Draw page without a browser: what it says for a drawing that is in the address."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnistnet import Drawing, forward, load_network, one_hot, prepare_as_drawn, prepare_strokes
from mnistnet.address import encode
from mnistnet.loss import loss
from mnistnet.texts import catalogue
from tests.digits import FOUR, SEVEN
from tests.pages import open_page, words

DRAWN = Drawing(tuple(SEVEN), (20.0,))


def table(app: AppTest) -> list[list[str]]:
    rows = re.findall(r"<th scope=row>(\d)<td>(.*?)<td>(.*?)<td>([\d.]+)", words(app))
    return [list(row) for row in rows]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_blank_canvas_asks_for_a_digit(language):
    app = open_page(language=language)

    assert catalogue(language)["error.nothing_drawn"] in words(app)
    assert app.button(key="undo").disabled
    assert app.button(key="clear").disabled
    assert not app.warning


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_the_page_shows_what_numpy_computes(name, preparation, language):
    app = open_page(DRAWN, network=name, preparation=preparation, target="3", language=language)

    digit = prepare_strokes(SEVEN) if preparation == "mnist" else prepare_as_drawn(DRAWN)
    y_hat = forward(load_network(name), digit.X).A2
    errors = (y_hat - one_hot(3)) ** 2
    assert table(app) == [
        [str(k), f"{y_hat[k, 0]:.3f}", str(int(k == 3)), f"{errors[k, 0]:.3f}"] for k in range(10)
    ]
    (said,) = re.findall(r'class="digit">(\d)', words(app))
    assert int(said) == y_hat.argmax()
    (summed,) = re.findall(r'class="loss">.*?<b>([\d.]+)</b>', words(app))
    assert summed == f"{loss(y_hat, one_hot(3)):.3f}"


def test_until_a_target_is_chosen_the_winner_is_assumed():
    app = open_page(DRAWN, language="en")
    winner = int(np.argmax(forward(load_network("lecture-a"), prepare_strokes(SEVEN).X).A2))
    target = app.segmented_control(key="target")

    assert target.label == f"Target Y: {winner}, assumed from the answer"
    assert [row[2] for row in table(app)].index("1") == winner

    app.segmented_control(key="target").set_value(2).run()

    assert app.segmented_control(key="target").label == "Target Y: 2, chosen by you"
    assert [row[2] for row in table(app)].index("1") == 2


def test_a_choice_keeps_the_drawing():
    app = open_page(DRAWN, language="en")
    before = table(app)

    app.segmented_control(key="network").set_value("lecture-b").run()

    assert table(app) != before
    assert len(table(app)) == 10


def test_undo_takes_the_last_stroke_and_clear_all():
    app = open_page(Drawing(tuple(FOUR), (20.0, 20.0)), language="en")
    assert len(table(app)) == 10

    app.button(key="undo").click().run()
    one_stroke = Drawing((FOUR[0],), (20.0,))
    assert app.query_params["drawing"] == encode(one_stroke)

    app.button(key="clear").click().run()
    assert catalogue("en")["error.nothing_drawn"] in words(app)
    assert "drawing" not in app.query_params


def test_a_damaged_link_is_explained_and_the_page_works():
    app = open_page(language="ko", link="!!!")

    assert app.warning[0].value == catalogue("ko")["error.address_unreadable"]
    assert catalogue("ko")["error.nothing_drawn"] in words(app)


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
