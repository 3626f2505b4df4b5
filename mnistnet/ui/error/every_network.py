"""All networks on the same digit."""

import streamlit as st

from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import forward
from mnistnet.ui.answer_html import heading, loss_html, say_note
from mnistnet.ui.bars import show_bars
from mnistnet.ui.choices import known_target
from mnistnet.ui.i18n import t
from mnistnet.ui.networks import networks


def show_every_network(digit: PreparedDigit) -> None:
    """Show outputs, errors and loss of every network for the same digit, side by side.

    A target that is assumed from one network's answer would charge the others with that one's
    mistake: until the true digit is known, no errors are shown.
    """
    target, every = known_target(), networks()
    with st.container(key="every_heading"):
        if target is None:
            heading(t("error_page.every"))
            say_note(t("error_page.errors_wait"))
        else:
            heading(t("error_page.every_target", target=target))
    for (name, network), side in zip(every.items(), st.columns(len(every)), strict=True):
        with side.container(key=f"answer_{name}"):
            y_hat = forward(network, digit.X).A2
            whose = t(f"network.{name}")
            heading(f"<b>{whose}</b>")
            looks = {"winner": int(y_hat.argmax()), "target": target, "whose": whose}
            title = t("draw.activations")
            show_bars(f"{name}_activations", title, y_hat, **looks, pointable=True)
            if target is not None:
                errors = squared_error(y_hat, one_hot(target))
                show_bars(
                    f"{name}_squared_error",
                    t("draw.squared_error"),
                    errors,
                    **looks,
                    pointable=True,
                    caption=loss_html(errors),
                )
