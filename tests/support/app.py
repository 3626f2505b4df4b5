"""Pages without a browser: open one for a drawing in the address, read what it shows."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from mnistnet import Drawing
from mnistnet.drawing.url_text import encode
from mnistnet.notation import FloatArray
from tests.support import ROOT


def open_page(
    drawing: Drawing | None = None,
    *,
    page: str | None = None,
    link: str | None = None,
    **choices: str,
) -> AppTest:
    """Run the app as a visitor who follows a link; a traceback fails the test."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for name, value in choices.items():
        app.query_params[name] = value
    if link is not None:
        app.query_params["drawing"] = link
    elif drawing is not None:
        app.query_params["drawing"] = encode(drawing)
    app.run()
    if page is not None:
        app.switch_page(f"mnistnet/pages/{page}.py").run()
    assert not app.exception
    return app


def press(app: AppTest, key: str) -> None:
    """Press a button; should that rerun a fragment alone, look at the whole page afterwards."""
    app.button(key=key).click().run()
    app.run()
    assert not app.exception


def words(app: AppTest) -> str:
    """Return all HTML of the page, what stands around the figures last."""
    return "\n".join([*(element.proto.body for element in app.get("html")), *around(frames(app))])


def whole(html: str) -> str:
    """Return HTML without what keeps its numbers in one piece."""
    return re.sub('<span class="whole">(.+?)</span>', r"\1", html)


def around(framed: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the words around figures."""
    for frame in framed:
        yield from (frame[place] for place in ("lead", "title", "caption"))


def told(app: AppTest, name: str) -> dict[str, Any]:
    """Return what the browser is told by the component that is told this."""
    return next(data for data in _told(app) if name in data)


def canvas(app: AppTest) -> dict[str, Any]:
    """Return what the browser is told of the canvas."""
    return told(app, "revision")


def frames(app: AppTest) -> list[dict[str, Any]]:
    """Return what the browser is told of every figure."""
    return [frame for data in _told(app) for frame in data.get("figures", ())]


def _told(app: AppTest) -> Iterator[dict[str, Any]]:
    for element in app.get("bidi_component"):
        yield json.loads(element.proto.json or "{}")


def shown(app: AppTest, key: str) -> dict[str, Any]:
    """Return what the browser is told of the figure with this key."""
    (frame,) = (frame for frame in frames(app) if frame["key"] == key)
    return frame


def trace(app: AppTest, key: str, index: int = 0) -> dict[str, Any]:
    """Return a trace of the figure with this key, its arrays unpacked."""
    found: dict[str, Any] = json.loads(shown(app, key)["figure"])["data"][index]
    return {name: unpacked(value) for name, value in found.items()}


def unpacked(value: Any) -> Any:
    """Return what a figure's JSON holds packed as the array that it stands for."""
    if not isinstance(value, dict) or "bdata" not in value:
        return value
    flat: FloatArray = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
    shape = [int(side) for side in str(value.get("shape", flat.size)).split(",")]
    return flat.reshape(shape)
