"""Many small images on one sheet, each with a caption, to choose one from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mnistnet.charts import palette
from mnistnet.charts.figure import Figure, plain_figure
from mnistnet.drawing.picture import png_address
from mnistnet.notation import SIDE, FloatArray

CAPTION = 10
"""Rows of paper under each thumbnail, for a line of words."""

GAP = 2
"""Rows and columns between two thumbnails."""

LINE = 0.2
"""Shade of the gaps."""

CELL_WIDTH = SIDE + GAP
CELL_HEIGHT = SIDE + CAPTION + GAP


def contact_sheet(pixels: NDArray[np.uint8], n_rows: int, n_columns: int) -> FloatArray:
    """Lay images out on one sheet, each over an empty strip for its caption.

    Parameters
    ----------
    pixels : ndarray of shape (n, 28, 28)
        0 (paper) to 255 (ink); at most ``n_rows * n_columns`` images.
    n_rows, n_columns : int
        Places on the sheet, filled row by row.

    Returns
    -------
    ndarray of shape (n_rows * (28 + CAPTION + GAP), n_columns * (28 + GAP))
        In [0, 1]. Places without an image are blank.
    """
    cells = np.zeros((n_rows * n_columns, SIDE + CAPTION + GAP, SIDE + GAP), dtype=np.float32)
    cells[:, -GAP:, :] = cells[:, :, -GAP:] = LINE
    cells[: len(pixels), :SIDE, :SIDE] = pixels / np.float32(255)
    rows = cells.reshape(n_rows, n_columns, *cells.shape[1:]).swapaxes(1, 2)
    return rows.reshape(n_rows * cells.shape[1], n_columns * cells.shape[2])


def image_sheet(
    sheet: FloatArray,
    captions: Sequence[str],
    hovers: Sequence[str],
    *,
    marked: Sequence[bool],
    chosen: int | None,
) -> Figure:
    """Draw a contact sheet; a click on an image tells its column ``x`` and row ``y``.

    Parameters
    ----------
    sheet : ndarray of shape (rows * CELL_HEIGHT, columns * CELL_WIDTH)
        In [0, 1], as `contact_sheet` lays it out.
    captions, hovers : sequence of str
        What stands under each image, and what it says of itself.
    marked : sequence of bool
        Whose caption is set apart: the misread ones.
    chosen : int or None
        Place on the sheet of the image with an outline.

    Returns
    -------
    Figure
        As wide as its column; `sheet_ratio` is its height over its width.
    """
    n_rows, n_columns = sheet.shape[0] // CELL_HEIGHT, sheet.shape[1] // CELL_WIDTH
    axis = {"visible": False, "fixedrange": True}
    return plain_figure(
        _picture(sheet),
        _cells(hovers, n_rows, n_columns),  # over the picture; nobody sees them but the pointer
        _captions(captions, marked, n_columns),
        shapes=[] if chosen is None else [_outline(*divmod(chosen, n_columns))],
        xaxis=axis | {"range": [-0.5, n_columns - 0.5]},
        yaxis=axis | {"range": [n_rows - 0.5, -0.5], "scaleanchor": False},
    )


def sheet_ratio(sheet: FloatArray) -> float:
    """Return the height of a sheet over its width."""
    return float(sheet.shape[0] / sheet.shape[1])


def _picture(sheet: FloatArray) -> dict[str, object]:
    return {
        "type": "image",
        "source": png_address(sheet),
        "x0": -0.5 + 0.5 / CELL_WIDTH,
        "dx": 1 / CELL_WIDTH,
        "y0": -0.5 + 0.5 / CELL_HEIGHT,
        "dy": 1 / CELL_HEIGHT,
        "hoverinfo": "skip",
    }


def _cells(hovers: Sequence[str], n_rows: int, n_columns: int) -> dict[str, object]:
    n_blank = n_rows * n_columns - len(hovers)
    z = np.array([0] * len(hovers) + [np.nan] * n_blank, dtype=np.float32)
    return {
        "type": "heatmap",
        "z": z.reshape(n_rows, n_columns),
        "text": np.reshape([*hovers, *[""] * n_blank], (n_rows, n_columns)).tolist(),
        "colorscale": [[0, palette.NOTHING], [1, palette.NOTHING]],
        "showscale": False,
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": False,
    }


def _captions(captions: Sequence[str], marked: Sequence[bool], n_columns: int) -> dict[str, object]:
    rows, columns = np.divmod(np.arange(len(captions)), n_columns)
    return {
        "type": "scatter",
        "x": columns - GAP / CELL_WIDTH / 2,
        "y": rows + 0.5 - (GAP + CAPTION / 2) / CELL_HEIGHT,
        "text": [
            f"<b>{caption}</b>" if is_marked else caption
            for caption, is_marked in zip(captions, marked, strict=True)
        ],
        "mode": "text",
        "textfont": {
            "color": [
                palette.ON_INK_MARKED if is_marked else palette.ON_INK for is_marked in marked
            ]
        },
        "hoverinfo": "skip",
    }


def _outline(row: int, column: int) -> dict[str, object]:
    right, bottom = column + 0.5 - GAP / CELL_WIDTH, row + 0.5 - GAP / CELL_HEIGHT
    return {
        "type": "rect",
        "x0": column - 0.5,
        "x1": right,
        "y0": row - 0.5,
        "y1": bottom,
        "line": {"color": palette.ON_INK_CHOSEN, "width": 4},
    }
