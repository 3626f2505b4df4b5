"""Trainings of many visitors: a few at a time, in order, each visitor's own."""

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from mnistnet.live_training import job_queue as module
from mnistnet.live_training import worker
from mnistnet.live_training.handwriting import divided
from mnistnet.live_training.image_sets import split_images
from mnistnet.live_training.job_queue import JobQueue
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.shared_images import load_arrays, save_arrays
from mnistnet.live_training.train_steps import train_steps
from mnistnet.live_training.worker import Evaluator, pack_snapshot, read_snapshot
from mnistnet.ui.train.progress import FRESH, seconds_to_next_look
from tests.support import ROOT
from tests.support.blobs import blobs

pytestmark = pytest.mark.training

SHORT = Settings(n_hidden=3, batch_size=20, epochs=2, n_images=100)
ENDLESS = Settings(n_hidden=20, batch_size=1, epochs=200, n_images=700)
PATIENCE = 120
"""Seconds to wait on a machine that has other work."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelf")
    save_arrays(folder, blobs(700), blobs(100))
    return folder


@pytest.fixture
def begun(shelf):
    several: list[JobQueue] = []

    def begin(**options):
        several.append(JobQueue(shelf, **options))
        return several[-1]

    yield begin
    for queue in several:
        queue.close()


def wait_until(happened: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not happened():
        assert time.monotonic() - started < PATIENCE, "it did not happen"
        time.sleep(0.01)


def weights_of(settings: Settings):
    *_, (W1, W2) = train_steps(settings, blobs(700)[: settings.n_images])
    return W1, W2


def test_a_moment_survives_the_way_from_process_to_process(tmp_path):
    settings = Settings(n_hidden=5, biases=True)
    evaluator = Evaluator(blobs(30), blobs(20))
    snapshot = evaluator.snapshot(7, 2, next(train_steps(settings, blobs(100))))
    (tmp_path / "snapshot").write_bytes(pack_snapshot(snapshot) + b"cut off")

    with (tmp_path / "snapshot").open("rb") as stream:
        same = read_snapshot(stream, settings)
        assert read_snapshot(stream, settings) is None

    assert same is not None
    assert (same.n_steps, same.n_commands) == (7, 2)
    assert (same.training, same.validation) == (snapshot.training, snapshot.validation)
    np.testing.assert_array_equal(same.network.W1, snapshot.network.W1)
    np.testing.assert_array_equal(same.network.W2, snapshot.network.W2)


def test_a_class_is_learnt_from_as_it_was_when_the_training_began(begun, shelf):
    images, pupils = blobs(60), np.arange(60) // 10
    ours = divided("K7M2QX", images, pupils, 1)
    assert ours is not None
    settings = replace(SHORT, source="both", n_ours=len(ours.images[0]))
    training, *_ = split_images(settings, load_arrays(shelf), ours.images)
    *_, (W1, W2) = train_steps(settings, training)
    before = {*shelf.iterdir()}
    queue = begun(places=1)
    job = queue.begin("visitor", settings, worker.STEP, ours)
    wait_until(lambda: job.is_idle)
    assert len({*shelf.iterdir()} - before) == 1
    with queue._lock:
        queue._retire(job)  # another process takes it up

    queue.go_on(job)
    wait_until(lambda: job.has_ended)

    assert job.state == "finished"
    np.testing.assert_allclose(job.network.W1, W1, atol=1e-5)
    np.testing.assert_allclose(job.network.W2, W2, atol=1e-5)
    assert all(point.ours is not None for point in job.points)
    wait_until(lambda: {*shelf.iterdir()} == before)


def test_images_come_back_from_the_shelf(shelf):
    job, test = load_arrays(shelf)

    np.testing.assert_array_equal(job.pixels, blobs(700).pixels)
    np.testing.assert_array_equal(test.labels, blobs(100).labels)


def test_twenty_at_once_come_in_turn_and_get_their_own_networks(begun):
    queue = begun(places=2)
    settings = [
        Settings(n_hidden=2 + i % 3, biases=i % 2 == 0, epochs=1, n_images=100 + i, seed=i)
        for i in range(20)
    ]
    all_of_them = [
        queue.begin(f"visitor {i}", first_command) for i, first_command in enumerate(settings)
    ]
    assert [job.place for job in all_of_them][-3:] != [0, 0, 0]
    began: list[int] = []

    def look() -> bool:
        places = [job.place for job in all_of_them if job.state == "waiting"]
        assert sum(job.state == "going" for job in all_of_them) <= 2
        assert places == sorted(places)
        began.extend(
            i for i, job in enumerate(all_of_them) if job.state != "waiting" and i not in began
        )
        return all(job.has_ended for job in all_of_them)

    wait_until(look)
    assert began == list(range(20))
    for job, first_command in zip(all_of_them, settings, strict=True):
        assert (job.state, job.n_steps) == ("finished", first_command.n_steps)
        assert job.network is not None
        W1, W2 = weights_of(first_command)
        np.testing.assert_allclose(job.network.W1, W1, atol=1e-5)
        np.testing.assert_allclose(job.network.W2, W2, atol=1e-5)


def test_curves_begin_before_the_first_step_and_end_after_the_last(begun):
    job = begun(places=1).begin("visitor", SHORT)

    wait_until(lambda: job.has_ended)

    assert [point.n_steps for point in job.points] == list(range(SHORT.n_steps + 1))
    first, last = job.points[0], job.points[-1]
    assert last.training.loss < first.training.loss


def test_a_stop_ends_the_process_and_keeps_what_there_is(begun):
    job = (queue := begun(places=1)).begin("visitor", ENDLESS)
    wait_until(lambda: job.n_steps > 0)
    process = job.process.child

    queue.stop(job)

    wait_until(lambda: process.poll() is not None)
    assert process.returncode != 0  # it did not come to its own end
    assert job.state == "stopped"
    assert job.network is not None


def test_the_process_of_who_leaves_ends_and_the_others_go_on(begun, monkeypatch):
    monkeypatch.setattr(module, "GRACE", 0.1)
    there = {"one", "other"}
    queue = begun(places=2, is_present=lambda owner: owner in there)
    gone, stays = queue.begin("one", ENDLESS), queue.begin("other", ENDLESS)
    wait_until(lambda: bool(gone.n_steps and stays.n_steps))
    process = gone.process.child

    there.remove("one")

    wait_until(lambda: process.poll() is not None)
    assert process.returncode != 0  # it did not come to its own end
    assert (gone.state, stays.state) == ("stopped", "going")


@pytest.mark.parametrize(("command", "state"), [(worker.GO, "going"), (worker.STEP, "paused")])
def test_who_has_nobody_ahead_does_not_wait(begun, command, state):
    queue = begun(places=1)
    with queue._lock:  # nothing is heard of it yet
        job = queue.begin("a", ENDLESS, command)
        assert (job.state, job.place, job.is_starting) == (state, 0, True)
    wait_until(lambda: job.n_steps > 0)
    assert not job.is_starting
    if command == worker.STEP:
        queue.go_on(job)
        assert job.state == "going"

    other = queue.begin("b", SHORT, command)

    assert (other.state, other.place, other.is_starting) == ("waiting", 1, False)


def test_who_leaves_makes_room_in_the_line(begun):
    queue = begun(places=1)
    first, second, third = (queue.begin(name, ENDLESS) for name in "abc")
    wait_until(lambda: first.state == "going")
    assert (second.place, third.place) == (1, 2)

    queue.leave("b")

    assert (second.state, second.place, third.place) == ("stopped", 0, 1)
    queue.leave("a")
    wait_until(lambda: third.state == "going")


def test_a_pause_gives_its_place_to_the_next(begun):
    queue = begun(places=1)
    first, second = queue.begin("a", ENDLESS), queue.begin("b", SHORT)
    wait_until(lambda: first.n_steps > 0)

    queue.pause(first)
    wait_until(lambda: second.state == "finished")

    for _ in range(2):
        queue.step(first)
        wait_until(partial(_took_one_step, first, after=len(first.points)))
    steps = first.n_steps
    queue.go_on(first)
    wait_until(lambda: first.n_steps > steps)
    assert first.state == "going"


def _took_one_step(job, after):
    """Whether a new point is the last one's neighbour, as it only is in a pause."""
    before, last = job.points[-2:]
    return len(job.points) > after and last.n_steps == before.n_steps + 1


