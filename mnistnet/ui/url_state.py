"""What a visit holds: the visitor's choices and the drawing; and where all other state is kept.

Every key of ``st.session_state`` has one owner, which alone reads and writes it. Others call the
owner's functions; the widget that sets it may stand elsewhere.

================  =======================  =======================  =======
key               owner                    widget                   life
================  =======================  =======================  =======
language          url_state                choices                  address
network           url_state                choices                  address
preparation       url_state                choices                  address
pen               url_state                choices                  address
target            url_state                choices                  address
pinned            url_state                choices                  address
example           url_state                choices                  address
image             url_state                mnist/browse             address
drawing           url_state                                         address
drawing_aside     url_state                                         visit
drawing_revision  url_state                                         visit
visit             url_state                                         visit
address           address                                           visit
unreadable        address                                           visit
own_gone          address                                           visit
page              address                                           visit
own_network       networks                                          visit
own_names         networks                                          visit
own_refused       networks                                          visit
own_turn          networks                                          visit
own_files_{turn}  networks                 networks                 page
{key}             figure                   figure                   page
canvas            draw/canvas              draw/canvas              page
network_picture   network/picture          network/picture          page
canvas_refused    draw/canvas                                       run
canvas_taken      draw/canvas                                       visit
steered           draw/samples                                      visit
pixel             chosen_part              chosen_part              visit
unit              chosen_part              chosen_part              visit
output            chosen_part              chosen_part              visit
rival             chosen_part              chosen_part              visit
stage             forward/choices          forward/choices          page
{name}_{digit}    error/prediction_editor  error/prediction_editor  visit
{name}_original   error/prediction_editor                           visit
{name}_counted    error/prediction_editor                           visit
descent           error/descent                                     visit
descent_rate      error/descent            error/descent            page
query_{name}      mnist/browse             mnist/browse             visit
sheet_number      mnist/browse                                      visit
sheet_seed        mnist/browse                                      visit
sheet_far         mnist/browse                                      run
setting_{name}    train/settings           train/settings           visit
preset            train/settings           train/settings           page
batch             train/step_numbers       train/step_numbers       visit
training          train/session                                     visit
================  =======================  =======================  =======

An address outlives a refresh and goes along with a link, a visit ends when the tab is closed or
loaded again, a page when another one is opened, and a run when the page has been written anew.
The words in braces are filled in: a `figure` has its own key, a row of the page Error its digit.
"""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any, Literal

import streamlit as st

from mnistnet.data.mnist import N_TEST
from mnistnet.drawing.strokes import Drawing
from mnistnet.drawing.url_text import decode, encode
from mnistnet.notation import N_CLASSES
from mnistnet.texts import LANGUAGES
from mnistnet.weights import SHIPPED

PENS = range(4, 41)
"""Widths of the pen in canvas pixels."""

PREPARATIONS = ("mnist", "drawn")

EXAMPLES = ("slide", "mine")
"""Whose predictions the page Error calculates with."""

OWN = "own"
"""The visitor's own network among the networks."""

Choice = Literal[
    "language", "network", "preparation", "pen", "target", "pinned", "example", "image"
]

OPTIONS: dict[Choice, Sequence[Any]] = {
    "language": tuple(LANGUAGES),
    "network": (*SHIPPED, OWN),
    "preparation": PREPARATIONS,
    "pen": PENS,
    "target": range(N_CLASSES),
    "pinned": (False, True),
    "example": EXAMPLES,
    "image": range(N_TEST),
}
"""The choices, by the key of their widget, which is also their name in the address.

``image`` is one of MNIST's test images, which the pages then show in place of a drawing.
"""

DRAWING = "drawing"
ASIDE = "drawing_aside"
REVISION = "drawing_revision"
VISIT = "visit"


def chosen(name: Choice) -> Any:
    """Return what was chosen, one of its `OPTIONS` or, where that is possible, None."""
    return st.session_state[name]


def choose(name: Choice, option: object) -> None:
    """Choose for the visitor; not in a run that has shown the choice's widget already."""
    st.session_state[name] = option


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


def forget_target() -> bool:
    """Leave the target to the answer, unless it is pinned; whether there was one to leave."""
    if target() is None or chosen("pinned"):
        return False
    choose("target", None)
    return True


def image() -> int | None:
    """Return the number of the test image that the visitor chose, if it was not a drawing."""
    number: int | None = chosen("image")
    return number


def take_image(number: int) -> None:
    """Let a test image be what the pages are about."""
    choose("image", number)
    put_drawing_aside()


def put_drawing_aside() -> None:
    """Empty the canvas, whose Undo then brings back what was on it."""
    if drawn := drawing_text():
        st.session_state[ASIDE] = drawn
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
    """Keep what the visitor has drawn; a stroke takes a test image's place."""
    st.session_state[DRAWING] = encode(new)
    if new.strokes:
        choose("image", None)
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
