"""The picture of the whole network: its numbers from Python, moved by the browser meanwhile."""

from typing import Any

import streamlit as st

from mnistnet.charts.network_layout import drawn_units, layouts
from mnistnet.charts.network_still import N_LINES, network_still
from mnistnet.charts.number_text import adding_up, number
from mnistnet.drawing.standard_image import PreparedDigit
from mnistnet.loss import one_hot, squared_error
from mnistnet.network import ForwardPass, Network
from mnistnet.notation import FloatArray
from mnistnet.take_home.forward_steps import program_line, steps
from mnistnet.ui import url_state
from mnistnet.ui.browser_files import component
from mnistnet.ui.choices import known_target
from mnistnet.ui.chosen_part import keep_index
from mnistnet.ui.i18n import t
from mnistnet.ui.live_network import network_number

PICTURE = "network_picture"
"""Key of the component; what it reports is read here alone."""

HEADS = ("x", "strip", "hidden", "outputs", "value", "target", "error", "loss", "loss_assumed")

WORDS = (
    *HEADS,
    *("hidden_sums", "sums", "point", "pixel", "unit", "output", "line_in", "line_out", "one"),
    *("largest_in", "largest_out"),
    *("title", "pixels_group", "units_group", "outputs_group"),
    *("back", "next", "play", "pause", "whole"),
)

_frame = st.components.v2.component(
    "mnistnet_network_frame", js=component("network_picture.js", "mountFrame")
)
_picture = st.components.v2.component(
    "mnistnet_network_picture",
    html='<div class="network-picture"></div>',
    js=component("network_picture.js"),
    isolate_styles=False,
)


def send_frame(network: Network, preparation: str) -> None:
    """Send what no stroke changes, outside of every fragment: places, words, steps."""
    units = drawn_units(network)
    left_out = network.n_hidden - len(units)
    words = {name: t(f"network_page.{name}") for name in WORDS}
    words["lines"] = t("network_page.lines", n=N_LINES)
    words["left_out"] = (
        t("network_page.left_out", n=len(units), all=network.n_hidden) if left_out else ""
    )
    _frame(
        key="network_frame",
        data={
            "layouts": layouts(network),
            "network": network_number(network),
            "units": units,
            "nLines": N_LINES,
            "words": words,
            "steps": _steps(network, preparation),
        },
    )


def show_picture(
    network: Network,
    digit: PreparedDigit | None,
    run: ForwardPass | None,
    target: int | None,
    *,
    lead: str,
    told: dict[str, Any],
) -> None:
    """Show the network with the numbers of a digit; empty without one.

    Parameters
    ----------
    network : Network
    digit : PreparedDigit or None
    run : ForwardPass or None
        Of the digit.
    target : int or None
        The true digit.
    lead : str
        The answer, as HTML.
    told : dict
        What `follow_pen` returns.
    """
    data: dict[str, Any] = {"lead": lead, "told": told, "numbers": None, "still": ""}
    data["alt"] = t("network_page.empty", hidden=network.n_hidden)
    if digit is not None and run is not None and target is not None:
        errors = squared_error(run.A2, one_hot(target))
        is_assumed = known_target() is None
        data["numbers"] = _numbers(digit.X, run, errors, target) | {"isAssumed": is_assumed}
        words = {name: t(f"network_page.{name}") for name in HEADS}
        if is_assumed:
            words["loss"] = words["loss_assumed"].replace("{target}", str(target))
        data["alt"] = _alt(network, digit.X, run, errors, target)
        shape = st.session_state.get(PICTURE, {}).get("still")
        if shape in ("wide", "upright"):
            data["still"] = network_still(
                network,
                digit.X,
                run,
                errors,
                target,
                layout=layouts(network)[shape],
                words=words,
                alt=data["alt"],
            )
    _picture(key=PICTURE, data=data, on_chosen_change=_choose, on_still_change=lambda: None)


def _steps(network: Network, preparation: str) -> list[dict[str, str]]:
    """Return the steps in the visitor's language, for the browser."""
    told = []
    words = _words(preparation)
    for step in steps(network.has_biases):
        told.append(
            {
                "name": step.name,
                "title": t(f"network_step.{step.name}"),
                "words": t(f"network_step.{words.get(step.name, step.name)}_words"),
                "formula": step.formula,
                "shapes": step.shapes_in(network),
                "line": program_line(network, step),
            }
        )
    return told


def _words(preparation: str) -> dict[str, str]:
    """Return whose words the first steps have, where the canvas's and MNIST's are not true."""
    if url_state.photograph():
        return {"drawn": "photographed"}
    if not url_state.is_drawn():
        return {"drawn": "image", "prepared": "image_prepared"}
    return {"prepared": "as_drawn"} if preparation == "drawn" else {}


def _numbers(X: FloatArray, run: ForwardPass, errors: FloatArray, target: int) -> dict[str, Any]:
    columns = {"pixels": X, "Z1": run.Z1, "A1": run.A1, "Z2": run.Z2, "y": run.A2, "errors": errors}
    listed: dict[str, Any] = {name: column[:, 0].tolist() for name, column in columns.items()}
    return listed | {"winner": int(run.A2.argmax()), "target": target}


def _alt(network: Network, X: FloatArray, run: ForwardPass, errors: FloatArray, target: int) -> str:
    return t(
        "network_page.alt",
        pixels=int((X > 0).sum()),
        hidden=network.n_hidden,
        active=int((run.A1 > 0.5).sum()),
        outputs=", ".join(f"{k}: {number(value)}" for k, value in enumerate(run.A2[:, 0])),
        winner=int(run.A2.argmax()),
        target=target,
        loss=adding_up(errors[:, 0])[1],
    )


def _choose() -> None:
    """Take the pixel, unit or output that was clicked: Forward pass shows the same."""
    chosen = st.session_state.get(PICTURE, {}).get("chosen")
    match chosen:
        case {"part": "pixel" | "unit" | "output" as part, "index": index}:
            keep_index(part, index)
