"""Columns and matrices as on the slides: numbers in brackets, and dots for what is left out."""

from collections.abc import Callable, Iterable
from html import escape

from mnistnet.charts.number_text import number
from mnistnet.notation import FloatArray

ENDS = 3
"""So many rows, or columns, are shown at each end."""

MOST_ROWS = 100
"""A column of more has dots; lecture A's hundred do not."""

MIDDLE = range(406, 407)
"""The row of X and column of W1 in the middle of the image, where weights matter."""


def column_html(
    values: FloatArray,
    *,
    name: str,
    symbol: str,
    first: int,
    keep: Iterable[int] = (),
    chosen: int | None = None,
    place: Callable[[int], str] | None = None,
    one: str = "",
) -> str:
    """Write a column of numbers in brackets.

    Parameters
    ----------
    values : ndarray of shape (n, 1)
    name : str
        What stands over it, beside its shape.
    symbol : str
        Of one of its numbers, as the slides write it.
    first : int
        0 writes indices as NumPy does, ``[0]``; 1 as the slides do, the symbol with a 1 below it.
    keep : iterable of int
        Rows to show besides those at the ends, counted from 0.
    chosen : int, optional
        The row that is marked.
    place : callable, optional
        What to say beside a row.
    one : str
        Said beside the row under the last, which always holds 1, where the network has biases.
    """
    n = len(values)
    kept = {*keep} | ({chosen} if chosen is not None else set())
    rows = [
        _dots(1, place is not None)
        if i is None
        else _row(
            _index(i, first, symbol),
            [number(float(values[i, 0]))],
            "chosen" if i == chosen else "",
            place(i) if place else None,
        )
        for i in _shown(n, kept)
    ]
    if one:
        rows.append(_row(_index(n, first, symbol), ["1"], "one", one))
    return _framed(name, (n + bool(one), 1), f"<tbody>{''.join(rows)}")


def matrix_html(
    W: FloatArray,
    *,
    name: str,
    first: int,
    row: int,
    columns: Iterable[int] = (),
    column: int | None = None,
    has_biases: bool,
    swipe: str,
) -> str:
    """Write a matrix of weights in brackets: corners, and the rows and columns asked for.

    Parameters
    ----------
    W : ndarray of shape (n, m)
    name : str
        What stands over it, beside its shape.
    first : int
        What indices are counted from, 0 or 1.
    row : int
        The row that is marked, counted from 0.
    columns : iterable of int
        Columns to show besides those at the ends.
    column : int, optional
        The column that is marked.
    has_biases : bool
        The last column is told apart.
    swipe : str
        What is said where the matrix is wider than its place.
    """
    n, m = W.shape
    kept = {*columns} | ({column} if column is not None else set())
    shown = _shown(m, kept)
    looks = {column: "chosen", m - 1 if has_biases else None: "one"}
    heads = "".join("<td>⋯" if j is None else f"<th scope=col>{j + first}" for j in shown)
    rows = []
    for i in _shown(n, {row}):
        if i is None:
            rows.append(_dots(len(shown)))
            continue
        cells = ["⋯" if j is None else number(float(W[i, j])) for j in shown]
        row_looks = "chosen" if i == row else ""
        classes = [looks.get(j, "") if j is not None else "" for j in shown]
        rows.append(_row(str(i + first), cells, row_looks, classes=classes))
    body = f"<thead><tr><td>{heads}<tbody>{''.join(rows)}"
    return _framed(name, (n, m), body, f"<p class=note>{escape(swipe)}</p>")


def _shown(n: int, kept: Iterable[int]) -> list[int | None]:
    """Return the indices to show, with None where some between them are left out."""
    indices = sorted({*range(min(ENDS, n)), *range(max(n - ENDS, 0), n), *kept} & {*range(n)})
    shown: list[int | None] = []
    for before, i in zip([-1, *indices], indices, strict=False):
        if i == before + 2:
            shown.append(i - 1)  # dots would take the same room
        elif i > before + 2:
            shown.append(None)
        shown.append(i)
    return shown


def _index(i: int, first: int, symbol: str) -> str:
    return f"{escape(symbol)}<sub>{i + first}</sub>" if first else f"[{i}]"


def _row(
    head: str,
    cells: list[str],
    looks: str,
    place: str | None = None,
    classes: list[str] | None = None,
) -> str:
    kinds = classes or [""] * len(cells)
    last = len(cells) - 1
    written = "".join(
        f"<td class='{'open ' * (k == 0)}{'close ' * (k == last)}{kind}'>{cell}"
        for k, (cell, kind) in enumerate(zip(cells, kinds, strict=True))
    )
    beside = "" if place is None else f"<td class=place>{escape(place)}"
    return f"<tr class='{looks}'><th scope=row>{head}{written}{beside}"


def _dots(n: int, has_places: bool = False) -> str:
    cells = ["⋮"] + ["⋱" if k == n // 2 else "" for k in range(1, n - 1)] + ["⋮"] * (n > 1)
    return _row("⋮", cells, "dots", "" if has_places else None)


def _framed(name: str, shape: tuple[int, int], body: str, note: str = "") -> str:
    caption = f"<figcaption><b>{escape(name)}</b> {shape}</figcaption>"
    table = f"<table class=matrix>{body}</table>"
    return f"<figure class=numbers>{caption}{note}<div tabindex=0>{table}</div></figure>"
