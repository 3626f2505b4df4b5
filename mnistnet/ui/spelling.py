"""How the page's address writes a choice, and what of an address is one.

Anybody may write an address: what no visitor can have chosen is read as None, whatever it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

WHOLE = re.compile("-?[0-9]{1,9}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,20})?(e-[0-9]{1,2})?")


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


def _whole(text: str, options: range) -> int | None:
    number = int(text) if WHOLE.fullmatch(text) else None
    return number if number in options else None


def _decimal(text: str, low: float, high: float) -> float | None:
    number = float(text) if DECIMAL.fullmatch(text) else None
    return number if number is not None and low <= number <= high else None
