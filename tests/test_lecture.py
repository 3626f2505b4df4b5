import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import mnistnet
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


@pytest.fixture
def two_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Images]:
    """Two training images and one test image, the first with one pixel of 51."""
    pixels = np.zeros((2, 28, 28), np.uint8)
    pixels[0, 1, 2], pixels[1, 27, 27] = 51, 255
    parts = {
        "train": Images(pixels, np.array([3, 7], np.uint8)),
        "t10k": Images(pixels[1:], np.array([5], np.uint8)),
    }
    monkeypatch.setattr(lecture, "mnist_folder", lambda: tmp_path)
    monkeypatch.setattr(lecture, "read_images", lambda folder, part: parts[part])
    return parts


def test_all_of_mnist_has_an_image_a_row(two_parts: dict[str, Images]) -> None:
    (X, y), (Xtest, ytest) = lecture.load_mnist()

    assert (X.shape, Xtest.shape) == ((2, 784), (1, 784))
    assert X.dtype == np.float32
    assert X[0, 1 * 28 + 2] == np.float32(0.2)
    assert X[1, 783] == Xtest[0, 783] == 1
    assert X.sum() == pytest.approx(1.2)
    assert (y.tolist(), ytest.tolist()) == ([3, 7], [5])

    (images, _), (tests, _) = lecture.load_mnist(normalize=False, flatten=False)
    assert (images.shape, tests.shape) == ((2, 28, 28), (1, 28, 28))
    assert images.dtype == np.uint8
    assert images[0, 1, 2] == 51
    images[:] = 0
    assert two_parts["train"].pixels.any()


def test_a_label_becomes_a_row() -> None:
    assert lecture.one_hot_encoding([2, 0], 3).tolist() == [[0.01, 0.01, 0.99], [0.99, 0.01, 0.01]]
    assert lecture.one_hot_encoding([1.0], 2, modified=False).tolist() == [[0, 1]]
    y = np.array([3, 9])
    assert np.array_equal(lecture.one_hot_encoding(y, modified=False), mnistnet.one_hot(y).T)


@pytest.mark.parametrize("y", [[3], [-1], [0.5]])
def test_a_label_without_a_place_is_refused(y: list[float]) -> None:
    with pytest.raises(ValueError, match="labels must be 0 to 2"):
        lecture.one_hot_encoding(y, 3)


def test_images_are_read_from_the_courses_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data").mkdir()
    lines = ["7" + ",0" * 30 + ",255" + ",0" * 753, "0" + ",51" * 784]
    Path("data/few.csv").write_text("\r".join(lines))  # as the course's helper module writes it
    Path("one.csv").write_text(lines[0] + "\n")

    X, y = lecture.read_mnist_csv("few.csv")
    assert (X.shape, y.tolist()) == ((2, 28, 28), [7, 0])
    assert (X[0, 1, 2], X[0].sum(), set(X[1].ravel())) == (255, 255, {51})

    X, y = lecture.read_mnist_csv("few.csv", display=False)
    assert X.shape == (2, 784)
    assert X[0, 30] == 1
    assert X[0, 0] == 0.01
    assert X[1] == pytest.approx(0.2 * 0.99 + 0.01)

    X, y = lecture.read_mnist_csv(tmp_path / "one.csv")
    assert (X.shape, y.tolist()) == ((1, 28, 28), [7])


@pytest.mark.parametrize(
    "text",
    ["", "7,1,2\n", "7" + ",256" * 784, "7" + ",-1" * 784, "10" + ",1" * 784, "label" + ",1" * 784],
)
@pytest.mark.filterwarnings("ignore:loadtxt")
def test_other_lines_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.csv").write_text(text)
    with pytest.raises(ValueError, match=r"."):
        lecture.read_mnist_csv(tmp_path / "bad.csv")


@pytest.mark.parametrize("kind", ["bytes", "0 to 1", "0 to 255", "flat"])
def test_an_image_is_shown_white_on_black_or_inverted(kind: str, tmp_path: Path) -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[1, 2], pixels[0, 0] = 255, 51
    image = {"0 to 1": pixels / 255, "0 to 255": pixels * 1.0, "flat": pixels.ravel()}.get(
        kind, pixels
    )

    shown = np.asarray(lecture.show_mnist(image))
    assert shown.shape == (280, 280)
    assert np.array_equal(shown[::10, ::10], pixels)
    assert np.array_equal(shown[9::10, 9::10], pixels)

    inverted = lecture.show_mnist(image, inverted=True, savefig=tmp_path / "seven.png")
    assert np.array_equal(np.asarray(inverted), 255 - shown)
    with PIL.Image.open(tmp_path / "seven.png") as saved:
        assert np.array_equal(np.asarray(saved), 255 - shown)


def test_images_are_shown_side_by_side() -> None:
    images = np.zeros((5, 28, 28), np.uint8)
    images[1], images[2] = 255, 100

    shown = np.asarray(lecture.show_mnist_grid(images, figsize=1, ncols=2, maxgrid=3))
    assert shown.shape == (60, 60)
    middles = shown[15::30, 15::30]
    assert middles.tolist() == [[0, 255], [100, 128]]
    assert set(shown[:, [0, 29, 30, 59]].ravel()) == {128}

    larger = np.asarray(lecture.show_mnist_grid(images.reshape(5, 784), True, ncols=2, maxgrid=3))
    assert larger.shape == (720, 720)
    assert larger[180::360, 180::360].tolist() == [[255, 0], [155, 128]]


@pytest.mark.parametrize("shape", [(27, 28), (2, 28, 28), (0,)])
def test_what_is_not_one_image_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="one image is of shape"):
        lecture.show_mnist(np.zeros(shape))


@pytest.mark.parametrize("shape", [(28, 28), (0, 784), (2, 27, 28)])
def test_what_is_no_row_of_images_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="images are of shape"):
        lecture.show_mnist_grid(np.zeros(shape))


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
