"""The Train page without a browser: a real training, and what the page says of it."""

import html
import io
import json
import re
import time

import numpy as np
import pytest

from mnistnet import Drawing, forward, load_network, prepare_strokes
from mnistnet.charts.number_text import number
from mnistnet.data.mnist import load_mnist
from mnistnet.drawing.samples import sample
from mnistnet.evaluation import evaluate_network
from mnistnet.gradient_step import GradientCheck
from mnistnet.live_training.handwriting import DRAWINGS_NEEDED, PUPILS_NEEDED
from mnistnet.live_training.job import Job
from mnistnet.live_training.process import WorkerProcess
from mnistnet.live_training.settings import N_SCORED, PRESETS, Settings
from mnistnet.live_training.snapshot import score_network
from mnistnet.live_training.train_steps import train_steps
from mnistnet.network import SURE, Network
from mnistnet.texts import catalogue
from mnistnet.training import random_network
from mnistnet.ui.classes import class_reader
from mnistnet.ui.train import session
from mnistnet.ui.train.live_charts import CHANCE
from mnistnet.weights import WeightsFile, npz_bytes
from tests.support.app import open_page, shown, trace, words
from tests.support.class_of import class_of
from tests.support.digits import FOUR, ONE, SEVEN

pytestmark = pytest.mark.training

DRAWN = Drawing(tuple(SEVEN), (20.0,))
SHORT = Settings(n_hidden=5, biases=True, batch_size=20, epochs=1, n_images=500, seed=3)
PATIENCE = 60


@pytest.fixture(autouse=True)
def data(monkeypatch, mnist_folder):
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))


@pytest.fixture
def page():
    opened = []

    def open_(language="en", settings=SHORT, **choices):
        app = open_page(DRAWN, page="train", language=language, **choices)
        for name in ("n_hidden", "batch_size", "epochs", "n_images", "seed"):
            app.number_input(key=f"setting_{name}").set_value(getattr(settings, name))
        app.toggle(key="setting_biases").set_value(settings.biases)
        opened.append(app.run())
        assert not app.exception
        return app

    yield open_
    for app in opened:
        if "training" in app.session_state:
            session._queue().stop(app.session_state["training"])


def said(app):
    (bar,) = app.get("progress")
    return bar.proto.text


def press(app, name):
    app.button(key=f"training_{name}").click().run()
    assert not app.exception


def wait_for(app, words_):
    until = time.monotonic() + PATIENCE
    while words_ not in said(app):
        assert time.monotonic() < until, said(app)
        time.sleep(0.1)  # the training needs the processor
        app.run()
        assert not app.exception


def wait_until_idle(app):
    until = time.monotonic() + PATIENCE
    while not app.session_state["training"].is_idle:
        assert time.monotonic() < until
        time.sleep(0.01)
    app.run()


def possible(app):
    names = ("start", "pause", "step", "stop", "back")
    return {name for name in names if not app.button(key=f"training_{name}").disabled}


def trained(mnist_folder, settings=SHORT):
    *_, weights = train_steps(settings, load_mnist(mnist_folder).training[: settings.n_images])
    return Network(*weights)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_training_from_start_to_end_is_the_one_that_was_set(page, mnist_folder, language):
    app = page(language)
    texts = catalogue(language)
    assert said(app) == texts["train_page.state_none"]
    assert possible(app) == {"start", "step"}

    press(app, "start")
    wait_for(app, texts["train_page.state_finished"].split("{seconds}")[1])

    network = trained(mnist_folder)
    assert possible(app) == {"start", "step", "back"}
    loss = trace(app, "curve_loss")
    assert loss["x"] == pytest.approx([n / 25 for n in range(26)])
    assert loss["y"][-1] < loss["y"][0]
    assert len(trace(app, "curve_accuracy", 1)["y"]) == 26
    mnist = load_mnist(mnist_folder)
    for place, images in enumerate((mnist.training[: SHORT.n_images], mnist.validation[:N_SCORED])):
        last = score_network(network, images.X, images.labels)
        assert trace(app, "curve_loss", place)["y"][-1] == pytest.approx(last.loss, abs=1e-4)
        accuracies = trace(app, "curve_accuracy", place)["y"]
        assert accuracies[-1] == pytest.approx(last.accuracy, abs=0.002)
    first_unit = trace(app, "units")["z"][:, :28]
    np.testing.assert_allclose(first_unit, network.W1[0, :784].reshape(28, 28), atol=1e-4)
    y_hat = forward(network, prepare_strokes(SEVEN).X).A2[:, 0]
    np.testing.assert_allclose(trace(app, "activations")["y"], y_hat, atol=1e-3)
    right = evaluate_network(network, *_test(mnist_folder)).accuracy
    assert f"{100 * right:.2f} %" in words(app)


