"""Look through MNIST's test images, choose one, see how well the networks read them all."""

import streamlit as st

from mnistnet.data.mnist import Images
from mnistnet.evaluation import Evaluation
from mnistnet.ui.address import write_address
from mnistnet.ui.choices import choose_network
from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explained_errors
from mnistnet.ui.mnist import browse
from mnistnet.ui.mnist.chosen_image import show_answer, show_numbers
from mnistnet.ui.mnist.evaluation import (
    show_comparison,
    show_confusion,
    show_drawings,
    show_errors_per_digit,
)
from mnistnet.ui.mnist.facts import show_facts
from mnistnet.ui.mnist.image_query import find_images
from mnistnet.ui.mnist.sheet import show_sheet
from mnistnet.ui.mnist_cache import evaluated, mnist_images
from mnistnet.ui.mnist_download import require_mnist
from mnistnet.ui.networks import networks


@st.fragment
def look_through(images: Images, evaluation: Evaluation) -> None:
    """Show sheets of images, and the chosen one with its answer and its numbers."""
    with st.container(key="look_through"):
        query = browse.choose_query()
        found = find_images(query, images.labels, evaluation)
        sheet, chosen = st.columns([1, 1], gap="medium")
    number = browse.image_to_show(found)
    with sheet:
        show_sheet(found, images, evaluation, number)
    with chosen:
        browse.choose_image(found, number)
        if number is not None:
            show_answer(number, images, evaluation)
    if number is not None:
        st.subheader(t("mnist_page.numbers"), anchor=False)
        show_numbers(number, images)
        show_facts(number, images)
    write_address()


@st.fragment
def judge(images: Images, evaluation: Evaluation) -> None:
    """Show how well the network reads, and the networks side by side."""
    st.subheader(t("mnist_page.how_good"), anchor=False)
    evaluations = {name: evaluated(network) for name, network in networks().items()}
    per_digit, confused = st.columns([1, 1], gap="medium")
    with per_digit:
        show_errors_per_digit(images, evaluation)
        show_comparison(evaluations)
    with confused:
        show_confusion(images, evaluation)
    st.subheader(t("mnist_page.like_yours"), anchor=False)
    show_drawings(evaluations)
    browse.show_query()


headline(t("mnist_page.headline"))
with st.container(horizontal=True, vertical_alignment="bottom", key="network_row"):
    network = choose_network()
require_mnist()
with explained_errors():
    images, evaluation = mnist_images(), evaluated(network)
look_through(images, evaluation)
judge(images, evaluation)
browse.come_into_view()