def test_one_step_from_the_start(begun):
    job = (queue := begun(places=1)).begin("visitor", SHORT, worker.STEP)

    wait_until(lambda: job.n_steps == 1)

    assert job.state == "paused"
    queue.go_on(job)
    wait_until(lambda: job.state == "finished")
    np.testing.assert_allclose(job.network.W1, weights_of(SHORT)[0], atol=1e-5)


def test_the_time_of_going_is_bounded_and_a_pause_does_not_count(begun, monkeypatch):
    queue = begun(places=1)
    job = queue.begin("visitor", ENDLESS)
    wait_until(lambda: job.n_steps > 0)
    queue.pause(job)
    before = job.seconds
    wait_until(lambda: time.monotonic() > job.since)
    assert job.seconds == before

    monkeypatch.setattr(module, "MAX_SECONDS", before + 0.2)
    queue.go_on(job)

    wait_until(lambda: job.state == "timed_out")
    assert job.network is not None


def test_who_is_away_for_a_moment_loses_nothing(begun):
    there, asked = {"visitor"}, []

    def is_present(owner):
        asked.append(owner)
        return owner in there

    job = begun(places=1, is_present=is_present).begin("visitor", ENDLESS)
    wait_until(lambda: job.n_steps > 0)

    there.clear()
    asked.clear()
    wait_until(lambda: len(asked) > 2)
    there.add("visitor")
    steps = job.n_steps

    wait_until(lambda: job.n_steps > steps)
    assert job.state == "going"


