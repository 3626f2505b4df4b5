"""Files of real handwriting as pen strokes: UNIPEN text (``.tra``) and JSON lines (``.jsonl``)."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnistnet.drawing.strokes import checked_strokes
from mnistnet.errors import DataError, DrawingError
from mnistnet.notation import N_CLASSES, FloatArray

UNIPEN_TABLET = 500
"""Side of the tablet that UNIPEN's y counts upwards from, in tablet pixels."""

SEGMENT = re.compile(r'\.SEGMENT DIGIT\s+\S+\s+\S+\s+"(\d)"')
COMMENT = re.compile(r"\.COMMENT\s+\d+\s+(\d+)\s+\d+")
POINT = re.compile(r"\s*(-?\d+)\s+(-?\d+)\s*")


@dataclass(frozen=True, slots=True, eq=False)
class WrittenDigit:
    """One digit as somebody wrote it.

    Parameters
    ----------
    label : int
        The digit that was asked for, 0 to 9.
    writer : str
        Name or number of the person, empty if the file does not tell.
    strokes : tuple of ndarray of shape (n, 2)
        Points (x, y), y downwards, in the unit of the file.
    line : int
        Number of the line, from 1, at which it begins in its file; 0 if it is of none.
    """

    label: int
    writer: str
    strokes: tuple[FloatArray, ...]
    line: int = 0

    @property
    def group(self) -> str:
        """The writer's institution, where the writer's name has it before a hyphen; or the name."""
        return self.writer.partition("-")[0]


def read_written_digits(path: str | os.PathLike[str]) -> list[WrittenDigit]:
    """Read a file of handwriting.

    Parameters
    ----------
    path : str or path
        A name ending in ``.jsonl`` holds one digit a line; any other is UNIPEN text. Lines whose
        label is ``null``, as a class's drawings may have it, are left out.

    Returns
    -------
    list of WrittenDigit

    Raises
    ------
    DataError
        If the file is missing, not text, damaged (with the number of the line), or without digits.

    Notes
    -----
    UNIPEN as in "Pen-Based Recognition of Handwritten Digits" (UCI data set 81), where the second
    number of ``.COMMENT`` is the writer.
    """
    path = Path(path)
    read = _json_lines if path.suffix == ".jsonl" else _unipen
    try:
        with path.open(encoding="utf-8") as lines:
            digits = list(read(_Numbered(path, lines)))
    except OSError as error:
        raise DataError("error.strokes_missing", path=path, why=error.strerror) from None
    except UnicodeDecodeError:
        raise DataError("error.strokes_not_text", path=path) from None
    if not digits:
        raise DataError("error.strokes_empty", path=path)
    return digits


class _Numbered:
    """The lines of a file, and the number of the one being read for the error that names it."""

    def __init__(self, path: Path, lines: Iterable[str]) -> None:
        self.path = path
        self.lines = lines
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.number += 1
            yield line

    def damaged(self) -> DataError:
        return DataError("error.strokes_damaged", path=self.path, line=self.number)


def _json_lines(lines: _Numbered) -> Iterator[WrittenDigit]:
    for line in lines:
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            label, strokes = entry["label"], checked_strokes(entry["strokes"])
            writer = str(entry.get("writer", ""))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, DrawingError):
            raise lines.damaged() from None
        if label is None:
            continue
        if type(label) is not int or label not in range(N_CLASSES) or not strokes:
            raise lines.damaged()
        yield WrittenDigit(label, writer, tuple(strokes), lines.number)


def _unipen(lines: _Numbered) -> Iterator[WrittenDigit]:
    label: int | None = None
    writer, begin = "", 0
    strokes: list[list[tuple[int, int]]] = []
    pen_is_down = False
    for line in lines:
        if pen_is_down and (point := POINT.fullmatch(line)):
            strokes[-1].append((int(point[1]), UNIPEN_TABLET - int(point[2])))
        elif line.startswith(".SEGMENT DIGIT"):
            if pen_is_down or not (segment := SEGMENT.match(line)):
                raise lines.damaged()
            if label is not None:
                yield _written(label, writer, strokes, begin, lines)
            label, writer, strokes, begin = int(segment[1]), "", [], lines.number
        elif line.startswith(".COMMENT"):
            writer = comment[1] if (comment := COMMENT.match(line)) else ""
        elif line.startswith(".PEN_DOWN"):
            if pen_is_down or label is None:
                raise lines.damaged()
            pen_is_down = True
            strokes.append([])
        elif line.startswith(".PEN_UP"):
            if not pen_is_down:
                raise lines.damaged()
            pen_is_down = False
        elif pen_is_down or (line.strip() and not line.startswith(".")):
            raise lines.damaged()
    if pen_is_down:
        raise lines.damaged()
    if label is not None:
        yield _written(label, writer, strokes, begin, lines)


def _written(
    label: int, writer: str, strokes: list[list[tuple[int, int]]], begin: int, lines: _Numbered
) -> WrittenDigit:
    arrays = tuple(np.array(points, dtype=float) for points in strokes if points)
    if not arrays:
        raise lines.damaged()
    return WrittenDigit(label, writer, arrays, begin)
