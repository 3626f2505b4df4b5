"""Trainings of many visitors: a few at a time, in order, each visitor's own."""

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from mnistnet.live_training import job_queue as module
from mnistnet.live_training import worker
from mnistnet.live_training.job_queue import Trainings
from mnistnet.live_training.settings import Settings, divided, follow
from mnistnet.live_training.shared_images import put_images, take_images
from mnistnet.live_training.worker import Exam, next_moment, packed
from mnistnet.ui.train.progress import seconds_to_next_look
from tests.support.blobs import blobs

SHORT = Settings(n_hidden=3, batch_size=20, epochs=2, n_images=100)
ENDLESS = Settings(n_hidden=20, batch_size=1, epochs=200, n_images=700)
PATIENCE = 120
"""Seconds to wait on a machine that has other work."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelf")
    put_images(folder, blobs(700), blobs(100))
    return folder


@pytest.fixture
def begun(shelf):
    several: list[Trainings] = []

    def begin(**options):
        several.append(Trainings(shelf, **options))
        return several[-1]

    yield begin
    for trainings in several:
        trainings.close()


def wait_until(happened: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not happened():
        assert time.monotonic() - started < PATIENCE, "it did not happen"
        time.sleep(0.01)


def weights_of(settings: Settings):
    *_, (W1, W2) = follow(settings, blobs(700)[: settings.n_images])
    return W1, W2


def test_a_moment_survives_the_way_from_process_to_process(tmp_path):
    settings = Settings(n_hidden=5, biases=True)
    exam = Exam(blobs(30), blobs(20))
    moment = exam.moment(7, next(follow(settings, blobs(100))))
    (tmp_path / "moment").write_bytes(packed(moment) + b"cut off")

    with (tmp_path / "moment").open("rb") as stream:
        same = next_moment(stream, settings)
        assert next_moment(stream, settings) is None

    assert same is not None
    assert (same.n_steps, same.learnt, same.held_back) == (7, moment.learnt, moment.held_back)
    np.testing.assert_array_equal(same.network.W1, moment.network.W1)
    np.testing.assert_array_equal(same.network.W2, moment.network.W2)


def test_images_come_back_from_the_shelf(shelf):
    training, test = take_images(shelf)

    np.testing.assert_array_equal(training.pixels, blobs(700).pixels)
    np.testing.assert_array_equal(test.labels, blobs(100).labels)


def test_twenty_at_once_come_in_turn_and_get_their_own_networks(begun):
    trainings = begun(places=2)
    settings = [
        Settings(n_hidden=2 + i % 3, biases=i % 2 == 0, epochs=1, n_images=100 + i, seed=i)
        for i in range(20)
    ]
    all_of_them = [trainings.begin(f"visitor {i}", wish) for i, wish in enumerate(settings)]
    assert [training.place for training in all_of_them][-3:] != [0, 0, 0]
    began: list[int] = []

    def look() -> bool:
        places = [training.place for training in all_of_them if training.state == "waiting"]
        assert sum(training.state == "going" for training in all_of_them) <= 2
        assert places == sorted(places)
        began.extend(
            i
            for i, training in enumerate(all_of_them)
            if training.state != "waiting" and i not in began
        )
        return all(training.has_ended for training in all_of_them)

    wait_until(look)
    assert began == list(range(20))
    for training, wish in zip(all_of_them, settings, strict=True):
        assert (training.state, training.n_steps) == ("finished", wish.n_steps)
        assert training.network is not None
        W1, W2 = weights_of(wish)
        np.testing.assert_allclose(training.network.W1, W1, atol=1e-5)
        np.testing.assert_allclose(training.network.W2, W2, atol=1e-5)


def test_curves_begin_before_the_first_step_and_end_after_the_last(begun):
    training = begun(places=1).begin("visitor", SHORT)

    wait_until(lambda: training.has_ended)

    assert [point.n_steps for point in training.points] == list(range(SHORT.n_steps + 1))
    first, last = training.points[0], training.points[-1]
    assert last.learnt.loss < first.learnt.loss


def test_a_stop_ends_the_process_and_keeps_what_there_is(begun):
    training = (trainings := begun(places=1)).begin("visitor", ENDLESS)
    wait_until(lambda: training.n_steps > 0)
    process = training.process

    trainings.stop(training)

    wait_until(lambda: process.poll() is not None)
    assert process.returncode != 0  # it did not come to its own end
    assert training.state == "stopped"
    assert training.network is not None


def test_the_process_of_who_leaves_ends_and_the_others_go_on(begun):
    there = {"one", "other"}
    trainings = begun(places=2, is_there=lambda owner: owner in there)
    gone, stays = trainings.begin("one", ENDLESS), trainings.begin("other", ENDLESS)
    wait_until(lambda: bool(gone.n_steps and stays.n_steps))
    process = gone.process

    there.remove("one")

    wait_until(lambda: process.poll() is not None)
    assert process.returncode != 0  # it did not come to its own end
    assert (gone.state, stays.state) == ("stopped", "going")


def test_who_leaves_makes_room_in_the_line(begun):
    trainings = begun(places=1)
    first, second, third = (trainings.begin(name, ENDLESS) for name in "abc")
    wait_until(lambda: first.state == "going")
    assert (second.place, third.place) == (1, 2)

    trainings.leave("b")

    assert (second.state, second.place, third.place) == ("stopped", 0, 1)
    trainings.leave("a")
    wait_until(lambda: third.state == "going")


def test_a_pause_gives_its_place_to_the_next(begun):
    trainings = begun(places=1)
    first, second = trainings.begin("a", ENDLESS), trainings.begin("b", SHORT)
    wait_until(lambda: first.n_steps > 0)

    trainings.pause(first)
    wait_until(lambda: second.state == "finished")

    for _ in range(2):
        trainings.step(first)
        wait_until(partial(_took_one_step, first, after=len(first.points)))
    steps = first.n_steps
    trainings.go_on(first)
    wait_until(lambda: first.n_steps > steps)
    assert first.state == "going"


def _took_one_step(training, after):
    """Whether a new point is the last one's neighbour, as it only is in a pause."""
    before, last = training.points[-2:]
    return len(training.points) > after and last.n_steps == before.n_steps + 1


