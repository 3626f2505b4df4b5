"""What becomes of a trained network: compared, used on the other pages, taken away."""

import hashlib
from functools import partial

import numpy as np
import streamlit as st

from mnistnet.network import Network
from mnistnet.training import accuracy
from mnistnet.ui import visit
from mnistnet.ui.lessons import test_images
from mnistnet.ui.words import t
from mnistnet.weights import SHIPPED, load_network, npz_bytes

OWN = "own"
NETWORK = "own_network"
NAMES = "own_names"


def show_accuracies(network: Network) -> None:
    """Write how many test images the visitor's network reads right, beside the lectures' two."""
    rows = {t(f"network.{name}"): _shipped(name) for name in SHIPPED}
    rows[t("train_page.yours", shape=_shape(network))] = network
    body = "".join(
        f"<tr><th scope=row>{name}<td>{_accuracy(network):.2%}" for name, network in rows.items()
    )
    head = f"<th scope=col>{t('network.label')}<th scope=col>{t('train_page.test_accuracy')}"
    st.html(f"<table class=values><thead><tr>{head}<tbody>{body}</table>")


def offer_network(network: Network) -> None:
    """Offer to use the network on every page, and to download it."""
    with st.container(horizontal=True, key="take_network"):
        st.button(
            t("train_page.use"),
            icon=":material/check:",
            key="use_network",
            on_click=_use,
            args=(network,),
        )
        st.download_button(
            t("train_page.download"),
            partial(npz_bytes, network),  # packed only when asked for
            f"mnistnet-{_shape(network)}.npz",
            icon=":material/download:",
            key="download_network",
        )
    if st.session_state.get("trained_in_use") is network:
        st.success(t("train_page.in_use"))


def _use(network: Network) -> None:
    """Make it the visitor's own network, in the pages' float64."""
    st.session_state[NETWORK] = Network(network.W1.astype(float), network.W2.astype(float))
    st.session_state[NAMES] = t("train_page.made_here")
    st.session_state["trained_in_use"] = network
    if OWN in visit.OPTIONS["network"]:
        st.session_state["network"] = OWN


def _shape(network: Network) -> str:
    return f"784-{network.n_hidden}-10"


def _fingerprint(network: Network) -> bytes:
    return hashlib.sha256(network.W1.tobytes() + network.W2.tobytes()).digest()


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={Network: _fingerprint})
def _accuracy(network: Network) -> float:
    images = test_images()
    return accuracy(network, images.X, images.labels)


@st.cache_resource(show_spinner=False)
def _shipped(name: str) -> Network:
    network = load_network(name)
    return Network(network.W1.astype(np.float32), network.W2.astype(np.float32))
