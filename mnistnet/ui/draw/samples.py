"""Digits without a pointing device: samples to pick, and a drawing steered by buttons."""

from collections.abc import Mapping

import streamlit as st

from mnistnet.drawing.samples import sample
from mnistnet.drawing.transform import transform_drawing
from mnistnet.notation import N_CLASSES
from mnistnet.ui import url_state
from mnistnet.ui.draw.canvas import run_again, take_report
from mnistnet.ui.i18n import t

STEERED = "steered"

STEPS: dict[str, tuple[str, dict[str, float]]] = {
    "left": ("arrow_back", {"right": -10}),
    "up": ("arrow_upward", {"down": -10}),
    "down": ("arrow_downward", {"down": 10}),
    "right": ("arrow_forward", {"right": 10}),
    "smaller": ("zoom_out", {"scale": 1 / 1.1}),
    "larger": ("zoom_in", {"scale": 1.1}),
    "turn_left": ("rotate_left", {"degrees": -10}),
    "turn_right": ("rotate_right", {"degrees": 10}),
}
"""Icon and effect of each step: a pixel of the 28x28 image, a tenth of the size, ten degrees."""


def samples() -> None:
    """Offer samples to pick, and steps that move what is drawn; nothing is sent while closed."""
    popover = st.popover(
        t("samples.open"),
        width="stretch",
        key="samples",
        on_change="rerun",
    )
    if not popover.open:
        return
    with popover, st.container(key="samples_open"):
        st.html(f'<p class="note">{t("samples.pick")}</p>')
        with st.container(horizontal=True, key="sample_digits"):
            for digit in range(N_CLASSES):
                st.button(
                    str(digit),
                    key=f"sample_{digit}",
                    on_click=_pick,
                    args=(digit,),
                    width="stretch",
                )
        st.html(f'<p class="note">{t("samples.steer")}</p>')
        with st.container(horizontal=True, key="sample_steps"):
            for name, (icon, effect) in STEPS.items():
                st.button(
                    t(f"samples.{name}"),
                    icon=f":material/{icon}:",
                    key=f"steer_{name}",
                    on_click=_steer,
                    args=(effect,),
                    width="stretch",
                )


def _pick(digit: int) -> None:
    before = url_state.target()
    take_report()
    url_state.make_way()
    url_state.replace(sample(digit))
    run_again(before)


def _steer(effect: Mapping[str, float]) -> None:
    """Go a step on from where the last one led, which the kept drawing rounds to whole pixels."""
    before = url_state.target()
    take_report()
    moved = drawn = url_state.drawing()
    if drawn.strokes:
        led_to, exactly = st.session_state.get(STEERED, (None, drawn))
        is_led = led_to == url_state.drawing_text()
        moved = transform_drawing(exactly if is_led else drawn, **effect)
    url_state.replace(moved)
    st.session_state[STEERED] = (url_state.drawing_text(), moved)
    run_again(before)
