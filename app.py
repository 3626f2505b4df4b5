"""The frame around every page. Start it with ``streamlit run app.py``."""

import streamlit as st

from mnistnet.ui.figure import send_plotly
from mnistnet.ui.frame import set_up_frame
from mnistnet.ui.visit import follow_address
from mnistnet.ui.words import language_switch, t

set_up_frame()
language_switch()
page = st.navigation(
    [st.Page("mnistnet/pages/draw.py", title=t("draw.title"), url_path="draw", default=True)],
    position="top",
)
send_plotly()
follow_address(page.url_path)
page.run()
