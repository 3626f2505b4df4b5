"""The networks to choose from: the lectures' own, and one of the visitor's."""

import numpy as np
import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile

from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.ui import keeping, url_state
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain, explain_not_taken, literal
from mnistnet.ui.options import OWN
from mnistnet.ui.uploads import MOST_FILES, forget_files
from mnistnet.weights import SHIPPED, WeightsFile, npz_bytes, read_network
from mnistnet.weights.layers import MOST_ARRAYS
from mnistnet.weights.sample_check import SampleCheck, check_on_samples, told
from mnistnet.weights.turns import turned

NETWORK = "own_network"
NAMES = "own_names"
CHECK = "own_check"
REFUSED = "own_refused"
TURN = "own_turn"

MAX_MEGABYTES = 25
"""As `weights.checks.MAX_FILE_BYTES`: a W1 of 1,000 x 785 as text takes 20 MB."""

HALVES = ("error.weights_one_of_two", "error.weights_lacking", "error.weights_one_bias")
"""Mistakes that another file mends, so the files stay in their place."""


@st.cache_resource(show_spinner=False)
def network_named(name: str) -> Network:
    """Return a shipped network, loaded once for all visitors."""
    return read_network(name)


def networks() -> dict[str, Network]:
    """Return the networks that this visitor can choose from, by name."""
    own = own_network()
    return {name: network_named(name) for name in SHIPPED} | ({OWN: own} if own else {})


def own_network() -> Network | None:
    """Return the network that this visitor handed over or trained, if there is one."""
    network: Network | None = st.session_state.get(NETWORK)
    return network


def keep_network(network: Network, name: str) -> None:
    """Let a network be the visitor's own, and the one that all pages use; the former one goes."""
    st.session_state.pop(REFUSED, None)
    _hold(network, name)
    url_state.choose("network", OWN)
    keeping.ask("keep")


def own_file() -> WeightsFile:
    """Return the visitor's own network as a file for their browser, exact to the last digit."""
    content = npz_bytes(st.session_state[NETWORK], np.float64)
    return WeightsFile(st.session_state[NAMES], content)


def take_back(file: WeightsFile) -> None:
    """Let what the browser kept be the visitor's own network again; raises WeightsError."""
    _hold(read_network(file), file.name)


def _hold(network: Network, name: str) -> None:
    st.session_state[NETWORK] = network
    st.session_state[NAMES] = name
    st.session_state.pop(CHECK, None)


def bring_weights() -> None:
    """Let the visitor hand over weights and take them away; what was refused is explained."""
    with st.popover(t("own.open"), icon=":material/upload_file:", width="stretch", key="own"):
        _say_state()  # first: the list of files below may reach beyond the screen
        st.write(t("own.what"))
        turn = _turn()
        st.file_uploader(
            t("own.files"),
            accept_multiple_files=True,
            key=_uploader(turn),
            on_change=_take,
            args=(turn,),
            max_upload_size=MAX_MEGABYTES,
        )
        if st.session_state[_uploader(turn)] and not st.session_state.get(REFUSED):
            # Chosen before this server, or this visit to the page, knew of the uploader.
            _take(turn)
            st.rerun()
        explain_not_taken(MAX_MEGABYTES)


def _say_state() -> None:
    """Say what was refused, and which network of the visitor's own there is."""
    if REFUSED in st.session_state:
        explain(st.session_state[REFUSED])
    if network := own_network():
        shape = f"784-{network.n_hidden}-10"
        key = "own.held_biases" if network.has_biases else "own.held"
        check = _check(network)
        held = t(key, files=st.session_state[NAMES], shape=shape)
        st.success(literal(f"{held}. {t('sample_check.right', n=check.n_right)}"))
        _say_what_is_told(check)
        if keeping.is_held() is False:
            st.warning(t("own.not_kept"))
        with st.container(horizontal=True):
            if check.can_be_turned:
                turn = t("sample_check.turn")
                st.button(turn, key="own_turned", on_click=_keep_turned, args=(network, check))
            st.button(t("own.remove"), key="own_remove", on_click=_remove)


def _check(network: Network) -> SampleCheck:
    """Return how the visitor's network reads the samples, which is found out once."""
    check: SampleCheck = st.session_state.get(CHECK) or check_on_samples(network)
    st.session_state[CHECK] = check
    return check


def _say_what_is_told(check: SampleCheck) -> None:
    """Say what the weights seem to be, where they read few samples."""
    if sentences := told(check):
        st.warning(literal(" ".join(t(name, **values) for name, values in sentences)))


def _keep_turned(shown: Network, check: SampleCheck) -> None:
    if own_network() is shown:  # and was not turned by a press before
        keep_network(turned(shown, check.turns), st.session_state[NAMES])


def _turn() -> int:
    """Return how many uploads there were: each has an uploader of its own, or files would stay."""
    return int(st.session_state.get(TURN, 0))


def _uploader(turn: int) -> str:
    return f"own_files_{turn}"


def _take(turn: int) -> None:
    """Load what was handed over; the former network stays if that fails."""
    files: list[UploadedFile | DeletedFile] = st.session_state[_uploader(turn)]
    st.session_state.pop(REFUSED, None)
    if not files:
        return
    try:
        network, names = _loaded(files)
    except WeightsError as error:
        # Without what it was raised in, where the files' contents are.
        st.session_state[REFUSED] = WeightsError(error.key, **error.values)
        if error.key in HALVES:
            return
    else:
        keep_network(network, names)
    st.session_state[TURN] = turn + 1  # an empty place for the next files
    forget_files()


def _loaded(files: list[UploadedFile | DeletedFile]) -> tuple[Network, str]:
    """Load a network from files, of which the server may have lost some, and say their names."""
    if len(files) > MOST_FILES:
        raise WeightsError("error.weights_file_count", n=len(files), limit=MOST_ARRAYS)
    here = [file for file in files if not isinstance(file, DeletedFile)]
    if len(here) < len(files):
        raise WeightsError("error.weights_lost")
    network = read_network(*(WeightsFile(file.name, file.getvalue()) for file in here))
    return network, ", ".join(file.name for file in here)


def _remove() -> None:
    st.session_state.pop(NETWORK, None)
    st.session_state.pop(NAMES, None)
    st.session_state.pop(CHECK, None)
    st.session_state.pop(REFUSED, None)
    keeping.ask("forget")
    if url_state.network_name() == OWN:
        url_state.choose("network", SHIPPED[0])