def test_a_pause_without_a_process_is_no_absence(begun, monkeypatch):
    job = (queue := begun(places=1)).begin("visitor", SHORT, worker.STEP)
    wait_until(lambda: job.n_steps == 1)
    monkeypatch.setattr(module, "MAX_IDLE", 0.0)
    wait_until(lambda: job.process is None)

    job.seen -= 2 * module.GRACE  # so long ago was the pause
    with queue._lock:  # before the next look at who is there
        queue.go_on(job)
        assert time.monotonic() - job.seen < module.GRACE

    wait_until(lambda: job.state == "finished")


def test_a_pauses_process_ends_and_its_training_goes_on_as_if_it_had_not(begun, monkeypatch):
    queue = begun(places=1)
    job = queue.begin("visitor", SHORT, worker.STEP)
    wait_until(lambda: job.n_steps == 1)
    monkeypatch.setattr(module, "MAX_IDLE", 0.0)
    wait_until(lambda: job.process is None)
    assert job.state == "paused"

    monkeypatch.setattr(module, "MAX_IDLE", 600.0)
    queue.step(job)
    wait_until(lambda: job.n_steps == 2)
    queue.go_on(job)
    wait_until(lambda: job.state == "finished")

    assert [point.n_steps for point in job.points] == list(range(SHORT.n_steps + 1))
    for trained, expected in zip((job.network.W1, job.network.W2), weights_of(SHORT), strict=True):
        np.testing.assert_array_equal(trained, expected)


def test_however_many_step_few_processes_live_and_nobodys_step_is_lost(begun):
    queue = begun(places=1)
    jobs = [queue.begin(f"visitor {i}", SHORT, worker.STEP) for i in range(6)]
    most = 0

    def all_have(n_steps: int) -> bool:
        nonlocal most
        most = max(most, sum(job.process is not None for job in jobs))
        return all(job.n_steps == n_steps for job in jobs)

    wait_until(lambda: all_have(1))
    for job in jobs:
        queue.step(job)
    wait_until(lambda: all_have(2))

    assert most == 2
    assert {job.state for job in jobs} == {"paused"}
    *_, expected = itertools.islice((W[0].copy() for W in train_steps(SHORT, blobs(100))), 3)
    for job in jobs:
        np.testing.assert_array_equal(job.network.W1, expected)


def test_those_who_wait_with_a_process_give_way_to_the_first_in_line(begun):
    queue = begun(places=1)
    halted = [queue.begin(name, SHORT, worker.STEP) for name in "ab"]
    wait_until(lambda: all(job.is_idle and job.state == "paused" for job in halted))

    with queue._lock:  # all in one line, before the next look at it
        first = queue.begin("c", SHORT)
        for job in halted:
            queue.go_on(job)
    three = [first, *halted]

    wait_until(lambda: all(job.state == "finished" for job in three))
    for job in three:
        np.testing.assert_array_equal(job.network.W1, weights_of(SHORT)[0])


