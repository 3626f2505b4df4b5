"""A visitor without a browser: real connections to a real server, in Streamlit's own protocol.

`Page` knows what to ask and what stands on the page after the answer; `Visitor` carries that over a
connection of its own, `ask` over one of many in one event loop.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from mnistnet import Drawing
from mnistnet.drawing.url_text import encode
from mnistnet.notation import FloatArray
from tests.support.app import around, unpacked

PATIENCE = 120
"""Seconds to wait for an answer on a machine that has other work."""

PARTS = ("new_element", "add_block")
"""What a page is made of, in the protocol; some blocks have a key, too."""


class Page:
    """One session's page: what stands on it after each run.

    Parameters
    ----------
    query : str
        What stands behind the question mark of the page's address.
    name : str
        Which page; "" is the first.
    said : sequence of WidgetState
        What the widgets say of another server's page, in the first run.

    `greeting` is then what the server said of itself when it began the last run, and `looks` after
    how many seconds the browser asks for which fragments again by itself.
    """

    def __init__(self, query: str = "", name: str = "", said: Sequence[WidgetState] = ()) -> None:
        self.query, self.name = query, name
        self.session = self._script = ""
        self.greeting: Any = None
        self.looks: dict[str, float] = {}
        self._widgets = {widget.id: widget for widget in said}
        self._told: list[WidgetState] = []
        self._elements: dict[tuple[int, ...], Any] = {}
        self._run: set[str] = set()
        self._fresh: set[tuple[int, ...]] = set()

    def question(self, press: str | None = None, fragment: str | None = None) -> bytes:
        """Return what asks for the page, all of it or one fragment, perhaps by pressing a button.

        Parameters
        ----------
        press, fragment : str, optional
            The button's key; the fragment's id.
        """
        question = BackMsg()
        asked = question.rerun_script
        asked.query_string = self.query
        asked.page_name, asked.page_script_hash = self.name, self._script
        if fragment is not None:
            asked.fragment_id = fragment
        asked.widget_states.widgets.extend([*self._widgets.values(), *self._told])
        self._told = []
        if press is not None:
            asked.widget_states.widgets.add(id=self.element(press).id, trigger_value=True)
        return bytes(question.SerializeToString())

    def go(self, name: str) -> bytes:
        """Return what asks for another page, as its link in the menu does."""
        self.name, self._script, self.query = name, "", ""
        return self.question()

    def take(self, part: bytes) -> bool:
        """Put a message into its place; whether the run is over, when what is old goes."""
        message = ForwardMsg()
        message.ParseFromString(part)
        match message.WhichOneof("type"):
            case "new_session":
                self._run = set(message.metadata.run.fragment_ids)
                self.greeting = message.new_session
                self.session = self.greeting.initialize.session_id
                self._fresh.clear()
                if not self._run:
                    self.looks.clear()
            case "auto_rerun":
                self.looks[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta" if (kind := message.delta.WhichOneof("type")) in PARTS:
                place = tuple(message.metadata.delta_path)
                self._elements[place] = getattr(message.delta, kind), message.delta.fragment_id
                self._fresh.add(place)
            case "script_finished":
                assert message.script_finished != ForwardMsg.FINISHED_WITH_COMPILE_ERROR
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    self._forget()
                    return True
        return False

    def _forget(self) -> None:
        """Drop what the run did not send again, but for what stands outside its fragments."""
        self._elements = {
            place: (element, fragment)
            for place, (element, fragment) in self._elements.items()
            if place in self._fresh or (self._run and fragment not in self._run)
        }
        here = {_id(element) for element, _ in self._elements.values()}
        self._widgets = {name: said for name, said in self._widgets.items() if name in here}

    def set(self, key: str, **value: Any) -> None:
        """Set a widget to a value by its name in the protocol, from the next run on."""
        widget = self.element(key).id
        self._widgets[widget] = WidgetState(id=widget, **value)

    def tell(self, key: str, event: str, value: object) -> None:
        """Have a component tell of an event, in the next run alone."""
        told = f"$$STREAMLIT_INTERNAL_KEY_{self.element(key).id}__events"
        events = json.dumps([{"event": event, "value": value}])
        self._told = [WidgetState(id=told, json_trigger_value=events)]

    def widgets(self) -> list[WidgetState]:
        """Return what the widgets say, as a browser whose line was cut says it again."""
        return list(self._widgets.values())

    def element(self, key: str) -> Any:
        """Return what the server sent for a widget or figure with this key."""
        return self._named(key)[0]

    def fragment(self, key: str) -> str:
        """Return the fragment that a widget or figure belongs to."""
        return str(self._named(key)[1])

    def frames(self) -> dict[str, dict[str, Any]]:
        """Return what the server sent for every figure, by its key."""
        told = (json.loads(element.json or "{}") for element in self.all_of("bidi_component"))
        return {frame["key"]: frame for data in told for frame in data.get("figures", ())}

    def trace(self, key: str, index: int = 0) -> dict[str, Any]:
        """Return a trace of the figure with this key, its arrays unpacked."""
        found = json.loads(self.frames()[key]["figure"])["data"][index]
        return {name: unpacked(value) for name, value in found.items()}

    def canvas(self) -> dict[str, Any]:
        """Return what the browser is told of the canvas."""
        return dict(json.loads(self.element("canvas").json))

    def outputs(self) -> FloatArray:
        """Return the ten output activations (10, 1) of the page's bars."""
        return np.array(self.trace("activations")["y"], dtype=float).reshape(-1, 1)

    def html(self) -> str:
        """Return all HTML of the page in its order, what stands around the figures last."""
        said = (element.body for element in self.all_of("html"))
        return "\n".join([*said, *around(self.frames().values())])

    def progress(self) -> str:
        """Return what the progress bar says."""
        (bar,) = self.all_of("progress")
        return str(bar.text)

    def all_of(self, kind: str) -> list[Any]:
        """Return the elements of a kind, by its name in the protocol, from the top down."""
        return [
            getattr(element, kind)
            for _, (element, _) in sorted(self._elements.items())
            if element.WhichOneof("type") == kind
        ]

    def _named(self, key: str) -> tuple[Any, str]:
        for element, fragment in self._elements.values():
            if re.fullmatch(rf"\$\$ID-\w+-{key}", _id(element)):
                return getattr(element, str(element.WhichOneof("type"))), fragment
        raise AssertionError(f"nothing named {key} on the page")


