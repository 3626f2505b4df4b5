"""What the store tells of classes and drawings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenedClass:
    """A new class: the code for all, and the secret that makes its holder the teacher."""

    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class ClassState:
    """How a class stands.

    Parameters
    ----------
    id : int
        Its own, for ever.
    code : str
        As `codes.new_code` makes it.
    feed : str
        A secret of all who are in the class: who says it has proved to know the code.
    revision : int
        One more with each change.
    task : int
        Number of the present task, from 1.
    n_pupils, n_drawings : int
        How many have sent something, and how many they sent; with hidden ones.
    """

    id: int
    code: str
    feed: str
    revision: int
    task: int
    n_pupils: int
    n_drawings: int


@dataclass(frozen=True, slots=True)
class SentDrawing:
    """A drawing in a class.

    Parameters
    ----------
    number : int
        From 1, in the order of sending.
    pupil, task : int
        Numbers of who sent it and of what was to be drawn, from 1.
    label : int or None
        What it should be read as, 0 to 9, if that is known.
    strokes : str
        As `drawing.url_text` writes them.
    sent : float
        Seconds since 1970.
    hidden : bool
        Whether the teacher has taken it off the wall.
    revision : int
        The class's, when this was sent or last changed.
    """

    number: int
    pupil: int
    task: int
    label: int | None
    strokes: str
    sent: float
    hidden: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was acknowledged: the pupil's number, the drawing's, and what of it came just now.

    Parameters
    ----------
    pupil, number : int
    is_new : bool
        Whether the drawing did.
    is_labelled : bool
        Whether its label alone did, which the drawing before was sent without.
    """

    pupil: int
    number: int
    is_new: bool
    is_labelled: bool = False
