"""What the classes' store costs, beside the same rows written to the same database without it."""

import multiprocessing
import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import make_url

from benchmarks.table import Row
from mnistnet import forward, load_network, prepare_strokes
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.samples import sample
from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import decode, encode
from tests.support import postgres

N_PROCESSES, N_THREADS = 2, 8

DISTRICT = "10,000 pupils, each a drawing every 10 s: 1,000 a second"

DRAWINGS = [
    Drawing(
        tuple(points + np.array([right, down]) for points in sample(7).strokes), sample(7).widths
    )
    for right in range(15)
    for down in range(15)
]


def rows(duration: float, n_classes: int, n_drawings: int) -> Iterator[Row]:
    """Measure the store on SQLite and, where it is installed, on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "classes.sqlite"
        bare = _bare_sqlite(file.with_name("bare.sqlite"), duration)
        yield from _rows_of("SQLite", f"sqlite:///{file}", bare, duration, n_classes, n_drawings)
    if postgres.is_there():
        with postgres.postgres() as server:
            bare = _bare_postgresql(server.address, duration)
            yield from _rows_of("PostgreSQL", server.address, bare, duration, n_classes, n_drawings)
    yield _preparing(n_drawings)


def _rows_of(
    name: str, address: str, bare: float, duration: float, n_classes: int, n_drawings: int
) -> Iterator[Row]:
    store = ClassStore(make_url(address))
    codes = [store.open_class().code for _ in range(n_classes)]
    for n_threads in (1, N_THREADS):
        took = 1e3 * duration / _sent(store, codes, n_threads, duration)
        what = f"{name}: a drawing stored, {n_threads} threads".replace("1 threads", "1 thread")
        yield Row(what, took, bare, "ms", "a row inserted and committed")
    took = 1e3 * duration / _sent_by_processes(address, codes, duration)
    what = f"{name}: a drawing stored, {N_PROCESSES} processes, {n_classes} classes"
    yield Row(what, took, 1.0, "ms", DISTRICT)
    home = [
        SentDrawing(number, number % 30 + 1, 1, 7, encode(DRAWINGS[number % 225]), 0.0, False, 1)
        for number in range(n_drawings)
    ]
    begin = time.perf_counter()
    opened = store.open_class(home)
    took = 1e3 * (time.perf_counter() - begin)
    yield Row(f"{name}: {n_drawings:,} drawings brought", took, bare, "ms", "one row")
    state = store.find(opened.code)
    assert state  # noqa: S101 - it was opened just now
    one = _median(lambda: store.find(opened.code))
    what = f"{name}: look at all of {n_classes + 1} classes"
    yield Row(what, _median(store.states), one, "ms", "at one of them")
    every = _median(lambda: store.drawings(state.id))
    yield Row(f"{name}: read {n_drawings:,} drawings", every, one, "ms", "look at their class")
    begin = time.perf_counter()
    store.close_class(opened.code, opened.secret)
    took = 1e3 * (time.perf_counter() - begin)
    yield Row(f"{name}: close a class of {n_drawings:,} drawings", took, bare, "ms", "one row")
    store.close()


def _preparing(n_drawings: int) -> Row:
    """Return what it takes to draw a class's drawings as the network reads them."""
    texts = [encode(drawing) for drawing in DRAWINGS]
    network = load_network("lecture-a")

    def prepare() -> np.ndarray[Any, Any]:
        return np.hstack([prepare_strokes(decode(text).strokes).X for text in texts])

    times = n_drawings / len(texts)
    X = prepare()
    read = _median(lambda: forward(network, X))
    what = f"prepare {n_drawings:,} drawings of a class"
    return Row(what, times * _median(prepare), times * read, "ms", "their forward pass")


def _sent(store: ClassStore, codes: list[str], n_threads: int, duration: float) -> int:
    """Send from threads, as fast as goes, for so many seconds; return how many were stored."""
    counts = [0] * n_threads
    end = time.perf_counter() + duration

    def send(place: int) -> None:
        chance = random.Random()  # noqa: S311
        while time.perf_counter() < end:
            token = f"{chance.randrange(33):02}-of-a-class-of-33"
            receipt = store.send(chance.choice(codes), token, 1, chance.choice(DRAWINGS))
            counts[place] += receipt.is_new

    threads = [threading.Thread(target=send, args=(place,)) for place in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def _sent_by_processes(address: str, codes: list[str], duration: float) -> int:
    with multiprocessing.get_context("spawn").Pool(N_PROCESSES) as pool:
        sending = [(address, codes, duration)] * N_PROCESSES
        pool.starmap(_send_from_here, [(address, codes[:1], 0.0)] * N_PROCESSES)  # all imported
        return sum(pool.starmap(_send_from_here, sending, chunksize=1))


def _send_from_here(address: str, codes: list[str], duration: float) -> int:
    store = ClassStore(make_url(address))
    n_sent = _sent(store, codes, N_THREADS, duration)
    store.close()
    return n_sent


def _bare_sqlite(file: Path, duration: float) -> float:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE drawings (strokes TEXT)")
        return _bare(
            lambda text: connection.execute("INSERT INTO drawings VALUES (?)", [text]), duration
        )


def _bare_postgresql(address: str, duration: float) -> float:
    import psycopg  # where PostgreSQL is

    insert = "INSERT INTO bare VALUES (%s)"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (strokes TEXT)")
        took = _bare(lambda text: connection.execute(insert, [text]), duration)
        connection.execute("DROP TABLE bare")  # else the database is somebody else's
    return took


def _bare(write: Callable[[str], object], duration: float) -> float:
    """Return the milliseconds of a row written and committed."""
    text, n_written = encode(DRAWINGS[0]), 0
    begin = time.perf_counter()
    while time.perf_counter() < begin + duration:
        write(text)
        n_written += 1
    return 1e3 * (time.perf_counter() - begin) / n_written


def _median(work: Callable[[], object], turns: int = 5) -> float:
    took = []
    for _ in range(turns):
        begin = time.perf_counter()
        work()
        took.append(1e3 * (time.perf_counter() - begin))
    return float(np.median(took))
