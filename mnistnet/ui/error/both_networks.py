"""The lectures' two networks on the same digit."""

import streamlit as st

from mnistnet.drawing.preprocess import PreparedDigit
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import forward
from mnistnet.ui.answer_html import heading, loss_html
from mnistnet.ui.bars import show_bars
from mnistnet.ui.choices import known_target
from mnistnet.ui.i18n import t
from mnistnet.ui.networks import network_named
from mnistnet.weights import SHIPPED


def show_both_networks(digit: PreparedDigit, target: int) -> None:
    """Show outputs, errors and loss of both networks for the same digit, side by side."""
    for name, side in zip(SHIPPED, st.columns(len(SHIPPED)), strict=True):
        with side.container(key=name):
            y_hat = forward(network_named(name), digit.X).A2
            errors = squared_error(y_hat, one_hot(target))
            whose, winner = t(f"network.{name}"), int(y_hat.argmax())
            heading(f"<b>{whose}</b>")
            under = {"squared_error": loss_html(errors)}
            for what, values in (("activations", y_hat), ("squared_error", errors)):
                show_bars(
                    f"{name}_{what}",
                    t(f"draw.{what}"),
                    values,
                    winner=winner,
                    target=known_target(),
                    whose=whose,
                    caption=under.get(what, ""),
                    pointable=True,
                )
