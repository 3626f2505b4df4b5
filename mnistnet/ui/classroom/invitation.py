"""The way into a class: its code, its address as a QR code for the back row, the teacher's link."""

from base64 import b64encode
from urllib.parse import urljoin, urlsplit

import streamlit as st

from mnistnet.local_address import is_this_computer
from mnistnet.ui import membership
from mnistnet.ui.answer_html import say_note
from mnistnet.ui.i18n import t
from mnistnet.ui.share import in_the_network, qr_code, show_link

SVG = "http://www.w3.org/2000/svg"


def pupils_link(code: str) -> str:
    """Return the address of Draw in a class, as phones reach it, and nothing else in it."""
    return _link(".", code)


def teachers_link(code: str) -> str:
    """Return the address by which another computer of the teacher has the same rights."""
    return f"{_link('classroom', code)}#{membership.TEACHER}={membership.secret()}"


def show_badge(code: str) -> None:
    """Show the code, large, and its QR code, small."""
    st.html(f'<div class="badge">{_qr_html(code)}<b class="code">{code}</b></div>', width="content")


def invite(code: str) -> None:
    """Show QR code and code for the back row."""
    way = ""
    if qr := _qr_html(code):
        address = pupils_link(code).partition("://")[2]
        way = f'<p>{t("class_page.scan")}</p><p class="address">{address}</p>'
    else:
        say_note(t("share.this_computer"))
    words = f'{way}<p>{t("class_page.or_code")}</p><b class="code">{code}</b>'
    st.html(f'<div class="invitation">{qr}<div>{words}</div></div>')


def show_teachers_link(code: str) -> None:
    """Show the teacher's link, for a dialog that was asked for."""
    st.write(t("class_page.teachers_link_what"))
    show_link(teachers_link(code), is_secret=True)


def _link(page: str, code: str) -> str:
    here = urlsplit(in_the_network(st.context.url or ""))
    path = urljoin(here.path.rstrip("/") or "/", page)
    return here._replace(path=path, query=f"class={code}").geturl()


def _qr_html(code: str) -> str:
    """Return the QR code of the pupils' link as HTML, "" if phones cannot reach it."""
    link = pupils_link(code)
    if is_this_computer(urlsplit(link).hostname or ""):
        return ""
    svg = (qr_code(link) or "").replace("<svg", f'<svg xmlns="{SVG}"', 1)
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="qr" src="{address}" alt="{t("class_page.qr")}">'
