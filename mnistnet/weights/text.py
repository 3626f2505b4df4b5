"""Arrays as text: rows of numbers, or the brackets in which NumPy and Python print."""

import codecs
import re

from mnistnet.errors import WeightsError
from mnistnet.weights.bracketed import arrays_in_brackets
from mnistnet.weights.checks import MAX_ARRAYS, NamedArray, checked_count
from mnistnet.weights.table import matrix_in_table

ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""By the mark at the beginning; Excel's "Unicode text" and PowerShell's ``>`` are UTF-16."""

VARIABLE = re.compile(r"^# name: (\w{1,40})[ \r]*$", re.MULTILINE)
"""What Octave's ``save`` writes above each variable."""

LEFT_OUT = ("...", "…")
"""What NumPy, and an editor that improves it, write for numbers that they do not print."""


def arrays_in_text(file: str, content: bytes) -> list[NamedArray]:
    """Read arrays that are written in decimal numbers.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        Text in UTF-8, or in UTF-16 with its mark: a table, as `matrix_in_table` reads it, or
        several with names, as Octave saves them; or brackets, as `arrays_in_brackets` reads them.

    Returns
    -------
    list of (str, ndarray)
        Matrices and vectors, float64.

    Raises
    ------
    WeightsError
        If it is no text, a word is no number, rows differ in length, or NumPy left numbers out.
    """
    mark = next((mark for mark in ENCODINGS if content.startswith(mark)), codecs.BOM_UTF8)
    try:
        text = content.decode(ENCODINGS[mark])
    except UnicodeDecodeError:
        raise WeightsError("error.weights_unknown", file=file) from None
    if any(dots in text for dots in LEFT_OUT):
        raise WeightsError("error.text_elided", file=file)
    if "[" in text:
        return arrays_in_brackets(file, text)
    before, *named = VARIABLE.split(text, MAX_ARRAYS + 1)
    if not named or re.search(r"^[ \t]*[^#\s]", before, re.MULTILINE):
        return [(file, matrix_in_table(file, text))]
    checked_count(file, len(named) // 2)
    names = [f"{file}: {name}" for name in named[::2]]
    return [
        (name, matrix_in_table(name, table)) for name, table in zip(names, named[1::2], strict=True)
    ]
