"""Arrays in JSON: lists of numbers, wherever they stand, and with whatever beside them."""

import json
import re
from typing import Any

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.weights.checks import (
    MAX_ARRAYS,
    MAX_COLUMNS,
    MAX_ROWS,
    NamedArray,
    checked_array,
    checked_count,
    checked_shape,
)

BEGIN = re.compile(r"\s*[\[{]")

MAX_LISTS = 2 * MAX_ARRAYS * MAX_COLUMNS
"""Lists and objects: a row is one, and so is each bias of a column. Empty ones take 20 times what
they take in the file."""

MAX_NUMBERS = 2 * MAX_ROWS * MAX_COLUMNS


def arrays_in_json(file: str, text: str) -> list[NamedArray]:
    """Read the arrays that JSON holds.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    text : str

    Returns
    -------
    list of (str, ndarray)
        Of shape (rows, columns), a vector as one row, float64; none if it is no JSON, or holds no
        list of numbers. Numbers, words and empty lists beside them are left out.

    Raises
    ------
    WeightsError
        If a list holds numbers and other things, rows differ in length, or there is too much.
    """
    arrays: list[NamedArray] = []
    ahead = [(file, _parsed(text))]
    while ahead:
        name, thing = ahead.pop()
        match thing:
            case tuple():  # an object
                ahead += [(f"{file}: {_shown(key)}", part) for key, part in thing[::-1]]
            case [*rows] if all(map(_is_flat, rows)) and any(map(_is_row, rows)):
                arrays.append((name, _matrix(name, rows)))
            case [*numbers] if _is_row(numbers):
                arrays.append((name, _matrix(name, [numbers])))
            case [*parts]:
                ahead += [(name, part) for part in parts[::-1]]
        checked_count(file, len(arrays))
    return arrays


def _parsed(text: str) -> Any:
    """Return lists as lists and objects as tuples of pairs; None for what is no JSON.

    Of a key that stands twice in an object both values are kept.
    """
    n_lists = text.count("[") + text.count("{")
    if not BEGIN.match(text) or n_lists > MAX_LISTS or text.count(",") > MAX_NUMBERS:
        return None
    try:
        return json.loads(text, object_pairs_hook=tuple, parse_int=float)
    except (ValueError, RecursionError):
        return None


def _is_flat(thing: object) -> bool:
    return isinstance(thing, list) and not any(isinstance(part, list | tuple) for part in thing)


def _is_row(thing: list[object]) -> bool:
    return any(isinstance(number, float) for number in thing)


def _matrix(name: str, rows: list[list[Any]]) -> Any:
    checked_shape(name, (len(rows), len(rows[0])))
    for n, row in enumerate(rows, start=1):
        for number in row:
            if not isinstance(number, float):
                word = "[" if isinstance(number, list | tuple) else json.dumps(number)[:20]
                raise WeightsError("error.text_word", file=name, row=n, word=word)
        if len(row) != len(rows[0]):
            found = {"row": n, "columns": len(row), "expected": len(rows[0])}
            raise WeightsError("error.text_ragged", file=name, **found)
    return checked_array(name, np.array(rows))


def _shown(words: str) -> str:
    """Shorten a stranger's words, without half a surrogate pair, which no page can show."""
    return words[:40].encode(errors="replace").decode()
