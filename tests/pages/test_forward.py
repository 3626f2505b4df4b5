"""The Forward pass page: everything it shows is what NumPy computes."""

import json
import re

import numpy as np
import pytest

from mnistnet import Drawing, load_network, prepare_as_drawn, prepare_strokes
from mnistnet.charts.number_text import adding_up, number
from mnistnet.drawing.preprocess import prepare_boxed
from mnistnet.texts import catalogue
from mnistnet.ui.messages import literal
from tests.support.app import open_page, press, shown, trace, words
from tests.support.digits import SEVEN

DRAWN = Drawing(tuple(SEVEN), (20.0,))


def by_hand(name):
    """Return X, Z1, A1, Z2, A2 and the weights, in plain NumPy as on the slides."""
    network = load_network(name)
    X = prepare_strokes(SEVEN).X.astype(float)
    one = np.ones((int(name == "lecture-b"), 1))
    Z1 = network.W1 @ np.vstack([X, one])
    A1 = 1 / (1 + np.exp(-Z1))
    Z2 = network.W2 @ np.vstack([A1, one])
    return network, X, Z1, A1, Z2, 1 / (1 + np.exp(-Z2))


def step_to(app, key, value):
    app.number_input(key=key).set_value(value).run()
    app.run()  # the whole page again, after the fragments alone


def numbers(app, name):
    """Return the columns or rows in brackets whose caption has a name: index and number."""
    (figure,) = [
        html
        for html in re.findall(r"<figure class=numbers>.*?</figure>", words(app), re.DOTALL)
        if re.search(rf"<b>[^<]*\b{name}\b", html)
    ]
    rows = re.findall(r"<tr class='\w*'><th scope=row>(.*?)<td class='[^']*'>([^<]*)", figure)
    return {re.sub("<.*?>", "", head): value for head, value in rows if value != "⋮"}


def products(app):
    """Return the tables of products, each as its rows, cell by cell, heads and foot included."""
    found = re.findall(r"<div class=products.*?</table>", words(app))
    return [[re.findall(r"<t[hd][^>]*>([^<]*)", row) for row in t.split("<tr")[1:]] for t in found]