def _test(mnist_folder):
    test = load_mnist(mnist_folder).test
    return test.X, test.labels


@pytest.mark.parametrize("language", ["en", "ko"])
def test_until_a_training_has_paused_it_is_said_to_be_pausing(page, monkeypatch, language):
    words = catalogue(language)
    app = page(language, Settings(batch_size=1, epochs=200, n_images=500))
    press(app, "start")
    wait_for(app, words["train_page.state_going"])
    with monkeypatch.context() as deaf:
        deaf.setattr(WorkerProcess, "has_done_all", False)  # its last steps are still to come
        press(app, "pause")
        assert said(app).startswith(words["train_page.state_pausing"])
    wait_for(app, words["train_page.state_paused"])


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("button", ["start", "step"])
def test_who_has_nobody_ahead_is_not_told_to_wait(page, monkeypatch, language, button):
    monkeypatch.setattr(Job, "take", lambda *_: None)  # nothing is heard of it yet
    app = page(language, Settings(batch_size=1, epochs=200, n_images=500))

    press(app, button)

    assert said(app).startswith(catalogue(language)["train_page.state_starting"])


def test_before_the_start_everything_stands_in_its_place(page):
    app = page()

    start = random_network(5, True, np.random.default_rng(3))
    np.testing.assert_allclose(
        trace(app, "units")["z"][:, :28], start.W1[0, :784].reshape(28, 28), atol=1e-6
    )
    assert len(trace(app, "curve_loss")["x"]) == 0
    assert len(trace(app, "activations")["y"]) == 10


def test_steps_pause_and_the_way_back(page):
    app = page()

    press(app, "step")
    wait_for(app, "Step 1 of 25")
    assert possible(app) == {"start", "step", "stop", "back"}
    press(app, "step")
    wait_for(app, "Step 2 of 25")
    wait_until_idle(app)
    assert app.number_input(key="setting_seed").disabled
    press(app, "stop")
    assert not app.number_input(key="setting_seed").disabled
    assert possible(app) == {"start", "step", "back"}
    assert "Stopped" in said(app)
    press(app, "back")

    assert said(app) == catalogue("en")["train_page.state_none"]
    assert len(trace(app, "curve_loss")["x"]) == 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_curves_of_other_settings_are_said_to_be(page, language):
    app = page(language)
    texts = catalogue(language)
    said_of_them = texts["train_page.run_before"].format(
        n_hidden=5,
        biases=texts["train_page.with_biases"],
        learning_rate="1",
        batch_size=20,
        epochs=1,
        images=texts["train_page.images_mnist"].format(n_images=500),
        seed=3,
    )
    app.number_input(key="setting_seed").set_value(4).run()
    assert said_of_them.split(":")[0] not in words(app)
    app.number_input(key="setting_seed").set_value(3).run()
    press(app, "step")
    wait_until_idle(app)
    press(app, "stop")
    assert said_of_them not in words(app)

    app.number_input(key="setting_learning_rate").set_value(2.5).run()

    assert said_of_them in words(app)
    app.number_input(key="setting_learning_rate").set_value(1.0).run()
    assert said_of_them not in words(app)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("about", "name", "told"),
    [
        ({}, "drawing", {}),
        ({"image": "0"}, "image", {"number": 0}),
        ({"first_image": "0"}, "first_image", {"digit": 0}),
        ({"photograph": "3f-2"}, "photograph", {"number": 2}),
    ],
)
def test_what_is_read_is_called_what_it_is(monkeypatch, language, about, name, told):
    drawn = None if about else DRAWN
    digit = prepare_strokes(SEVEN)
    monkeypatch.setattr("mnistnet.ui.train.live_charts.current_digit", lambda _: digit)

    app = open_page(drawn, page="train", language=language, **about)

    title = catalogue(language)[f"train_page.{name}"].format(**told)
    assert shown(app, "seen")["title"] == title


