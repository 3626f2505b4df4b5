"""The frame around every page. Start it with ``streamlit run app.py``.

The server imports this file for `app`, and then runs it for every visitor and every change.
"""

import streamlit as st

from mnistnet.ui.address import follow_address
from mnistnet.ui.aliases import ALIASES
from mnistnet.ui.choices import choose_language
from mnistnet.ui.class_feed import CLASS_FEED
from mnistnet.ui.connections import sending_at_once
from mnistnet.ui.frame import corner, page_named, set_up_frame, show_as
from mnistnet.ui.i18n import t
from mnistnet.ui.one_at_a_time import ONE_AT_A_TIME
from mnistnet.ui.own_network import follow_own_network
from mnistnet.ui.page_html import PAGE_HTML
from mnistnet.ui.received import RECEIVED
from mnistnet.ui.returning import RETURNING
from mnistnet.ui.save import save
from mnistnet.ui.serving import BROWSER_FILES
from mnistnet.ui.share import share
from mnistnet.ui.train.session import PAGE, stop_elsewhere
from mnistnet.ui.uploads import UPLOADS

app = st.App(
    __file__,
    lifespan=sending_at_once,
    middleware=[
        BROWSER_FILES,  # scripts and weights, which browsers keep
        PAGE_HTML,  # what a browser gets first, and by which it loads the rest
        ALIASES,  # addresses as people type them
        CLASS_FEED,  # what happens in a class, asked for by walls and pupils
        RECEIVED,  # what browsers send, checked before Streamlit reads it
        RETURNING,  # browsers that have a page of a server that went away
        ONE_AT_A_TIME,  # what a stalled line brings at once
        UPLOADS,  # pictures and weights that visitors hand over, bounded
    ],
)

if __name__ == "__main__":  # as Streamlit runs it
    set_up_frame()
    page = st.navigation(
        [
            page_named("draw", t("draw.title"), "draw", default=True),
            page_named("network", t("network_page.title"), "hub"),
            page_named("forward", t("forward.title"), "conversion_path"),
            page_named("error", t("error_page.title"), "straighten"),
            page_named("mnist", t("mnist_page.title"), "apps"),
            page_named(PAGE, t("train_page.title"), "trending_up"),
            page_named("classroom", t("class_page.title"), "groups"),
        ],
        position="top",
    )
    show_as(page)
    follow_address(page.url_path)
    follow_own_network()
    stop_elsewhere(page.url_path)
    with corner():
        share()
        save()
        choose_language()
    page.run()
