"""What a visit holds: the visitor's choices and the drawing; and where all other state is kept.

Every key of ``st.session_state`` has one owner, which alone reads and writes it; others call the
owner's functions. The table under "State" in docs/architecture.md names them all, with the widget
that sets each and how long it lives.
"""

from secrets import token_hex
from typing import Any

import streamlit as st

from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import decode, encode
from mnistnet.ui.options import CHOICES, Choice

DRAWING = "drawing"
ASIDE = "drawing_aside"
REVISION = "drawing_revision"
VISIT = "visit"


def chosen(name: Choice) -> Any:
    """Return what was chosen of `CHOICES`, or what stands for it on a first visit.

    So it does where a widget says None, as one does that comes in the middle of a page.
    """
    option = st.session_state.get(name)
    return CHOICES[name].default if option is None else option


def choose(name: Choice, option: object) -> None:
    """Choose for the visitor; not in a run that has shown the choice's widget already."""
    st.session_state[name] = option


def choose_again() -> None:
    """Choose what is chosen already, before a run whose widgets are the first to show it.

    Streamlit tells a browser only of what was chosen in the run that shows the widget.
    """
    for name in CHOICES:
        choose(name, chosen(name))


def language() -> str | None:
    """Return the language that the visitor chose; None before the address was followed."""
    name: str | None = st.session_state.get("language")
    return name


def network_name() -> str:
    """Return the name of the network that the pages use, one of the lectures' or `OWN`."""
    return str(chosen("network"))


def preparation() -> str:
    """Return how a drawing becomes 28x28 pixels, one of `PREPARATIONS`."""
    return str(chosen("preparation"))


def target() -> int | None:
    """Return the true digit, if the visitor chose one."""
    digit: int | None = chosen("target")
    return digit


def forget_target() -> None:
    """Leave the target to the answer or the image's label, unless it is pinned."""
    if not chosen("pinned"):
        choose("target", None)


def make_way() -> None:
    """Forget the target of what is shown; one that was chosen for a digit to come stays."""
    if not is_blank():
        forget_target()


def image() -> int | None:
    """Return the number of the test image that the visitor chose, if it was not a drawing."""
    number: int | None = chosen("image")
    return number


def first_image() -> int | None:
    """Return the digit whose first training image the visitor chose, if it was not a drawing."""
    digit: int | None = chosen("first_image")
    return digit


def photograph() -> tuple[str, int] | None:
    """Return which digit of which photograph the visitor chose, if it was not a drawing."""
    digit: tuple[str, int] | None = chosen("photograph")
    return digit


def is_drawn() -> bool:
    """Tell whether the pages are about the drawing, and not about an image or a photograph."""
    return image() is None and first_image() is None and photograph() is None


def is_blank() -> bool:
    """Tell whether the pages are about a drawing of which there is nothing yet."""
    return is_drawn() and not drawing_text()


def take_image(number: int) -> None:
    """Let a test image be what the pages are about."""
    put_drawing_aside()
    choose("image", number)


def take_first_image(digit: int) -> None:
    """Let the first training image that shows a digit be what the pages are about."""
    put_drawing_aside()
    forget_image()
    choose("first_image", digit)


def take_photograph(mark: str, number: int) -> None:
    """Let a digit on a photograph be what the pages are about."""
    put_drawing_aside()
    forget_image()
    choose("photograph", (mark, number))


def forget_image() -> None:
    """Let the pages be about the drawing again."""
    for name in ("image", "first_image", "photograph"):
        choose(name, None)


def put_drawing_aside() -> None:
    """Empty the canvas, whose Undo then brings back what was on it, for an image."""
    make_way()
    if drawn := drawing_text():
        st.session_state[ASIDE] = drawn
    for name in ("first_image", "photograph"):
        choose(name, None)
    replace(Drawing())


def drawing_aside() -> str:
    """Return the drawing that was put aside, as the address writes it; "" for none."""
    return str(st.session_state.get(ASIDE, ""))


def drawing() -> Drawing:
    """Return what the visitor has drawn."""
    return decode(drawing_text())


def drawing_text() -> str:
    """Return what the visitor has drawn as the address writes it; "" for nothing."""
    return str(st.session_state.get(DRAWING, ""))


def remember(new: Drawing) -> None:
    """Keep what the visitor has drawn; a stroke takes an image's place."""
    st.session_state[DRAWING] = encode(new)
    if new.strokes:
        forget_image()
        st.session_state.pop(ASIDE, None)


def replace(new: Drawing) -> None:
    """Keep another drawing, and have the canvas show it."""
    remember(new)
    st.session_state[REVISION] = revision() + 1


def revision() -> int:
    """Return how often the canvas was told to show another drawing."""
    return int(st.session_state.get(REVISION, 0))


def visit() -> str:
    """Return a name for this visit, by which the browser notices that it is a new one."""
    return str(st.session_state.setdefault(VISIT, token_hex(4)))
