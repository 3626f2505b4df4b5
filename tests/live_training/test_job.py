"""One training's clock: what has passed, and what is left."""

from unittest.mock import Mock

import pytest

from mnistnet.live_training.job import CurvePoint, Job, State
from mnistnet.live_training.settings import Settings
from mnistnet.live_training.snapshot import Score
from mnistnet.live_training.worker import GO

HUNDRED_STEPS = Settings(batch_size=10, epochs=10, n_images=100)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

    monkeypatch.setattr("time.monotonic", lambda: Clock.now)
    return Clock


def a_job(*steps_and_seconds: tuple[int, float]) -> Job:
    score = Score(1.0, 0.5)
    points = (CurvePoint(n_steps, s, score, score) for n_steps, s in steps_and_seconds)
    return Job("visitor", HUNDRED_STEPS, GO, points=tuple(points))


def test_the_time_left_is_that_of_the_steps_left_at_the_pace_so_far():
    # 20 steps took 7 - 3 seconds, so the other 80 take 16; the first 3 began the process.
    assert a_job((0, 3.0), (10, 4.0), (20, 7.0)).seconds_left == pytest.approx(16)


def test_at_the_end_no_time_is_left():
    assert a_job((0, 3.0), (100, 7.0)).seconds_left == 0


def test_before_the_first_step_nobody_knows_how_long_it_takes():
    assert a_job().seconds_left is None
    assert a_job((0, 3.0)).seconds_left is None


def test_only_the_time_of_going_counts(clock):
    job = a_job()
    spent: list[tuple[State, float]] = [("waiting", 8), ("going", 5), ("paused", 60), ("going", 2)]
    for state, seconds in spent:
        job.enter(state)
        clock.now += seconds

    assert job.seconds == 5 + 2
    job.enter("finished")
    clock.now += 100
    assert job.seconds == 5 + 2


@pytest.mark.parametrize(
    ("state", "n_steps", "has_done_all", "is_idle"),
    [
        pytest.param("paused", 10, True, True, id="in a pause"),
        pytest.param("waiting", 10, True, True, id="in line, after a pause"),
        pytest.param("going", 10, True, False, id="at work"),
        pytest.param("paused", 10, False, False, id="taking a step"),
        pytest.param("paused", 100, True, False, id="after the last step"),
    ],
)
def test_idle_is_who_waits_for_a_command(state, n_steps, has_done_all, is_idle):
    job = a_job((0, 3.0), (n_steps, 4.0))
    assert not job.is_idle
    job.state, job.process = state, Mock(has_done_all=has_done_all)

    assert job.is_idle == is_idle