def test_one_step_from_the_start(begun):
    training = (trainings := begun(places=1)).begin("visitor", SHORT, worker.STEP)

    wait_until(lambda: training.n_steps == 1)

    assert training.state == "paused"
    trainings.go_on(training)
    wait_until(lambda: training.state == "finished")
    np.testing.assert_allclose(training.network.W1, weights_of(SHORT)[0], atol=1e-5)


def test_the_time_of_going_is_bounded_and_a_pause_does_not_count(begun, monkeypatch):
    trainings = begun(places=1)
    training = trainings.begin("visitor", ENDLESS)
    wait_until(lambda: training.n_steps > 0)
    trainings.pause(training)
    before = training.seconds
    wait_until(lambda: time.monotonic() > training.since)
    assert training.seconds == before

    monkeypatch.setattr(module, "MAX_SECONDS", before + 0.2)
    trainings.go_on(training)

    wait_until(lambda: training.state == "timed_out")
    assert training.network is not None


def test_a_pause_is_bounded(begun, monkeypatch):
    training = (trainings := begun(places=1)).begin("visitor", ENDLESS)
    wait_until(lambda: training.n_steps > 0)

    monkeypatch.setattr(module, "MAX_PAUSE", 0.2)
    trainings.pause(training)

    wait_until(lambda: training.state == "timed_out")


def test_a_process_that_dies_is_a_failure_and_frees_its_place(begun, capfd):
    trainings = begun(places=1)
    dying, next_one = trainings.begin("a", ENDLESS), trainings.begin("b", SHORT)
    wait_until(lambda: dying.n_steps > 0)

    dying.process.kill()

    wait_until(lambda: dying.state == "failed")
    wait_until(lambda: next_one.state == "finished")
    assert capfd.readouterr().err == ""


def test_a_second_training_ends_the_visitors_first(begun):
    trainings = begun(places=1)
    first = trainings.begin("visitor", ENDLESS)
    wait_until(lambda: first.n_steps > 0)

    second = trainings.begin("visitor", SHORT)

    assert first.state == "stopped"
    wait_until(lambda: second.state == "finished")


def test_a_process_may_not_take_all_memory():
    resource = pytest.importorskip("resource")
    import subprocess
    import sys

    program = (
        "import numpy, mnistnet.live_training.worker as pupil; pupil.limit_process(); "
        "numpy.ones(pupil.MAX_BYTES, 'u1')"
    )
    tried = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert resource.RLIM_INFINITY != worker.MAX_BYTES
    assert "MemoryError" in tried.stderr


def test_held_back_images_are_the_test_images_when_all_are_learnt_from(shelf):
    _, held_back = divided(ENDLESS, *take_images(shelf))

    assert len(held_back) == 100


def test_who_waits_longer_looks_less_often(begun):
    trainings = begun(places=1)
    first, second, third = (trainings.begin(name, ENDLESS) for name in "abc")
    wait_until(lambda: first.state == "going")

    soon, later = seconds_to_next_look(second), seconds_to_next_look(third)
    assert soon is not None
    assert later is not None
    assert seconds_to_next_look(first) == soon < later
    trainings.stop(third)
    assert seconds_to_next_look(third) is None
