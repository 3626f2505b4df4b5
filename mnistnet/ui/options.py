"""What the visitor can choose, how the address writes it, and what stands for it until then.

`url_state` keeps what was chosen.
"""

from mnistnet.class_store.bounds import MAX_TASKS
from mnistnet.class_store.codes import read_typed
from mnistnet.data.mnist import N_TEST
from mnistnet.drawing.strokes import PENS
from mnistnet.live_training.settings import LIMITS, SOURCES, Settings
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.texts import LANGUAGES
from mnistnet.ui.spelling import Spelling, changes, decimal, marked, one_of, some_of, text_of
from mnistnet.weights import SHIPPED
from mnistnet.weights.checks import MAX_ROWS

PREPARATIONS = ("mnist", "drawn")

EXAMPLES = ("slide", "mine")
"""Whose predictions the page Error calculates with."""

STAGES = ("drawn", "boxed", "mnist")
"""How far a drawing is prepared: not at all, into its box, and centred by mass."""

MOVES = {
    "right": (-8.0, 8.0, 0.0),
    "down": (-8.0, 8.0, 0.0),
    "scale": (0.5, 1.5, 1.0),
    "degrees": (-90.0, 90.0, 0.0),
}
"""The arguments of `transform_image` that can be chosen: range and start of each."""

OUTCOMES = ("all", "right", "wrong")
ORDERS = ("file", "worst", "random")
"""Which of MNIST's images to look at, and how they follow each other."""

SHUFFLES = range(1_000)

OWN = "own"
"""The visitor's own network among the networks."""

CLASS_VIEWS = ("wall", "join", "statistics")
WALL_ORDERS = ("newest", "worst", "digit")
"""What of a class to look at, and how the drawings on its wall follow each other."""

ALL_TASKS = 0
"""In place of the number of the task whose drawings are looked at."""

COUNTINGS = (0, 1)
"""What rows and columns are counted from: 0 as NumPy does, 1 as the slides do."""


def _setting(name: str) -> Spelling:
    """Return the spelling of one of a training's settings."""
    (low, high), start = LIMITS[name], getattr(Settings(), name)
    if isinstance(start, float):
        return decimal(low, high, start)
    return one_of((low, high) if isinstance(start, bool) else range(low, high + 1), start)


Choice = str
"""The name of one of `CHOICES`."""

CHOICES: dict[Choice, Spelling] = {
    "language": one_of(tuple(LANGUAGES), None),
    "class": text_of(read_typed),
    "class_view": one_of(CLASS_VIEWS, CLASS_VIEWS[0]),
    "wall_order": one_of(WALL_ORDERS, WALL_ORDERS[0]),
    "shown_task": one_of(range(MAX_TASKS + 1), ALL_TASKS),
    "network": one_of((*SHIPPED, OWN), SHIPPED[0]),
    "preparation": one_of(PREPARATIONS, PREPARATIONS[0]),
    "pen": one_of(PENS, 20),
    "target": one_of(range(N_CLASSES), None),
    "pinned": one_of((False, True), False),
    "example": one_of(EXAMPLES, EXAMPLES[0]),
    "image": one_of(range(N_TEST), None),
    "first_image": one_of(range(N_CLASSES), None),
    "photograph": marked(),
    "counting": one_of(COUNTINGS, 0),
    "pixel": one_of(range(N_PIXELS), 0),
    "unit": one_of(range(MAX_ROWS), 0),
    "output": one_of(range(N_CLASSES), None),
    "rival": one_of(range(N_CLASSES), None),
    "stage": one_of(STAGES, None),
    **{f"move_{name}": decimal(*limits) for name, limits in MOVES.items()},
    "off": some_of(range(MAX_ROWS)),
    **{f"edits_{name}": changes(range(N_CLASSES), 0, 1) for name in EXAMPLES},
    "query_label": one_of(("any", *range(N_CLASSES)), "any"),
    "query_answer": one_of(("any", *range(N_CLASSES)), "any"),
    "query_outcome": one_of(OUTCOMES, OUTCOMES[0]),
    "query_order": one_of(ORDERS, ORDERS[0]),
    "guess_first": one_of((False, True), False),
    "sheet_number": one_of(range(N_TEST), 0),
    "sheet_seed": one_of(SHUFFLES, 0),
    **{f"setting_{name}": _setting(name) for name in LIMITS},
    "setting_source": one_of(SOURCES, SOURCES[0]),
    "batch": one_of(range(LIMITS["n_images"][1]), 0),
}
"""The choices, by the key of their widget; the address leaves out the first part of some.

``language`` is the browser's until the visitor chooses; ``class`` is a class's code; ``image`` is
one of MNIST's test images, which the pages then show in place of a drawing, ``first_image`` the
first of its training images that shows a digit, as in the lecture's example, ``photograph`` a digit
on a photograph that the visitor handed over. None of an output, a
rival or a stage is what the page shows by itself.
"""
