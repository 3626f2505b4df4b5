"""The frame around every page. Start it with ``streamlit run app.py``.

The server imports this file for `app`, and then runs it for every visitor and every change.
"""

import streamlit as st

from mnistnet.ui.address import follow_address
from mnistnet.ui.choices import choose_language
from mnistnet.ui.frame import PAGES, corner, set_up_frame
from mnistnet.ui.i18n import t
from mnistnet.ui.received import RECEIVED
from mnistnet.ui.save import save
from mnistnet.ui.serving import BROWSER_FILES
from mnistnet.ui.share import share
from mnistnet.ui.train.session import PAGE, stop_elsewhere
from mnistnet.ui.uploads import UPLOADS

app = st.App(__file__, middleware=[BROWSER_FILES, RECEIVED, UPLOADS])

if __name__ == "__main__":  # as Streamlit runs it
    set_up_frame()
    page = st.navigation(
        [
            st.Page(PAGES / "draw.py", title=t("draw.title"), url_path="draw", default=True),
            st.Page(PAGES / "network.py", title=t("network_page.title"), url_path="network"),
            st.Page(PAGES / "forward.py", title=t("forward.title"), url_path="forward"),
            st.Page(PAGES / "error.py", title=t("error_page.title"), url_path="error"),
            st.Page(PAGES / "mnist.py", title=t("mnist_page.title"), url_path="mnist"),
            st.Page(PAGES / "train.py", title=t("train_page.title"), url_path=PAGE),
        ],
        position="top",
    )
    follow_address(page.url_path)
    stop_elsewhere(page.url_path)
    with corner():
        share()
        save()
        choose_language()
    page.run()
