"""The Network page: the picture's numbers are NumPy's, its steps the lecture's program."""

import json

import pytest

from mnistnet import Drawing, forward, load_network, one_hot, prepare_strokes, squared_error
from mnistnet.charts.number_text import adding_up, number
from mnistnet.take_home.forward_steps import program_line, steps
from mnistnet.take_home.program import program_source
from mnistnet.texts import catalogue
from tests.support.app import open_page
from tests.support.digits import SEVEN

DRAWN = Drawing(tuple(SEVEN), (20.0,))


def told(app, name):
    """Return what the browser is told by the component that tells this."""
    every = (json.loads(element.proto.json or "{}") for element in app.get("bidi_component"))
    return next(data for data in every if name in data)


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_the_pictures_numbers_are_numpys(name):
    app = open_page(DRAWN, page="network", network=name, target="3")

    X = prepare_strokes(SEVEN).X
    run = forward(load_network(name), X)
    numbers = told(app, "numbers")["numbers"]
    errors = squared_error(run.A2, one_hot(3))
    columns = {"pixels": X, "Z1": run.Z1, "A1": run.A1, "Z2": run.Z2, "y": run.A2, "errors": errors}
    for key, column in columns.items():
        assert numbers[key] == column[:, 0].tolist()
    assert (numbers["winner"], numbers["target"]) == (7, 3)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_those_who_do_not_see_it_are_told_the_numbers(language):
    app = open_page(DRAWN, page="network", network="lecture-b", language=language)

    X = prepare_strokes(SEVEN).X
    run = forward(load_network("lecture-b"), X)
    alt = told(app, "numbers")["alt"]
    for k in range(10):
        assert f"{k}: {number(run.A2[k, 0])}" in alt
    for count in ((X > 0).sum(), 14, (run.A1 > 0.5).sum()):
        assert f"{count}" in alt
    assert adding_up(squared_error(run.A2, one_hot(7))[:, 0])[1] in alt


def test_without_a_digit_the_network_stands_empty_and_says_what_to_do():
    app = open_page(page="network", language="en")

    data = told(app, "numbers")
    assert data["numbers"] is None
    assert data["still"] == ""
    assert catalogue("en")["error.nothing_drawn"] in data["lead"]
    assert "100 hidden units" in data["alt"]


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
def test_each_step_has_its_line_of_the_program_and_the_shapes_of_its_arrays(name):
    network = load_network(name)
    source = program_source(network, target=0)
    X = prepare_strokes(SEVEN).X
    run = forward(network, X)
    shapes = {"z1": run.Z1.shape, "a1": run.A1.shape, "z2": run.Z2.shape, "a2": run.A2.shape}

    every = steps(network.has_biases)

    assert [step.name for step in every] == (
        ["drawn", "prepared", "x", "z1", "a1", "z2", "a2", "error", "loss"]
    )
    for step in every[2:]:
        line = program_line(network, step)
        assert line
        assert line in source
        if step.name in shapes:
            assert step.shapes_in(network).startswith(str(shapes[step.name]))
    for step, W in ((every[3], network.W1), (every[5], network.W2)):
        assert str(W.shape) in step.shapes_in(network)
        assert f"({W.shape[1]}, 1)" in step.shapes_in(network)


def test_a_step_that_the_program_does_not_have_is_noticed():
    network = load_network("lecture-a")

    with pytest.raises(ValueError, match="w3 ="):
        program_line(network, steps(network.has_biases)[2]._replace(begins="w3 ="))


@pytest.mark.parametrize(("name", "n_ones"), [("lecture-a", 0), ("lecture-b", 2)])
def test_the_layout_is_the_networks(name, n_ones):
    app = open_page(page="network", network=name)

    frame = told(app, "layouts")
    n_hidden = load_network(name).n_hidden
    assert frame["units"] == list(range(n_hidden))
    for layout in frame["layouts"].values():
        assert (len(layout["units"]), len(layout["ones"])) == (n_hidden, n_ones)
    assert frame["words"]["left_out"] == ""


def test_as_drawn_the_step_says_that_nothing_is_prepared():
    words = [
        told(open_page(DRAWN, page="network", preparation=name, language="en"), "layouts")["steps"]
        for name in ("mnist", "drawn")
    ]

    said = [step["words"] for steps_ in words for step in steps_ if step["name"] == "prepared"]
    key = "network_step.{}_words".format
    assert said == [catalogue("en")[key("prepared")], catalogue("en")[key("as_drawn")]]


@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        pytest.param({"first_image": "7"}, ["image", "image_prepared"], id="MNIST's image"),
        pytest.param({"photograph": "3f2a-1"}, ["photographed", "prepared"], id="a photograph"),
    ],
)
def test_of_what_was_not_drawn_no_step_says_that_it_was(choice, keys):
    app = open_page(page="network", preparation="drawn", language="en", **choice)

    first, second, *_ = told(app, "layouts")["steps"]
    words = [catalogue("en")[f"network_step.{key}_words"] for key in keys]
    assert [first["words"], second["words"]] == words
