"""What was measured of the shipped networks on handwriting that nobody else needs to have."""

import json
from dataclasses import dataclass

from mnistnet.weights import FOLDER

DRAWN = "ipad_pencil.jsonl"
"""Digits drawn on a tablet by five writers of whom no network has seen a stroke."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a network read a set of images.

    Parameters
    ----------
    images : int
        How many there were.
    accuracy : float
        Part of them that was read right, in [0, 1].
    mean_loss : float
        Mean of their losses, in [0, 10].
    """

    images: int
    accuracy: float
    mean_loss: float


def measured_on_drawings(name: str) -> Measured:
    """Return how one of the shipped networks read `DRAWN`.

    Notes
    -----
    ``weights/<name>.json`` is what ``mnistnet evaluate --json`` printed when the weights
    were made, with ``--strokes`` naming that file; tests/weights/test_measured.py measures again.
    """
    printed = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    figures = printed["sets"][DRAWN]
    return Measured(figures["images"], figures["accuracy"], figures["mean_loss"])
