import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mnistnet import lecture, weights
from mnistnet.data.mnist import Images, read_images
from mnistnet.data.mnist_download import mnist_folder
from mnistnet.errors import WeightsError
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray
from mnistnet.weights import save_network

README = Path(__file__).parents[1] / "README.md"
TEN_LINES, FUNCTION = re.findall(r"```py\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
"""Lecture A's program, but for its import, and lecture B's function."""


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    lecture._first_images.cache_clear()
    yield
    lecture._first_images.cache_clear()


@pytest.fixture
def a_few_images(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Images:
    labels = np.array([3, 7, 7, 0, 1, 2, 4, 5, 6, 8, 9, 3], np.uint8)
    pixels = np.random.default_rng(2).integers(0, 256, (12, 28, 28)).astype(np.uint8)
    images = Images(pixels, labels)
    monkeypatch.setattr(lecture, "mnist_folder", lambda: tmp_path)
    monkeypatch.setattr(lecture, "read_images", lambda folder, part: images)
    return images


def neural_network(x: FloatArray, w1: FloatArray, w2: FloatArray) -> FloatArray:
    names: dict[str, Any] = {"np": np, "g": lambda z: 1 / (1 + np.exp(-z))}
    exec(FUNCTION, names)  # noqa: S102
    return np.asarray(names["neural_network"](x, w1, w2))


def run_ten_lines() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(TEN_LINES, names)  # noqa: S102
    return names


def test_the_first_image_of_a_digit_is_flat_and_from_0_to_1(a_few_images: Images) -> None:
    X, y = lecture.load_mnist_num(7)
    assert X.shape == (784,)
    assert X.dtype == np.float64
    assert y == 7
    assert np.array_equal(X, a_few_images.pixels[1].ravel() / 255)
    X[:] = 0
    assert lecture.load_mnist_num(7)[0].any()


@pytest.mark.parametrize("n", [-1, 10])
def test_there_are_ten_digits(a_few_images: Images, n: int) -> None:
    with pytest.raises(ValueError, match="n must be 0 to 9"):
        lecture.load_mnist_num(n)


def test_lecture_as_ten_lines_run_on_the_lectures_kind_of_files(
    a_few_images: Images, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(4)
    W1, W2 = rng.normal(0, 0.1, (100, 784)), rng.normal(0, 1, (10, 100))
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    for name, matrix in (("w_xh", W1), ("w_hy", W2)):
        old = pickle.dumps(matrix, 3).replace(b"numpy._core", b"numpy.core")
        Path(f"data/{name}.weights").write_bytes(old)
    names = run_ten_lines()
    X = a_few_images.pixels[1].reshape(784, 1) / 255
    assert np.allclose(names["yhat"], forward(Network(W1, W2), X).A2[:, 0], rtol=0, atol=1e-12)
    assert names["y"] == 7
    assert names["Z1"].shape == (100,)


def test_without_the_lectures_files_its_lines_use_the_projects_weights(
    a_few_images: Images, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(4)
    own = Network(rng.normal(0, 0.1, (5, 784)), rng.normal(0, 1, (10, 5)))
    save_network(own, tmp_path / "lecture-a.npz")
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    monkeypatch.chdir(tmp_path)
    names = run_ten_lines()
    assert np.array_equal(names["W2"], np.float32(own.W2))
    assert names["W1"].dtype == np.float64
    with pytest.raises(WeightsError):
        lecture.load_mnist_weight("data/other.weights")


def test_a_damaged_file_of_the_lecture_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "w_xh.weights"
    path.write_bytes(b"\x80\x03cnumpy")
    with pytest.raises(WeightsError):
        lecture.load_mnist_weight(path)


@pytest.mark.parametrize("seed", range(5))
def test_lecture_bs_function_is_the_forward_pass(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = Network(rng.normal(0, 0.5, (14, 785)), rng.normal(0, 2, (10, 15)))
    x = rng.random((784, 1))
    by_lecture = neural_network(x, network.W1, network.W2)
    assert np.allclose(forward(network, x).A2, by_lecture, rtol=0, atol=1e-12)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, mnist_folder: Path) -> None:
    """Name MNIST's folder, as the lecture's programs find it."""
    monkeypatch.setenv("MNISTNET_DATA", str(mnist_folder))


@pytest.mark.usefixtures("named")
def test_lecture_as_ten_lines_read_a_sure_seven_from_mnist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = run_ten_lines()
    digit, outputs = capsys.readouterr().out.splitlines()
    assert digit == "7"
    assert outputs.startswith("[")
    assert names["yhat"].argmax() == 7
    assert names["yhat"].max() > 0.9


@pytest.mark.usefixtures("named")
def test_mnists_first_training_images_are_found() -> None:
    """The training files begin with 5 0 4 1 9 2 1 3 1 4."""
    images = read_images(mnist_folder(), "train")
    for n, i in {5: 0, 0: 1, 4: 2, 1: 3, 9: 4, 2: 5, 3: 7}.items():
        assert np.array_equal(lecture.load_mnist_num(n)[0], images.pixels[i].ravel() / 255)


@pytest.mark.usefixtures("named")
def test_lecture_bs_function_agrees_on_the_shipped_weights() -> None:
    shipped = weights.load_network("lecture-b")
    network = Network(shipped.W1.astype(float), shipped.W2.astype(float))
    x = lecture.load_mnist_num(7)[0].reshape(784, 1)
    by_lecture = neural_network(x, network.W1, network.W2)
    assert np.allclose(forward(network, x).A2, by_lecture, rtol=0, atol=1e-12)
