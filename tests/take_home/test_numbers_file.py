"""What is saved is what NumPy computes: each file is read again and compared."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from mnistnet import (
    Drawing,
    forward,
    load_network,
    one_hot,
    prepare_as_drawn,
    prepare_strokes,
)
from mnistnet.data.mnist import load_test_images
from mnistnet.drawing.picture import png
from mnistnet.loss import loss
from mnistnet.notation import FloatArray
from mnistnet.take_home import numbers_file
from tests.support.digits import FOUR

DRAWN = Drawing(tuple(FOUR), (20.0, 12.5))


def xs() -> list[FloatArray]:
    return [prepare_strokes(FOUR).X, prepare_as_drawn(DRAWN).X]


@pytest.mark.parametrize("X", xs(), ids=["mnist", "drawn"])
def test_x_comes_back_to_the_last_digit(X):
    again = np.loadtxt(io.BytesIO(numbers_file.csv(X)))
    assert again.shape == (784,)
    assert np.array_equal(again, X[:, 0])

    again = np.load(io.BytesIO(numbers_file.npy(X)))
    assert (again.shape, again.dtype) == (X.shape, X.dtype)
    assert np.array_equal(again, X)


@pytest.mark.parametrize("name", ["lecture-a", "lecture-b"])
@pytest.mark.parametrize("X", xs(), ids=["mnist", "drawn"])
def test_the_numbers_are_those_of_the_forward_pass(X, name):
    network = load_network(name)
    written = numbers_file.numbers(X, network, 3, name=name, drawing=DRAWN, preparation="mnist")

    again = json.loads(written)

    run = forward(network, X)
    for symbol in ("Z1", "A1", "Z2", "A2"):
        assert np.array_equal(again[symbol], getattr(run, symbol)[:, 0]), symbol
    assert np.array_equal(again["X"], X[:, 0])
    errors = (run.A2 - one_hot(3)) ** 2
    assert np.array_equal(again["squared_errors"], errors[:, 0])
    assert again["loss"] == loss(run.A2, one_hot(3))
    assert again["target"] == 3
    assert again["preparation"] == "mnist"
    assert again["test_image"] is None
    n_hidden = {"lecture-a": 100, "lecture-b": 14}[name]
    assert again["network"] == {
        "name": name,
        "shape": [784, n_hidden, 10],
        "biases": name == "lecture-b",
    }
    assert [stroke["points"] for stroke in again["strokes"]] == [s.tolist() for s in FOUR]
    assert [stroke["width"] for stroke in again["strokes"]] == [20.0, 12.5]


def test_the_pictures_show_what_the_network_sees():
    pixels = prepare_strokes(FOUR).pixels
    small = np.asarray(Image.open(io.BytesIO(png(pixels))))
    large = np.asarray(Image.open(io.BytesIO(png(pixels, 10))))

    assert small.shape == (28, 28)
    assert np.array_equal(small, np.rint(pixels * 255))
    assert large.shape == (280, 280)
    for row in range(10):
        for column in range(10):
            assert np.array_equal(large[row::10, column::10], small)


def test_a_test_image_is_saved_as_it_is(mnist_folder, monkeypatch):
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))
    image = load_test_images().pixels[321]
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png(image / 255)))), image)

    X = (image / 255).reshape(784, 1)
    written = numbers_file.numbers(X, load_network("lecture-a"), 2, name="lecture-a", image=321)

    again = json.loads(written)
    assert np.array_equal(np.rint(np.array(again["X"]) * 255), image.ravel())
    assert (again["test_image"], again["first_training_image_of"]) == (321, None)
    assert again["strokes"] == []
    assert again["preparation"] is None

    written = numbers_file.numbers(X, load_network("lecture-a"), 7, name="lecture-a", first_image=7)
    again = json.loads(written)
    assert (again["test_image"], again["first_training_image_of"]) == (None, 7)
