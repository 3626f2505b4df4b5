"""A training as its process goes through it, without the process."""

import io
import queue
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from mnistnet.data.mnist import Images
from mnistnet.live_training import worker
from mnistnet.live_training.image_sets import Divided, split_images
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.shared_images import load_arrays, save_arrays
from mnistnet.live_training.snapshot import Snapshot, score_network
from mnistnet.live_training.train_steps import train_steps
from mnistnet.live_training.worker import GO, PAUSE, STEP, read_snapshot, train
from tests.support.blobs import blobs

SETTINGS = Settings(n_hidden=4, batch_size=10, epochs=3, n_images=100)
TRAINING = blobs(200)
TEST = Images(blobs(60).pixels, (blobs(60).labels + 1) % 10)  # other labels, so other scores

NOTHING = ""
"""A look at the commands that finds none."""


class Spoken(queue.SimpleQueue[str]):
    """Commands that come in between two looks, in a given order; at last there are no more."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)

    def empty(self) -> bool:
        """Tell whether there is no command at this look."""
        return not self.words or (self.words[0] == NOTHING and self.words.pop(0) == NOTHING)

    def get(self, block: bool = True, timeout: float | None = None) -> str:
        """Return the next command."""
        return self.words.pop(0)


@pytest.fixture
def run(tmp_path):
    save_arrays(tmp_path, TRAINING, TEST)

    def run(settings: Settings, *words: str, ours: Divided | None = None) -> list[Snapshot]:
        out = io.BytesIO()
        train(tmp_path, settings, Spoken(words), out, ours=ours)
        out.seek(0)
        return list(iter(lambda: read_snapshot(out, settings), None))

    return run


def test_curves_tell_images_learnt_from_and_images_never_seen_apart(run):
    for snapshot in run(SETTINGS, GO):
        for score, images in (
            (snapshot.training, TRAINING[: SETTINGS.n_images]),
            (snapshot.validation, TEST),
        ):
            assert score == score_network(snapshot.network, images.X, images.labels)
    assert snapshot.training.loss < snapshot.validation.loss


def test_a_point_of_the_curves_reads_no_more_images_than_it_needs(run, monkeypatch):
    monkeypatch.setattr(worker, "N_SCORED", 7)

    last = run(SETTINGS, GO)[-1]

    for score, images in ((last.training, TRAINING[:7]), (last.validation, TEST[:7])):
        assert score == score_network(last.network, images.X, images.labels)


OURS = blobs(30), Images(TEST.pixels[:20], (TEST.labels[:20] + 1) % 10)


@pytest.mark.parametrize("source", ["both", "ours"])
def test_a_classs_images_are_learnt_from_and_scored_apart(run, source):
    settings = replace(SETTINGS, source=source, n_ours=30)
    training, *held_back = split_images(settings, (TRAINING, TEST), OURS)
    *_, (W1, _) = train_steps(settings, training)

    last = run(settings, GO, ours=OURS)[-1]

    np.testing.assert_array_equal(last.network.W1, W1)
    scores = [score_network(last.network, part.X, part.labels) for part in (training, *held_back)]
    assert [last.training, last.validation, last.ours] == [*scores, None][:3]
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("epochs", "points"),
    [
        pytest.param(3, [*range(31)], id="as many as steps"),
        pytest.param(25, [*range(0, 251, 2)], id="every other step"),
        pytest.param(35, [*range(0, 350, 3), 350], id="a last one out of turn"),
    ],
)
def test_the_curves_have_some_hundred_points_and_the_last_step(run, epochs, points):
    settings = Settings(n_hidden=1, batch_size=10, epochs=epochs, n_images=100)

    assert [snapshot.n_steps for snapshot in run(settings, GO)] == points


def test_a_snapshot_holds_the_weights_after_its_own_step(run):
    weights = [(W1.copy(), W2.copy()) for W1, W2 in train_steps(SETTINGS, TRAINING[:100])]

    for snapshot in run(SETTINGS, GO):
        W1, W2 = weights[snapshot.n_steps]
        np.testing.assert_array_equal(snapshot.network.W1, W1)
        np.testing.assert_array_equal(snapshot.network.W2, W2)


EVERY_FIFTH = Settings(n_hidden=1, batch_size=1, epochs=5, n_images=100)


def test_each_command_in_a_pause_is_answered_once(run):
    snapshots = run(EVERY_FIFTH, NOTHING, STEP, NOTHING, STEP, NOTHING, PAUSE, NOTHING, GO)

    answers = [(snapshot.n_steps, snapshot.n_commands) for snapshot in snapshots]
    assert answers == [(0, 0), (1, 1), (2, 2), (2, 3), *((n, 4) for n in range(5, 501, 5))]


def test_a_pause_reports_where_it_began(run):
    snapshots = run(EVERY_FIFTH, GO, *12 * [NOTHING], PAUSE, NOTHING, GO)

    assert [snapshot.n_steps for snapshot in snapshots] == [0, 5, 10, 12, *range(15, 501, 5)]


def test_a_step_that_is_the_last_waits_for_no_more_commands(run):
    two_steps = Settings(n_hidden=1, batch_size=50, epochs=1, n_images=100)

    snapshots = run(two_steps, NOTHING, STEP, NOTHING, STEP)  # a further look would find none

    assert [snapshot.n_steps for snapshot in snapshots] == [0, 1, 2]


def test_all_processes_share_one_copy_of_the_pixels(tmp_path):
    save_arrays(tmp_path, TRAINING, TEST)

    for images in load_arrays(tmp_path):
        assert isinstance(images.pixels.base, np.memmap)
