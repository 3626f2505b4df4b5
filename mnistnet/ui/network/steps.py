"""The picture's steps: each with its formula, its shapes, and its line of the lecture's program."""

from typing import NamedTuple

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.program import program_source
from mnistnet.ui.i18n import t


class Step(NamedTuple):
    """What a step computes.

    Parameters
    ----------
    name : str
        Its words' key.
    formula : str
        In lecture A's symbols, with biases also in lecture B's.
    shapes : str
        Of all that stands in the formula.
    begins : str
        How its line in the lecture's program begins; of the last two steps, the expression.
    """

    name: str
    formula: str = ""
    shapes: str = ""
    begins: str = ""


def steps(network: Network) -> list[Step]:
    """Return the nine steps from the canvas to the loss, with a network's own shapes."""
    h, n = network.W1.shape
    inputs = network.W2.shape[1]
    of_X, of_hidden = f"({N_PIXELS}, 1)", f"({h}, 1)"
    outputs = f"({N_CLASSES}, 1)"
    shapes_1 = f"{of_hidden} = ({h}, {n}) · ({n}, 1)"
    shapes_2 = f"{outputs} = ({N_CLASSES}, {inputs}) · ({inputs}, 1)"
    if network.has_biases:
        middle = (
            Step("x", "a1 = [X; 1]", f"({n}, 1)", "a1 ="),
            Step("z1", "Z1 = W1 · [X; 1],  z2 = w1 · a1", shapes_1, "z2 ="),
            Step("a1", "A1 = g(Z1),  a2 = [g(z2); 1]", f"{of_hidden},  ({inputs}, 1)", "a2 ="),
            Step("z2", "Z2 = W2 · [A1; 1],  z3 = w2 · a2", shapes_2, "z3 ="),
            Step("a2", "A2 = g(Z2),  a3 = g(z3)", f"{outputs} = {outputs}", "a3 ="),
        )
    else:
        middle = (
            Step("x", "X[28 r + c] = image[r, c]", of_X, "X ="),
            Step("z1", "Z1 = W1 · X", shapes_1, "Z1 ="),
            Step("a1", "A1 = g(Z1)", f"{of_hidden} = {of_hidden}", "A1 ="),
            Step("z2", "Z2 = W2 · A1", shapes_2, "Z2 ="),
            Step("a2", "A2 = ŷ = g(Z2)", f"{outputs} = {outputs}", "yhat ="),
        )
    return [
        Step("drawn"),
        Step("prepared", "image", "(28, 28)"),
        *middle,
        Step("error", "(A2 − Y)²", outputs, "(yhat - Y) ** 2"),
        Step("loss", "L = Σ (A2 − Y)²", "", "np.sum((yhat - Y) ** 2)"),
    ]


def program_line(network: Network, step: Step) -> str:
    """Return the line, or of the last two steps the part of one, that computes a step; "" if none.

    Raises
    ------
    ValueError
        If the lecture's program has no such line.
    """
    if not step.begins:
        return ""
    source = program_source(network, target=0)
    if step.begins.endswith("="):
        for line in source.splitlines():
            if line.strip().startswith(step.begins):
                return line.split("  #")[0].strip()
    elif step.begins in source:
        return step.begins
    raise ValueError(f"the program has no line {step.begins!r}")


def steps_told(network: Network, preparation: str) -> list[dict[str, str]]:
    """Return the steps in the visitor's language, for the browser."""
    told = []
    for step in steps(network):
        is_bare = step.name == "prepared" and preparation == "drawn"
        told.append(
            {
                "name": step.name,
                "title": t(f"network_step.{step.name}"),
                "words": t(f"network_step.{'as_drawn' if is_bare else step.name}_words"),
                "formula": step.formula,
                "shapes": step.shapes,
                "line": program_line(network, step),
            }
        )
    return told
