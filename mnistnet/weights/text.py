"""Matrices as text: ``np.savetxt``'s rows of numbers, or the brackets in which NumPy prints."""

import re
from collections.abc import Iterator

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import MAX_COLUMNS, checked_matrix, checked_shape

MAX_DIGITS = 40
"""Longest number that is read; float64 needs 24 characters."""

MAX_LINES = 10_000
"""Of a file without brackets: ten for each row leave room for remarks."""


def matrix_in_text(file: str, content: bytes) -> FloatArray:
    """Read a matrix that is written in decimal numbers.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        UTF-8 text: a row a line, numbers apart by blanks or commas, ``#`` before remarks; or
        ``[[1. 2.] [3. 4.]]`` over any number of lines, as NumPy prints a matrix.

    Returns
    -------
    ndarray of shape (rows, columns), float64

    Raises
    ------
    WeightsError
        If it is no text, a word is no number, rows differ in length, or NumPy left numbers out.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WeightsError("error.weights_unknown", file=file) from None
    if "..." in text:
        raise WeightsError("error.text_elided", file=file)
    lines = _bracketed(file, text) if "[" in text else _plain(file, text)
    rows: list[FloatArray] = []
    for line in lines:
        row = _numbers(file, len(rows) + 1, line)
        checked_shape(file, (len(rows) + 1, len(row)))
        if rows and len(row) != len(rows[0]):
            found = {"row": len(rows) + 1, "columns": len(row), "expected": len(rows[0])}
            raise WeightsError("error.text_ragged", file=file, **found)
        rows.append(row)
    if not rows:
        raise WeightsError("error.weights_empty", file=file)
    return checked_matrix(file, np.stack(rows))


def _plain(file: str, text: str) -> Iterator[str]:
    for n, line in enumerate(re.finditer(r"[^\r\n]+", text)):
        if n == MAX_LINES:
            raise WeightsError("error.text_lines", file=file, limit=MAX_LINES)
        numbers = line[0].partition("#")[0]
        if numbers.strip():
            yield numbers


def _bracketed(file: str, text: str) -> Iterator[str]:
    """Yield what stands between each inner pair of brackets; outside only ``[``, ``]``, commas."""
    end = 0
    for row in re.finditer(r"\[([^\[\]]*)\]", text):
        expected = ("[",) if end == 0 else ("", ",")
        if text[end : row.start()].strip() not in expected:
            raise WeightsError("error.text_brackets", file=file)
        yield row[1]
        end = row.end()
    if text[end:].strip() != "]":
        raise WeightsError("error.text_brackets", file=file)


def _numbers(file: str, row: int, line: str) -> FloatArray:
    words = line.replace(",", " ").split(None, MAX_COLUMNS)[: MAX_COLUMNS + 1]
    numbers = np.empty(len(words))
    for i, word in enumerate(words[:MAX_COLUMNS]):
        try:
            if len(word) > MAX_DIGITS or not word.isascii() or "_" in word:
                raise ValueError
            numbers[i] = float(word)
        except ValueError:
            raise WeightsError("error.text_word", file=file, row=row, word=word[:20]) from None
    return numbers
