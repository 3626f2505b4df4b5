"""A class at one server: thirty draw, twenty train at once, and each sees only their own."""

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np

from mnistnet import Drawing, load_network, prepare_as_drawn, prepare_strokes
from mnistnet.charts.number_text import number
from mnistnet.data.mnist import load_mnist
from mnistnet.drawing.url_text import encode
from mnistnet.live_training.memory import training_places
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.train_steps import train_steps
from mnistnet.notation import FloatArray
from mnistnet.texts import catalogue
from tests.support.visitor import PATIENCE, query, visiting

N_DRAWING, N_DRAWINGS = 30, 2
N_TRAINING = 20


def together(n: int, visit: Callable[[int], None]) -> None:
    """Let n visitors do something, all at the same time."""
    with ThreadPoolExecutor(n) as threads:
        list(threads.map(visit, range(n)))


def some_drawing(rng: np.random.Generator) -> Drawing:
    steps = rng.integers(-25, 26, (25, 2))
    points = np.clip(140.0 + np.cumsum(steps, axis=0), 10, 270)
    moved = np.concatenate([[True], np.any(np.diff(points, axis=0) != 0, axis=1)])
    return Drawing((points[moved],), (float(rng.integers(10, 30)),))


def rows(y_hat: FloatArray, target: int) -> list[tuple[str, ...]]:
    """Return the table of the page for ten outputs, calculated here."""
    return [
        (str(k), number(value), str(int(k == target)), number((value - (k == target)) ** 2))
        for k, value in enumerate(y_hat[:, 0])
    ]


def answer(W1: FloatArray, W2: FloatArray, X: FloatArray) -> FloatArray:
    for W in (W1, W2):
        with_one = X if W.shape[1] == len(X) else np.vstack([X, [[1.0]]])
        X = 1 / (1 + np.exp(-W @ with_one))
    return X


def test_thirty_at_once_never_see_anothers_drawing_network_or_language(server):
    networks = {name: load_network(name) for name in ("lecture-a", "lecture-b")}
    all_there = threading.Barrier(N_DRAWING, timeout=PATIENCE)

    def visit(number: int) -> None:
        rng = np.random.default_rng(number)
        choices = {
            "language": ("en", "ko")[number % 2],
            "network": ("lecture-a", "lecture-b")[number // 2 % 2],
            "preparation": ("mnist", "drawn")[number // 4 % 2],
            "target": str(number % 10),
        }
        network, texts = networks[choices["network"]], catalogue(choices["language"])
        drawing = some_drawing(rng)
        with visiting(server.address, query(**choices, drawing=encode(drawing))) as visitor:
            for turn in range(N_DRAWINGS):
                all_there.wait()
                drawing = some_drawing(rng)
                if turn % 2:
                    visitor.page.query = query(**choices, drawing=encode(drawing))
                    visitor.page.tell("frame", "went", turn)
                    visitor.run()
                else:
                    visitor.draw(drawing)
                as_mnist = choices["preparation"] == "mnist"
                digit = prepare_strokes(drawing.strokes) if as_mnist else prepare_as_drawn(drawing)
                y_hat = answer(network.W1, network.W2, digit.X)
                html = visitor.page.html()
                shown = re.findall(r"<th scope=row>(\d)<td>(.*?)<td>(.*?)<td>([^<]+)", html)
                assert shown == rows(y_hat, number % 10)
                np.testing.assert_allclose(visitor.page.outputs(), y_hat, atol=1e-3)
                np.testing.assert_allclose(visitor.page.trace("seen")["z"], digit.pixels, atol=1e-2)
                assert encode(drawing) in visitor.page.query
                assert texts["draw.heading"] in html

    together(N_DRAWING, visit)


def test_twenty_train_at_once_in_turn_and_each_gets_their_own_network(server, mnist_folder):
    images = load_mnist(mnist_folder).training
    all_there = threading.Barrier(N_TRAINING, timeout=PATIENCE)
    seen: list[set[str]] = [set() for _ in range(N_TRAINING)]
    with visiting(server.address, "language=en", "train"):
        memory = server.megabytes  # with all that the first visitor makes the server load

    def visit(number: int) -> None:
        settings = Settings(
            n_hidden=2 + number % 3, biases=number % 2 == 0, epochs=1, n_images=100, seed=number
        )
        with visiting(server.address, "language=en", "train") as visitor:
            for name in ("n_hidden", "epochs", "n_images", "seed"):
                visitor.page.set(f"setting_{name}", int_value=getattr(settings, name))
            visitor.page.set("setting_biases", bool_value=settings.biases)
            visitor.run()
            all_there.wait()
            visitor.run(press="training_start")
            while "Finished" not in visitor.page.progress():
                seen[number].add(visitor.page.progress())
                time.sleep(min(visitor.page.looks.values(), default=0))  # as the page itself
                visitor.look()
            assert len(visitor.page.trace("curve_loss")["x"]) == settings.n_steps + 1
            *_, (W1, _) = train_steps(settings, images[: settings.n_images])
            first_unit = visitor.page.trace("units")["z"][:, :28]
            np.testing.assert_allclose(first_unit, W1[0, :784].reshape(28, 28), atol=1e-3)

    together(N_TRAINING, visit)

    told = [words for progress in seen for words in progress if "place" in words]
    places = {int(words.split("place ")[1].split()[0]) for words in told}
    assert max(places) >= N_TRAINING // 2
    assert len(places) > 4  # whoever waits sees the line go on
    assert server.megabytes - memory < 250


def test_a_line_that_is_cut_for_an_instant_ends_no_training(server):
    with visiting(server.address, "language=en", "train") as visitor:
        visitor.run(press="training_start")
        while not visitor.page.trace("curve_loss")["x"]:
            visitor.look()
        session = visitor.page.session

    with visiting(server.address, "language=en", "train"):
        pass  # long enough for the queue to see that somebody is gone
    with visiting(server.address, "language=en", "train", session=session) as visitor:
        assert visitor.page.session == session
        assert "Training." in visitor.page.progress()
        visitor.run(press="training_stop")
        assert "Stopped." in visitor.page.progress()


def test_only_who_trains_has_charts_sent_again_and_who_has_nothing_to_wait_for_nothing(server):
    with ExitStack() as open_pages:
        first, *_, last = visitors = [
            open_pages.enter_context(visiting(server.address, "language=en", "train"))
            for _ in range(training_places() + 1)
        ]
        assert last.page.looks == {}
        for visitor in visitors:
            visitor.run(press="training_start")
        while "Training." not in first.page.progress():
            first.look()

        assert first.page.fragment("units") in first.page.looks
        assert "Waiting" in last.page.progress()
        assert last.page.looks
        assert last.page.fragment("units") not in last.page.looks
        before = last.page.frames()
        last.look()
        assert last.page.frames() == before  # they stand, though nobody sent them
        last.run(press="training_pause")
        assert last.page.looks == {}
        for visitor in visitors:
            visitor.run(press="training_stop")
            assert visitor.page.looks == {}
