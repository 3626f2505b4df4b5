"""How the page's address writes a choice, and what of an address is one.

Anybody may write an address: what no visitor can have chosen is read as None, whatever it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

MARK = re.compile("[0-9a-f]{1,8}")
MARKED = re.compile("([0-9a-f]{1,8})-([1-9][0-9]{0,2})")
WHOLE = re.compile("0|-?[1-9][0-9]{0,8}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,20})?(e-[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the address writes a choice.

    Parameters
    ----------
    read : callable
        Returns what a text stands for, None if that cannot be chosen.
    write : callable
        Returns the text of what was chosen: ASCII letters, digits, ``-``, ``_``, and full stops
        that a digit follows.
    default : object
        The choice on a first visit, which is not written.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    default: Any


def one_of(options: Sequence[Any], default: Any) -> Spelling:
    """Return the spelling of one of some options by its name, or of one of a range's numbers."""
    if isinstance(options, range):
        return Spelling(lambda text: _whole(text, options), str, default)
    return Spelling({str(option): option for option in options}.get, str, default)


def text_of(read: Callable[[str], str | None]) -> Spelling:
    """Return the spelling of a text of letters and digits, none on a first visit, by its reader."""
    return Spelling(read, str, None)


def decimal(low: float, high: float, default: float) -> Spelling:
    """Return the spelling of a number within bounds, to 15 digits: as many as float64 keeps."""
    return Spelling(lambda text: _decimal(text, low, high), "{:.15g}".format, default)


def some_of(options: range) -> Spelling:
    """Return the spelling of a list of different numbers, none on a first visit: ``3_17``."""

    def read(text: str) -> list[int] | None:
        numbers = [_whole(part, options) for part in text.split("_", len(options))]
        known = [number for number in numbers if number is not None]
        return known if len(set(known)) == len(numbers) else None

    return Spelling(read, lambda numbers: "_".join(map(str, numbers)), [])


def marked() -> Spelling:
    """Return the spelling of one of several things, from 1, and a mark of what holds them."""

    def read(text: str) -> tuple[str, int] | None:
        found = MARKED.fullmatch(text)
        return (found[1], int(found[2])) if found else None

    return Spelling(read, lambda one: f"{one[0]}-{one[1]}", None)


def changes(of: range, low: float, high: float) -> Spelling:
    """Return the spelling of what was changed of some numbers, and a mark of what they were.

    ``3f2a9c10_3-0.25_7-1``: 3 became 0.25 and 7 became 1. Without the mark, a change would be taken
    for one of other numbers in the same places.
    """

    def read(text: str) -> tuple[str, dict[int, float]] | None:
        mark, *parts = text.split("_", len(of) + 1)
        changed: dict[int, float] = {}
        for part in parts:
            place, _, number = part.partition("-")
            match _whole(place, of), _decimal(number, low, high):
                case int(known), float(value):
                    changed[known] = value
        is_whole = 0 < len(changed) == len(parts) and MARK.fullmatch(mark)
        return (mark, changed) if is_whole else None

    def write(changes: tuple[str, dict[int, float]]) -> str:
        mark, changed = changes
        return "_".join([mark, *(f"{place}-{number:.15g}" for place, number in changed.items())])

    return Spelling(read, write, None)


def _whole(text: str, options: range) -> int | None:
    # A range is searched number by number for anything but a number.
    return int(text) if WHOLE.fullmatch(text) and int(text) in options else None


def _decimal(text: str, low: float, high: float) -> float | None:
    number = float(text) if DECIMAL.fullmatch(text) else None
    return number if number is not None and low <= number <= high else None
