"""Whoever is killed while sending loses nothing that was acknowledged, and stores nothing twice.

A hundred times on both databases: ``python -m tests.class_store.test_killed 100 1``.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter

from sqlalchemy import make_url
from sqlalchemy.engine import URL

from mnistnet.class_store.bounds import MAX_OF_PUPIL
from mnistnet.class_store.records import ClassState, SentDrawing
from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.url_text import encode
from tests.class_store.sender import drawing, token
from tests.support import ROOT
from tests.support.postgres import postgres

N_PUPILS = 4

NEARLY_ALL = MAX_OF_PUPIL - 100
"""Drawings of a pupil after which the class gives way to a new one."""


def sent_until_killed(
    url: URL, code: str, firsts: list[int], chance: random.Random
) -> list[tuple[int, int, int]]:
    """Start a process that sends, kill it, and return what it had been told was stored."""
    address = url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.class_store.sender", address, code, *map(str, firsts)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = [process.stdout.readline()]
        time.sleep(chance.uniform(0, 0.15))  # at any moment from the first on
        process.kill()
        told += process.stdout.readlines()
    return [(int(pupil), int(n), int(number)) for pupil, n, number in map(str.split, told)]


def at_rest(store: ClassStore, code: str) -> tuple[ClassState, dict[int, SentDrawing]]:
    """Return the class and its drawings: PostgreSQL may still store what a dead process asked."""
    while True:
        before = store.find(code)
        assert before
        there = {drawing.number: drawing for drawing in store.drawings(before.id)}
        if store.find(code) == before:
            return before, there


def run(url: URL, n_times: int, seed: int) -> Counter[str]:
    """Kill so many times; return how many drawings were acknowledged, and how many were not."""
    chance, counts = random.Random(seed), Counter[str]()  # noqa: S311
    store = ClassStore(url)
    numbers: dict[tuple[str, int, int], int] = {}
    code, firsts = "", [MAX_OF_PUPIL]
    for _ in range(n_times):
        if max(firsts) > NEARLY_ALL:
            code, firsts = store.open_class().code, [0] * N_PUPILS
        for pupil, n, number in sent_until_killed(url, code, firsts, chance):
            assert numbers.setdefault((code, pupil, n), number) == number
            firsts[pupil] = n + 1
            counts["acknowledged"] += 1
        state, there = at_rest(store, code)
        assert list(there) == list(range(1, state.n_drawings + 1)), "none is lost in between"
        assert len({(d.pupil, d.strokes) for d in there.values()}) == len(there), "none twice"
        for pupil in range(N_PUPILS):
            for n in range(firsts[pupil]):
                stored = there[numbers[code, pupil, n]]
                assert stored.pupil == store.pupil(code, token(pupil)), "none is another's"
                assert stored.strokes == encode(drawing(n)), "each is the one that was sent"
        counts["stored, but not yet acknowledged"] += len(there) - sum(firsts)
    store.close()
    return counts


def test_what_was_acknowledged_outlives_the_process(url):
    counts = run(url, 3, 1)
    assert counts["acknowledged"] > 3


def main(n_times: int, seed: int) -> None:
    """Kill so many times on each database."""
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for address in (f"sqlite:///{folder}/classes.sqlite", server.address):
            url = make_url(address)
            counts = run(url, n_times, seed)
            sys.stdout.write(f"{url.get_backend_name()}: {n_times} times, {dict(counts)}\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
