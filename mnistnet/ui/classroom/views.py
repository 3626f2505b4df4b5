"""What of the class to look at, and in which order."""

from mnistnet.ui.choices import one_of
from mnistnet.ui.i18n import t
from mnistnet.ui.options import CLASS_VIEWS, WALL_ORDERS


def choose_view() -> str:
    """Let the visitor choose what to look at, one of `CLASS_VIEWS`."""
    words = {view: t(f"class_view.{view}") for view in CLASS_VIEWS}
    return one_of("class_view", CLASS_VIEWS, words.__getitem__, label_visibility="collapsed")


def choose_order() -> None:
    """Let the visitor choose how drawings follow each other, one of `WALL_ORDERS`."""
    words = {order: t(f"wall_order.{order}") for order in WALL_ORDERS}
    one_of("wall_order", WALL_ORDERS, words.__getitem__, label_visibility="collapsed")