def winner(app):
    """Return the digit whose bar is marked as the answer, if one is."""
    mark = catalogue("en")["mark.winner"]
    labels = json.loads(shown(app, "activations")["figure"])["layout"]["xaxis"]["ticktext"]
    return next((digit for digit, label in enumerate(labels) if mark in label), None)


def test_a_network_that_has_learnt_nothing_has_no_answer(page):
    app = page()
    y_hat = trace(app, "activations")["y"]
    assert max(y_hat) >= SURE

    texts = catalogue("en")
    largest = {"digit": int(np.argmax(y_hat)), "value": f"{max(y_hat):.3f}"}
    assert texts["train_page.nothing_learnt"].format(**largest) in words(app)
    assert 'class="digit">–<' in words(app)
    assert winner(app) is None


@pytest.mark.parametrize(
    ("changed", "learning_rate", "why"),
    [
        ({}, 1.0, None),
        ({}, 30.0, "chance"),
        ({"n_images": 100, "epochs": 1}, 0.001, "chance"),
        ({"n_hidden": 2, "n_images": 1_000}, 1.0, "no_yes"),
    ],
    ids=["good", "too large", "too small", "two units"],
)
def test_where_nothing_was_learnt_or_no_output_says_yes_is_no_answer(
    page, changed, learning_rate, why
):
    settings = {"n_hidden": 20, "batch_size": 10, "epochs": 10, "n_images": 500} | changed
    app = page(settings=Settings(**settings))
    app.number_input(key="setting_learning_rate").set_value(learning_rate).run()
    press(app, "start")
    wait_for(app, "Finished")
    assert f"epoch {settings['epochs']}.0 of {settings['epochs']}" in said(app)

    y_hat = trace(app, "activations")["y"]
    learnt = app.session_state["training"].points[-1].validation.accuracy >= CHANCE
    assert {None: learnt and max(y_hat) >= SURE, "chance": not learnt}.get(why, max(y_hat) < SURE)
    answer = "–" if why else np.argmax(y_hat)
    assert f'class="digit">{answer}<' in words(app)
    assert winner(app) == (None if why else np.argmax(y_hat))
    for name in ("no_yes", "chance"):
        reason = catalogue("en")[f"train_page.{name}"].split("{")[0]
        assert (reason in words(app)) == (name == why)


def test_leaving_the_page_stops_the_training_and_keeps_it(page):
    app = page(settings=Settings(batch_size=1, epochs=200, n_images=500))
    press(app, "start")
    wait_for(app, "s left")
    training = app.session_state["training"]
    process = training.process.child

    app.switch_page("mnistnet/pages/draw.py").run()

    process.wait(timeout=PATIENCE)
    assert training.state == "stopped"
    app.switch_page("mnistnet/pages/train.py").run()
    assert "Stopped" in said(app)
    assert len(trace(app, "curve_loss")["x"]) > 0


@pytest.mark.parametrize("preset", PRESETS)
def test_an_example_sets_everything_and_a_change_makes_it_ones_own(page, preset):
    app = page()

    app.selectbox[0].set_value(preset).run()

    assert app.number_input(key="setting_n_hidden").value == PRESETS[preset].n_hidden
    assert app.toggle(key="setting_biases").value == PRESETS[preset].biases
    assert app.number_input(key="setting_epochs").value == PRESETS[preset].epochs
    app.number_input(key="setting_seed").set_value(77).run()
    assert app.selectbox[0].value is None


