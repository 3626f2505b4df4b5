"""The Error page without a browser: the lecture's table, edited and for a drawing."""

import re

import numpy as np
import pytest

from mnistnet import (
    Drawing,
    Network,
    forward,
    load_network,
    one_hot,
    prepare_as_drawn,
    prepare_strokes,
)
from mnistnet.charts.number_text import adding_up, number, share
from mnistnet.texts import catalogue
from mnistnet.ui.messages import literal
from tests.support.app import frames, open_page, shown, trace, words
from tests.support.digits import FOUR, SEVEN

DRAWN = Drawing(tuple(SEVEN), (20.0,))

SLIDE = [0.1, 0.8, 0.3, 0.2, 0.1, 0.7, 0.1, 0.2, 0.3, 0.1]


def error_page(drawing=None, **parameters):
    return open_page(drawing, page="error", **parameters)


def table(app):
    """Return the table's ten rows and its last one, cell by cell."""
    (html,) = re.findall(r"<table class=error>.*</table>", words(app))
    rows = html.split("<tr")[2:]
    return [re.findall(r">([^<>]+)(?=<|$)", row) for row in rows]


def recomputed(predictions, target, language="en"):
    """Return the same rows from the lecture's formulas."""
    up, down, stay = (catalogue(language)[f"error_page.{way}"] for way in ("up", "down", "stay"))
    y_hat = np.array(predictions, dtype=float)
    Y = np.eye(10)[target]
    squares = (y_hat - Y) ** 2
    written, total = adding_up(squares)
    rows = []
    for k in range(10):
        way = f"↑ {up}" if y_hat[k] < Y[k] else f"↓ {down}" if y_hat[k] > Y[k] else f"= {stay}"
        part = squares[k] / squares.sum() if squares.sum() else 0
        values = number(y_hat[k]), f"{Y[k]:.0f}", number(y_hat[k] - Y[k]), written[k], way
        rows.append([str(k), *values, share(part).replace("<", "&lt;")])
    whole = "100.0 %" if squares.sum() else "0.0 %"
    name = catalogue(language)["error_page.sum"]
    return [*rows, [name, total, whole]]


def field(app, digit, example="slide"):
    return app.number_input(key=f"{example}_{digit}")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_slides_example_stands_as_on_the_slide(language):
    app = error_page(language=language)

    assert table(app) == recomputed(SLIDE, 1, language)
    assert table(app)[-1][1] == "0.8300"
    squares = [float(row[4]) for row in table(app)[:-1]]
    assert squares == [0.01, 0.04, 0.09, 0.04, 0.01, 0.49, 0.01, 0.04, 0.09, 0.01]
    assert [field(app, k).value for k in range(10)] == SLIDE
    assert catalogue(language)["error_page.hint"] in words(app)


def test_the_slides_example_needs_no_digit_and_a_sample_is_offered():
    app = error_page(language="en")
    assert app.info[0].value == literal(catalogue("en")["error.nothing_drawn"])

    app.segmented_control(key="example").set_value("mine").run()
    assert app.info[1].value == catalogue("en")["error_page.no_digit"]

    app.button(key="sample").click().run()
    assert not app.info
    assert len(table(app)) == 11
    assert "drawing" in app.query_params


def test_an_edit_recalculates_everything_and_a_button_brings_it_back():
    app = error_page(language="en")
    assert app.button(key="restore").disabled

    field(app, 5).set_value(0.125).run()
    edited = [*SLIDE[:5], 0.125, *SLIDE[6:]]
    assert table(app) == recomputed(edited, 1)
    assert not app.button(key="restore").disabled

    app.button(key="restore").click().run()
    assert table(app) == recomputed(SLIDE, 1)
    assert app.button(key="restore").disabled


def test_without_any_error_no_class_owes_anything():
    app = error_page(language="en")

    for k in range(10):
        field(app, k).set_value(float(k == 1))
    app.run()

    assert table(app) == recomputed(np.eye(10)[1], 1)
    assert {row[5] for row in table(app)[:-1]} == {"= stay"}


@pytest.mark.parametrize("typed", [None, 1.2, -0.05, float("inf"), float("nan")])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_no_prediction_is_explained_and_loses_nothing(language, typed):
    app = error_page(language=language)
    field(app, 2).set_value(0.4).run()
    before = table(app)

    field(app, 2).set_value(typed).run()

    assert table(app) == before == recomputed([*SLIDE[:2], 0.4, *SLIDE[3:]], 1, language)
    sentence = catalogue(language)["error_page.refused"].format(listed="2 → 0.400")
    assert sentence in words(app)
    assert words(app).count("refused'") == 1  # its row is marked

    field(app, 2).set_value(1.0).run()
    assert table(app) == recomputed([*SLIDE[:2], 1.0, *SLIDE[3:]], 1, language)
    assert sentence not in words(app)


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_the_table_of_the_visitors_digit_is_what_numpy_computes(name, preparation):
    app = error_page(
        DRAWN, example="mine", network=name, preparation=preparation, target="2", language="en"
    )

    digit = prepare_strokes(SEVEN) if preparation == "mnist" else prepare_as_drawn(DRAWN)
    assert table(app) == recomputed(forward(load_network(name), digit.X).A2[:, 0], 2)


