"""A long session: its last strokes cost what its first did.

A thousand strokes and more with ``python -m tests.e2e.test_long_session 1000``.
"""

import sys
from pathlib import Path

import numpy as np
import pytest

from mnistnet import Drawing
from mnistnet.drawing.url_text import encode
from tests.support.server import Server, running_server
from tests.support.visitor import Visitor, visiting

N_STROKES, N_COMPARED = 200, 40
STROKES_A_DRAWING = 4

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="reads a process's memory from /proc"
)


def draw(server: Server, visitor: Visitor, n: int, rng: np.random.Generator) -> float:
    """Draw n strokes, some to a digit, clearing between digits; the processor time a stroke."""
    before = server.cpu_seconds
    for i in range(n):
        n_strokes = 1 + i % STROKES_A_DRAWING
        points = rng.integers(20, 260, (n_strokes, 12, 2)).astype(float)
        drawing = Drawing(tuple(points), (20.0,) * n_strokes)
        visitor.draw(drawing)
        assert encode(drawing) in visitor.page.query
    return (server.cpu_seconds - before) / n


def growth(n: int) -> tuple[float, float, float]:
    """Return the seconds of an early and of a late stroke, and the megabytes that n strokes add."""
    rng = np.random.default_rng(0)
    with running_server() as server, visiting(server.address) as visitor:
        draw(server, visitor, N_COMPARED, rng)  # until everything is loaded
        early = draw(server, visitor, N_COMPARED, rng)
        memory = server.megabytes
        draw(server, visitor, n - 3 * N_COMPARED, rng)
        late = draw(server, visitor, N_COMPARED, rng)
        return early, late, server.megabytes - memory


def test_strokes_late_in_a_session_take_no_more_time_and_no_more_memory():
    early, late, megabytes = growth(N_STROKES)

    assert late < 2 * early
    assert megabytes < 8


def main(n: int) -> None:
    """Draw n strokes and report."""
    early, late, megabytes = growth(n)
    sys.stdout.write(
        f"{n} strokes: {early * 1e3:.1f} ms of processor time early, {late * 1e3:.1f} ms late, "
        f"{megabytes:+.1f} MB\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
