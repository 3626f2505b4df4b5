"""The page's address to hand on: to copy, and as a QR code for a room."""

from urllib.parse import urlsplit

import segno
import streamlit as st
from segno.encoder import DataOverflowError

from mnistnet.local_address import is_this_computer, local_address
from mnistnet.ui import address, url_state
from mnistnet.ui.answer_html import say_note
from mnistnet.ui.browser_files import BROWSER, component
from mnistnet.ui.i18n import t
from mnistnet.ui.options import OWN

QR_VERSION = 28
"""Largest code: 129 modules a side and 4 of margin all around, so that on a laptop's screen each
is still 4 pixels wide. It holds 1,528 characters, some ten drawings."""

_link = st.components.v2.component(
    "mnistnet_share",
    html="""
    <div class="link"><input readonly><button></button></div>
    <p role="status"></p>
    <div class="code" role="img"></div>
    """,
    css=(BROWSER / "share.css").read_text(encoding="utf-8"),
    js=component("share.js"),
)


@st.fragment
def share() -> None:
    """Offer the link; a fragment, so that asking for it runs nothing else."""
    if st.button(t("share.title"), icon=":material/share:", key="share"):
        st.dialog(t("share.title"), width="medium")(_show)()


def _show() -> None:
    link = in_the_network(address.link())
    is_for_others = not is_this_computer(urlsplit(link).hostname or "")
    code = qr_code(link) if is_for_others else None
    if not is_for_others:
        say_note(t("share.this_computer"))
    elif code is None:
        say_note(t("share.too_long"))
    if not address.fits_address():
        say_note(t("draw.too_long"))
    if url_state.network_name() == OWN:
        say_note(t("share.own"))
    show_link(link, code or "")


def show_link(link: str, svg: str = "", *, is_secret: bool = False) -> None:
    """Show a link to copy, and its QR code if there is one; a secret one cannot be read off."""
    names = ("label", "copy", "copied", "by_hand", "code")
    words = {name: t(f"share.{name}") for name in names}
    _link(key="link", data={"link": link, "svg": svg, "secret": is_secret, "words": words})


def in_the_network(link: str) -> str:
    """Return a link that phones in the network can open, if the server lets them in.

    Who sits at the server itself has opened it as localhost, which on a phone is the phone. What
    `mnistnet page` was told to use comes first: only a person knows it of a container.
    """
    parts = urlsplit(link)
    listening = str(st.get_option("server.address") or "")
    if not is_this_computer(parts.hostname or "") or is_this_computer(listening):
        return link
    told = str(st.get_option("browser.serverAddress"))
    host = local_address() if is_this_computer(told) else told
    if host is None:
        return link
    return parts._replace(netloc=host if parts.port is None else f"{host}:{parts.port}").geturl()


def qr_code(link: str) -> str | None:
    """Return a link as the SVG of a QR code, as large as its place; None if it is too long."""
    try:
        code = segno.make_qr(link, error="l")
    except DataOverflowError:
        return None
    if int(code.version) > QR_VERSION:
        return None
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
