"""One page with a canvas in a browser: drawn on, watched, its traffic counted."""

import base64
import re
from typing import Any

import numpy as np
from playwright.sync_api import Page

from mnistnet.notation import FloatArray
from tests.support.server import Server

CANVAS = "canvas.upper-canvas"
CLEAR = re.compile("Clear|Reset")

QUIET = 400
"""Milliseconds without a change after which a page has said all that it will say."""

# Notes when the pen was lifted, and when the last change after it was painted, of answer and charts
# and of all: times are taken after the frame that shows the change.
CHANGES = """
([answer, charts, all]) => {
  const within = ({ target }, selector) =>
    selector && (target.nodeType === 1 ? target : target.parentElement)?.closest(selector);
  addEventListener("pointerup", ({ timeStamp }) => {
    window.bench = { up: timeStamp, painted: timeStamp, last: timeStamp, unpainted: 0 };
  }, true);
  new MutationObserver((changes) => {
    const { bench } = window;
    if (!bench) return;
    const said = changes.some((one) => one.type !== "attributes" && within(one, answer));
    const charted = said || changes.some((one) => within(one, charts));
    if (!charted && !changes.some((one) => within(one, all))) return;
    bench.answered ||= said;
    bench.unpainted += 1;
    requestAnimationFrame(() => setTimeout(() => {
      bench.last = performance.now();
      if (charted) bench.painted = bench.last;
      bench.unpainted -= 1;
    }));
  }).observe(document.body, {
    childList: true, characterData: true, attributes: true, subtree: true,
  });
}
"""
SETTLED = """quiet => {
  const { answered, unpainted, last } = window.bench ?? {};
  return answered && !unpainted && performance.now() - last > quiet;
}"""
WAITED = "() => [window.bench.painted - window.bench.up, window.bench.last - window.bench.up]"


class Traffic:
    """Counts what one page sends and receives, and keeps what it asked the server.

    Parameters
    ----------
    page : Page
    """

    def __init__(self, page: Page) -> None:
        self.n_bytes = 0
        self.questions: list[bytes] = []
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", self._loaded)
        network.on("Network.webSocketFrameReceived", self._received)
        network.on("Network.webSocketFrameSent", self._sent)

    def _loaded(self, event: dict[str, Any]) -> None:
        self.n_bytes += int(event["encodedDataLength"])

    def _received(self, event: dict[str, Any]) -> None:
        self.n_bytes += len(_payload(event))

    def _sent(self, event: dict[str, Any]) -> None:
        self.questions.append(_payload(event))
        self.n_bytes += len(self.questions[-1])


class Easel:
    """One page with a canvas.

    Parameters
    ----------
    page : Page
    server : Server
    answer, charts, all_ : str
        Selectors of what has to change after a stroke, of what may change with it, and of what
        else may.
    """

    def __init__(
        self, page: Page, server: Server, answer: str, charts: str = "", all_: str = ""
    ) -> None:
        self.page, self.server = page, server
        self.traffic = Traffic(page)
        page.goto(server.address)
        self.paper = page.locator(CANVAS)
        self.paper.wait_for(timeout=60_000)
        for chart in filter(None, charts.split(", ")):
            page.locator(f"{chart} .main-svg").first.wait_for(timeout=60_000)
        page.wait_for_timeout(3 * QUIET)
        page.evaluate(CHANGES, [answer, charts, all_])

    def stroke(self, points: FloatArray) -> tuple[float, float, float, float]:
        """Draw a stroke (n, 2), in canvas pixels.

        Returns
        -------
        (float, float, float, float)
            Milliseconds from the pen's release until answer and charts are painted, and until all
            is, milliseconds of the server's processor, kB over the wire.
        """
        self.page.bring_to_front()
        cpu, n_bytes = self.server.cpu_seconds, self.traffic.n_bytes
        box = self.paper.bounding_box()
        assert box is not None  # noqa: S101 - it was waited for
        (x, y), *others = points + np.array([box["x"], box["y"]])
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for x, y in others:
            self.page.mouse.move(x, y, steps=6)
        self.page.mouse.up()
        self._settle()
        cpu, n_bytes = self.server.cpu_seconds - cpu, self.traffic.n_bytes - n_bytes
        painted, last = self.page.evaluate(WAITED)
        return float(painted), float(last), 1000 * cpu, n_bytes / 1024

    def wipe(self) -> None:
        """Empty the canvas with the page's button, or the canvas's own."""
        self.paper.hover()
        self.page.get_by_role("button", name=CLEAR).click()
        self._settle()

    def _settle(self) -> None:
        """Wait until the page has answered and nothing changes any more."""
        self.page.wait_for_function(SETTLED, arg=QUIET, timeout=30_000)


def _payload(event: dict[str, Any]) -> bytes:
    payload = event["response"]["payloadData"]
    is_text = event["response"]["opcode"] == 1
    return payload.encode() if is_text else base64.b64decode(payload)
