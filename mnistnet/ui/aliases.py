"""Other names of the page Class, as people type them: each leads there, with all behind it."""

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

CLASSROOM = "classroom"
NAMES = {"class", "classes", CLASSROOM, "wall"}
"""In small letters or in any others."""


class Aliases:
    """Middleware that sends browsers on to the page that was meant.

    Parameters
    ----------
    app : ASGIApp
        Streamlit's own, which would say in English that there is no such page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = str(config.get_option("server.baseUrlPath")).strip("/")
        self._folder = f"/{base}/" if base else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        name = scope["path"].removeprefix(self._folder) if scope["type"] == "http" else CLASSROOM
        if name != CLASSROOM and name.lower() in NAMES:
            query = scope["query_string"].decode("ascii", "replace")
            await RedirectResponse(CLASSROOM + f"?{query}" * bool(query))(scope, receive, send)
        else:
            await self._app(scope, receive, send)


ALIASES = Middleware(Aliases)
