"""Ten values as bars, under their title."""

from typing import Any

from mnistnet.charts.bars import digit_bars
from mnistnet.notation import FloatArray
from mnistnet.ui.answer_html import values_alt
from mnistnet.ui.figure import figures, framed
from mnistnet.ui.i18n import t

HEIGHT = 172
"""In pixels: two of them and the answer fit on a laptop's screen."""


def show_bars(key: str, title: str, values: FloatArray | None, **looks: Any) -> None:
    """Show `framed_bars` in a place of their own."""
    figures(framed_bars(key, title, values, **looks), key=key)


def framed_bars(
    key: str,
    title: str,
    values: FloatArray | None,
    *,
    winner: int | None = None,
    target: int | None = None,
    whose: str = "",
    height: int = HEIGHT,
    lead: str = "",
    caption: str = "",
    pointable: bool = False,
) -> dict[str, Any]:
    """Return ten values (10, 1) as bars in their frame, winner and target marked.

    Parameters
    ----------
    key : str
        One place on the page.
    title : str
    values : ndarray of shape (10, 1) or None
        In [0, 1]; None shows the empty axes.
    winner, target : int, optional
        A target that is known, not one that is assumed.
    whose : str
        Said before the title to those who cannot see which of several it is.
    height : int
        In pixels.
    lead, caption : str
        HTML over the title and under the bars.
    pointable : bool
        They can be magnified, and a click on one chooses its digit as the target.
    """
    bars = digit_bars(
        values,
        winner=winner,
        target=target,
        winner_mark=t("mark.winner"),
        target_mark=t("mark.target"),
        both_mark=t("mark.both"),
    )
    alt = values_alt(f"{whose}. {title}" if whose else title, values)
    return framed(
        bars,
        key=key,
        alt=alt,
        height=height,
        lead=lead,
        title=title,
        caption=caption,
        magnify=t("figure.magnify") if pointable else "",
    )
