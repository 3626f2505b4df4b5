"""Trainings that are killed.

More of them: ``python -m tests.offline_training.test_killed_training 50 1``.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from mnistnet import DataError, save_network
from mnistnet.atomic_write import atomic_write
from mnistnet.live_training.process import ONE_THREAD
from mnistnet.notation import FloatArray
from mnistnet.training import random_network
from tests.support.blobs import FEW_DRAWN

pytestmark = pytest.mark.training

PROGRAM = """
import os, resource, sys
from dataclasses import replace
import numpy as np
from mnistnet import __main__, weights
from mnistnet.data import mnist
from mnistnet.offline_training import dataset, recipes
from mnistnet.commands import train
from mnistnet.data.mnist import Images, Mnist

few_drawn = {few_drawn}

def images(m):
    pixels = np.random.default_rng(m).integers(0, 256, (m, 28, 28), dtype=np.uint8)
    return Images(pixels, (np.arange(m) % 10).astype(np.uint8))

train.mnist_folder_with_progress = lambda folder: folder
train.load_mnist = lambda folder: Mnist(images(50), images(10), images(10))
vars(dataset).update(few_drawn)
recipes.RECIPES["teacher"] = replace(recipes.RECIPES["teacher"], n_hidden=20, n_rounds=4)
recipes.RECIPES["lecture-a"] = replace(recipes.RECIPES["lecture-a"], n_rounds=4)
for name, of in recipes.RECIPES.items():
    recipes.RECIPES[name] = replace(of, epochs_a_round=2, batch_size=20)
{before}
sys.stdout.write("begun\\n")
sys.stdout.flush()
__main__.main(["train", "lecture-a", "--out", sys.argv[1], *sys.argv[2:]])
"""


KILLED_AFTER_ITS_FIRST_WEIGHTS = """
def saved_and_killed(network, path):
    weights.save_network(network, path)
    os.kill(os.getpid(), 9)

train.save_network = saved_and_killed
"""


def training(out: Path, *options: str, before: str = "") -> "subprocess.Popen[str]":
    """Begin ``python -m mnistnet train`` in a process of its own, with little to learn."""
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            PROGRAM.format(before=before, few_drawn=FEW_DRAWN),
            str(out),
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | ONE_THREAD,
    )


def finished(process: "subprocess.Popen[str]") -> str:
    output, errors = process.communicate(timeout=300)
    assert "Traceback" not in errors
    return output + errors


def weights(path: Path) -> list[FloatArray]:
    """Return what is in a file of weights; one that is not whole fails."""
    with np.load(path, allow_pickle=False) as arrays:
        return [arrays["W1"], arrays["W2"]]


def kill_and_resume(folder: Path, chance: random.Random, kills: int, seconds: float) -> int:
    """Kill a training so often and go on; return how many kills found it under way."""
    whole, out = folder / "whole" / "a.npz", folder / "a.npz"
    if not whole.parent.exists():
        whole.parent.mkdir()
        finished(training(whole))
    n_killed = 0
    for _ in range(kills):
        process = training(out, "--resume")
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0, seconds))
        process.kill()
        process.communicate()
        n_killed += process.returncode < 0
        for path in (out, folder / "teacher.npz"):
            if path.exists():
                assert all(np.isfinite(W).all() for W in weights(path))
    finished(training(out, "--resume"))
    for name in ("a.npz", "teacher.npz"):
        for mine, expected in zip(
            weights(folder / name), weights(whole.parent / name), strict=True
        ):
            np.testing.assert_array_equal(mine, expected)
    assert not list(folder.glob("*.checkpoint.npz"))
    return n_killed


def test_a_training_that_is_killed_at_any_moment_ends_as_if_it_had_not_been(tmp_path):
    assert kill_and_resume(tmp_path, random.Random(1), 3, 1.0)  # noqa: S311


def test_a_teacher_that_was_killed_in_its_first_round_is_not_taken_for_finished(tmp_path):
    out = tmp_path / "a.npz"
    process = training(out, before=KILLED_AFTER_ITS_FIRST_WEIGHTS)
    process.communicate()
    assert process.returncode < 0
    assert (tmp_path / "teacher.npz").exists()
    began = weights(tmp_path / "teacher.npz")

    finished(training(out, "--resume"))

    assert not np.array_equal(began[0], weights(tmp_path / "teacher.npz")[0])


def test_what_is_killed_while_it_writes_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.npz"
    save_network(random_network(3, True, np.random.default_rng(0)), path)
    before = path.read_bytes()

    if (child := os.fork()) == 0:
        with atomic_write(path) as file:
            file.write(b"half of")
            file.flush()
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)

    assert path.read_bytes() == before
    save_network(random_network(4, True, np.random.default_rng(0)), path)
    assert weights(path)[0].shape == (4, 785)


def test_a_full_disk_ends_a_training_in_a_sentence_and_keeps_the_old_weights(tmp_path):
    out = tmp_path / "a.npz"
    save_network(random_network(3, True, np.random.default_rng(0)), out)
    before = out.read_bytes()
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"

    said = finished(training(out, before=limit))

    assert f"Error: Nothing can be written to {tmp_path}: File too large." in said
    assert out.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    network = random_network(3, True, np.random.default_rng(0))

    with pytest.raises(DataError, match="No such file or directory"):
        save_network(network, tmp_path / "nowhere" / "a.npz")


def main(kills: int, seed: int) -> None:
    """Kill ``kills`` trainings, eight of each one."""
    chance, n_killed = random.Random(seed), 0  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        while n_killed < kills:
            for path in Path(folder).glob("*.npz"):
                path.unlink()
            n_killed += kill_and_resume(Path(folder), chance, 8, 2.0)
    sys.stdout.write(f"{n_killed} kills, each left whole files and could be gone on from\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
