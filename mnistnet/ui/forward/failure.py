"""A digit that has been moved, and what became of the answer."""

from mnistnet.network import ForwardPass, Network, forward
from mnistnet.notation import N_PIXELS, FloatArray
from mnistnet.ui.bars import show_bars
from mnistnet.ui.forward.pixels import show_squares
from mnistnet.ui.i18n import t

SQUARE = 190
"""Height of the picture, in pixels."""

HEIGHT = 150
"""Of the bars: all of it is in sight while a slider moves."""


def show_outcome(network: Network, run: ForwardPass, moved: FloatArray, off: list[int]) -> None:
    """Show the image (28, 28) that the digit has become, and its outputs over those before.

    Parameters
    ----------
    network : Network
    run : ForwardPass
        Of the digit as it was.
    moved : ndarray of shape (28, 28)
    off : list of int
        Hidden units that are switched off: they say nothing.
    """
    W2 = network.W2.copy()
    W2[:, off] = 0
    after = forward(Network(network.W1, W2), moved.reshape(N_PIXELS, 1))
    show_squares("moved", t("forward.moved"), moved, height=SQUARE)
    for name, y_hat in (("after", after.A2), ("before", run.A2)):
        winner = int(y_hat.argmax())
        show_bars(name, t(f"forward.{name}"), y_hat, winner=winner, height=HEIGHT)
