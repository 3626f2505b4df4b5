"""Arrays in square brackets: as NumPy and Python print them, notebooks show them, JSON has them.

All of these have a row of numbers in each innermost pair of brackets and differ in what stands
between the rows. So rows are read, and of the rest only what may stand there is let through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import (
    MAX_COLUMNS,
    NamedArray,
    checked_array,
    checked_count,
    checked_shape,
)
from mnistnet.weights.number_words import numbers_of

MAX_NESTED = 8
"""Brackets within each other, of all kinds."""

MAX_BETWEEN = 60
"""Words and signs between two rows."""

PROMPT = re.compile(r"^In ?\[\d*\]:.*$|Out ?\[\d+\]:", re.MULTILINE)
"""What a notebook writes before what was typed and what was printed."""

ROW = re.compile(r"\[([^\[\]]*)\]")

SCALAR = re.compile(r"np\.float\d\d\(([^()]*)\)")
"""How NumPy 2 writes a number in a list."""

WORD = re.compile(
    r"""[\s,;]+
    | (?P<open>[\[({]) | (?P<close>[\])}])
    | (?:\w{1,20}\.){0,3}\w{1,20}(?=\()
    | (?:dtype|requires_grad|device|shape|grad_fn)=[\w.'"<>=]{1,40}
    | (?P<name>"[^"\n]{1,60}"|'[^'\n]{1,60}'|[A-Za-z_][\w.]{0,60})\s{0,9}[:=]
    | \#[^\n]{0,500}
    | (?:-?[\d.][\w.+-]{0,40}|true|false|null|None|True|False|"[^"\n]{0,200}"|'[^'\n]{0,200}')
      (?=\s{0,9}[,}\n])
    """,
    re.VERBOSE,
)
"""What may stand between rows: brackets, ``np.array(``, ``W1 =``, ``"W1":``, and JSON's values."""


@dataclass(slots=True)
class _Group:
    """Rows that follow each other directly: an array's."""

    name: str
    rows: list[FloatArray] = field(default_factory=list)


def arrays_in_brackets(file: str, text: str) -> list[NamedArray]:
    """Read the arrays that a text has in square brackets.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    text : str
        Such as ``[[1. 2.] [3. 4.]]`` over any number of lines, with or without the outer pair;
        ``W1 = np.array([[...]])``; a list or dictionary of such; JSON.

    Returns
    -------
    list of (str, ndarray)
        Of shape (rows, columns), a vector as one row, float64.

    Raises
    ------
    WeightsError
        If brackets do not close, a word in them is no number, rows differ in length, or something
        stands between them that belongs to no array.
    """
    arrays: list[NamedArray] = []
    for group in _groups(file, PROMPT.sub("", text)):
        name = f"{file}: {group.name}" if group.name else file
        arrays.append((name, checked_array(name, np.stack(group.rows))))
        checked_count(file, len(arrays))
    return arrays


def _groups(file: str, text: str) -> Iterator[_Group]:
    end = depth = 0
    group = None
    for row in ROW.finditer(text):
        between = text[end : row.start()]
        if group is None or between.strip(" \t\r\n,"):
            if group:
                yield group
            depth, name = _passed(file, text, end, row.start(), depth)
            group = _Group(name)
        _add(file, group, row[1])
        end = row.end()
    if group is None or _passed(file, text, end, len(text), depth)[0]:
        raise WeightsError("error.text_brackets", file=file)
    yield group


def _add(file: str, group: _Group, line: str) -> None:
    words = SCALAR.sub(r"\1", line).replace(",", " ").split(None, MAX_COLUMNS)[: MAX_COLUMNS + 1]
    n = len(group.rows) + 1
    checked_shape(file, (n, len(words)))
    row = numbers_of(file, n, words)
    if group.rows and len(row) != len(group.rows[0]):
        found = {"row": n, "columns": len(row), "expected": len(group.rows[0])}
        raise WeightsError("error.text_ragged", file=file, **found)
    group.rows.append(row)


def _passed(file: str, text: str, start: int, end: int, depth: int) -> tuple[int, str]:
    """Go through what stands between rows; return how deep in brackets that ends, and a name."""
    name = ""
    for _ in range(MAX_BETWEEN):
        if start == end:
            return depth, name
        word = WORD.match(text, start, end)
        if not word:
            break
        depth += bool(word["open"]) - bool(word["close"])
        if not 0 <= depth <= MAX_NESTED:
            break
        name = (word["name"] or name).strip("\"'")[:40]
        start = word.end()
    raise WeightsError("error.text_brackets", file=file)
