"""MNIST where it is not on this computer yet: a download, or a manual way."""

import streamlit as st

from mnistnet.data.mnist_download import (
    DOWNLOAD_BYTES,
    MIRRORS,
    TEST_DOWNLOAD_BYTES,
    Part,
    missing_files,
    mnist_cache,
    needs_download,
)
from mnistnet.errors import DataError
from mnistnet.ui.i18n import t
from mnistnet.ui.messages import explain
from mnistnet.ui.shared_download import download

MEGABYTE = 1_000_000


def require_mnist(part: Part = "t10k") -> None:
    """Offer to download the test images, or all of MNIST, where missing; end the page there."""
    if not needs_download(part):
        return
    size = f"{_bytes_to_come(part) / MEGABYTE:.2f}"
    st.info(t(f"download.needed_{part}", size=size))
    if st.button(t("download.start", size=size), icon=":material/download:", key="download"):
        bar = st.progress(0.0, t("download.under_way"))

        def show(so_far: int, size: int) -> None:
            bar.progress(so_far / size, t("download.under_way"))

        try:
            download(part, show)
        except DataError as error:
            bar.empty()
            if error.key == "error.mnist_no_download":  # what it says at length stands below
                st.warning(t("download.failed"))
            else:
                explain(error)
        else:
            st.rerun()
    files = ", ".join(f"`{name}`" for name in missing_files(mnist_cache(), part))
    st.write(t("download.by_hand", files=files, folder=f"`{mnist_cache()}`", source=MIRRORS[0]))
    st.stop()


def _bytes_to_come(part: Part) -> int:
    if part == "t10k":
        return TEST_DOWNLOAD_BYTES
    has_test_images = not missing_files(mnist_cache(), "t10k")
    return DOWNLOAD_BYTES - TEST_DOWNLOAD_BYTES * has_test_images
