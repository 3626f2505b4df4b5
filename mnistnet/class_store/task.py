"""What a class is to draw."""

from dataclasses import dataclass
from typing import Literal

from mnistnet.notation import N_CLASSES

Kind = Literal["free", "digit", "like", "fool"]

KINDS: tuple[Kind, ...] = ("free", "digit", "like", "fool")
"""Whatever one likes; a digit; one that looks like another; what people read, but no network."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    digit : int, optional
        What is to be drawn, 0 to 9: for "digit" and "like" alone.
    like : int, optional
        What it should look like, 0 to 9 and not the digit: for "like" alone.

    Raises
    ------
    ValueError
        If the digits are not those of the kind.
    """

    kind: Kind = "free"
    digit: int | None = None
    like: int | None = None

    def __post_init__(self) -> None:
        named = [digit for digit in (self.digit, self.like) if digit is not None]
        wanted = {"free": (False, False), "fool": (False, False), "digit": (True, False)}
        has = self.digit is not None, self.like is not None
        is_asked = self.kind in KINDS and has == wanted.get(self.kind, (True, True))
        if not is_asked or (named and self.digit == self.like):
            raise ValueError(f"no task: {self}")
        if any(type(digit) is not int or digit not in range(N_CLASSES) for digit in named):
            raise ValueError(f"no digits: {self}")
