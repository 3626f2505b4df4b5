"""Words that are numbers, as every program writes them, and no others that Python would take."""

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray

MAX_DIGITS = 40
"""Longest number that is read; float64 needs 24 characters."""


def number(word: str) -> float:
    """Return a number; raises ValueError for 1_000, other scripts' digits and very long ones."""
    if len(word) > MAX_DIGITS or not word.isascii() or "_" in word:
        raise ValueError
    return float(word)


def is_number(word: str) -> bool:
    """Tell whether `number` takes it."""
    try:
        number(word)
    except ValueError:
        return False
    return True


def numbers_of(file: str, row: int, words: list[str]) -> FloatArray:
    """Return a row's words as numbers (n,); raises WeightsError, with its word, for another."""
    numbers = np.empty(len(words))
    for i, word in enumerate(words):
        try:
            numbers[i] = number(word)
        except ValueError:
            raise WeightsError("error.text_word", file=file, row=row, word=word[:20]) from None
    return numbers
