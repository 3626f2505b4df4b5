"""A table in HTML."""

from collections.abc import Iterable, Sequence
from html import escape


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as HTML; whatever stands in its words, they are shown as they are.

    Parameters
    ----------
    head : sequence of str
        A head for each column; "" for none.
    rows : iterable of sequence of str
        Of each row its own head, then its cells.
    """
    heads = "".join(f"<th scope=col>{escape(words)}" if words else "<td>" for words in head)
    body = "".join(
        f"<tr><th scope=row>{escape(first)}" + "".join(f"<td>{escape(cell)}" for cell in cells)
        for first, *cells in rows
    )
    return f"<table class=values><thead><tr>{heads}<tbody>{body}</table>"
