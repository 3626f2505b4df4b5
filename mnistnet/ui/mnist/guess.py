"""What the visitor guesses an image to be, before the page says it."""

import streamlit as st

from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.notation import N_CLASSES
from mnistnet.ui import url_state
from mnistnet.ui.frame import if_lost_html
from mnistnet.ui.i18n import t

GUESSES = "guesses"


def choose_to_guess() -> None:
    """Let the visitor have labels and answers hidden until they guessed."""
    st.toggle(
        t("mnist_page.guess_first"),
        key="guess_first",
        persist_state="session",
        on_change=_ask_for_any_digit,
    )


def is_first() -> bool:
    """Whether labels and answers are hidden until the visitor guessed."""
    return bool(url_state.chosen("guess_first"))


def end() -> None:
    """Hide nothing any more."""
    url_state.choose("guess_first", False)


def is_hidden(number: int) -> bool:
    """Whether the label of an image, and what a network makes of it, are still hidden."""
    return is_first() and number not in _guesses()


def ask_guess(number: int, images: Images, evaluation: Evaluation) -> None:
    """Let the visitor guess an image; say guess, label and answer, and who was right how often."""
    guess = _guesses().get(number)
    with st.container(horizontal=True, key="guess"):
        for digit in range(N_CLASSES):
            st.button(
                str(digit),
                key=f"guess_{digit}",
                shortcut=str(digit),
                type="primary" if digit == guess else "secondary",
                disabled=guess is not None,
                on_click=_take,
                args=(number, digit),
                width="stretch",
            )
    told: dict[str, int] = {}
    if guess is not None:
        told["guessed"], told["query_label"] = guess, int(images.labels[number])
        told["query_answer"] = int(evaluation.answers[number])
    words = "".join(
        f"<span>{t(f'mnist_page.{name}')} <b>{k}</b></span>" for name, k in told.items()
    )
    score = f"<span>{_score(images, evaluation)}</span>"
    if_lost = if_lost_html(t("mnist_page.lost")) if _guesses() else ""
    st.html(f'<p class="guessed" role="status">{words}{score}</p>{if_lost}')


def _ask_for_any_digit() -> None:
    """Look at images of all digits: a query for one would tell."""
    for name in ("query_label", "query_answer"):
        url_state.choose(name, "any")


def _score(images: Images, evaluation: Evaluation) -> str:
    """Say how many of the images that were guessed the visitor and the network have right."""
    guesses = _guesses()
    numbers = list(guesses)
    labels = images.labels[numbers]
    right = int((labels == list(guesses.values())).sum())
    network = int((labels == evaluation.answers[numbers]).sum())
    return t("mnist_page.score", right=right, network=network, n=len(numbers)) if numbers else ""


def _take(number: int, digit: int) -> None:
    st.session_state[GUESSES] = _guesses() | {number: digit}


def _guesses() -> dict[int, int]:
    """Return what was guessed in this visit: a digit for the number of each image."""
    guesses: dict[int, int] = st.session_state.get(GUESSES, {})
    return guesses
