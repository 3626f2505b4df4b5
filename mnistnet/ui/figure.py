"""Plotly figures that change in place.

``st.plotly_chart`` takes its identity from the figure's content and so builds its chart anew with
every change, blank for a moment. This component keeps the chart and hands it the new figure.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from mnistnet.charts.figure import Figure
from mnistnet.ui.browser_files import component

_figures = st.components.v2.component(
    "mnistnet_figures",
    html='<div class="frames"></div>',
    js=component("figure.js"),
    isolate_styles=False,  # Plotly keeps its style sheet in the page's head
)


def framed(
    fig: Figure,
    *,
    key: str,
    alt: str,
    height: int,
    lead: str = "",
    title: str = "",
    caption: str = "",
    ratio: float | None = None,
    magnify: str = "",
    told: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Put a figure into its frame, for `figures`.

    Parameters
    ----------
    fig : Figure
        Colours may be the theme's CSS variables, such as ``var(--st-primary-color)``.
    key : str
        One place on the page.
    alt : str
        What the figure shows, for those who cannot see it.
    height : int
        Height in pixels, the same from the first frame on.
    lead, title, caption : str
        What stands over the figure, right over it, and under it: HTML of our own, plain words,
        HTML of our own.
    ratio : float, optional
        Height over width, for a figure that must not be stretched: it is then as high as its
        column is wide times this, and at most ``height``.
    magnify : str
        Words on a button that gives bars between 0 and 1 their second scale (scale.js). A click on
        one of these bars chooses its digit as the target (bar_clicks.js).
    told : dict, optional
        What other scripts on the page need to know once this figure comes (live.js).

    Returns
    -------
    dict
        What the browser needs.
    """
    return {
        "key": key,
        "figure": fig.to_json(),
        "alt": alt,
        "height": height,
        "lead": lead,
        "title": title,
        "caption": caption,
        "ratio": ratio,
        "magnify": magnify,
        "told": told,
    }


def figures(*shown: dict[str, Any], key: str) -> None:
    """Show framed figures, changing in place what was shown under the same key.

    Several come in one message and are painted together: a component costs the server a
    millisecond. style.css can place each by its own key.
    """
    _figures(key=key, data={"figures": shown, "clicks": False})


def figure(
    fig: Figure,
    *,
    key: str,
    on_click: Callable[[dict[str, Any]], None] | None = None,
    **around: Any,
) -> None:
    """Show one figure.

    Parameters
    ----------
    fig, key, **around
        As for `framed`.
    on_click : callable, optional
        Called before the next run with the point that was clicked:
        ``{"x": ..., "y": ..., "custom": the point's customdata or None}``. Anybody may write
        these values: they can be anything.
    """
    shown = framed(fig, key=key, **around)
    if on_click is None:
        figures(shown, key=key)
    else:
        data = {"figures": [shown], "clicks": True}
        _figures(key=key, data=data, on_click_change=partial(_report, key, on_click))


def clicked_cell(point: dict[str, Any], rows: range, columns: range) -> tuple[int, int] | None:
    """Return which of a figure's rows and which of its columns was clicked; None if none."""
    match point:
        case {"y": int(y), "x": int(x)} if y in rows and x in columns:
            return rows.index(y), columns.index(x)
    return None


def _report(key: str, on_click: Callable[[dict[str, Any]], None]) -> None:
    match st.session_state[key].get("click"):
        case {"x": _, "y": _, "custom": _} as point:
            on_click(point)
