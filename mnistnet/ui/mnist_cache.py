"""MNIST's test images, loaded once for all visitors, and how networks read them."""

import hashlib
import threading

import numpy as np
import streamlit as st

from mnistnet.data.mnist import Images, load_test_images
from mnistnet.data.mnist_download import needs_download
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.errors import DataError
from mnistnet.evaluation import Evaluation, evaluate_network
from mnistnet.lecture import load_mnist_num
from mnistnet.network import Network
from mnistnet.notation import SIDE, FloatArray
from mnistnet.ui import url_state

MAX_EVALUATIONS = 32
"""Kept for all visitors together; one takes less than a megabyte."""

_evaluating = threading.Lock()
"""An evaluation takes a processor for a tenth of a second: a class's come one after the other."""


def mnist_images() -> Images:
    """Return the test images; raises DataError if they are not on this computer, or damaged."""
    if needs_download("t10k"):
        raise DataError("error.mnist_not_here")
    return _loaded()


@st.cache_resource(show_spinner=False)
def _loaded() -> Images:
    return load_test_images()


@st.cache_resource(show_spinner=False)
def _columns() -> FloatArray:
    """Return the test images as X (784, 10000), in the networks' own float64.

    Kept: made anew for every evaluation, in as many threads as there are visitors, it would leave
    the memory in pieces, half a gigabyte of them after a class has trained.
    """
    return mnist_images().X.astype(np.float64)


def fingerprint(network: Network) -> bytes:
    """Return what tells a network's weights from any other's."""
    W1, W2 = network.W1, network.W2
    content = f"{W1.shape} {W1.dtype} {W2.dtype}".encode() + W1.tobytes() + W2.tobytes()
    return hashlib.sha256(content).digest()


@st.cache_resource(
    show_spinner=False, max_entries=MAX_EVALUATIONS, hash_funcs={Network: fingerprint}
)
def evaluated(network: Network) -> Evaluation:
    """Let a network read the test images, once; raises DataError as `mnist_images`."""
    labels = mnist_images().labels
    with _evaluating:
        return evaluate_network(network, _columns(), labels)


def current_image() -> PreparedDigit | None:
    """Return the image of MNIST that the visitor chose; None for a drawing.

    Raises
    ------
    DataError
        If it is not on this computer, or damaged.
    """
    number, first = url_state.image(), url_state.first_image()
    if number is not None:
        return PreparedDigit(mnist_images().pixels[number] / 255)
    if first is None:
        return None
    if needs_download("all"):
        raise DataError("error.mnist_training_not_here")
    with _evaluating:  # the first visitor has all training images read
        X, _ = load_mnist_num(first)
    return PreparedDigit(X.reshape(SIDE, SIDE))


def current_label() -> int | None:
    """Return what the chosen image is meant to be; None for a drawing."""
    number = url_state.image()
    try:
        return url_state.first_image() if number is None else int(mnist_images().labels[number])
    except DataError:  # said where the image would stand
        return None
