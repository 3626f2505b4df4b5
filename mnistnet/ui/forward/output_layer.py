"""What adds up to an output, and which pixels speak for it rather than for another."""

import streamlit as st

from mnistnet.charts.heatmaps import attribution_image
from mnistnet.charts.waterfall import ends_of, waterfall
from mnistnet.drawing.preprocess import PreparedDigit
from mnistnet.explain import pixel_attributions, unit_contributions
from mnistnet.network import ForwardPass, Network
from mnistnet.notation import N_CLASSES
from mnistnet.ui import formulas
from mnistnet.ui.figure import figure
from mnistnet.ui.forward.choices import choose_unit
from mnistnet.ui.i18n import t

CONTRIBUTIONS, SQUARE = 320, 300
"""Heights of the figures, in pixels."""


def show_contributions(network: Network, run: ForwardPass, output: int) -> None:
    """Show what each hidden unit adds to one output; a click on a bar chooses its unit."""
    every = [unit_contributions(network, run.A1, k) for k in range(N_CLASSES)]
    names = [*map(str, range(network.n_hidden)), t("forward.bias")]
    z, a = float(run.Z2[output, 0]), float(run.A2[output, 0])
    others = t("forward.others")
    figure(
        waterfall(every[output], names, others=others, total="Z2", ends=ends_of(every)),
        key="contributions",
        alt=t("forward.contributions_alt", output=output, sum=f"{z:.3f}"),
        height=CONTRIBUTIONS,
        title=t("forward.contributions", output=output),
        on_click=lambda bar: choose_unit(bar) if bar["custom"] not in (None, -1) else None,
    )
    st.latex(formulas.output_sum(network, output, z, a))


def show_why(
    network: Network, digit: PreparedDigit, run: ForwardPass, output: int, rival: int
) -> None:
    """Show which pixels speak for one output against another, and how they add up."""
    every = [pixel_attributions(network, digit.X, output, k) for k in range(N_CLASSES)]
    pushes, end = every[rival], max(float(abs(pushes).max()) for pushes in every)
    difference = float(run.Z2[output, 0] - run.Z2[rival, 0])
    picture, words = st.columns(2)
    with picture:
        why = attribution_image(pushes, digit.pixels, end, hover=t("forward.square_value"))
        figure(why, key="why", alt=t("forward.why_alt"), height=SQUARE)
    with words:
        st.write(
            t(
                "forward.why_sum",
                output=output,
                rival=rival,
                difference=f"{difference:+.3f}",
                paper=f"{difference - pushes.sum():+.3f}",
                up=f"{pushes[pushes > 0].sum():+.3f}",
                down=f"{pushes[pushes < 0].sum():+.3f}",
            )
        )
