import ast
import io
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mnistnet.loss import loss, one_hot
from mnistnet.network import Network, forward, layer_input
from mnistnet.notation import FloatArray
from mnistnet.take_home.program import FOLDER, program_files, program_source, program_zip
from mnistnet.take_home.program_run import run_by_line


def a_network(has_biases: bool, dtype: type = np.float64) -> Network:
    rng = np.random.default_rng(8)
    W1 = rng.normal(0, 0.2, (14, 784 + has_biases))
    return Network(W1.astype(dtype), rng.normal(0, 2, (10, 14 + has_biases)).astype(dtype))


def an_image(dtype: type = np.float64) -> FloatArray:
    return np.random.default_rng(9).random((784, 1)).astype(dtype)


def printed_by(packed: bytes, folder: Path) -> list[str]:
    """Unpack a zip and run its program where nothing but NumPy can be imported."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
    run = subprocess.run(
        [sys.executable, "-I", "-W", "error", "program.py"],
        cwd=folder / FOLDER,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not run.stderr
    return run.stdout.splitlines()


@pytest.mark.parametrize("has_biases", [False, True], ids=["A", "B"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_unpacked_program_prints_the_pages_numbers(
    tmp_path: Path, has_biases: bool, dtype: type
) -> None:
    network, X = a_network(has_biases, dtype), an_image(dtype)
    lines = printed_by(program_zip(network, X, target=7), tmp_path)
    A2 = forward(network, X).A2
    assert np.ptp(A2) > 0.5
    assert lines == [
        "image: 7",
        f"predict: {np.round(A2.ravel().astype(float), 3)}",
        f"loss: {round(loss(A2, one_hot(7)), 3)}",
    ]


def test_without_a_target_only_the_outputs_are_printed(tmp_path: Path) -> None:
    assert len(printed_by(program_zip(a_network(False), an_image()), tmp_path)) == 1


def test_no_program_imports_anything_but_numpy() -> None:
    for has_biases in (False, True):
        tree = ast.parse(program_source(a_network(has_biases), target=3))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert [ast.unparse(node) for node in imports] == ["import numpy as np"]


def test_each_lecture_gets_its_own_names() -> None:
    assert "A1 = g(Z1)" in program_source(a_network(False))
    assert "z3 = np.dot(w2, a2)" in program_source(a_network(True))
    assert "# (14, 785)" in program_source(a_network(True))


def test_the_same_digit_gives_the_same_bytes_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    today = program_zip(a_network(True), an_image())
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert program_zip(a_network(True), an_image()) == today
    assert program_zip(a_network(True), an_image() / 2) != today


def test_what_is_no_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="X must be"):
        program_zip(a_network(True), np.ones((784, 2)))
    with pytest.raises(ValueError, match="target must be"):
        program_source(a_network(True), target=10)


@pytest.mark.parametrize("has_biases", [False, True], ids=["A", "B"])
def test_each_line_is_told_with_the_value_that_it_makes(has_biases: bool) -> None:
    network, X = a_network(has_biases), an_image()
    run = forward(network, X)

    lines = run_by_line(program_source(network, 7), program_files(network, X))

    made = {line.name: line.value for line in lines if isinstance(line.value, np.ndarray)}
    names = (
        ("x", "w1", "z2", "a2", "w2", "z3") if has_biases else ("X", "W1", "Z1", "A1", "W2", "Z2")
    )
    A1 = layer_input(network, run.A1)
    for name, value in zip(names, (X, network.W1, run.Z1, A1, network.W2, run.Z2), strict=True):
        assert made[name] == pytest.approx(value), name
    assert made["yhat"] == pytest.approx(run.A2)
    if has_biases:
        assert made["a1"] == pytest.approx(layer_input(network, X))
        assert made["a3"] == pytest.approx(run.A2)
    printed = [line.printed for line in lines if line.printed]
    assert printed[0] == "image: 7"
    assert printed[1] == f"predict: {np.round(run.A2.ravel(), 3)}"
    source = program_source(network, 7)
    assert all(line.code in source for line in lines)
    shapes = dict(re.findall(r"^ *(\w+) = .*# (\(.*\))$", source, re.MULTILINE))
    assert len(shapes) > 5
    for name, shape in shapes.items():
        assert str(made[name].shape) == shape.replace("14 + 1", "15"), name


def test_sums_far_below_0_are_no_warning() -> None:
    network = Network(np.full((2, 784), -3.0), np.ones((10, 2)))
    lines = run_by_line(program_source(network), program_files(network, np.ones((784, 1))))
    assert lines[-1].printed.startswith("predict: [0.5")
