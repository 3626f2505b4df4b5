"""A matrix as a table: ``np.savetxt``'s rows of numbers, or CSV from a spreadsheet."""

import re
from collections.abc import Callable, Iterator
from itertools import islice, product

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_COLUMNS, checked_array, checked_shape
from mnistnet.weights.number_words import is_number, numbers_of

MAX_LINES = 10_000
"""Ten for each row leave room for remarks."""

DECIMAL_COMMA = re.compile(r"-?\d{1,40}(,\d{1,40})?([eE][+-]?\d{1,9})?")
"""A number with a comma in it; all words of a line are such where the comma stands for a point."""


Words = Callable[[str], list[str]]


def matrices_in_table(file: str, text: str) -> list[FloatArray]:
    """Read a matrix, a row a line, in every way in which it may be meant.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    text : str
        Numbers apart by blanks, commas or semicolons, with these or with blanks also decimal
        commas; ``#`` before remarks. A first line of names, and a first column that counts the
        rows, are left out.

    Returns
    -------
    list of ndarray of shape (rows, columns), float64
        The likeliest first. A 0 above one column of biases may be its name or the first of them, a
        0 before one row the row's number or the first of its weights, and 0,5 one number or two.

    Raises
    ------
    WeightsError
        If a word is no number, rows differ in length, or there are too many.
    """
    lines = [*islice(_lines(file, text), MAX_COLUMNS + 2)]
    if not lines:
        raise WeightsError("error.weights_empty", file=file)
    found: list[FloatArray] = []
    refusals: list[WeightsError] = []
    for words, has_header in _ways(lines):
        try:
            header = words(lines[0]) if has_header else []
            matrix = _matrix(file, lines[has_header:], words)
            found += _with_and_without_index(file, matrix, header)
        except WeightsError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return found


def _ways(lines: list[str]) -> Iterator[tuple[Words, bool]]:
    """Yield how to take lines apart, and whether the first one is a header."""
    below = lines[1:] or lines
    first, *column = (line.replace('"', " ").strip() for line in [lines[0], *below])
    parts_names = "," in first and not DECIMAL_COMMA.fullmatch(first)
    has_commas = any("," in word for word in column) and not parts_names
    splits = [_words]
    if has_commas and all(map(DECIMAL_COMMA.fullmatch, column)):
        is_index = len(below) > 2 and _counts([float(word.partition(",")[0]) for word in column])
        splits = [_words, _decimals] if is_index else [_decimals, _words]
    for words in splits:
        has_header = _has_header(words(lines[0]), len(words(below[0]))) if lines[1:] else (False,)
        yield from product((words,), has_header)


def _has_header(words: list[str], columns: int) -> tuple[bool, ...]:
    """Return whether these are names of columns; both, where 0, or 0 and 1, may be either.

    Names are words without a decimal number, or 0, 1, 2 and so on, of all columns or all but the
    index.
    """
    if not all(map(is_number, words)):
        return (not any("." in word and is_number(word) for word in words),)
    is_of_these = len(words) in (columns, columns - 1) and all(map(str.isdigit, words))
    if not words or not is_of_these or not _counts([float(word) for word in words]):
        return (False,)
    if len(words) > 2:
        return (True,)
    return (False, True) if words[0] == "0" else (False,)


def _matrix(file: str, lines: list[str], words: Words) -> FloatArray:
    rows: list[FloatArray] = []
    for line in lines:
        row = numbers_of(file, len(rows) + 1, words(line))
        checked_shape(file, (len(rows) + 1, len(row) - (len(row) > 1)))  # one may be the index
        if rows and len(row) != len(rows[0]):
            found = {"row": len(rows) + 1, "columns": len(row), "expected": len(rows[0])}
            raise WeightsError("error.text_ragged", file=file, **found)
        rows.append(row)
    return checked_array(file, np.stack(rows))


def _with_and_without_index(file: str, matrix: FloatArray, header: list[str]) -> list[FloatArray]:
    """Return the matrix without a first column that counts the rows, and as it is."""
    rows, columns = matrix.shape
    found = [matrix]
    if columns > 1 and _counts(matrix[:, 0].tolist()):
        is_likely = rows > 2 or 0 < len(header) < columns
        found.insert(0 if is_likely else 1, matrix[:, 1:])
    checked_shape(file, found[0].shape)
    return [one for one in found if one.shape[1] <= MAX_COLUMNS]


def _lines(file: str, text: str) -> Iterator[str]:
    for n, line in enumerate(re.finditer(r"[^\r\n]+", text)):
        if n == MAX_LINES:
            raise WeightsError("error.text_lines", file=file, limit=MAX_LINES)
        numbers = line[0].partition("#")[0]
        if numbers.strip():
            yield numbers


def _words(line: str) -> list[str]:
    """Take a line apart, into at most two words more than a matrix has columns."""
    line = line.replace('"', " ")
    if ";" in line:
        return _first_words(line.replace(",", ".").replace(";", " "))
    words = _first_words(line)
    if len(words) > 1 and all(map(DECIMAL_COMMA.fullmatch, words)):
        return [word.replace(",", ".") for word in words]
    return _first_words(line.replace(",", " "))


def _decimals(line: str) -> list[str]:
    """Take a line apart where the comma stands for a point."""
    return _first_words(line.replace('"', " ").replace(",", "."))


def _first_words(line: str) -> list[str]:
    return line.split(None, MAX_COLUMNS + 2)[: MAX_COLUMNS + 2]


def _counts(numbers: list[float]) -> bool:
    first = numbers[0]
    return first in (0, 1) and numbers == [first + n for n in range(len(numbers))]
