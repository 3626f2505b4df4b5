"""A matrix as a table: ``np.savetxt``'s rows of numbers, or CSV from a spreadsheet."""

import re
from collections.abc import Iterator

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_COLUMNS, checked_array, checked_shape
from mnistnet.weights.number_words import is_number, numbers_of

MAX_LINES = 10_000
"""Ten for each row leave room for remarks."""

DECIMAL_COMMA = re.compile(r"-?\d{1,40}(,\d{1,40})?([eE][+-]?\d{1,9})?")
"""A number with a comma in it; all words of a line are such where the comma stands for a point."""


def matrix_in_table(file: str, text: str) -> FloatArray:
    """Read a matrix, a row a line.

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
    ndarray of shape (rows, columns), float64

    Raises
    ------
    WeightsError
        If a word is no number, rows differ in length, or there are too many.
    """
    rows: list[FloatArray] = []
    header: list[str] = []
    for line in _lines(file, text):
        words = _words(line)
        if not rows and not header and _is_header(words):
            header = words
            continue
        row = numbers_of(file, len(rows) + 1, words)
        checked_shape(file, (len(rows) + 1, max(1, len(row) - 1)))
        if rows and len(row) != len(rows[0]):
            found = {"row": len(rows) + 1, "columns": len(row), "expected": len(rows[0])}
            raise WeightsError("error.text_ragged", file=file, **found)
        rows.append(row)
    if not rows:
        numbers_of(file, 1, header)  # a word that is no number says more
        raise WeightsError("error.weights_empty", file=file)
    matrix = _without_index(np.stack(rows), has_header=bool(header))
    checked_shape(file, matrix.shape)
    return checked_array(file, matrix)


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


def _first_words(line: str) -> list[str]:
    return line.split(None, MAX_COLUMNS + 2)[: MAX_COLUMNS + 2]


def _is_header(words: list[str]) -> bool:
    """Whether these are names of columns: words without a decimal number, or 0, 1, 2 and so on."""
    if all(map(is_number, words)):
        return len(words) > 2 and _counts([float(word) for word in words])
    return not any("." in word and is_number(word) for word in words)


def _without_index(matrix: FloatArray, has_header: bool) -> FloatArray:
    rows, columns = matrix.shape
    is_index = columns > 1 and (has_header or rows > 2) and _counts(matrix[:, 0].tolist())
    return matrix[:, 1:] if is_index else matrix


def _counts(numbers: list[float]) -> bool:
    first = numbers[0]
    return first in (0, 1) and numbers == [first + n for n in range(len(numbers))]
