"""A class's own handwriting to learn from: divided by pupil, never by drawing.

Who is read well because the network has learnt from other drawings of the same hand shows nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.data.mnist import Images
from mnistnet.notation import N_CLASSES, IntArray

DRAWINGS_NEEDED, PUPILS_NEEDED = 20, 2
"""Of drawings whose digit is known, and of hands; with fewer there is nothing to divide."""

HELD_BACK = 0.2
"""So great a part of the drawings is held back, or more where a pupil's bring digits of their own;
up to `MOST_HELD_BACK` then."""

MOST_HELD_BACK = 1 / 3


@dataclass(frozen=True, slots=True, eq=False)
class Ours:
    """What a class has drawn, divided.

    Parameters
    ----------
    code : str
        The class's.
    images : (Images, Images)
        To learn from, and held back.
    pupils : (int, int)
        How many drew the ones and the others.
    """

    code: str
    images: tuple[Images, Images]
    pupils: tuple[int, int]


def divided(code: str, images: Images, pupils: IntArray, seed: int) -> Ours | None:
    """Divide a class's images by `held_back_pupils`; None if there are too few.

    Parameters
    ----------
    code : str
    images : Images
        m of them.
    pupils : ndarray of shape (m,)
        Who drew each.
    seed : int
    """
    numbers = np.unique(pupils)
    if len(images) < DRAWINGS_NEEDED or len(numbers) < PUPILS_NEEDED:
        return None
    away = held_back_pupils(images.labels, pupils, seed)
    is_away = np.isin(pupils, away)
    learnt, held_back = (
        Images(images.pixels[some], images.labels[some]) for some in (~is_away, is_away)
    )
    return Ours(code, (learnt, held_back), (len(numbers) - len(away), len(away)))


def held_back_pupils(labels: IntArray, pupils: IntArray, seed: int) -> IntArray:
    """Choose the pupils whose drawings nobody learns from.

    Parameters
    ----------
    labels, pupils : ndarray of shape (m,)
        The digit of each drawing and who drew it, at least two.
    seed : int
        Chooses among pupils who would do as well.

    Returns
    -------
    ndarray of shape (n,), 0 < n
        Not all of them. A digit that somebody drew is among the drawings to learn from, unless no
        pupil at all could be held back then; those who bring most digits are held back first.
    """
    numbers, rows = np.unique(pupils, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(numbers))
    counts = np.zeros((len(numbers), N_CLASSES), dtype=np.intp)
    np.add.at(counts, (rows, labels), 1)
    counts = counts[order]
    is_away = np.zeros(len(numbers), dtype=bool)
    while (pupil := _next(counts, is_away)) is not None:
        is_away[pupil] = True
    return np.asarray(np.sort(numbers[order[is_away]]))


def _next(counts: NDArray[np.intp], is_away: NDArray[np.bool_]) -> int | None:
    """Return the place of the next pupil to hold back; None if that is enough.

    Parameters
    ----------
    counts : ndarray of shape (n, 10)
        Each pupil's drawings of each digit.
    is_away : ndarray of shape (n,)
        Who is held back already.
    """
    total, n_away = counts.sum(), counts[is_away].sum()
    left = counts[~is_away].sum(axis=0) - counts  # without that pupil, too
    n_lost = ((counts.sum(axis=0) > 0) & (left <= 0)).sum(axis=1)
    may_go = ~is_away & (n_lost == 0) & (2 * left.sum(axis=1) >= total)
    if not may_go.any():
        return None if is_away.any() else int(np.lexsort((counts.sum(axis=1), n_lost))[0])
    n_new = ((counts > 0) & (counts[is_away].sum(axis=0) == 0)).sum(axis=1)
    best = int(np.where(may_go, n_new, -1).argmax())
    is_worth_more = n_new[best] and n_away + counts[best].sum() <= MOST_HELD_BACK * total
    return best if n_away < HELD_BACK * total or is_worth_more else None
