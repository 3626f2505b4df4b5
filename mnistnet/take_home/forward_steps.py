"""The steps of a forward pass: formula, shapes, and line of the lecture's program."""

from typing import NamedTuple

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS
from mnistnet.take_home.program import program_source


class Step(NamedTuple):
    """What a step computes.

    Parameters
    ----------
    name : str
        Its words' key.
    formula : str
        In lecture A's symbols, with biases also in lecture B's.
    shapes : str
        Of all that stands in the formula, ``{h}`` in place of the number of hidden units and
        ``{w}`` of W2's columns: a network of any size has the same steps.
    begins : str
        How its line in the lecture's program begins; of the last two steps, the expression.
    """

    name: str
    formula: str = ""
    shapes: str = ""
    begins: str = ""

    def shapes_in(self, network: Network) -> str:
        """Return the shapes with a network's own numbers."""
        return self.shapes.format(h=network.n_hidden, w=network.W2.shape[1])


def steps(has_biases: bool) -> list[Step]:
    """Return the nine steps from the canvas to the loss, of networks with or without biases."""
    n = N_PIXELS + has_biases
    of_hidden, outputs = "({h}, 1)", f"({N_CLASSES}, 1)"
    shapes_1 = f"{of_hidden} = ({{h}}, {n}) · ({n}, 1)"
    shapes_2 = f"{outputs} = ({N_CLASSES}, {{w}}) · ({{w}}, 1)"
    if has_biases:
        middle = (
            Step("x", "a1 = [X; 1]", f"({n}, 1)", "a1 ="),
            Step("z1", "Z1 = W1 · [X; 1],  z2 = w1 · a1", shapes_1, "z2 ="),
            Step("a1", "A1 = g(Z1),  a2 = [g(z2); 1]", f"{of_hidden},  ({{w}}, 1)", "a2 ="),
            Step("z2", "Z2 = W2 · [A1; 1],  z3 = w2 · a2", shapes_2, "z3 ="),
            Step("a2", "A2 = g(Z2),  a3 = g(z3)", f"{outputs} = {outputs}", "a3 ="),
        )
    else:
        middle = (
            Step("x", "X[28 r + c] = image[r, c]", f"({n}, 1)", "X ="),
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
