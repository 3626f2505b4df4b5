"""Digits as pen strokes on the 280x280 canvas, for tests."""

import numpy as np

from mnistnet.notation import FloatArray

SEVEN = [np.array([(70.0, 70), (210, 70), (120, 230)])]
FOUR = [np.array([(90.0, 60), (80, 150), (200, 150)]), np.array([(165.0, 60), (160, 230)])]
ONE = [np.array([(140.0, 50), (140, 230)])]


def ring() -> list[FloatArray]:
    """Return a zero."""
    turn = np.linspace(0, 2 * np.pi, 14)
    return [np.stack([140 + 55 * np.sin(turn), 140 - 90 * np.cos(turn)], axis=1)]
