"""What becomes of a trained network: compared, used on the other pages, taken away."""

from functools import partial

import streamlit as st

from mnistnet.charts.number_text import share
from mnistnet.evaluation import evaluate_network
from mnistnet.live_training.handwriting import Ours
from mnistnet.network import Network
from mnistnet.take_home.html_file import html_file
from mnistnet.ui.html_table import table
from mnistnet.ui.i18n import t
from mnistnet.ui.mnist_cache import evaluated, fingerprint
from mnistnet.ui.networks import keep_network, networks, own_network
from mnistnet.weights import SHIPPED, npz_bytes


def show_trained(trained: Network, ours: Ours | None) -> None:
    """Show how good the network is beside the lectures' two, and offer what can be done with it.

    Parameters
    ----------
    trained : Network
    ours : Ours or None
        The class's images that it learnt from.
    """
    network = Network(trained.W1.astype(float), trained.W2.astype(float))  # as the pages compute
    shape = f"784-{network.n_hidden}-10"
    _compare(network, shape, ours)
    _offer(network, shape)
    own = own_network()
    if own and fingerprint(own) == fingerprint(network):
        st.success(t("train_page.in_use"))


def _offer(network: Network, shape: str) -> None:
    """Let the visitor use the network on the other pages, or take it away."""
    with st.container(horizontal=True, key="take_network"):
        st.button(
            t("train_page.use"),
            icon=":material/check:",
            key="use_network",
            on_click=keep_network,
            args=(network, t("train_page.made_here")),
        )
        st.download_button(
            t("train_page.download"),
            partial(npz_bytes, network),  # packed only when asked for
            f"mnistnet-{shape}.npz",
            icon=":material/download:",
            key="download_network",
        )
        st.download_button(
            t("train_page.take_home"),
            lambda: html_file({shape: network}).encode(),
            f"mnistnet-{shape}.html",
            "text/html",
            icon=":material/home:",
            key="take_home",
            on_click="ignore",
            help=t("train_page.take_home_what"),
        )


def _compare(network: Network, shape: str, ours: Ours | None) -> None:
    """Write what part each network reads right, as a table: of MNIST's and the class's images."""
    known = networks()
    compared = {t(f"network.{name}"): known[name] for name in SHIPPED}
    compared[t("train_page.yours", shape=shape)] = network
    head = [t("network.label"), t("train_page.test_accuracy")]
    rows = [[name, share(evaluated(network).accuracy, 2)] for name, network in compared.items()]
    if ours:
        held_back = ours.images[1]
        X, labels = held_back.X.astype(float), held_back.labels
        head.append(t("train_page.ours_accuracy", m=len(held_back), q=ours.pupils[1]))
        for row, one in zip(rows, compared.values(), strict=True):
            row.append(share(evaluate_network(one, X, labels).accuracy))
    with st.container(key="compared"):
        st.html(table(head, rows))
