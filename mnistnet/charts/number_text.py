"""How the page writes numbers: small ones never as 0.000, and sums so that they add up."""

from collections.abc import Sequence

import numpy as np

from mnistnet.notation import FloatArray

MINUS = "−"
"""As wide as a digit; the hyphen of a keyboard stays in what is copied into a program."""

SMALL = 0.0005
"""Below it, three decimals say nothing."""


def number(value: float, decimals: int = 3, *, plus: bool = False) -> str:
    """Write a number.

    Parameters
    ----------
    value : float
    decimals : int
        Its places after the point.
    plus : bool
        Write the sign of what is above 0, too.

    Returns
    -------
    str
        ``0.979``, ``−2.732``; what is nearer to 0 than `SMALL` as ``4.1e-04``, 0 as ``0.000``.
    """
    sign = "+" if plus else ""
    if 0 < abs(value) < SMALL:
        return _signed(f"{value:{sign}.1e}")
    return _signed(f"{value:{sign if value else ''}.{decimals}f}")


def short_number(value: float) -> str:
    """Write a number as `number` does, a small one with one digit: no wider than three decimals."""
    return _signed(f"{value:.0e}") if 0 < abs(value) < SMALL else number(value)


def share(value: float, decimals: int = 1) -> str:
    """Write a part of a whole, in [0, 1]: ``64.7 %``, and ``< 0.1 %`` in place of 0."""
    least = 10 ** -(decimals + 2)
    if 0 < value < least / 2:
        return f"< {least:.{decimals}%}".replace("%", " %")
    return f"{value:.{decimals}%}".replace("%", " %")


def adding_up(terms: Sequence[float] | FloatArray, *, plus: bool = False) -> tuple[list[str], str]:
    """Write the terms of a sum, and the sum, so that what is read adds up.

    Four decimals, one more than elsewhere. A term may be rounded the other way, by less than the
    last digit; a small one has digits of its own, and the others make up for it.

    Parameters
    ----------
    terms : sequence of float, or ndarray of shape (n,)
    plus : bool
        Write the signs of terms above 0, too.

    Returns
    -------
    list of str
        The terms as `number` would write them, but for their decimals. If all are small, they are
        written with the power of ten of the largest, or of the sum if that has more.
    str
        The sum, to which the numbers in that list add up.
    """
    values = np.asarray(terms, float)
    sign = "+" if plus else ""
    largest = float(np.abs(values).max(initial=0))
    if 0 < largest < SMALL:
        power = int(f"{max(largest, abs(values.sum())):.2e}".partition("e")[2])
        parts = _apportioned(values / 10.0**power * 100)
        *written, total = (f"{part / 100:{sign}.2f}e{power:03d}" for part in (*parts, sum(parts)))
        return [_signed(text) for text in written], _signed(total).removeprefix("+")
    total_parts = round(float(values.sum()) * 1e4)
    is_small = (values != 0) & (np.abs(values) < SMALL)
    left = total_parts - round(sum(float(f"{value:.1e}") for value in values[is_small]) * 1e4)
    if abs(left - np.rint(values[~is_small] * 1e4).sum()) > np.count_nonzero(~is_small):
        is_small[:], left = False, total_parts  # too many for the others to make up for
    others = iter(_apportioned(values[~is_small] * 1e4, left))
    written = [
        number(value, plus=plus) if tiny else _signed(f"{next(others) / 1e4:{sign}.4f}")
        for value, tiny in zip(values.tolist(), is_small, strict=True)
    ]
    return written, _signed(f"{total_parts / 1e4:.4f}")


def sum_text(terms: Sequence[float] | FloatArray) -> tuple[str, str]:
    """Write a sum and its terms as `adding_up` does: ``0.8300`` and ``0.0100 + 0.0400 + …``.

    A power of ten that all terms have stands before them once: ``1e-07 × (5.15 + 0.65)``.
    """
    written, total = adding_up(terms)
    power = total.partition("e")[2]
    if not power:
        return total, " + ".join(written)
    mantissas = " + ".join(text.partition("e")[0] for text in written)
    return total, f"1e{power} × ({mantissas})"


def _apportioned(values: FloatArray, total: int | None = None) -> list[int]:
    """Round to whole numbers that add up to a total, the rounded sum unless another is given.

    What has to be rounded the other way is what loses least by it.
    """
    whole = np.rint(values)
    missing = (round(float(values.sum())) if total is None else total) - int(whole.sum())
    step = int(np.sign(missing))
    nearest = np.argsort((whole - values) * step, kind="stable")
    whole[nearest[: abs(missing)]] += step
    rounded: list[int] = whole.astype(int).tolist()
    return rounded


def _signed(text: str) -> str:
    """Put a minus before what is below 0, but for one that rounds to nothing."""
    mantissa = text[1:] if text[:1] in "+-" else text
    if not any(digit in "123456789" for digit in mantissa.split("e")[0]):
        return mantissa
    return MINUS + mantissa if text[0] == "-" else text
