"""Arrays as text: JSON, rows of numbers, or the brackets in which NumPy and Python print."""

import codecs
import re

from mnistnet.errors import WeightsError
from mnistnet.weights.bracketed import arrays_in_brackets
from mnistnet.weights.checks import MAX_ARRAYS, NamedArray, checked_count
from mnistnet.weights.json_lists import arrays_in_json
from mnistnet.weights.table import MAX_LINES, matrices_in_table

ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""By the mark at the beginning; Excel's "Unicode text" and PowerShell's ``>`` are UTF-16."""

VARIABLE = re.compile(r"^# name: (\w{1,40})[ \r]*$", re.MULTILINE)
"""What Octave's ``save`` writes above each variable."""

REMARKS = re.compile(r"(?:^[ \t]*#[^\n]*\n?)+", re.MULTILINE)

LEFT_OUT = re.compile(r"(?:\A|[\r\n])[^#\r\n]*?(?:\.\.\.|…)")
"""What NumPy, and an editor that improves it, write for numbers that they do not print."""

BRACKET = re.compile(r"(?:\A|[\r\n])[^#\[\r\n]*\[")
"""One that is not in a remark."""


def readings_of_text(file: str, content: bytes) -> list[list[NamedArray]]:
    """Read arrays that are written in decimal numbers.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        Text in UTF-8, or in UTF-16 with its mark: JSON, as `arrays_in_json` reads it; brackets, as
        `arrays_in_brackets` does; a table, as `matrices_in_table` does, or several with names, as
        Octave saves them.

    Returns
    -------
    list of lists of (str, ndarray)
        Of each way to read it, the likeliest first, matrices and vectors, float64.

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
    if arrays := arrays_in_json(file, text):
        return [arrays]
    if ("..." in text or "…" in text) and LEFT_OUT.search(text):
        raise WeightsError("error.text_elided", file=file)
    if "[" in text and BRACKET.search(text):
        text = REMARKS.sub("", text, MAX_LINES) if "#" in text else text
        return [arrays_in_brackets(file, text)]
    before, *named = VARIABLE.split(text, MAX_ARRAYS + 1)
    if not named or re.search(r"^[ \t]*[^#\s]", before, re.MULTILINE):
        return [[(file, matrix)] for matrix in matrices_in_table(file, text)]
    checked_count(file, len(named) // 2)
    names = [f"{file}: {name}" for name in named[::2]]
    tables = zip(names, named[1::2], strict=True)
    return [[(name, matrices_in_table(name, table)[0]) for name, table in tables]]
