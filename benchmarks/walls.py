"""What a wall of a class costs: a request that waits, against a fragment that runs every second.

Both look at the same class of thirty drawings, to which one more is sent every other second. What
their servers take for that without walls is taken off.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import numpy as np
from sqlalchemy import make_url

from benchmarks.class_at_work import Wall
from benchmarks.table import Row
from mnistnet import Drawing
from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.samples import sample
from mnistnet.notation import FloatArray
from tests.support.server import Server, running_server, streamlit_run
from tests.support.visitor import Visitor, visiting

N_DRAWINGS, PAUSE = 30, 2.0


def rows(n_walls: int, duration: float) -> Iterator[Row]:
    """Measure both at once, so many seconds without walls and as many with them."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        env = {"MNISTNET_DATABASE": f"sqlite:///{Path(folder) / 'classes.sqlite'}"}
        scripts = ("app.py", "benchmarks/pages/wall.py")
        both = [
            stack.enter_context(running_server(env, command=streamlit_run(script)))
            for script in scripts
        ]
        store = ClassStore(make_url(env["MNISTNET_DATABASE"]))
        code = store.open_class().code
        for _ in range(N_DRAWINGS):
            _send(store, code)
        (feed,) = (state.feed for state in store.states())
        for server in both:  # their readers begin
            stack.enter_context(visiting(server.address, f"feed={feed}&class={code}"))
        without = _processor(both, store, code, duration)
        is_over = Event()
        walls = [Wall(both[0].address, feed) for _ in range(n_walls)]
        visitors = [
            stack.enter_context(visiting(both[1].address, f"feed={feed}")) for _ in range(n_walls)
        ]
        looking = [
            Thread(target=_look, args=(visitor, is_over), daemon=True) for visitor in visitors
        ]
        for thread in looking:
            thread.start()
        ours, baseline = (_processor(both, store, code, duration) - without) / n_walls * 1000
        is_over.set()
        for wall in walls:
            wall.end()
        for thread in looking:
            thread.join()
    against = "a fragment that runs every second and shows the newest 30"
    yield Row("server's processor, a class's wall, each second", ours, baseline, "ms", against)


def _send(store: ClassStore, code: str) -> None:
    """Have one more pupil send a seven."""
    (number,) = (state.n_drawings for state in store.states())
    seven = sample(7)
    strokes = tuple(points + np.array([0, number % 50]) for points in seven.strokes)
    store.send(code, f"{number:032x}", 1, Drawing(strokes, seven.widths))


def _processor(servers: list[Server], store: ClassStore, code: str, duration: float) -> FloatArray:
    """Return what part of a processor each server takes while drawings come in."""
    begin, before = time.perf_counter(), np.array([server.cpu_seconds for server in servers])
    while time.perf_counter() < begin + duration:
        _send(store, code)
        time.sleep(PAUSE)
    used = np.array([server.cpu_seconds for server in servers]) - before
    return np.asarray(used / (time.perf_counter() - begin))


def _look(visitor: Visitor, is_over: Event) -> None:
    """Ask for the fragment as often as it asks to be asked for."""
    while not is_over.wait(1):
        visitor.look()
