"""Weights of the visitor's own, handed over on the page."""

import io
import json
import pickle
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mnistnet import Drawing, prepare_strokes
from mnistnet.charts.number_text import number
from mnistnet.drawing.url_text import encode
from mnistnet.texts import catalogue
from tests.support import ROOT
from tests.support.app import words
from tests.support.digits import SEVEN

RNG = np.random.default_rng(5)
W1, W2 = RNG.normal(size=(30, 784)), RNG.normal(size=(10, 30))
B1, B2 = RNG.normal(size=(6, 785)), RNG.normal(size=(10, 7))


def packed(save, *arrays, **named):
    file = io.BytesIO()
    save(file, *arrays, **named)
    return file.getvalue()


def in_text(matrix):
    return packed(np.savetxt, matrix)


def page(language="en", **parameters):
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params["drawing"] = encode(Drawing(tuple(SEVEN), (20.0,)))
    for name, value in ({"language": language} | parameters).items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def hand_over(app, **files):
    (uploader,) = app.file_uploader
    for name, content in files.items():
        uploader.upload(name.replace("__", "."), content)
    app.run()
    assert not app.exception
    return app


def outputs(app):
    rows = re.findall(r"<th scope=row>\d<td>([^<]+)<td>[01]<td>", words(app))
    return list(rows)


def computed(W1, W2):
    """What a network answers for the drawing, as the page writes it."""
    values = prepare_strokes(SEVEN).pixels.reshape(784, 1)
    for W in (W1, W2):
        if W.shape[1] > len(values):
            values = np.vstack([values, [[1.0]]])
        values = 1 / (1 + np.exp(-W @ values))
    return [number(value) for value in values[:, 0]]


def said(app):
    return [re.sub(r"\\(.)", r"\1", warning.value) for warning in app.warning]


