"""The figures in weights/README.md are those that its commands print today."""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mnistnet import load_network, prepare_strokes
from mnistnet.commands.evaluate import N_NON_DIGITS, N_SCHOOL
from mnistnet.data.mnist import Images, read_images
from mnistnet.data.stroke_files import WrittenDigit, read_written_digits
from mnistnet.evaluation import Evaluation, evaluate_network, share_unanswered
from mnistnet.offline_training.dataset import VALIDATION_INSTITUTIONS
from mnistnet.offline_training.held_back_shapes import HELD_BACK_SHAPES
from mnistnet.offline_training.non_digits import evaluation_non_digits
from mnistnet.offline_training.written_shapes import school_digits

CARD = Path(__file__).parents[1] / "weights" / "README.md"
NETWORKS = ("lecture-a", "lecture-b")


@pytest.fixture(scope="module")
def test_images(genuine_mnist: Path) -> Images:
    return read_images(genuine_mnist, "t10k")


@pytest.fixture(scope="module")
def pencil(strokes_folder: Path) -> list[WrittenDigit]:
    return read_written_digits(strokes_folder / "ipad_pencil.jsonl")


def card_of(name: str) -> str:
    """Return the section about one network."""
    sections = re.split(r"^## ", CARD.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (section,) = (section for section in sections if section.startswith(name))
    return section


def figure(name: str, row: str) -> float:
    """Return the first number in a row of the network's table."""
    (line,) = (line for line in card_of(name).splitlines() if line.startswith(f"| {row} |"))
    return float(re.findall(r"[\d.]+", line.removeprefix(f"| {row} |"))[0])


def drawn(written: list[WrittenDigit], side: float, corner: float) -> NDArray[np.floating]:
    """Return X of digits written as large as ``side`` canvas pixels, moved to a corner."""
    columns = []
    for digit in written:
        points = np.concatenate(digit.strokes)
        scale = side / float(np.ptp(points, axis=0).max())
        strokes = [(stroke - points.min(axis=0)) * scale + corner for stroke in digit.strokes]
        columns.append(prepare_strokes(strokes).X)
    return np.hstack(columns)


def labels(written: list[WrittenDigit]) -> NDArray[np.integer]:
    return np.array([digit.label for digit in written])


def of_drawings(written: list[WrittenDigit]) -> dict[str, Evaluation]:
    """Return what each network makes of drawings, which are drawn again once."""
    X = np.hstack([prepare_strokes(digit.strokes).X for digit in written])
    return {name: evaluate_network(load_network(name), X, labels(written)) for name in NETWORKS}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_card_gives_the_figures_on_mnists_test_images(name: str, test_images: Images) -> None:
    result = evaluate_network(load_network(name), test_images.X, test_images.labels)
    assert figure(name, "MNIST test images") == pytest.approx(100 * result.accuracy, abs=0.02)
    assert figure(name, "mean loss on them") == pytest.approx(result.mean_loss, abs=1e-4)
    sure = next(point for point in result.thresholds if point.threshold == 0.9)
    assert figure(name, "right where the winner is at least 0.9") == pytest.approx(
        100 * sure.accuracy, abs=0.02
    )


def test_the_card_gives_the_figures_on_pencil_drawings(pencil: list[WrittenDigit]) -> None:
    for name, result in of_drawings(pencil).items():
        assert figure(name, "ipad_pencil.jsonl") == pytest.approx(100 * result.accuracy, abs=0.22)


def test_the_card_gives_the_figures_on_institutions_that_were_held_back(
    strokes_folder: Path,
) -> None:
    path = strokes_folder / "unipen.jsonl"
    if not path.exists():
        pytest.skip("needs UNIPEN's digits, whose home weights/README.md names")
    apart = [d for d in read_written_digits(path) if d.group in VALIDATION_INSTITUTIONS]
    for name, result in of_drawings(apart).items():
        read = figure(name, "held-back institutions")
        assert read == pytest.approx(100 * result.accuracy, abs=0.06)


def test_the_card_gives_the_figures_on_the_schools_shapes() -> None:
    n = N_SCHOOL * len(HELD_BACK_SHAPES)
    shapes = school_digits(HELD_BACK_SHAPES, n, np.random.default_rng(0))
    for name, result in of_drawings(shapes).items():
        read = figure(name, "shapes of the world's schools")
        assert read == pytest.approx(100 * result.accuracy, abs=0.2)


def test_the_card_gives_the_figures_on_what_is_no_digit() -> None:
    non_digits = evaluation_non_digits(N_NON_DIGITS, np.random.default_rng(0))
    for name in NETWORKS:
        unanswered = share_unanswered(load_network(name), non_digits)
        row = "no digits: no output of 0.5 or more"
        assert figure(name, row) == pytest.approx(100 * unanswered, abs=0.15)


def test_a_small_digit_in_a_corner_is_read_as_a_large_one(pencil: list[WrittenDigit]) -> None:
    X_small, X_large = drawn(pencil, 70, 5), drawn(pencil, 196, 40)
    for network in map(load_network, NETWORKS):
        small = evaluate_network(network, X_small, labels(pencil))
        large = evaluate_network(network, X_large, labels(pencil))
        assert small.accuracy == pytest.approx(large.accuracy, abs=0.01)
        assert small.mean_loss == pytest.approx(large.mean_loss, abs=0.005)


def test_the_shipped_networks_are_the_lectures() -> None:
    a, b = load_network("lecture-a"), load_network("lecture-b")
    assert (a.n_hidden, a.has_biases) == (100, False)
    assert (b.n_hidden, b.has_biases) == (14, True)
    for network in (a, b):  # the files hold float32, the page computes in float64
        assert network.W1.dtype == np.float64
        assert np.array_equal(network.W1, network.W1.astype(np.float32))
