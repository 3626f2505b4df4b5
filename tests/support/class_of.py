"""A class whose pupils have drawn."""

import numpy as np

from mnistnet import Drawing
from mnistnet.class_store.records import OpenedClass
from mnistnet.class_store.store import ClassStore
from mnistnet.drawing.samples import sample
from tests.support.digits import FOUR, ONE


def class_of(store: ClassStore, n_pupils: int) -> OpenedClass:
    """Open a class whose pupils send each digit once; of two before one is hidden, one unknown."""
    opened = store.open_class()
    receipt = store.send(opened.code, f"{0:032x}", 1, Drawing(tuple(ONE), (20.0,)), label=1)
    store.hide(opened.code, opened.secret, receipt.number)
    store.send(opened.code, f"{0:032x}", 1, Drawing(tuple(FOUR), (20.0, 20.0)))
    for pupil in range(n_pupils):
        for digit in range(10):
            drawing = sample(digit)
            strokes = tuple(points + np.array([0.0, pupil]) for points in drawing.strokes)
            drawn = Drawing(strokes, drawing.widths)
            store.send(opened.code, f"{pupil:032x}", 1, drawn, label=digit)
    return opened