@pytest.mark.parametrize(
    ("files", "weights"),
    [
        pytest.param({"mine__npz": packed(np.savez, W1=W1, W2=W2)}, (W1, W2), id="npz"),
        pytest.param({"mine__npz": packed(np.savez, W1=B1, W2=B2)}, (B1, B2), id="biases"),
        pytest.param(
            {"w_xh__weights": pickle.dumps(W1, 3), "w_hy__weights": pickle.dumps(W2, 3)},
            (W1, W2),
            id="the lecture's two",
        ),
        pytest.param({"two__txt": in_text(W2), "one__txt": in_text(W1)}, (W1, W2), id="text"),
        pytest.param(
            {
                "b2__txt": in_text(B2[:, -1]),
                "w1__npy": packed(np.save, B1[:, :-1].T),
                "b1__txt": in_text(B1[:, -1]),
                "w2__txt": in_text(B2[:, :-1]),
            },
            (B1, B2),
            id="four",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_computes_with_the_weights_handed_over(files, weights, language):
    app = hand_over(page(language), **files)

    assert outputs(app) == computed(*weights)
    assert app.segmented_control(key="network").value == "own"
    assert app.query_params["network"] == "own"
    held = "own.held_biases" if weights[0] is B1 else "own.held"
    names = ", ".join(name.replace("__", ".") for name in files)
    shape = f"784-{len(weights[0])}-10"
    said_of_it = catalogue(language)[held].format(files=names, shape=shape)
    assert app.success[0].value.replace("\\", "").startswith(said_of_it)
    assert not app.warning


@pytest.mark.parametrize(
    ("files", "key"),
    [
        pytest.param({"a__npz": b"PK\x03\x04 broken"}, "error.file_cut_off", id="broken npz"),
        pytest.param({"a__txt": b"hello"}, "error.text_word", id="words"),
        pytest.param({"a__txt": b""}, "error.weights_empty", id="empty"),
        pytest.param({"a__weights": pickle.dumps(print)}, "error.pickle_code", id="a program"),
        pytest.param(
            {"a__txt": in_text(W1), "b__txt": in_text(B2)}, "error.weights_w2_shape", id="no match"
        ),
        pytest.param({"a__txt": in_text(W1[:, :5])}, "error.weights_one_of_two", id="one matrix"),
        pytest.param(
            {f"{i}__txt": b"1 2" for i in "abcde"}, "error.weights_file_count", id="five files"
        ),
        pytest.param(
            {"a__npz": packed(np.savez, W1=W1 * np.nan, W2=W2)},
            "error.weights_not_finite",
            id="no number",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_bad_file_is_explained_and_the_former_network_stays(files, key, language):
    app = hand_over(page(language, network="lecture-b"), **files)

    (sentence,) = said(app)
    assert all(part in sentence for part in re.split(r"\{\w+\}", catalogue(language)[key]))
    assert app.segmented_control(key="network").value == "lecture-b"
    with np.load(ROOT / "weights" / "lecture-b.npz") as shipped:
        assert outputs(app) == computed(shipped["W1"], shipped["W2"])


def test_a_bad_file_leaves_ones_own_network_and_makes_room_for_a_better_one():
    app = hand_over(page(), mine__npz=packed(np.savez, W1=W1, W2=W2))

    hand_over(app, bad__txt=b"hello")
    assert len(app.warning) == 1
    assert outputs(app) == computed(W1, W2)

    hand_over(app, better__npz=packed(np.savez, W1=B1, W2=B2))
    assert not app.warning
    assert outputs(app) == computed(B1, B2)


def test_ones_own_network_can_be_left_and_taken_away():
    app = hand_over(page(), mine__npz=packed(np.savez, W1=W1, W2=W2))

    app.segmented_control(key="network").set_value("lecture-a").run()
    assert outputs(app) != computed(W1, W2)
    app.segmented_control(key="network").set_value("own").run()
    assert outputs(app) == computed(W1, W2)

    app.button(key="own_remove").click().run()
    assert app.segmented_control(key="network").value == "lecture-a"
    assert len(app.segmented_control(key="network").options) == 2
    assert "network" not in app.query_params


@pytest.mark.parametrize("language", ["en", "ko"])
def test_how_many_samples_are_read_is_said_and_weights_of_another_order_are_turned(language):
    words = catalogue(language)
    with np.load(ROOT / "weights" / "lecture-b.npz") as shipped:
        A1, A2 = shipped["W1"].astype(float), shipped["W2"].astype(float)
    other = np.roll(A1, 1, axis=1), np.roll(A2, 1, axis=1)
    app = hand_over(page(language), theta__npz=packed(np.savez, Theta1=other[0], Theta2=other[1]))

    (sentence,) = said(app)
    assert sentence == f"{words['sample_check.turned'].format(n=10)} {words['turn.biases_first']}"
    assert outputs(app) == computed(*other)
    app.button(key="own_turned").click().run()

    assert said(app) == []
    assert words["sample_check.right"].format(n=10) in app.success[0].value.replace("\\", "")
    assert outputs(app) == computed(A1, A2)
    assert not [button for button in app.button if button.key == "own_turned"]


def test_files_are_waited_for_until_the_network_is_whole():
    arrays = {"w1": B1[:, :-1], "b1": B1[:, -1], "w2": B2[:, :-1], "b2": B2[:, -1]}
    files = {f"{name}__txt": in_text(array) for name, array in arrays.items()}
    for n in (1, 2, 3):
        app = hand_over(page(), **dict(list(files.items())[:n]))
        assert len(said(app)) == 1
        assert len(app.file_uploader[0].value) == n
    assert "b1.txt" in said(app)[0]
    assert outputs(hand_over(page(), **files)) == computed(B1, B2)


def test_every_page_works_with_it(monkeypatch, mnist_folder):
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))
    app = hand_over(page(), mine__npz=packed(np.savez, W1=W1, W2=W2))

    for name in ("network", "forward", "error", "mnist", "draw"):
        app.switch_page(f"mnistnet/pages/{name}.py").run()
        assert not app.exception
        assert app.query_params["network"] == "own"
        if name == "mnist":
            head, _ = re.findall(r"<thead><tr><td>(.*?)<tbody>", words(app))
            assert head.split("<th scope=col>")[1:] == ["A 784-100-10", "B 784-14-10", "Yours"]
    assert outputs(app) == computed(W1, W2)


def test_of_a_large_network_the_picture_says_how_many_units_it_leaves_out():
    rng = np.random.default_rng(1)
    many = {"W1": rng.normal(size=(140, 784)), "W2": rng.normal(size=(10, 140))}
    app = hand_over(page(), mine__npz=packed(np.savez, **many))
    app.switch_page("mnistnet/pages/network.py").run()

    told = (json.loads(element.proto.json or "{}") for element in app.get("bidi_component"))
    frame = next(data for data in told if "layouts" in data)
    assert len(frame["units"]) == 100
    words = catalogue("en")["network_page.left_out"].format(n=100, all=140)
    assert frame["words"]["left_out"] == words
