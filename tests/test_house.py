"""Who may import whom: the table of the house, held for every module."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mnistnet"

MATHS = {"numpy"}
ALSO = {  # what single modules of the maths need besides
    "preprocess": {"PIL"},
    "picture": {"PIL"},
    "moves": {"PIL"},
    "mnist_files": {"pooch"},
}
ALLOWED = {
    "maths": ({"maths"}, MATHS),
    "commands": ({"maths", "commands"}, {"numpy", "click", "tqdm"}),
    "charts": ({"maths", "charts"}, {"numpy"}),
    "ui": ({"maths", "ui"}, {"numpy", "streamlit"}),
    "panels": ({"maths", "charts", "ui", "panels"}, {"streamlit"}),
    "pages": ({"maths", "charts", "ui", "panels"}, {"streamlit"}),
    "app": ({"ui"}, {"streamlit"}),
}
UI_ALSO = {"figure": {"plotly"}, "canvas": {"streamlit_drawable_canvas"}, "share": {"segno"}}


def part_of(module: str) -> str:
    """Return the part of the house that ``mnistnet.charts.bars`` and its like belong to."""
    names = module.split(".")
    if names[1:] == ["__main__"]:
        return "commands"
    return names[1] if len(names) > 1 and names[1] in ALLOWED else "maths"


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            if module == "mnistnet.ui":  # `from mnistnet.ui import visit`
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


@pytest.mark.parametrize(
    "path", [ROOT / "app.py", *PACKAGE.rglob("*.py")], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_module_imports_only_what_its_part_may(path):
    if path.name == "app.py":
        part = "app"
    else:
        part = part_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    parts, packages = ALLOWED[part]
    also = ALSO if part == "maths" else UI_ALSO if part == "ui" else {}
    for module in imports_of(path):
        top = module.split(".")[0]
        if top == "mnistnet":
            assert part_of(module) in parts, f"{part} must not import {module}"
        elif top not in sys.stdlib_module_names:
            assert top in packages | also.get(path.stem, set()), f"{part} must not import {top}"