def test_the_network_is_used_on_the_other_pages_and_taken_home(page, mnist_folder):
    app = page()
    press(app, "start")
    wait_for(app, "Finished")

    app.button(key="use_network").click().run()

    assert app.success[0].value == catalogue("en")["train_page.in_use"]
    network = trained(mnist_folder)
    own = app.session_state["own_network"]
    np.testing.assert_allclose(own.W1, network.W1, atol=1e-4)
    app.switch_page("mnistnet/pages/draw.py").run()
    assert not app.exception
    assert app.query_params["network"] == "own"
    y_hat = forward(network, prepare_strokes(SEVEN).X).A2[:, 0]
    np.testing.assert_allclose(trace(app, "activations")["y"], y_hat, atol=1e-3)

    again = load_network(WeightsFile("mine.npz", npz_bytes(own)))
    np.testing.assert_allclose(again.W2, own.W2, atol=1e-6)
    with np.load(io.BytesIO(npz_bytes(own))) as arrays:
        assert {arrays["W1"].dtype, arrays["W2"].dtype} == {np.dtype(np.float32)}


@pytest.mark.parametrize("biases", [False, True])
def test_a_single_step_shows_its_shapes_and_its_loss(page, mnist_folder, biases):
    app = page(settings=Settings(n_hidden=5, biases=biases, n_images=500, seed=3))
    app.number_input(key="batch").set_value(2).run()

    images = load_mnist(mnist_folder).training[40:60]
    X, Y = images.X.astype(float), np.eye(10)[:, images.labels]
    network = random_network(5, biases, np.random.default_rng(3))
    W1, W2 = network.W1.astype(float), network.W2.astype(float)
    one = np.ones((int(biases), 20))

    def passed(W1, W2):
        A1 = 1 / (1 + np.exp(-W1 @ np.vstack([X, one])))
        return A1, 1 / (1 + np.exp(-W2 @ np.vstack([A1, one])))

    A1, A2 = passed(W1, W2)
    dZ2 = 2 / 20 * (A2 - Y) * A2 * (1 - A2)
    dZ1 = (W2[:, :5].T @ dZ2) * A1 * (1 - A1)
    after = passed(W1 - dZ1 @ np.vstack([X, one]).T, W2 - dZ2 @ np.vstack([A1, one]).T)[1]
    (sentence,) = [text.value for text in app.markdown if "before the step" in text.value]
    assert f"**{((A2 - Y) ** 2).sum() / 20:.4f}**" in sentence
    assert f"**{((after - Y) ** 2).sum() / 20:.4f}**" in sentence
    np.testing.assert_allclose(trace(app, "picture_dz2")["z"], dZ2, atol=1e-6)
    (row,) = re.findall(r"<th scope=row>dZ2<td>10×20<td>(.*?)<td>(.*?)<td>(.*?)<tr>", words(app))
    assert row == (
        number(dZ2.min(), 4, plus=True),
        number(dZ2.max(), 4, plus=True),
        number(np.abs(dZ2).mean(), 4),
    )
    (formula,) = [latex.value for latex in app.latex]
    assert rf"dW^{{[1]}}_{{5\times{784 + biases}}}" in formula
    assert rf"dW^{{[2]}}_{{10\times{5 + biases}}}" in formula


@pytest.mark.parametrize("language", ["en", "ko"])
def test_gradients_are_checked_at_a_press(page, language):
    app = page(language)
    assert not app.success

    app.button(key="check").click().run()

    head = catalogue(language)["train_page.check_good"].split("{")[0]
    assert app.success[0].value.startswith(head)
    assert words(app).count("W1[") == 5
    assert not re.search(r"(<td>|\*)-", words(app))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_the_training_images_they_are_offered(monkeypatch, tmp_path, language):
    monkeypatch.delenv("MNISTNET_DATA")
    monkeypatch.setattr("pooch.os_cache", lambda _: tmp_path / "cache")

    app = open_page(page="train", language=language)

    assert app.info[0].value == catalogue(language)["download.needed_all"].format(size="11.59")
    assert app.button(key="download")
    assert any("train-images-idx3-ubyte.gz" in text.value for text in app.markdown)


