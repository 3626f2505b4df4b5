"""What a visit holds: the visitor's choices and the drawing; and where all other state is kept.

Every key of ``st.session_state`` has one owner, which alone reads and writes it. Others call the
owner's functions; the widget that sets it may stand elsewhere.

================  =======================  =======================  =======
key               owner                    widget                   life
================  =======================  =======================  =======
language          url_state                choices                  address
class             url_state                                         address
class_seen        membership                                        visit
class_pupil       membership                                        visit
class_token       membership                                        visit
class_secret      membership                                        visit
class_taught      membership                                        visit
class_view        url_state                choices                  address
wall_order        url_state                choices                  address
class_typed       classroom/entering       classroom/entering       page
class_file        classroom/taking_home    classroom/taking_home    page
class_refused     classroom/refused                                 run
class_kept        classroom/kept           classroom/kept           page
wall              classroom/wall           classroom/wall           page
wall_opened       classroom/wall                                    run
network           url_state                choices                  address
preparation       url_state                choices                  address
pen               url_state                choices                  address
target            url_state                choices                  address
pinned            url_state                choices                  address
example           url_state                choices                  address
image             url_state                mnist/browse             address
first_image       url_state                                         address
photograph        url_state                                         address
photographed      photograph                                        visit
camera            draw/camera              draw/camera              page
camera_refused    draw/camera                                       run
counting          url_state                choices                  address
drawing           url_state                                         address
drawing_aside     url_state                                         visit
drawing_revision  url_state                                         visit
visit             url_state                                         visit
address           address                                           visit
unreadable        address                                           visit
went              address                                           run
page              address                                           visit
own_gone          own_network                                       visit
own_network       networks                                          visit
own_names         networks                                          visit
own_check         networks                                          visit
own_refused       networks                                          visit
own_turn          networks                                          visit
own_files_{turn}  networks                 networks                 page
keeping           keeping                  keeping                  run
own_asked         keeping                                           visit
own_held          keeping                                           visit
{key}             figure                   figure                   page
class_line        draw/class_line          draw/class_line          page
class_task        draw/class_line                                   visit
class_sent        draw/class_line                                   visit
canvas            draw/canvas              draw/canvas              page
network_picture   network/picture          network/picture          page
canvas_refused    draw/canvas                                       run
canvas_taken      draw/canvas                                       visit
steered           draw/samples                                      visit
pixel             url_state                                         address
unit              url_state                                         address
{part}_from_{n}   chosen_part              chosen_part              page
output            url_state                chosen_part              address
rival             url_state                chosen_part              address
stage             url_state                forward/choices          address
move_{name}       url_state                forward/choices          address
off               url_state                                         address
copying_{names}   forward/copying          forward/copying          run
edits_{name}      url_state                                         address
{name}_{digit}    error/prediction_editor  error/prediction_editor  visit
{name}_shown      error/prediction_editor                           visit
descent           error/descent                                     visit
descent_rate      error/descent            error/descent            page
query_{name}      url_state                mnist/browse             address
sheet_number      url_state                                         address
sheet_seed        url_state                                         address
sheet_far         mnist/browse                                      run
guess_first       url_state                mnist/guess              address
guesses           mnist/guess                                       visit
setting_{name}    url_state                train/settings           address
preset_{current}  train/settings           train/settings           page
batch             url_state                train/step_numbers       address
training          train/session                                     visit
================  =======================  =======================  =======

An address outlives a refresh and goes along with a link, a visit ends when the tab is closed or
loaded again, a page when another one is opened, and a run when the page has been written anew.
The words in braces are filled in: a `figure` has its own key, a row of the page Error its digit.
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


def take_image(number: int) -> None:
    """Let a test image be what the pages are about."""
    put_drawing_aside()
    choose("image", number)


def take_first_image(digit: int) -> None:
    """Let the first training image that shows a digit be what the pages are about."""
    forget_image()
    put_drawing_aside()
    choose("first_image", digit)


def take_photograph(mark: str, number: int) -> None:
    """Let a digit on a photograph be what the pages are about."""
    forget_image()
    put_drawing_aside()
    choose("photograph", (mark, number))


def forget_image() -> None:
    """Let the pages be about the drawing again."""
    for name in ("image", "first_image", "photograph"):
        choose(name, None)


def put_drawing_aside() -> None:
    """Empty the canvas, whose Undo then brings back what was on it, for an image."""
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