def test_nothing_is_left_of_a_training_that_was_taken_up(begun, shelf, monkeypatch):
    before = set(shelf.iterdir())
    job = (queue := begun(places=1)).begin("visitor", SHORT, worker.STEP)
    wait_until(lambda: job.n_steps == 1)
    monkeypatch.setattr(module, "MAX_IDLE", 0.0)
    wait_until(lambda: job.process is None)
    assert job.state == "paused"

    queue.go_on(job)
    wait_until(lambda: job.state == "finished")

    wait_until(lambda: set(shelf.iterdir()) == before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
@pytest.mark.parametrize(
    ("by", "state"),
    [
        pytest.param(signal.SIGTERM, "failed", id="something else"),
        pytest.param(9, "out_of_memory", id="the kernel, for want of memory"),
    ],
)
def test_a_process_that_dies_is_a_failure_and_frees_its_place(begun, caplog, capfd, by, state):
    queue = begun(places=1)
    dying, next_one = queue.begin("a", ENDLESS), queue.begin("b", SHORT)
    wait_until(lambda: dying.n_steps > 0)

    dying.process.child.send_signal(by)

    wait_until(lambda: dying.state == state)
    wait_until(lambda: next_one.state == "finished")
    assert f"exit code {-by}" in caplog.text
    assert capfd.readouterr().err == ""


def test_a_process_that_dies_in_a_pause_takes_nothing_along(begun):
    job = (queue := begun(places=1)).begin("visitor", SHORT, worker.STEP)
    wait_until(lambda: job.n_steps == 1 and job.is_idle)

    job.process.child.kill()
    wait_until(lambda: job.process is None)
    assert job.state == "paused"
    queue.go_on(job)

    wait_until(lambda: job.state == "finished")
    np.testing.assert_array_equal(job.network.W1, weights_of(SHORT)[0])


def test_a_process_that_gets_no_memory_says_so(begun, monkeypatch):
    monkeypatch.setattr(worker, "command", lambda *_: [sys.executable, "-c", WITHOUT_MEMORY])

    job = begun(places=1).begin("visitor", SHORT)

    wait_until(lambda: job.state == "out_of_memory")


WITHOUT_MEMORY = """
import sys
from mnistnet.live_training import worker

def train(*_):
    raise MemoryError

worker.train, sys.argv[1:] = train, ["", "{}", ""]
worker.main()
"""


def test_a_second_training_ends_the_visitors_first(begun):
    queue = begun(places=1)
    first = queue.begin("visitor", ENDLESS)
    wait_until(lambda: first.n_steps > 0)

    second = queue.begin("visitor", SHORT)

    assert first.state == "stopped"
    wait_until(lambda: second.state == "finished")


def test_a_process_may_not_take_all_memory():
    resource = pytest.importorskip("resource")
    program = (
        "import numpy, mnistnet.live_training.worker as worker; worker.limit_process(); "
        "numpy.ones(worker.MAX_BYTES, 'u1')"
    )
    tried = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert resource.RLIM_INFINITY != worker.MAX_BYTES
    assert "MemoryError" in tried.stderr


SERVER = """
import sys
from pathlib import Path
from mnistnet.live_training import worker
from mnistnet.live_training.job_queue import JobQueue
from tests.live_training.test_job_queue import ENDLESS, wait_until

queue = JobQueue(Path(sys.argv[1]), places=2)
going = queue.begin("a", ENDLESS)
halted = queue.begin("b", ENDLESS, worker.STEP)
wait_until(lambda: going.n_steps and halted.n_steps)
print(going.process.child.pid, halted.process.child.pid, flush=True)
sys.stdin.read()
"""


def test_no_training_outlives_a_server_that_is_killed(shelf):
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", SERVER, str(shelf)]
    server = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT)
    assert server.stdout is not None
    trainings = [int(number) for number in server.stdout.readline().split()]
    assert len(trainings) == 2

    server.kill()

    try:  # its standard error is theirs, too: it ends with the last of them
        _, complaints = server.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        for training in trainings:
            with suppress(ProcessLookupError):
                os.kill(training, signal.SIGTERM)
        pytest.fail("a training is still there")
    assert complaints == b""


def test_held_back_images_are_the_test_images_when_all_are_learnt_from(shelf):
    _, validation = split_images(ENDLESS, load_arrays(shelf))

    assert len(validation) == 100


