"""The table in docs/architecture.md says who keeps what in the session: every use is held to it."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from mnistnet.ui.options import CHOICES
from tests.support import ROOT
from tests.support.code import MODULES, tree_of

STATE = "st.session_state"


class Row(NamedTuple):
    key: str
    owner: str
    widget: str
    life: str


def rows() -> list[Row]:
    """Return the document's table."""
    document = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| key \| owner \|.*\n\|[ -|]+\n((?:\|.*\n)+)", document, re.MULTILINE)
    cells = ([cell.strip(" `") for cell in line.split("|")[1:-1]] for line in table.splitlines())
    return [Row(*row) for row in cells]


def family(choice: str) -> str:
    """Return the table's name for a choice, whose second part may be filled in."""
    return re.sub(r"^(move|edits|query|setting)_\w+", r"\1_{name}", choice)


class Module:
    """The keys that a module reads and writes, and those that it gives to widgets.

    A container's key is none of them: it is a name for style.css.
    """

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.constants: dict[str, ast.expr] = {}
        self.choices = {"Choice": tuple(map(family, CHOICES))}
        self.state: set[str] = set()
        self.widgets: set[str] = set()
        self.n_found = 0
        for node in tree.body:
            match node:
                case ast.Assign([ast.Name(made)], ast.Subscript(ast.Name("Literal"), options)):
                    self.choices[made] = ast.literal_eval(options)
                case ast.Assign([ast.Name(made)], value):
                    self.constants[made] = value
                case ast.FunctionDef(name=made, body=[*_, ast.Return(ast.JoinedStr() as value)]):
                    self.constants[made] = value
        self._look_into(tree, {})
        n_uses = sum(
            isinstance(node, ast.Attribute) and node.attr == "session_state"
            for node in ast.walk(tree)
        )
        assert n_uses == self.n_found, f"{name} uses the state without naming a key"

    def _look_into(self, node: ast.AST, parameters: dict[str, str]) -> None:
        if isinstance(node, ast.FunctionDef):
            arguments = (*node.args.args, *node.args.kwonlyargs)
            parameters = {a.arg: ast.unparse(a.annotation or a) for a in arguments}
        match node:
            case (
                ast.Subscript(ast.Attribute(attr="session_state"), key)
                | ast.Compare(key, [ast.In() | ast.NotIn()], [ast.Attribute(attr="session_state")])
                | ast.Call(ast.Attribute(ast.Attribute(attr="session_state")), [key, *_])
            ):
                texts = self._texts(key, parameters)
                assert texts, f"{self.name}:{key.lineno}: whose key is {ast.unparse(key)}?"
                self.state.update(texts)
                self.n_found += 1
            case ast.Call(func, keywords=keywords) if not ast.unparse(func).endswith("container"):
                keys = (keyword.value for keyword in keywords if keyword.arg == "key")
                self.widgets.update(text for key in keys for text in self._texts(key, parameters))
        for child in ast.iter_child_nodes(node):
            self._look_into(child, parameters)

    def _texts(self, key: ast.expr, parameters: dict[str, str]) -> list[str]:
        """Return the keys that an expression may stand for, in braces what is filled in."""
        match key:
            case ast.Constant(str(value)):
                return [value]
            case ast.JoinedStr():
                return [ast.unparse(key)[2:-1]]
            case ast.Name(name) if name in parameters:
                return list(self.choices.get(parameters[name], [f"{{{name}}}"]))
            case ast.Name(name) | ast.Call(ast.Name(name)) if name in self.constants:
                return self._texts(self.constants[name], {})
        return []


@cache
def modules() -> dict[str, Module]:
    """Return the modules of ui/, by the name that the table gives them, and the pages."""
    names = {path: Path(path).with_suffix("").as_posix() for path in MODULES}
    return {
        name.removeprefix("mnistnet/ui/"): Module(name, tree_of(path))
        for path, name in names.items()
    }


def test_only_its_owner_uses_a_key_of_the_state():
    used = {(key, name) for name, module in modules().items() for key in module.state}

    assert used == {(row.key, row.owner) for row in rows()}


def test_a_key_that_is_read_back_belongs_to_the_widget_of_the_table():
    kept = {row.key for row in rows()} - {"{key}"}  # of a figure, as it is called
    given = {(key, name) for name, module in modules().items() for key in module.widgets & kept}

    assert given == {(row.key, row.widget) for row in rows() if row.widget} - {("{key}", "figure")}


def test_the_address_holds_the_choices_and_the_drawing():
    kept = {row.key for row in rows() if row.life == "address"}

    assert kept == {*map(family, CHOICES), "drawing"}
    assert {row.life for row in rows()} == {"address", "visit", "page", "run"}


@pytest.mark.parametrize(
    "use",
    [
        'st.session_state["target"]',
        'st.session_state["target"] = 3',
        'st.session_state.get("target")',
        '"target" in st.session_state',
        "TARGET = 'target'\nst.session_state[TARGET]",
        "def look(name: Choice): return st.session_state[name]",
    ],
)
def test_a_use_of_the_state_is_seen(use):
    assert "target" in Module("thief", ast.parse(use)).state


@pytest.mark.parametrize(
    "use",
    [
        "st.session_state.target",
        "st.session_state[url_state.DRAWING]",
        "state = st.session_state",
        "for key in (DRAWING, ASIDE): del st.session_state[key]",
    ],
)
def test_a_use_of_the_state_that_hides_its_key_is_refused(use):
    with pytest.raises(AssertionError, match="thief"):
        Module("thief", ast.parse(use))