def formulas(app):
    return [element.value for element in app.latex]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_every_figure_shows_the_numbers_of_its_step(name, language):
    app = open_page(DRAWN, page="forward", network=name, language=language)
    step_to(app, "unit_from_0", 11)

    network, X, Z1, A1, Z2, A2 = by_hand(name)
    dark, light = trace(app, "matrix")["z"], trace(app, "matrix", 1)["z"]
    shown = np.where(np.isnan(dark), light, dark)
    assert shown == pytest.approx(X.reshape(28, 28), abs=1e-6)
    row = network.W1[11, :784].reshape(28, 28)
    assert trace(app, "w1_row")["z"] == pytest.approx(row, abs=1e-5)
    assert trace(app, "products")["z"] == pytest.approx(row * X.reshape(28, 28), abs=1e-5)
    values = "z" if name == "lecture-a" else "y"
    shown = np.ravel(trace(app, "all_a1")[values])[: len(A1)]
    assert shown == pytest.approx(A1[:, 0], abs=1e-6)
    shown = np.ravel(trace(app, "all_z1")[values])[: len(Z1)]
    assert shown == pytest.approx(Z1[:, 0], abs=1e-4)
    assert trace(app, "w2")["z"] == pytest.approx(network.W2, abs=1e-5)
    *products, total = trace(app, "contributions")["y"]
    assert len(products) == network.W2.shape[1]
    assert total == pytest.approx(Z2[7, 0])
    assert sum(products) == pytest.approx(Z2[7, 0])
    assert trace(app, "all_z2")["y"] == pytest.approx(Z2[:, 0])
    outlines = trace(app, "all_z2")["marker"]["line"]["width"]
    assert [k for k in range(10) if outlines[k]] == [A2.argmax()]
    assert trace(app, "outputs")["y"] == pytest.approx(A2[:, 0])


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_formulas_have_the_real_shapes_and_numbers(name):
    app = open_page(DRAWN, page="forward", network=name, language="en")

    network, X, Z1, A1, Z2, A2 = by_hand(name)
    h, n = network.W1.shape
    said = "\n".join(formulas(app))
    assert rf"Z^{{[1]}}_{{{h}\times1}} = W^{{[1]}}_{{{h}\times{n}}}" in said
    assert rf"W^{{[2]}}_{{10\times{network.W2.shape[1]}}}" in said
    assert f"g({Z1[0, 0]:.3f}) = {A1[0, 0]:.3f}" in said
    assert f"g({Z2[7, 0]:.3f}) = {A2[7, 0]:.3f}" in said
    assert ("z^{(2)}" in said) == (name == "lecture-b")
    ink = network.W1[0, :784] * X[:, 0]
    terms = [ink[ink > 0].sum(), ink[ink < 0].sum(), *network.W1[0, 784:]]
    written, total = adding_up(terms, plus=True)
    assert (" ".join(written)[1:] + f" = {total}").replace("−", "-") in said


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_each_product_stands_beside_its_weight_and_input_and_what_is_read_adds_up(name, first):
    chosen = {"unit": "2", "output": "8", "counting": str(first)}
    app = open_page(DRAWN, page="forward", network=name, language="en", **chosen)

    network, X, Z1, A1, Z2, _ = by_hand(name)
    text, ones = catalogue("en"), [1.0] * network.has_biases
    places = (f"{p // 28 + first}, {p % 28 + first}" for p in range(784))
    names = [f"{f'x{p + 1}' if first else f'X[{p}]'} · {place}" for p, place in enumerate(places)]
    units = [str(i + first) for i in range(network.n_hidden)]
    for (head, *rows), symbols, row_of_W, inputs, named, z in zip(
        products(app),
        ((f"W1[{2 + first}, p]", f"Z1[{2 + first}]"), (f"W2[{8 + first}, i]", f"Z2[{8 + first}]")),
        (network.W1[2], network.W2[8]),
        (np.append(X, ones), np.append(A1, ones)),
        ([*names, text["forward.bias"]], [*units, text["forward.bias"]]),
        (Z1[2, 0], Z2[8, 0]),
        strict=True,
    ):
        n, order = np.count_nonzero(inputs), np.argsort(-np.abs(row_of_W * inputs), kind="stable")
        assert head[1] == symbols[0]
        assert rows[:n] == [
            [named[i], *(number(x, 4) for x in (row_of_W[i], inputs[i], row_of_W[i] * inputs[i]))]
            for i in order[:n]
        ]
        *notes, foot = rows[n:]
        assert foot == [text["forward.sum_of"].format(total=symbols[1], n=n), number(z, 4)]
        if n < len(inputs):
            assert notes.pop(0) == [text["forward.no_ink"].format(n=len(inputs) - n)]
        assert [note[0] for note in notes] in ([], [text["forward.rounding"]])
        *read, total = (float(row[-1].replace("−", "-")) for row in (*rows[:n], *notes, foot))
        assert sum(read) == pytest.approx(total, abs=5.1e-5)


@pytest.mark.parametrize(
    ("digit", "name", "is_shown"), [(7, "lecture-a", 1), (7, "lecture-b", 0), (4, "lecture-a", 0)]
)
def test_what_stands_on_the_slide_is_beside_the_lectures_example_alone(
    monkeypatch, mnist_folder, digit, name, is_shown
):
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))
    choices = {"first_image": str(digit), "network": name}
    app = open_page(page="forward", language="en", **choices)

    assert f'<b class="digit">{digit}' in words(app)
    assert words(app).count(catalogue("en")["forward.on_the_slide"]) == is_shown


def test_a_pixel_becomes_a_row_of_x():
    app = open_page(DRAWN, page="forward", language="en")

    step_to(app, "pixel_from_0", 10 * 28 + 9)

    value = prepare_strokes(SEVEN).pixels[10, 9]
    assert any(
        "Row 10, column 9" in text.value and f"= 289 of X: {value:.3f}" in text.value
        for text in app.markdown
    )


def test_a_pixel_is_counted_from_1_as_on_the_slide():
    app = open_page(DRAWN, page="forward", language="en", counting="1")

    step_to(app, "pixel_from_1", 10 * 28 + 10)

    value = prepare_strokes(SEVEN).pixels[10, 9]  # the slide's row 11, column 10
    (said,) = [text.value for text in app.markdown if "Row 11, column 10" in text.value]
    assert said.endswith(f"28·(11 − 1) + 10 = 290 of X: {value:.3f}")
    column = numbers(app, "X")
    assert column["x290"] == f"{value:.3f}"
    assert next(iter(column)) == "x1"
    assert [*column][-1] == "x784"