def test_until_a_target_is_chosen_the_table_assumes_the_answer():
    app = error_page(DRAWN, example="mine", language="en")
    y_hat = forward(load_network("lecture-a"), prepare_strokes(SEVEN).X).A2[:, 0]
    assert table(app) == recomputed(y_hat, int(y_hat.argmax()))

    app.segmented_control(key="target").set_value(9).run()

    assert table(app) == recomputed(y_hat, 9)
    assert app.query_params["target"] == "9"


def test_both_networks_state_their_loss_for_the_same_digit():
    app = error_page(DRAWN, target="2", language="en")

    said = re.findall(r'class="loss">.*?<b>([^<]+)</b>', words(app))

    X = prepare_strokes(SEVEN).X
    y_hats = [forward(load_network(name), X).A2[:, 0] for name in ("lecture-a", "lecture-b")]
    assert said == [adding_up((y_hat - np.eye(10)[2]) ** 2)[1] for y_hat in y_hats]


def test_the_errors_of_several_networks_wait_for_a_target_that_none_of_them_answered():
    app = error_page(DRAWN, language="en")
    keys = {frame["key"] for frame in frames(app)}
    assert {"lecture-a_activations", "lecture-b_activations"} <= keys
    assert not any(key.endswith("squared_error") for key in keys)
    assert catalogue("en")["error_page.errors_wait"] in words(app)
    assert 'class="loss"' not in words(app)

    app.segmented_control(key="target").set_value(9).run()

    assert shown(app, "lecture-b_squared_error")
    assert catalogue("en")["error_page.errors_wait"] not in words(app)
    assert catalogue("en")["error_page.every_target"].format(target=9) in words(app)


def test_the_visitors_own_network_stands_beside_the_others():
    app = error_page(DRAWN, target="2", language="en")
    rng = np.random.default_rng(0)
    own = Network(rng.normal(0, 0.1, (5, 785)), rng.normal(0, 1, (10, 6)))
    app.session_state["own_network"], app.session_state["own_names"] = own, "mine.npz"
    app.run()

    y_hat = forward(own, prepare_strokes(SEVEN).X).A2
    assert trace(app, "own_activations")["y"] == pytest.approx(y_hat[:, 0].tolist())
    assert shown(app, "own_squared_error")["alt"].startswith(catalogue("en")["network.own"])
    said = re.findall(r'class="loss">.*?<b>([^<]+)</b>', words(app))
    assert len(said) == 3
    assert said[2] == adding_up(((y_hat - one_hot(2)) ** 2)[:, 0])[1]


def test_edits_of_one_example_survive_a_look_at_the_other_and_another_page():
    app = error_page(DRAWN, language="en")
    field(app, 0).set_value(0.9).run()
    edited = recomputed([0.9, *SLIDE[1:]], 1)

    app.segmented_control(key="example").set_value("mine").run()
    field(app, 0, "mine").set_value(0.5).run()
    app.segmented_control(key="example").set_value("slide").run()
    assert table(app) == edited
    app.switch_page("mnistnet/pages/draw.py").run()
    app.switch_page("mnistnet/pages/error.py").run()
    assert table(app) == edited

    app.segmented_control(key="language").set_value("ko").run()
    assert table(app) == recomputed([0.9, *SLIDE[1:]], 1, "ko")


def test_another_digit_or_network_brings_its_own_predictions():
    app = error_page(DRAWN, example="mine", target="1", language="en")
    field(app, 0, "mine").set_value(0.5).run()

    app.segmented_control(key="network").set_value("lecture-b").run()

    y_hat = forward(load_network("lecture-b"), prepare_strokes(SEVEN).X).A2[:, 0]
    assert table(app) == recomputed(y_hat, 1)


def test_the_choice_of_example_is_in_the_address():
    app = error_page(Drawing(tuple(FOUR), (20.0, 20.0)), language="en")
    assert "example" not in app.query_params

    app.segmented_control(key="example").set_value("mine").run()

    assert app.query_params["example"] == "mine"


def test_choices_come_along_from_page_to_page():
    app = error_page(DRAWN, network="lecture-b", preparation="drawn", target="3", language="ko")
    before = dict(app.query_params)

    for name in ("draw", "error"):
        app.switch_page(f"mnistnet/pages/{name}.py").run()

        assert not app.exception
        assert app.segmented_control(key="network").value == "lecture-b"
        assert app.segmented_control(key="target").value == 3
        assert dict(app.query_params) == before
