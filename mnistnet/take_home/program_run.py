"""The program to take home, run line by line: what each line makes."""

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from mnistnet.notation import FloatArray


class Line(NamedTuple):
    """A line of the program, and what it makes.

    Parameters
    ----------
    code : str
        Without its comment.
    name : str
        What it gives a value to; "" if nothing.
    value : object
        That value, right after the line; None without a name.
    printed : str
        What it prints.
    """

    code: str
    name: str = ""
    value: object = None
    printed: str = ""


class _NumPyWithFiles:
    """NumPy, but for ``load``, which takes the files from memory."""

    def __init__(self, files: Mapping[str, FloatArray]) -> None:
        self.load = files.__getitem__

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)


def run_by_line(source: str, files: Mapping[str, FloatArray]) -> list[Line]:
    """Run a program of `program_source`.

    Parameters
    ----------
    source : str
        Nothing that a visitor wrote: it is executed.
    files : mapping of str to ndarray
        As `program_files` gives them.

    Returns
    -------
    list of Line
        In the program's order. Of a function's lines, the values are those of the program's own
        call, whose arguments have the parameters' names; its ``return`` is left out, and so are the
        lines of a function that does nothing but return.
    """
    printed: list[str] = []
    space: dict[str, Any] = {
        "np": _NumPyWithFiles(files),
        "print": lambda *words: printed.append(" ".join(map(str, words))),
    }
    lines: dict[ast.stmt, Line] = {}

    def run(statement: ast.stmt) -> None:
        printed.clear()
        code = ast.get_source_segment(source, statement) or ""
        with np.errstate(over="ignore"):  # exp(-z) of weights whose sums are far below 0
            exec(compile(code, "program.py", "exec"), space)  # noqa: S102 - our own program
        name = ""
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
        lines[statement] = Line(code, name, space.get(name), "\n".join(printed))

    later: list[ast.stmt] = []
    in_order: list[ast.stmt] = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Import):
            continue
        in_order.append(statement)
        run(statement)
        if isinstance(statement, ast.FunctionDef):
            lines[statement] = Line(lines[statement].code.split("\n")[0])
            body = [part for part in statement.body if not isinstance(part, ast.Return)]
            in_order += body
            later += body
    for statement in later:
        run(statement)
    return [lines[statement] for statement in in_order]
