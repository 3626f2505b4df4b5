"""Who may import whom, as docs/architecture.md's table has it, and what CONTRIBUTING.md bounds."""

import ast
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.code import MODULES, text_of, tree_of

DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

ROOMS: dict[str, tuple[set[str], set[str]]] = {
    room: (set(re.findall(r"`(\w+)`", rooms)), set(packages.split()))
    for room, rooms, packages in re.findall(
        r"^\| `(\w+)`[^|]*\|[^|]*\| ([^|;]*);?([^|;]*)\|$",
        DOCUMENT.split("\n## Rooms\n")[1].split("\n## ")[0],
        re.MULTILINE,
    )
}
"""Of each room: the rooms and the packages that it imports."""

FRONT_DOOR = {"__init__", "lecture", "lecture_pictures"}
"""Modules at the root that put mathematics, drawing, weights and data together."""

ALSO = {
    "class_store/database.py": {"platformdirs"},
    "commands/page.py": {"segno", "streamlit"},
    "lecture_pictures.py": {"PIL"},
    "ui/aliases.py": {"starlette"},
    "ui/browser_files.py": {"plotly"},
    "ui/class_feed.py": {"starlette"},
    "ui/one_at_a_time.py": {"google", "starlette"},
    "ui/page_html.py": {"starlette"},
    "ui/received.py": {"google", "starlette"},
    "ui/returning.py": {"starlette"},
    "ui/serving.py": {"starlette"},
    "ui/share.py": {"segno"},
    "ui/uploads.py": {"starlette"},
}
"""What single modules may import besides."""


def room_of(module: str) -> str:
    """Return the room of ``mnistnet.charts.bars`` and its like."""
    first, *more = module.split(".")[1:] or ["__init__"]
    if first == "__main__":
        return "commands"
    if first in ROOMS or more:
        return first
    return "front_door" if first in FRONT_DOOR else "mathematics"


def imports_of(path: str) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = str(node.module)
            if module == "mnistnet":  # `from mnistnet import lecture`
                yield from (f"{module}.{alias.name}" for alias in node.names)
            else:
                yield module


def room_of_file(path: str) -> str:
    return "app" if path == "app.py" else room_of(path.removesuffix(".py").replace("/", "."))


@pytest.mark.parametrize("path", MODULES)
def test_a_module_imports_only_what_its_room_may(path):
    room = room_of_file(path)
    rooms, packages = ROOMS[room]
    packages = packages | ALSO.get(path.removeprefix("mnistnet/"), set())
    for module in imports_of(path):
        top = module.split(".")[0]
        if top == "mnistnet":
            assert room_of(module) in rooms, f"{room} must not import {module}"
        elif top not in sys.stdlib_module_names:
            assert top in packages, f"{room} must not import {top}"


def test_the_table_names_every_room_and_nothing_that_is_not_imported():
    rooms = {path.parent.name for path in (ROOT / "mnistnet").glob("*/*.py")}
    assert set(ROOMS) == rooms | {"mathematics", "front_door", "browser", "app"}
    imported: dict[str, set[str]] = {room: set() for room in ROOMS}
    for path in MODULES:
        for module in imports_of(path):
            ours = module.startswith("mnistnet")
            imported[room_of_file(path)].add(room_of(module) if ours else module.split(".")[0])
    for room, (rooms, packages) in ROOMS.items():
        assert rooms | packages <= imported[room], room


ALSO_AT = {"draw": ("mnistnet/pages/network.py", "mnistnet/ui/network/")}
"""Who else uses a page's folder: the canvas stands on two."""


def test_what_one_page_alone_uses_no_other_page_imports():
    for path in MODULES:
        for module in imports_of(path):
            owner = module.split(".")[2:3] if module.startswith("mnistnet.ui.") else []
            if owner and (ROOT / "mnistnet" / "ui" / owner[0]).is_dir():
                own = (f"mnistnet/ui/{owner[0]}/", f"mnistnet/pages/{owner[0]}.py")
                at_home = ("app.py", *own, *ALSO_AT.get(owner[0], ()))
                assert path.startswith(at_home), f"{path} imports {module}"


def test_what_a_docstring_names_is_there():
    trees = {path: tree_of(path) for path in MODULES}
    there = {part for path in MODULES for part in Path(path).with_suffix("").parts}
    for tree in trees.values():
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name) | ast.ClassDef(name) | ast.arg(name):
                    there.add(name)
                case ast.Name(name, ast.Store()):
                    there.add(name)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for name in re.findall(r"(?<!`)`([\w.]+)`(?!`)", node.value):
                    assert there.issuperset(name.split(".")), f"{path}: `{name}`"


def test_the_modules_that_the_document_names_are_there():
    named = re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w/]+(?:\.js)?)(?:\.[a-z]\w+)?`", DOCUMENT)
    assert len(named) > 50
    for path in named:
        file = ROOT / "mnistnet" / path
        assert file.exists() or file.with_suffix(".py").exists(), path


def test_no_module_of_the_browser_waits_before_others_can_use_it():
    """WebKit hands whoever imports such a module, too, what is not there yet."""
    for path in (ROOT / "mnistnet" / "browser").rglob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            is_inside = line.startswith((" ", "//", "export default async", "async function"))
            assert is_inside or not re.search(r"\bawait\b", line), f"{path.name}: {line}"


def test_what_is_said_of_a_constant_is_a_whole_sentence():
    """Not the second half of one that the constant before it begins."""
    for path in MODULES:
        body = tree_of(path).body
        for constant, said in pairwise(body):
            match constant, said:
                case ast.Assign() | ast.AnnAssign(), ast.Expr(ast.Constant(str(words))):
                    is_whole = not words[0].islower() and words.rstrip().endswith(".")
                    assert is_whole, f"{path}: {words}"


LONGER = {"group_pieces"}
"""Functions of more lines: each line of this one takes what the one before it leaves."""


def test_no_function_is_longer_than_30_lines_and_no_module_than_300():
    longer = set()
    for path in MODULES:
        lines = text_of(path).splitlines()
        assert len(lines) <= 300, path
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[ast.get_docstring(node) is not None :]
                written = lines[body[0].lineno - 1 : node.end_lineno] if body else []
                if sum(bool(line.strip()) for line in written) > 30:
                    longer.add(node.name)
    assert longer == LONGER


def test_no_style_begins_with_a_bare_has():
    """The browser would ask it of every element after every change of the page."""
    for path in (ROOT / "mnistnet" / "browser").rglob("*.css"):
        styles = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"[{};,]\s*:has\(", f"}}{styles}"), path.name
