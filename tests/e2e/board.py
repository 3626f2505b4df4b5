"""The page as a visitor uses it: draw, look, press."""

from collections.abc import Callable, Iterable, Sequence

from playwright.sync_api import FloatRect, Locator, Page, expect

from mnistnet.notation import FloatArray

STEPS = 6
"""Mouse moves between two points of a stroke."""


class Board:
    """One visitor's page.

    Parameters
    ----------
    page : Page
        Of the app.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.paper = page.locator(".st-key-canvas canvas.upper-canvas")

    def opened(self) -> "Board":
        """Wait until the Draw page can be drawn on; return this."""
        expect(self.paper).to_be_visible(timeout=90_000)
        # Plotly has arrived and drawn: from here on nothing may move.
        expect(self.part("squared_error").locator(".main-svg").first).to_be_visible(timeout=90_000)
        return self

    def part(self, key: str) -> Locator:
        """Return the part of the page with this key."""
        return self.page.locator(selector_of(key))

    def draw(self, strokes: Iterable[FloatArray]) -> None:
        """Draw strokes, in canvas pixels, with the mouse."""
        for points in strokes:
            (x, y), *others = self.on_screen(points)
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            for x, y in others:
                self.page.mouse.move(x, y, steps=STEPS)
            self.page.mouse.up()

    def touch(self, strokes: Iterable[FloatArray]) -> None:
        """Draw strokes, in canvas pixels, with a finger."""
        finger = self.page.context.new_cdp_session(self.page)

        def event(kind: str, places: Sequence[tuple[float, float]]) -> None:
            points = [{"x": x, "y": y} for x, y in places]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        for points in strokes:
            first, *others = self.on_screen(points)
            event("touchStart", [first])
            last = first
            for place in others:
                for part in (0.25, 0.5, 0.75, 1):
                    between = tuple(a + (b - a) * part for a, b in zip(last, place, strict=True))
                    event("touchMove", [(between[0], between[1])])
                last = place
            event("touchEnd", [])

    def on_screen(self, points: FloatArray) -> list[tuple[float, float]]:
        """Return where points of the canvas stand in the window."""
        self.paper.wait_for()
        box = self.paper.bounding_box()
        assert box is not None
        scale = box["width"] / 280
        return [(box["x"] + x * scale, box["y"] + y * scale) for x, y in points]

    def expect_digit(self, digit: int) -> None:
        """Wait until the page names this digit."""
        expect(self.part("prediction").locator(".digit")).to_have_text(str(digit), timeout=15_000)

    def expect_nothing(self) -> None:
        """Wait until the page asks for a digit."""
        expect(self.part("prediction").locator(".digit")).to_have_count(0, timeout=15_000)

    def expect_idle(self) -> None:
        """Wait until the server has written the page."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=15_000)

    def values(self, key: str) -> list[float]:
        """Return the ten numbers that stand over a chart's bars."""
        return [
            float(text) for text in self.part(key).locator(".bartext").all_text_contents() if text
        ]

    def ink(self) -> int:
        """Return how many of the canvas's pixels are white."""
        count = """canvas => canvas.getContext("2d").getImageData(0, 0, 280, 280).data
            .filter((value, i) => i % 4 == 0 && value > 128).length"""
        return int(self.part("canvas").locator("canvas.dc-canvas.lower-canvas").evaluate(count))

    def wait_until(self, happened: Callable[[], bool], seconds: int = 30) -> None:
        """Wait until something is so, for at most so many seconds."""
        for _ in range(20 * seconds):
            if happened():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("it did not happen")

    def settle(self) -> None:
        """Wait until nothing moves any more, as after another size of the window."""
        before: dict[str, FloatRect] = {}

        def stands() -> bool:
            nonlocal before
            last, before = before, self.places()
            return last == before

        self.wait_until(stands)

    def places(self, keys: Sequence[str] = ()) -> dict[str, FloatRect]:
        """Return where parts of the page stand, all unless named, to the pixel.

        All are looked at in one moment: between two of them an answer may replace one.
        """
        parts = {key: selector_of(key) for key in keys or DRAWING_PARTS + ANSWER_PARTS}
        places: dict[str, FloatRect | None] = self.page.evaluate(f"parts => {FIRST_BOXES}", parts)
        found = {key: box for key, box in places.items() if box is not None}
        assert len(found) == len(parts), f"{parts.keys() - found.keys()} not on the page"
        return found


def selector_of(key: str) -> str:
    """Return the CSS selector of the part of the page with this key."""
    return PLACES.get(key, f".st-key-{key}")


BOX = """(part => {
    if (!part?.getClientRects().length) return null;
    const {x, y, width, height} = part.getBoundingClientRect();
    const sides = Object.entries({x, y, width, height});
    return Object.fromEntries(sides.map(([side, value]) => [side, Math.round(value)]));
})"""
"""Where an element stands, in whole pixels; null for one that is not to be seen."""

FIRST_BOXES = f"""Object.fromEntries(
    Object.entries(parts).map(([key, where]) => [key, {BOX}(document.querySelector(where))]),
)"""

PLACES = {
    "activations": ".frame-activations",
    "squared_error": ".frame-squared_error",
    "seen": ".frame-seen",
    "prediction": ".frame-activations > :is(.lead, .prediction)",
    "loss": ".frame-squared_error .loss",
}
"""Where parts stand that have no key of Streamlit's."""

DRAWING_PARTS = ("canvas", "undo", "clear", "network", "preparation", "seen", "language")
ANSWER_PARTS = ("prediction", "activations", "target", "squared_error", "loss")
