"""The notebook holds the README's programs, and every cell of it runs."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "lecture.ipynb"


@pytest.fixture(scope="module")
def cells():
    """The code of the notebook, cell by cell."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


def test_it_holds_the_programs_of_the_readme(cells):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    programs = re.findall(r"```py\n(.*?)```", readme, re.DOTALL)

    assert len(programs) == 2
    assert {program.strip() for program in programs} <= set(cells)


def test_it_is_shipped_without_output():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))

    assert not any(cell.get("outputs") for cell in notebook["cells"])
    assert notebook["nbformat"] == 4


def test_it_runs_from_its_own_folder(cells, mnist_env):
    environment = os.environ | mnist_env
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n\n".join(cells)],
        cwd=NOTEBOOK.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    label, rest = run.stdout.split("\n", 1)
    assert label == "7"
    vectors = [
        np.array(text.split(), dtype=float) for text in re.findall(r"\[([^\]]+)\]", rest)
    ]  # lecture A's outputs, lecture B's, the squared errors of B's
    assert [len(vector) for vector in vectors] == [10, 10, 10]
    assert vectors[0].argmax() == 7
    assert vectors[0][7] > 0.9
    assert "True" in rest.splitlines()
    expected = (vectors[1] - np.eye(10)[7]) ** 2
    assert np.allclose(vectors[2], expected, atol=2e-3)
    assert float(rest.split()[-1]) == pytest.approx(expected.sum(), abs=0.01)
