"""How the course's helper module shows MNIST; Jupyter shows a cell's last value, here a picture."""

import math
import os

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from mnistnet.notation import N_PIXELS, SIDE

ENLARGED = 10
"""Times that one image is shown larger than it is."""

DOTS = 72
"""Pixels of an inch, as Jupyter shows Matplotlib's figures."""

GAP = 1
"""Pixels of grey around each image of a grid."""

GREY = 128


def show_mnist(
    image: ArrayLike, inverted: bool = False, savefig: str | os.PathLike[str] | None = None
) -> Image.Image:
    """Show one image.

    Parameters
    ----------
    image : array of shape (28, 28) or (784,)
        Bytes, or numbers from 0 to 1 or to 255.
    inverted : bool, optional
        Black ink on white, in place of white on black.
    savefig : str or path, optional
        A file to save it to, such as ``"seven.png"``.

    Returns
    -------
    PIL.Image.Image
        280 pixels wide and high.

    Raises
    ------
    ValueError
        If it is not one image.

    Notes
    -----
    Lecture A's course, ``joy.show_mnist``.
    """
    pixels = np.asarray(image)
    if pixels.shape not in ((SIDE, SIDE), (N_PIXELS,)):
        raise ValueError(f"one image is of shape (28, 28) or (784,), not {pixels.shape}")
    shown = Image.fromarray(_bytes(pixels[None], inverted)[0])
    shown = shown.resize((SIDE * ENLARGED,) * 2, Image.Resampling.NEAREST)
    if savefig is not None:
        shown.save(savefig)
    return shown


def show_mnist_grid(
    images: ArrayLike,
    inverted: bool = False,
    figsize: float = 10,
    ncols: int = 10,
    maxgrid: int = 100,
) -> Image.Image:
    """Show several images side by side, row by row.

    Parameters
    ----------
    images : array of shape (m, 28, 28) or (m, 784)
        As for `show_mnist`; the rows are images.
    inverted : bool, optional
        Black ink on white, in place of white on black.
    figsize : float, optional
        Width of a full row in inches of 72 pixels, about.
    ncols : int, optional
        Images in a row.
    maxgrid : int, optional
        Images at most.

    Returns
    -------
    PIL.Image.Image

    Raises
    ------
    ValueError
        If there is no image, or they are of another shape.

    Notes
    -----
    Lecture A's course, ``joy.show_mnist_grid``.
    """
    pixels = np.asarray(images)[:maxgrid]
    if pixels.shape[1:] not in ((SIDE, SIDE), (N_PIXELS,)) or not len(pixels):
        raise ValueError(f"images are of shape (m, 28, 28) or (m, 784), not {np.shape(images)}")
    n_rows = math.ceil(len(pixels) / ncols)
    places = np.full((n_rows * ncols, SIDE + 2 * GAP, SIDE + 2 * GAP), GREY, np.uint8)
    places[: len(pixels), GAP:-GAP, GAP:-GAP] = _bytes(pixels, inverted)
    grid = places.reshape(n_rows, ncols, *places.shape[1:]).swapaxes(1, 2)
    shown = Image.fromarray(grid.reshape(n_rows * places.shape[1], ncols * places.shape[2]))
    times = max(1, round(figsize * DOTS / shown.width))
    return shown.resize((shown.width * times, shown.height * times), Image.Resampling.NEAREST)


def _bytes(images: NDArray[np.generic], inverted: bool) -> NDArray[np.uint8]:
    """Return images (m, 28, 28) as bytes; numbers that go to 1 are taken for parts of 255."""
    values = images.reshape(-1, SIDE, SIDE).astype(float)
    if images.dtype.kind == "f" and values.max() <= 1:
        values = values * 255
    if inverted:
        values = 255 - values
    shown: NDArray[np.uint8] = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return shown
