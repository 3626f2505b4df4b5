"""Addresses as people type them: each leads to the page that was meant, with all behind it."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from mnistnet.ui.frame import PAGES

FIRST = "draw"
"""The page without a name of its own in the address."""

NAMES = {path.stem for path in PAGES.glob("[!_]*.py")} - {FIRST}
"""Of the other pages."""

OTHERS = {"class": "classroom", "classes": "classroom", "wall": "classroom"}
"""Other names, in small letters or in any others."""

NO_PAGES = {"_stcore", "app", "auth", "component", "media", "mnistnet", "oauth2callback", "static"}
"""What Streamlit's addresses and ours begin with that are no pages."""


class Aliases:
    """Middleware that sends browsers on to the page that was meant, to the first one if none is.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own, which would say in English that there is no such page, or nothing at all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = str(config.get_option("server.baseUrlPath")).strip("/")
        self._folder = f"/{base}/" if base else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if (page := self._meant(scope)) is None:
            await self._app(scope, receive, send)
        else:
            query = scope["query_string"].decode("ascii", "replace")
            await RedirectResponse(page + f"?{query}" * bool(query))(scope, receive, send)

    def _meant(self, scope: Scope) -> str | None:
        """Return where a request should have gone, None if it is right as it is."""
        if scope["type"] != "http" or not scope["path"].startswith(self._folder):
            return None
        name: str = scope["path"].removeprefix(self._folder)
        root, *_ = name.split("/")
        is_asked_for = "text/html" in Request(scope).headers.get("accept", "")
        is_page = name and root not in NO_PAGES and is_asked_for
        if not is_page or name.removesuffix("/") in NAMES:
            return None
        small = root.lower()
        page = small if small in NAMES else OTHERS.get(small, "")
        return "../" * name.count("/") + (page or "./")


ALIASES = Middleware(Aliases)
