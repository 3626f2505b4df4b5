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
from mnistnet.charts.number_text import adding_up, number, share, sum_text
from mnistnet.drawing.samples import sample
from mnistnet.gradient_step import gradient_step
from mnistnet.texts import catalogue
from mnistnet.ui.error.descent import LITTLE
from mnistnet.ui.messages import literal
from tests.support.app import frames, open_page, shown, trace, whole, words
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
    shares = [share(part) for part in squares / (squares.sum() or 1)]
    rows = []
    for k in range(10):
        way = f"↑ {up}" if y_hat[k] < Y[k] else f"↓ {down}" if y_hat[k] > Y[k] else f"= {stay}"
        square = number(squares[k]) if squares[k] and not float(written[k]) else written[k]
        values = number(y_hat[k]), f"{Y[k]:.0f}", number(y_hat[k] - Y[k]), square, way
        rows.append([str(k), *values, shares[k].replace("<", "&lt;")])
    whole = "100.0 %" if squares.sum() else "0.0 %"
    name = catalogue(language)["error_page.sum"]
    return [*rows, [name, total, whole]]


def every_caption(app):
    """Return what stands under the bars of every network, one after the other."""
    return "".join(frame["caption"] for frame in frames(app) if "descent" not in frame["key"])


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


def test_how_small_numbers_are_written_is_explained_where_there_are_any():
    note = f'<div{{}}><p class="note" role="status">{catalogue("en")["table.small"]}'
    app = error_page(language="en")
    assert note.format(" style='visibility: hidden'") in words(app)

    field(app, 0).set_value(1e-4).run()

    assert "1.0e-04" in table(app)[0]
    assert "e-" not in "".join(table(app)[-1])
    assert note.format("") in words(app)


def test_both_networks_state_their_loss_for_the_same_digit():
    app = error_page(DRAWN, target="2", language="en")

    said = re.findall(r'class="loss">.*?<b>([^<]+)</b>', every_caption(app))

    X = prepare_strokes(SEVEN).X
    y_hats = [forward(load_network(name), X).A2[:, 0] for name in ("lecture-a", "lecture-b")]
    assert said == [adding_up((y_hat - np.eye(10)[2]) ** 2)[1] for y_hat in y_hats]


def test_the_errors_of_several_networks_wait_for_a_target_that_none_of_them_answered():
    app = error_page(DRAWN, language="en")
    keys = {frame["key"] for frame in frames(app)}
    assert {"lecture-a_activations", "lecture-b_activations"} <= keys
    assert not any(key.endswith("squared_error") for key in keys)
    assert catalogue("en")["error_page.errors_wait"] in words(app)
    assert 'class="loss"' not in every_caption(app)

    app.segmented_control(key="target").set_value(9).run()

    for name in ("lecture-a", "lecture-b"):
        for bars in ("activations", "squared_error"):
            widths = trace(app, f"{name}_{bars}")["marker"]["line"]["width"]
            assert [k for k in range(10) if widths[k]] == [9]
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
    said = re.findall(r'class="loss">.*?<b>([^<]+)</b>', every_caption(app))
    assert len(said) == 3
    assert said[2] == adding_up(((y_hat - one_hot(2)) ** 2)[:, 0])[1]


def losses(app):
    """Return the losses of the steps that were taken, as they are written."""
    (said,) = re.findall(r'class="losses".*?>[^<]*: (.*?)<', words(app))
    return said.split(" → ")


def descended(n, target, rate=1.0, name="lecture-b"):
    """Return the outputs before n steps on the drawing and after each, and the losses, by NumPy."""
    X, Y = prepare_strokes(SEVEN).X, one_hot(target)
    network, outputs, found = load_network(name), [], []
    for _ in range(n + 1):
        step = gradient_step(network, X, Y, rate)
        outputs.append(step.run.A2)
        found.append(step.before)
        network = step.network
    return outputs, found


def test_each_step_of_gradient_descent_makes_the_loss_what_numpy_computes():
    app = error_page(DRAWN, network="lecture-b", target="9", language="en")
    assert app.button(key="descent_back").disabled

    app.button(key="take_1").click().run()
    app.button(key="take_1").click().run()

    outputs, found = descended(2, 9)
    assert [float(text) for text in losses(app)] == pytest.approx(found, abs=5.1e-5)
    assert found[2] < found[1] < found[0]
    for name, y_hat in (("before", outputs[0]), ("after", outputs[2])):
        assert trace(app, f"descent_{name}")["y"] == pytest.approx(y_hat[:, 0].tolist())
        caption = shown(app, f"descent_{name}")["caption"]
        total, terms = sum_text(((y_hat - one_hot(9)) ** 2)[:, 0])
        assert f"<b>{total}</b>" in caption
        assert f"= {terms}<" in whole(caption)
        assert total in losses(app)

    app.segmented_control(key="descent_rate").set_value(0.1).run()
    app.button(key="descent_back").click().run()
    app.button(key="take_10").click().run()
    _, found = descended(10, 9, rate=0.1)
    first, left_out, *newest = losses(app)
    assert left_out == "…"
    assert [float(text) for text in newest] == pytest.approx(found[-len(newest) :], abs=5.1e-5)
    assert float(first) == pytest.approx(found[0], abs=5.1e-5)


@pytest.mark.parametrize(("key", "value"), [("target", 3), ("network", "lecture-a")])
def test_another_target_or_network_begins_the_descent_anew(key, value):
    app = error_page(DRAWN, network="lecture-b", target="9", language="en")
    app.button(key="take_10").click().run()
    assert len(losses(app)) > 2

    app.segmented_control(key=key).set_value(value).run()

    assert len(losses(app)) == 1
    assert app.button(key="descent_back").disabled


@pytest.mark.parametrize("language", ["en", "ko"])
def test_steps_towards_a_target_that_is_assumed_say_so(language):
    one = sample(2)  # of which lecture B is not so sure
    app = error_page(one, language=language, network="lecture-b")
    y_hat = forward(load_network("lecture-b"), prepare_strokes(one.strokes).X).A2
    assumed = catalogue(language)["error_page.descent_assumed"].format(target=y_hat.argmax())
    assert assumed in words(app)
    app.button(key="take_1").click().run()
    assert len(losses(app)) == 2

    little = catalogue(language)["error_page.descent_little"].format(target=y_hat.argmax())
    assert little not in words(app)

    app.button(key="take_10").click().run()
    assert float(losses(app)[-1]) < LITTLE  # which it has become
    assert little not in words(app)
    assert assumed in words(app)

    app.segmented_control(key="target").set_value(9).run()
    assert assumed not in words(app)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_steps_that_have_nothing_to_learn_or_are_stuck_say_so(language):
    told = catalogue(language)
    app = error_page(DRAWN, language=language)
    assert told["error_page.descent_little"].format(target=7) in words(app)
    app.segmented_control(key="target").set_value(1).run()
    assert told["error_page.descent_little"].format(target=1) not in words(app)

    assert told["error_page.descent_flat"] not in words(app)
    app.button(key="take_10").click().run()

    assert max(trace(app, "descent_after")["y"]) < 0.1
    assert told["error_page.descent_flat"] in words(app)


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
