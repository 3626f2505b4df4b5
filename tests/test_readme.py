"""The README's commands and examples run as they are written."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mnistnet.weights import FOLDER, SHIPPED
from mnistnet.weights.measured import DRAWN

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_notebook_example_runs(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)

    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own example

    assert capsys.readouterr().out == "7\n"


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize("target", re.findall(r"^make (\w+)", README, re.MULTILINE))
def test_the_makefile_has_the_targets(target):
    plan = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, check=True)

    does = (b"streamlit run app.py", b"pytest", b"python -m benchmarks", b"mnistnet export")
    assert any(command in plan.stdout for command in does)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_help_tells_of_every_target():
    result = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)

    told = re.findall(r"^make (\w+) +\S", result.stdout, re.MULTILINE)
    assert sorted(told) == sorted(targets.split())


@pytest.mark.parametrize("command", re.findall(r"^mnistnet (\w+)", README, re.MULTILINE))
def test_the_commands_exist(command):
    subprocess.run(
        [sys.executable, "-m", "mnistnet", command, "--help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def test_every_command_is_in_the_readme():
    said = subprocess.run(
        [sys.executable, "-m", "mnistnet", "--help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    commands = re.findall(r"^  (\w+)  ", said.split("Commands:")[1], re.MULTILINE)

    assert commands
    assert set(commands) == set(re.findall(r"^mnistnet (\w+)", README, re.MULTILINE))


PUBLISHED = "../../deployments/github-pages"
"""What the repository's host has beside the files: there is the page in one file."""

KOREAN = (ROOT / "README.ko.md").read_text(encoding="utf-8")
WEIGHTS = (ROOT / "weights" / "README.md").read_text(encoding="utf-8")


def test_the_files_it_names_are_there():
    for name in re.findall(r"`((?:mnistnet|tests)/[\w/]+\.py)`|\]\(([\w/.@-]+)\)", README + KOREAN):
        path = name[0] or name[1]
        assert (ROOT / path).exists() or path == PUBLISHED, path


def test_the_modules_that_the_weights_card_names_are_there():
    for path in re.findall(r"`((?:mnistnet|tests|benchmarks)/[\w/]+\.py)", WEIGHTS):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("readme", [README, KOREAN], ids=["en", "ko"])
def test_it_gives_the_figures_that_were_measured(readme):
    drawn, sure, test = [], [], []
    for name in SHIPPED:
        sets = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["sets"]
        images = sets["MNIST test images"]
        test.append(images["accuracy"])
        drawn.append(sets[DRAWN]["accuracy"])
        sure += [point["accuracy"] for point in images["thresholds"] if point["threshold"] == 0.9]
    rows = re.findall(r"^\|.*\| ([\d.]+) % \| ([\d.]+) % \|$", readme, re.MULTILINE)

    assert [tuple(map(float, row)) for row in rows] == [
        tuple(round(100 * part, 2) for part in measured) for measured in (test, drawn, sure)
    ]


def test_both_languages_have_the_same_programs_and_links():
    def programs(text):
        lines = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
        return [[line.partition("#")[0].rstrip() for line in part.splitlines()] for part in lines]

    def links(text):
        found = re.findall(r"\]\(([\w/.@-]+)\)", text)
        return [link.replace(".ko.", ".") for link in found]

    assert programs(README) == programs(KOREAN)
    assert links(README) == links(KOREAN)
