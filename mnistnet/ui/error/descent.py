"""What training does, on the visitor's digit alone: weights that make its loss smaller."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from mnistnet.charts.number_text import adding_up
from mnistnet.gradient_step import gradient_step
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import Network, forward
from mnistnet.notation import FloatArray
from mnistnet.ui.answer_html import heading, loss_html, say_note
from mnistnet.ui.bars import show_bars
from mnistnet.ui.choices import known_target
from mnistnet.ui.concurrency import in_turn
from mnistnet.ui.frame import PAGES
from mnistnet.ui.i18n import t

DESCENT = "descent"
RATE = "descent_rate"

RATES = (0.1, 1.0, 10.0)
"""Learning rates; a network that is sure of its answer hardly moves at the first."""

STEPS = {"descent_step": 1, "descent_steps": 10}
"""The buttons, and how many steps each takes."""

LITTLE = 0.001
"""A loss at the start of which steps show next to nothing."""

FLAT = 0.1
"""Where all outputs are less, the sigmoid is flat and a step moves next to nothing."""

NEWEST = 6
"""So many losses are listed beside the first."""


@dataclass(frozen=True, slots=True, eq=False)
class Descent:
    """Steps of gradient descent on one image.

    Parameters
    ----------
    start : Network
        Stays as it is.
    X : ndarray of shape (784, 1)
    target : int
    network : Network
        After the last step.
    outputs : tuple of ndarray of shape (10, 1)
        Activations A2 before the first step and after each.
    """

    start: Network
    X: FloatArray
    target: int
    network: Network
    outputs: tuple[FloatArray, ...]

    def is_of(self, network: Network, X: FloatArray, target: int) -> bool:
        """Tell whether it began with this network, image and target."""
        return self.start is network and self.target == target and np.array_equal(self.X, X)


@st.fragment
@in_turn
def descend(network: Network, X: FloatArray, target: int) -> None:
    """Offer steps on one image (784, 1), and show what they bring; another image begins anew."""
    now: Descent | None = st.session_state.get(DESCENT)
    if now is None or not now.is_of(network, X, target):
        now = st.session_state[DESCENT] = _begin(network, X, target)
    heading(f"<b>{t('error_page.descent')}</b>")
    say_note(t("error_page.descent_aim"))
    say_note(t("error_page.descent_only"))
    if float(squared_error(now.outputs[0], one_hot(target)).sum()) < LITTLE:
        say_note(t("error_page.descent_little", target=target))
    elif known_target() is None:
        say_note(t("error_page.descent_assumed", target=target))
    _offer_steps(n_taken=len(now.outputs) - 1)
    _say_losses(now)
    if len(now.outputs) > 1 and now.outputs[-1].max() < FLAT:
        say_note(t("error_page.descent_flat"))
    shown = {"before": now.outputs[0], "after": now.outputs[-1]}
    for (name, y_hat), side in zip(shown.items(), st.columns(2), strict=True):
        with side:
            show_bars(
                f"descent_{name}",
                t(f"error_page.descent_{name}", n=len(now.outputs) - 1),
                y_hat,
                winner=int(y_hat.argmax()),
                target=known_target(),
                pointable=True,
                caption=loss_html(squared_error(y_hat, one_hot(target))),
            )
    st.page_link(
        PAGES / "train.py", label=t("error_page.descent_train"), icon=":material/arrow_forward:"
    )


def _offer_steps(n_taken: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="descent_steps"):
        st.segmented_control(
            t("error_page.descent_rate"),
            RATES,
            default=1.0,
            format_func=lambda rate: f"{rate:g}",
            required=True,
            key=RATE,
        )
        for name, n in STEPS.items():
            st.button(t(f"error_page.{name}"), key=f"take_{n}", on_click=_take, args=(n,))
        st.button(
            t("error_page.descent_back"),
            icon=":material/restart_alt:",
            key="descent_back",
            on_click=_go_back,
            disabled=not n_taken,
        )


def _say_losses(now: Descent) -> None:
    """List the loss before the first step, and the newest."""
    Y = one_hot(now.target)
    shown = [now.outputs[0], *now.outputs[1:][-NEWEST:]]
    first, *newest = (adding_up(squared_error(y_hat, Y)[:, 0])[1] for y_hat in shown)
    left_out = ["…"] * (len(now.outputs) > len(shown))
    listed = " → ".join([first, *left_out, *newest])
    st.html(f'<p class="losses" role="status">{t("error_page.descent_losses", losses=listed)}</p>')


def _begin(network: Network, X: FloatArray, target: int) -> Descent:
    return Descent(network, X, target, network, (forward(network, X).A2,))


def _take(n: int) -> None:
    now: Descent = st.session_state[DESCENT]
    Y = one_hot(now.target)
    for _ in range(n):
        after = gradient_step(now.network, now.X, Y, st.session_state[RATE]).network
        now = replace(now, network=after, outputs=(*now.outputs, forward(after, now.X).A2))
    st.session_state[DESCENT] = now


def _go_back() -> None:
    now: Descent = st.session_state[DESCENT]
    st.session_state[DESCENT] = _begin(now.start, now.X, now.target)
