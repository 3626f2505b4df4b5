"""MNIST's test images where they are not on this computer yet: a download, or a manual way."""

import streamlit as st

from mnistnet.errors import DataError
from mnistnet.mnist import (
    MIRRORS,
    TEST_DOWNLOAD_BYTES,
    load_test_images,
    missing_files,
    mnist_cache,
    needs_download,
)
from mnistnet.ui.messages import explain
from mnistnet.ui.words import t

MEGABYTE = 1_000_000


def see_to_images() -> None:
    """Offer to download the test images if they are missing, and end the page there."""
    if not needs_download("t10k"):
        return
    size = f"{TEST_DOWNLOAD_BYTES / MEGABYTE:.2f}"
    st.info(t("download.needed", size=size))
    if st.button(t("download.start", size=size), icon=":material/download:", key="download"):
        bar = st.progress(0.0, t("download.under_way"))

        def show(so_far: int, size: int) -> None:
            bar.progress(so_far / size, t("download.under_way"))

        try:
            load_test_images(progress=show)
        except DataError as error:
            bar.empty()
            if error.key == "error.mnist_no_download":  # what it says at length stands below
                st.warning(t("download.failed"))
            else:
                explain(error)
        else:
            st.rerun()
    files = ", ".join(f"`{name}`" for name in missing_files(mnist_cache(), "t10k"))
    st.write(t("download.by_hand", files=files, folder=f"`{mnist_cache()}`", source=MIRRORS[0]))
    st.stop()