@pytest.mark.parametrize("first", [0, 1])
def test_the_pointer_counts_as_the_page_does(first):
    app = open_page(DRAWN, page="forward", language="en", counting=str(first), pixel="289")

    for key in ("seen", "matrix", "w1_row", "products", "why", "moved"):
        assert (trace(app, key)["y0"], trace(app, key)["x0"]) == (first, first), key
    assert (trace(app, "w2")["y0"], trace(app, "w2")["x0"]) == (0, first)  # of digits, and units
    (outline,) = json.loads(shown(app, "matrix")["figure"])["layout"]["shapes"]
    assert (outline["y0"], outline["x0"]) == (10 + first - 0.5, 9 + first - 0.5)


def test_why_adds_up_to_the_difference():
    app = open_page(DRAWN, page="forward", language="en")
    app.segmented_control(key="rival").set_value(2).run()

    *_, Z2, _ = by_hand("lecture-a")
    (said,) = [text.value for text in app.markdown if "Blank paper" in text.value]
    difference = Z2[7, 0] - Z2[2, 0]
    shown = re.findall(r"[+−]?\d+\.\d{4}", said)
    total, paper, up, down = (float(text.replace("−", "-")) for text in shown)
    assert total == pytest.approx(difference, abs=0.00006)
    assert paper + up + down == pytest.approx(total, abs=1e-9)  # as it is read
    assert trace(app, "why")["z"].sum() == pytest.approx(up + down, abs=0.01)


def test_why_is_about_the_answer_whatever_output_is_looked_into():
    app = open_page(DRAWN, page="forward", language="en")
    app.segmented_control(key="output").set_value(2).run()

    assert any("Z2 of 7 less Z2 of" in text.value for text in app.markdown)
    assert "W2[2, i]" in words(app)


def test_the_rival_follows_the_network_until_it_is_chosen():
    app = open_page(DRAWN, page="forward", language="en")

    def rival():
        said = " ".join(text.value for text in app.markdown)
        return re.findall(r"less Z2 of (\d)", said)[0]

    for name in ("lecture-a", "lecture-b"):
        app.segmented_control(key="network").set_value(name).run()
        *_, A2 = by_hand(name)
        assert rival() == str(A2[:, 0].argsort()[-2])
    app.segmented_control(key="rival").set_value(5).run()
    app.segmented_control(key="network").set_value("lecture-a").run()
    assert rival() == "5"


def test_of_a_misread_digit_the_answer_is_set_against_its_target():
    app = open_page(DRAWN, page="forward", language="en", target="3")
    *_, A2 = by_hand("lecture-a")
    assert A2[:, 0].argsort()[-2] != 3  # so that the next one is another

    assert any("Z2 of 7 less Z2 of 3" in text.value for text in app.markdown)
    assert app.segmented_control(key="rival").label == "Against: 3, the target"

    app = open_page(DRAWN, page="forward", language="en", target="7")
    assert "the next one" in app.segmented_control(key="rival").label


def test_a_moved_digit_is_read_again():
    app = open_page(DRAWN, page="forward", language="en")
    before = trace(app, "after")["y"]
    assert before == pytest.approx(trace(app, "before")["y"])

    app.slider(key="move_degrees").set_value(90.0).run()

    assert trace(app, "before")["y"] == before
    network = load_network("lecture-a")
    X = trace(app, "moved")["z"].reshape(784, 1).astype(float)
    A1 = 1 / (1 + np.exp(-network.W1 @ X))
    assert trace(app, "after")["y"] == pytest.approx(
        (1 / (1 + np.exp(-network.W2 @ A1)))[:, 0], abs=1e-5
    )


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_units_that_are_switched_off_leave_the_sums_of_the_outputs(name):
    app = open_page(DRAWN, page="forward", network=name, language="en")

    text = catalogue("en")
    for unit in (3, 0, 11):
        step_to(app, "unit_from_0", unit)
        assert app.button(key="switch_unit").label == text["moves.switch_off"].format(unit=unit)
        press(app, "switch_unit")
        assert app.button(key="switch_unit").label == text["moves.switch_on"].format(unit=unit)

    assert shown(app, "units_off")["alt"] == f"{text['moves.off']}: 0, 3, 11"
    app.segmented_control(key="counting").set_value(1).run()
    assert shown(app, "units_off")["alt"] == f"{text['moves.off']}: 1, 4, 12"
    assert app.button(key="switch_unit").label == text["moves.switch_on"].format(unit=12)
    network, _, _, A1, Z2, A2 = by_hand(name)
    missing = sum(network.W2[:, [unit]] * A1[unit] for unit in (0, 3, 11))
    assert trace(app, "before")["y"] == pytest.approx(A2[:, 0], abs=1e-6)
    assert trace(app, "after")["y"] == pytest.approx(
        (1 / (1 + np.exp(-(Z2 - missing))))[:, 0], abs=1e-6
    )


