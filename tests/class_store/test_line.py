"""Who waits first is served first."""

import threading

from mnistnet.class_store.line import Line


def wait_for_waiting(line: Line, n_waiting: int) -> None:
    while len(line._waiting) < n_waiting:
        threading.Event().wait(0.001)


def test_whoever_has_left_waits_behind_the_others():
    line, served = Line(1), []
    assert line.enter(0)

    def stand(number: int) -> None:
        assert line.enter(60)
        served.append(number)
        line.leave()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=stand, args=(number,)))
        threads[-1].start()
        wait_for_waiting(line, number + 1)
    line.leave()
    assert not line._n_free or not line._waiting, "the place was handed on"
    stand(5)
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4, 5]
    assert line.enter(0)


def test_only_so_many_are_let_in_and_who_lost_patience_keeps_no_place():
    line = Line(2)
    assert line.enter(0)
    assert line.enter(0)
    assert not line.enter(0)
    assert not line.enter(0.01)
    line.leave()
    assert line.enter(0)
    assert not line.enter(0)