def _id(element: Any) -> str:
    """Return a widget's or figure's id; "" for what has none."""
    return str(getattr(getattr(element, str(element.WhichOneof("type"))), "id", ""))


class Visitor:
    """One session on a connection of its own; a script that breaks off is a failure.

    Parameters
    ----------
    line : ClientConnection
        To the server; `visiting` opens one.
    page : Page
        Run once here.
    """

    def __init__(self, line: ClientConnection, page: Page) -> None:
        self._line, self.page = line, page
        self.run()

    def run(self, press: str | None = None, fragment: str | None = None) -> None:
        """Ask as `Page.question` has it, and wait for the answer."""
        self._line.send(self.page.question(press, fragment))
        while not self.page.take(self._line.recv(timeout=PATIENCE, decode=False)):
            pass
        assert not self.page.all_of("exception"), self.page.all_of("exception")

    def say_at_once(self, *questions: bytes, gap: float = 0) -> None:
        """Ask one thing after the other, as a line brings them that had stalled; a gap in s."""
        for question in questions:
            self._line.send(question)
            time.sleep(gap)

    def vanish(self) -> None:
        """Be gone without a word, as a phone that leaves the network."""
        self._line.close_socket()

    def hear_until(self, happened: Callable[[], bool]) -> None:
        """Take answers until something is so on the page."""
        while not happened():
            self.page.take(self._line.recv(timeout=PATIENCE, decode=False))

    def hear_all(self) -> None:
        """Take answers until there are none for a while."""
        with suppress(TimeoutError):
            while True:
                self.page.take(self._line.recv(timeout=0.5, decode=False))

    def look(self) -> None:
        """Ask again for what the browser asks for by itself after a while."""
        looks = dict(self.page.looks)
        for fragment in looks:
            if self.page.looks == looks:  # a run of the whole page ends them
                self.run(fragment=fragment)

    def draw(self, drawing: Drawing, /, **other: object) -> None:
        """Have the canvas report what is on it, and wait for the answer."""
        self.say(report(drawing, self.page.canvas(), **other))

    def say(self, said: object, press: str | None = None) -> None:
        """Have the canvas say anything, perhaps with a button's press in the same message."""
        self.page.set("canvas", json_value=json.dumps(said))
        self.run(press, fragment=self.page.fragment(press or "canvas"))


@contextmanager
def visiting(
    address: str,
    query: str = "",
    page: str = "",
    origin: str | None = None,
    session: str = "",
    said: Sequence[WidgetState] = (),
) -> Iterator[Visitor]:
    """Open a page on a server as one more visitor, who leaves at the end.

    A browser would also say at which address it found the page, its ``origin``; and once its line
    was cut, which ``session`` it had and what its widgets ``said``.
    """
    told = [Subprotocol(name) for name in ("streamlit", "-", session)]
    with connect(
        _stream(address),
        origin=None if origin is None else Origin(origin),
        subprotocols=told if session else None,
        max_size=None,
        open_timeout=PATIENCE,
    ) as line:
        yield Visitor(line, Page(query, page, said))


def line_to(address: str, cookie: str = "") -> websockets.connect:
    """Open a connection for `ask`, as the browser does: no compression, messages of any size."""
    headers = {"Cookie": cookie} if cookie else None
    return websockets.connect(
        _stream(address), max_size=None, compression=None, additional_headers=headers
    )


async def ask(line: websockets.ClientConnection, question: bytes, page: Page | None = None) -> Page:
    """Send a question; return what its answer shows once it is complete, and what stood before."""
    await line.send(question)
    page = page or Page()
    while not page.take(await line.recv(decode=False)):
        pass
    return page


def report(drawing: Drawing, told: dict[str, Any], /, **other: object) -> dict[str, Any]:
    """Return how a canvas reports what is on it (canvas.js), from what it was told last."""
    said = {name: told[name] for name in ("revision", "visit")}
    said |= {"drawing": encode(drawing), "number": told["taken"] + 1, "cleared": 0}
    return {"drawing": said | other}


def query(**choices: str) -> str:
    """Return choices as they stand in a page's address."""
    return "&".join(f"{name}={value}" for name, value in choices.items() if value)


def _stream(address: str) -> str:
    return address.replace("http", "ws", 1) + "/_stcore/stream"
