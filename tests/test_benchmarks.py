"""The benchmarks run and find no wrong answer; how long anything takes is no matter here."""

import json
import math
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.classroom import judged
from benchmarks.table import Row, as_text
from tests.support import ROOT
from tests.support.visitor import Page


@pytest.mark.browser
def test_all_rows_are_measured_and_no_answer_is_wrong_or_lost(tmp_path, mnist_env):
    file = tmp_path / "speed.json"  # in a process of its own, for its own Playwright
    command = [sys.executable, "-m", "benchmarks", "--quick", "--json", str(file)]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=os.environ | mnist_env
    )

    assert run.returncode == 0, run.stderr
    told = json.loads(file.read_text(encoding="utf-8"))
    assert {"date", "machine", "cores", "python", "numpy"} <= set(told["conditions"])
    rows = {row["what"]: row for row in told["rows"]}
    for visitors in ("1 visitor", "2 visitors", "2 visitors, 1 more train"):
        assert rows.pop(f"{visitors}: wrong or lost")["ours"] == 0
        assert rows[f"{visitors}: median answer"]["ours"] > 0
    assert {
        "start of the server to its first page",
        "first visit to a drawable canvas",
        "bytes over the wire, first visit",
        "the page in one file",
        "the file opened to a drawable canvas",
        "bytes over the wire, a refresh",
        "stroke's end to answer and charts painted",
        "stroke's end to the last pixel",
        "server's processor, one stroke",
        "bytes over the wire, one stroke",
        "server's memory after all left",
        "1 pupils at work: 95 % on the wall within",
        "class of 20 drawings: wall's first page",
        "class of 20 drawings: statistics, all counted",
        "server's processor, a class's wall, each second",
        "forward pass, 1 drawing",
        "preparation, 1 drawing",
        "SQLite: a drawing stored, 1 thread",
        "SQLite: a drawing stored, 2 processes, 3 classes",
        "prepare 20 drawings of a class",
        "training epoch, 600 images, one processor",
        "training epoch, 600 images, all processors",
        "pen's movement to bars painted, like MNIST, median",
        "pen's movement to bars painted, as drawn, 95 % within",
        "frame while the network's picture follows the pen, 95 % within",
    } <= set(rows)
    assert rows.pop("1 pupils at work: wrong, lost, twice or another's")["ours"] == 0
    for name, row in rows.items():
        assert row["baseline"] > 0, name
        assert math.isfinite(row["ratio"]), name
        assert name in run.stdout


def answer(values, digit):
    """Return a page that shows these bars and names this digit."""
    figure = json.dumps({"data": [{"y": values}], "layout": {}})
    lead = f'<b class="digit">{digit}</b>'
    bars = ForwardMsg()
    bars.delta.new_element.bidi_component.json = json.dumps(
        {"figures": [{"key": "activations", "figure": figure, "lead": lead}]}
    )
    page = Page()
    page.take(bars.SerializeToString())
    return page


Y_HAT = np.linspace(0, 0.9, 10).reshape(10, 1)


@pytest.mark.parametrize(
    ("values", "digit", "is_right"),
    [
        pytest.param(Y_HAT[:, 0].tolist(), 9, True, id="right"),
        pytest.param(Y_HAT[:, 0].tolist(), 8, False, id="another digit"),
        pytest.param((Y_HAT[:, 0] + 1e-4).tolist(), 9, False, id="another value"),
        pytest.param([], 9, False, id="no values"),
    ],
)
def test_an_answer_is_right_if_it_is_what_numpy_gives(values, digit, is_right):
    assert judged(answer(values, digit), Y_HAT) == is_right


def test_an_answer_without_bars_is_wrong():
    assert not judged(Page(), Y_HAT)


def test_a_table_has_a_line_a_row():
    rows = [Row("one", 2.0, 4.0, "ms", "two"), Row("none", 1.0, 0.0, "ms", "nothing")]

    *_, first, second = as_text(rows, {"cores": "2"}).splitlines()

    assert first.split() == ["one", "2", "4", "ms", "0.5", "two"]
    assert "nan" in second


def test_the_published_run_names_every_bar_that_it_misses():
    text = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.*) \| .* \| .* \| .* \| ([\d.]+) \| bar \|$", text, re.MULTILINE)
    missed = [what for what, ratio in rows if float(ratio) > 1]

    assert len(rows) > 5
    assert [what for what in missed if f'"{what}"' not in text] == []