def test_who_waits_looks_less_often_and_who_has_nothing_to_wait_for_never(begun):
    queue = begun(places=1)
    first, second = queue.begin("a", ENDLESS), queue.begin("b", SHORT)
    wait_until(lambda: first.n_steps > 0)

    often, seldom = seconds_to_next_look(first), seconds_to_next_look(second)
    first.seconds_before = FRESH
    usual = seconds_to_next_look(first)
    assert often is not None
    assert usual is not None
    assert seldom is not None
    assert often < usual < seldom
    queue.stop(second)
    assert seconds_to_next_look(second) is None

    queue.pause(first)
    wait_until(lambda: first.is_idle)
    assert seconds_to_next_look(first) is None
    with queue._lock:  # so that nothing is heard of the step
        queue.step(first)
        assert seconds_to_next_look(first) == often
    wait_until(lambda: first.is_idle)
    assert seconds_to_next_look(first) is None


@pytest.mark.parametrize(("processors", "places"), [(4, 3), (2, 1), (1, 1), (None, 1)])
def test_one_processor_is_left_to_the_server(begun, monkeypatch, processors, places):
    monkeypatch.setattr("os.cpu_count", lambda: processors)

    assert begun().places == places


def test_a_training_takes_one_processor_and_lets_the_server_go_first(begun):
    resource = pytest.importorskip("resource")
    job = begun(places=1).begin("visitor", ENDLESS)
    wait_until(lambda: job.n_steps > 0)
    process = Path(f"/proc/{job.process.child.pid}")
    if not process.is_dir():
        pytest.skip("only Linux tells what a process was given")

    environment = (process / "environ").read_bytes().split(b"\0")
    assert b"OPENBLAS_NUM_THREADS=1" in environment
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, job.process.child.pid) == min(ours + worker.NICENESS, 19)
    for limit, most in (
        (resource.RLIMIT_AS, worker.MAX_BYTES),
        (resource.RLIMIT_CPU, worker.MAX_CPU_SECONDS),
    ):
        assert resource.prlimit(job.process.child.pid, limit) == (most, most)


def test_a_system_that_bounds_no_memory_bounds_time_all_the_same(monkeypatch):
    """As macOS, which refuses a bound for the address space."""
    resource = pytest.importorskip("resource")
    given = {}

    def refusing(limit, most):
        if limit == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        given[limit] = most

    monkeypatch.setattr(resource, "setrlimit", refusing)
    monkeypatch.setattr("os.nice", lambda more: more)
    monkeypatch.setattr(Path, "write_text", lambda *args, **options: 0)

    worker.limit_process()

    assert given == {resource.RLIMIT_CPU: (worker.MAX_CPU_SECONDS,) * 2}


def test_who_halts_in_the_line_leaves_it_and_may_take_a_step_or_go_on_later(begun):
    queue = begun(places=1)
    first, second, third = (queue.begin(*of) for of in (("a", ENDLESS), ("b", SHORT), ("c", SHORT)))
    wait_until(lambda: first.state == "going")

    queue.pause(second)
    assert (second.state, second.place, third.place) == ("paused", 0, 1)
    queue.step(second)
    assert (second.state, second.place) == ("waiting", 2)
    queue.stop(first)

    wait_until(lambda: third.state == "finished" and second.n_steps == 1)
    assert second.state == "paused"
    queue.go_on(second)
    wait_until(lambda: second.state == "finished")


@pytest.mark.parametrize(
    ("needed", "error"),
    [
        pytest.param("subprocess.Popen", OSError("no more of them"), id="a process"),
        pytest.param("threading.Thread", RuntimeError("no more of them"), id="a thread"),
    ],
)
def test_a_training_whose_process_cannot_begin_says_so_and_others_can_later(
    begun, monkeypatch, caplog, needed, error
):
    def no_more(*_: object, **__: object) -> None:
        raise error

    queue = begun(places=1)
    with monkeypatch.context() as patched:
        patched.setattr(needed, no_more)
        job = queue.begin("a", SHORT)
        wait_until(lambda: job.state == "not_begun")
    after = queue.begin("b", SHORT)

    wait_until(lambda: after.state == "finished")
    assert "no more of them" in caplog.text


def test_a_step_is_for_pauses_only(begun):
    job = (queue := begun(places=1)).begin("visitor", ENDLESS)
    wait_until(lambda: job.n_steps > 0)

    queue.step(job)

    points = len(job.points)
    wait_until(lambda: len(job.points) > points + 2)  # it goes on
    assert job.state == "going"
