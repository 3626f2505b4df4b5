"""What a browser says of a click or a press to copy; anybody may say anything of either."""

import pytest

from mnistnet import Drawing
from mnistnet.drawing.url_text import encode
from tests.support.digits import SEVEN
from tests.support.server import Server
from tests.support.visitor import visiting

DRAWN = f"drawing={encode(Drawing(tuple(SEVEN), (20.0,)))}"

POINT: dict[str, object] = {"x": 3, "y": 2, "custom": 5}
NOTHING: tuple[object, ...] = (None, "5", [5], {}, -1, 1.5, 10**9, 10**4_000)

NO_POINTS = (
    *(3, "click", [], {}, {"x": 3, "y": 2}, {"custom": 5}),
    *(dict.fromkeys(POINT, what) for what in NOTHING),
    *(POINT | {name: what} for name in POINT for what in (None, -1)),
)

NO_PRESSES: tuple[object, ...] = (
    *(3, "", "X", "X NumPy", "X CSV 1 2", "Y CSV 1", [], ["X", "CSV"], {}, True),
)

FIGURES = {
    "forward": ("matrix", "all_z1", "all_a1", "w2", "contributions", "units_off"),
    "mnist": ("sheet", "per_digit", "confusion"),
}


@pytest.mark.parametrize(
    ("page", "figure"), [(page, figure) for page, keys in FIGURES.items() for figure in keys]
)
def test_what_is_no_click_on_a_figure_breaks_nothing(
    server: Server, page: str, figure: str
) -> None:
    with visiting(server.address, DRAWN, page) as v:
        for point in NO_POINTS:
            v.page.tell(figure, "click", point)
            v.run(fragment=v.page.fragment(figure))
        v.run()


def test_a_click_chooses_what_the_pointer_says_also_counted_from_1(server: Server) -> None:
    with visiting(server.address, f"{DRAWN}&counting=1", "forward") as visitor:
        visitor.page.tell("matrix", "click", {"x": 10, "y": 11, "custom": None})
        visitor.run(fragment=visitor.page.fragment("matrix"))
        visitor.page.tell("w2", "click", {"x": 3, "y": 2, "custom": None})
        visitor.run(fragment=visitor.page.fragment("w2"))

        chosen = set(visitor.page.query.split("&"))
        assert {f"pixel={10 * 28 + 9}", "output=2", "unit=2"} <= chosen


def test_a_clicked_unit_is_the_one_to_switch_off(server: Server) -> None:
    with visiting(server.address, DRAWN, "forward") as visitor:
        visitor.page.tell("all_z1", "click", {"x": 0, "y": 0, "custom": 17})
        visitor.run(fragment=visitor.page.fragment("all_z1"))

        assert "17" in visitor.page.element("switch_unit").label


def test_what_is_no_press_to_copy_breaks_nothing(server: Server) -> None:
    with visiting(server.address, DRAWN, "forward") as v:
        for asked in NO_PRESSES:
            v.page.tell("copying_X", "asked", asked)
            v.run(fragment=v.page.fragment("copying_X"))