def test_a_unit_is_switched_on_again_alone_or_with_all():
    app = open_page(DRAWN, page="forward", language="en")
    before = trace(app, "before")["y"]
    for unit in (3, 11):
        step_to(app, "unit_from_0", unit)
        press(app, "switch_unit")
    without = trace(app, "after")["y"]

    press(app, "switch_unit")
    without_3 = trace(app, "after")["y"]
    press(app, "all_on")

    assert len({tuple(without), tuple(without_3), tuple(before)}) == 3
    assert shown(app, "units_off")["alt"].endswith(f": {catalogue('en')['moves.none']}")
    assert trace(app, "after")["y"] == before
    assert app.button(key="all_on").disabled


@pytest.mark.parametrize(
    ("stage", "mean"),
    [
        ("drawn", prepare_as_drawn(DRAWN).pixels),
        ("boxed", prepare_boxed(SEVEN).pixels),
        ("mnist", prepare_strokes(SEVEN).pixels),
    ],
)
def test_the_preparation_can_be_taken_back_step_by_step(stage, mean):
    app = open_page(DRAWN, page="forward", language="en")

    app.segmented_control(key="stage").set_value(stage).run()

    assert trace(app, "moved")["z"] == pytest.approx(mean, abs=1e-5)


def test_a_unit_that_the_other_network_does_not_have_is_left():
    app = open_page(DRAWN, page="forward", language="en")
    step_to(app, "unit_from_0", 99)

    app.segmented_control(key="network").set_value("lecture-b").run()

    assert not app.exception
    assert app.number_input(key="unit_from_0").value == 13


@pytest.mark.parametrize("language", ["ko", "en"])
def test_without_a_digit_a_sample_is_offered(language):
    app = open_page(page="forward", language=language)
    assert app.info[0].value == literal(catalogue(language)["error.nothing_drawn"])

    app.button(key="sample").click().run()

    assert '<b class="digit">7</b>' in words(app)
    assert "drawing" in app.query_params


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_without_a_digit_the_page_is_that_of_blank_paper(name):
    app = open_page(page="forward", network=name, language="en")

    network = load_network(name)
    Z1 = network.W1[:, 784:].sum(axis=1)
    assert list(numbers(app, "Z1").values()) == [number(z) for z in Z1]
    assert set(numbers(app, "X").values()) <= {"0.000", "1"}
    assert 'class="digit"' not in words(app)


def test_a_stage_that_has_nothing_to_read_is_explained():
    beside_the_canvas = Drawing((SEVEN[0] + 1000,), (20.0,))
    app = open_page(beside_the_canvas, page="forward", language="en")
    assert not app.warning

    app.segmented_control(key="stage").set_value("drawn").run()

    assert not app.exception
    assert app.warning[0].value == literal(catalogue("en")["error.nothing_drawn"])


@pytest.mark.parametrize("unit", [0, 13])
def test_the_colours_of_weights_mean_the_same_for_every_unit(unit):
    app = open_page(DRAWN, page="forward", network="lecture-b", language="en")
    step_to(app, "unit_from_0", unit)

    W1 = load_network("lecture-b").W1[:, :784]
    sizes = np.sort(np.abs(W1).ravel())
    below, above = sizes[int(0.995 * (sizes.size - 1)) :][:2]  # all but the largest half per cent
    for name in ("w1_row", "products"):
        squares = trace(app, name)
        assert squares["zmax"] == -squares["zmin"]
        assert below <= squares["zmax"] <= above
