"""The network that the browser lets read by itself (networks.js)."""

from functools import cache

import streamlit as st

from mnistnet.network import Network
from mnistnet.ui import url_state
from mnistnet.ui.browser_files import component
from mnistnet.ui.networks import network_named
from mnistnet.ui.options import OWN
from mnistnet.weights.packed import name_of, pack

_network = st.components.v2.component("mnistnet_network", js=component("networks.js"))


def send_own_network(network: Network) -> None:
    """Send the network that the visitor chose if it is their own: the browser has the others."""
    if url_state.network_name() == OWN:
        _network(key="own_weights", data=pack(network))


def network_number(network: Network) -> int:
    """Return the number that tells the network that the visitor chose from others."""
    name = url_state.network_name()
    return name_of(pack(network)) if name == OWN else _shipped(name)


@cache
def _shipped(name: str) -> int:
    return name_of(pack(network_named(name)))
