"""Taking turns: never two at once, whatever becomes of the one before."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mnistnet.ui.concurrency import in_turn

N = 8


def test_two_never_work_at_once():
    at_work, together = threading.Semaphore(1), []

    @in_turn
    def work(number):
        together.append(not at_work.acquire(blocking=False))
        time.sleep(0.002)  # long enough for every other thread to come in, if it could
        at_work.release()
        return number

    with ThreadPoolExecutor(N) as threads:
        assert list(threads.map(work, range(N))) == list(range(N))

    assert together == [False] * N


def test_after_a_failure_it_is_the_next_ones_turn():
    @in_turn
    def work(fails):
        if fails:
            raise ValueError("on purpose")
        return "done"

    with pytest.raises(ValueError, match="on purpose"):
        work(True)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(work, False).result(timeout=10) == "done"