def test_a_folder_without_the_images_is_explained(monkeypatch, tmp_path):
    import streamlit as st

    st.cache_resource.clear()
    monkeypatch.setenv("MNISTNET_DATA", str(tmp_path))

    app = open_page(page="train", language="en")

    assert "lacks these files" in app.warning[0].value
    st.cache_resource.clear()


def test_a_gradient_that_is_wrong_is_said_to_be(page, monkeypatch):
    check = GradientCheck((("W1", 0, 300),), np.array([1.0]), np.array([1.001]))
    monkeypatch.setattr("mnistnet.ui.train.step_numbers.check_gradients", lambda *_: check)
    app = page()

    app.button(key="check").click().run()

    assert not app.success
    head = catalogue("en")["train_page.check_bad"].split("{")[0]
    assert app.warning[0].value.startswith(head)


def test_who_is_in_no_class_learns_from_mnist(page):
    app = page(setting_source="ours")

    assert [box.key for box in app.selectbox] != ["setting_source"]
    assert catalogue("en")["train_page.too_few"].split("{")[0] not in words(app)
    press(app, "step")
    assert app.session_state["training"].settings.source == "mnist"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_class_that_drew_too_little_is_told_how_much_is_needed(page, class_store, language):
    app = page(language, **{"class": class_of(class_store, 1).code})

    told = {"drawings": DRAWINGS_NEEDED, "pupils": PUPILS_NEEDED, "n": 10, "p": 1}
    assert catalogue(language)["train_page.too_few"].format(**told) in html.unescape(words(app))


@pytest.mark.parametrize(("language", "source"), [("en", "both"), ("ko", "ours")])
def test_a_class_learns_from_its_own_hands_and_is_read_by_the_result(
    page, class_store, language, source
):
    texts = catalogue(language)
    app = page(language, **{"class": class_of(class_store, 5).code})
    app.selectbox(key="setting_source").set_value(source).run()
    told = {"n": 40, "p": 4, "m": 10, "q": 1}
    assert texts["train_page.how_few"].format(**told) in html.unescape(words(app))
    assert app.number_input(key="setting_n_images").disabled == (source == "ours")
    assert app.number_input(key="batch").max == (540 // 20 if source == "both" else 2) - 1

    press(app, "start")
    wait_for(app, texts["train_page.state_finished"].split("{seconds}")[1])

    job = app.session_state["training"]
    assert (job.settings.source, job.settings.n_ours) == (source, 40)
    pixels = np.concatenate([images.pixels for images in job.ours.images])
    labels = np.concatenate([images.labels for images in job.ours.images])
    for digit in range(10):
        strokes = [points + np.array([0.0, 4]) for points in sample(digit).strokes]  # of the last
        image = np.rint(255 * prepare_strokes(strokes).pixels)
        assert {*labels[(pixels == image).all(axis=(1, 2))]} == {digit}
    for hidden_or_unknown in (ONE, FOUR):
        image = np.rint(255 * prepare_strokes(hidden_or_unknown).pixels)
        assert not (pixels == image).all(axis=(1, 2)).any()
    held_back = job.ours.images[1]
    last = score_network(job.network, held_back.X, held_back.labels)
    line = trace(app, "curve_loss", 2 if source == "both" else 1)
    assert line["y"][-1] == pytest.approx(last.loss, abs=1e-4)
    assert texts["train_page.on_ours"] in words(app)
    assert (texts["train_page.on_mnist"] in words(app)) == (source == "both")
    assert texts["train_page.ours_accuracy"].format(m=10, q=1) in html.unescape(words(app))
    columns = trace(app, "picture_dz2")["z"]
    assert columns.shape == (10, 20)
    class_store.send(app.query_params["class"], f"{9:032x}", 1, Drawing(tuple(ONE), (20.0,)), 1)
    class_reader().look()
    app.run()
    assert texts["train_page.how_few"].format(**told) in html.unescape(words(app))
    assert texts["train_page.run_before"].split("{")[0] not in words(app)
    app.number_input(key="setting_seed").set_value(4).run()
    assert texts["train_page.how_few"].format(**told) not in html.unescape(words(app))
    assert texts["train_page.run_before"].split("{")[0] in words(app)
