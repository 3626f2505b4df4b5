"""Visitors' files on their way: from the page itself only, and no more kept than a network has.

Streamlit keeps every file of a visit until its end, and takes one only with a cookie, which
browsers leave out where the page stands in another site's frame.
"""

import re
from typing import cast
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnistnet.weights.checks import MAX_FILE_BYTES
from mnistnet.weights.layers import MOST_ARRAYS

MOST_FILES = MOST_ARRAYS
"""What a visit keeps until it is read: W1, b1, W2 and b2."""

MOST_BYTES = 2 * MAX_FILE_BYTES
"""Of these together: the biases' files are small."""

UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")


class Uploads:
    """Middleware that refuses other sites' files, and lets a visit's oldest go for its newest.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own, which need not ask for a cookie then.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on and tidy up."""
        upload = UPLOAD.search(scope["path"]) if scope["type"] == "http" else None
        if not upload:
            await self._app(scope, receive, send)
        elif not is_from_here(Headers(scope=scope)):
            refusal = PlainTextResponse("not from this page", status_code=403)
            await refusal(scope, receive, send)
        else:
            # Of an origin that it does not know Streamlit would ask the internet.
            headers = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            await self._app(dict(scope) | {"headers": headers}, receive, send)
            _keep_newest(upload[1])


def is_from_here(headers: Headers) -> bool:
    """Whether a request comes from the page itself, or from no page; another site cannot say so."""
    origin = headers.get("origin")
    here = (f"//{headers.get('host')}", f"//{st.get_option('browser.serverAddress')}")
    known = (*here, *st.get_option("server.corsAllowedOrigins"))
    return origin is None or _host(origin) in set(map(_host, known)) - {None}


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # no address
        return None


def _keep_newest(session: str) -> None:
    files = cast(MemoryUploadedFileManager, get_instance().uploaded_file_mgr)
    kept = 0
    for n, (key, file) in enumerate(reversed(list(files.file_storage.get(session, {}).items()))):
        kept += len(file.data)
        if n >= MOST_FILES or kept > MOST_BYTES:
            files.remove_file(session, key)


def forget_files() -> None:
    """Keep none of the visitor's files any longer."""
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def address_for(file: str) -> str:
    """Return where the visitor's page may upload a file of this name, below its own address."""
    context = get_script_run_ctx()
    return f"_stcore/upload_file/{context.session_id if context else ''}/{file}"


def take_file(file: str) -> tuple[str, bytes] | None:
    """Return the name and content of what was uploaded to `address_for`, and keep it no longer."""
    if not (context := get_script_run_ctx()):
        return None
    files = cast(MemoryUploadedFileManager, context.uploaded_file_mgr)
    found = files.get_files(context.session_id, [file])
    files.remove_file(context.session_id, file)
    return (found[0].name, found[0].data) if found else None


UPLOADS = Middleware(Uploads)
