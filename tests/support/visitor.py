"""A visitor without a browser: a real connection to a real server, in Streamlit's own protocol."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from mnistnet.notation import FloatArray
from tests.support.app import around, unpacked

PATIENCE = 120
"""Seconds to wait for an answer on a machine that has other work."""


class Visitor:
    """One session: what stands on its page after each run.

    Parameters
    ----------
    line : ClientConnection
        To the server; `visiting` opens one.
    query : str
        What stands behind the question mark of the page's address.
    page : str
        Which page; "" is the first.
    """

    def __init__(self, line: ClientConnection, query: str, page: str) -> None:
        self._line = line
        self.query, self.page = query, page
        self.session = self._script = ""
        self._widgets: dict[str, WidgetState] = {}
        self._elements: dict[tuple[int, ...], Any] = {}
        self.run()

    def run(self, press: str | None = None, fragment: str | None = None) -> None:
        """Ask for the page, all of it or one fragment, perhaps by pressing a button; wait for it.

        A script that breaks off is a failure.
        """
        question = BackMsg()
        asked = question.rerun_script
        asked.query_string = self.query
        asked.page_name, asked.page_script_hash = self.page, self._script
        if fragment is not None:
            asked.fragment_id = fragment
        asked.widget_states.widgets.extend(self._widgets.values())
        if press is not None:
            asked.widget_states.widgets.add(id=self.element(press).id, trigger_value=True)
        self._line.send(question.SerializeToString())
        self._take_answer()

    def set(self, key: str, **value: Any) -> None:
        """Set a widget to a value by its name in the protocol, from the next run on."""
        widget = self.element(key).id
        self._widgets[widget] = WidgetState(id=widget, **value)

    def draw(self, raw: object) -> None:
        """Have the canvas report what is on it, and wait for the answer."""
        self.set("canvas", json_value=json.dumps({"drawing": {"raw": raw, "data": None}}))
        self.run(fragment=self.fragment("canvas"))

    def element(self, key: str) -> Any:
        """Return what the server sent for a widget or figure with this key."""
        return self._named(key)[0]

    def fragment(self, key: str) -> str:
        """Return the fragment that a widget or figure belongs to."""
        return str(self._named(key)[1])

    def trace(self, key: str, index: int = 0) -> dict[str, Any]:
        """Return a trace of the figure with this key, its arrays unpacked."""
        (shown,) = (frame for frame in self._frames() if frame["key"] == key)
        found = json.loads(shown["figure"])["data"][index]
        return {name: unpacked(value) for name, value in found.items()}

    def html(self) -> str:
        """Return all HTML of the page in its order, what stands around the figures last."""
        said = (element.body for element in self._all("html"))
        return "\n".join([*said, *around(self._frames())])

    def said(self) -> list[str]:
        """Return every sentence in a coloured box."""
        return [element.body for element in self._all("alert")]

    def progress(self) -> str:
        """Return what the progress bar says."""
        (bar,) = self._all("progress")
        return str(bar.text)

    def outputs(self) -> FloatArray:
        """Return the ten output activations (10, 1) of the page's bars."""
        return np.array(self.trace("activations")["y"], dtype=float).reshape(10, 1)

    def _all(self, kind: str) -> list[Any]:
        return [
            getattr(element, kind)
            for _, (element, _) in sorted(self._elements.items())
            if element.WhichOneof("type") == kind
        ]

    def _frames(self) -> list[dict[str, Any]]:
        """Return what the server sent for every figure."""
        told = (json.loads(element.json or "{}") for element in self._all("bidi_component"))
        return [frame for data in told for frame in data.get("figures", ())]

    def _named(self, key: str) -> tuple[Any, str]:
        for element, fragment in self._elements.values():
            shown = getattr(element, str(element.WhichOneof("type")))
            if re.fullmatch(rf"\$\$ID-\w+-{key}", getattr(shown, "id", "")):
                return shown, fragment
        raise AssertionError(f"nothing named {key} on the page")

    def _take_answer(self) -> None:
        """Put what comes into its place until the run is over; what was not sent again goes."""
        fragments: set[str] = set()
        fresh: set[tuple[int, ...]] = set()
        status = None
        while status in (None, ForwardMsg.FINISHED_EARLY_FOR_RERUN):
            message = ForwardMsg()
            message.ParseFromString(self._line.recv(timeout=PATIENCE))
            match message.WhichOneof("type"):
                case "new_session":
                    fragments = set(message.metadata.run.fragment_ids)
                    self.greeting = message.new_session
                    self.session = self.greeting.initialize.session_id
                    fresh.clear()
                case "navigation":
                    self._script = message.navigation.page_script_hash
                case "page_info_changed":
                    self.query = message.page_info_changed.query_string
                case "delta" if message.delta.WhichOneof("type") == "new_element":
                    place = tuple(message.metadata.delta_path)
                    self._elements[place] = message.delta.new_element, message.delta.fragment_id
                    fresh.add(place)
                case "script_finished":
                    status = message.script_finished
        assert status != ForwardMsg.FINISHED_WITH_COMPILE_ERROR
        self._elements = {
            place: (element, fragment)
            for place, (element, fragment) in self._elements.items()
            if place in fresh or (fragments and fragment not in fragments)
        }
        assert not self._all("exception"), self._all("exception")


@contextmanager
def visiting(
    address: str, query: str = "", page: str = "", origin: str | None = None
) -> Iterator[Visitor]:
    """Open a page on a server as one more visitor, who leaves at the end.

    A browser would also say at which address it found the page, its ``origin``.
    """
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    said = None if origin is None else Origin(origin)
    with connect(url, origin=said, max_size=None, open_timeout=PATIENCE) as line:
        yield Visitor(line, query, page)


def query(**choices: str) -> str:
    """Return choices as they stand in a page's address."""
    return "&".join(f"{name}={value}" for name, value in choices.items() if value)
