r"""The steps of the forward pass as KaTeX, with the real shapes.

Lecture A counts the hidden layer as 1, lecture B counts the input as 1 and keeps the constant 1 as
the last row of each layer's input.
"""

from mnistnet.charts.number_text import MINUS, adding_up, number
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray


def column(first: int) -> str:
    """Return how a pixel's place becomes its row in X, both counted from 0 or from 1."""
    if first:
        return r"x_{28\,(r - 1) + c} = \text{image}_{r,\,c} \qquad X_{784\times1}"
    return r"X_{28\,r + c} = \text{image}_{r,\,c} \qquad X_{784\times1}"


def weighted_input(network: Network, layer: int) -> str:
    """Return the formula of Z1 (layer 1) or Z2 (layer 2), with lecture B's own beside it."""
    rows, columns = (network.W1, network.W2)[layer - 1].shape
    factor = "X" if layer == 1 else "A^{[1]}"
    if network.has_biases:
        factor = rf"\begin{{bmatrix}}{factor}\\1\end{{bmatrix}}"
    formula = (
        rf"Z^{{[{layer}]}}_{{{rows}\times1}} = "
        rf"W^{{[{layer}]}}_{{{rows}\times{columns}}}\;{factor}_{{{columns}\times1}}"
    )
    if network.has_biases:
        formula += (
            rf"\qquad z^{{({layer + 1})}}_{{{rows}\times1}} = "
            rf"w^{{({layer})}}_{{{rows}\times{columns}}}\;a^{{({layer})}}_{{{columns}\times1}}"
        )
    return formula


def activation(network: Network, layer: int) -> str:
    """Return the formula of A1 (layer 1) or A2 (layer 2), with lecture B's own beside it."""
    rows = network.n_hidden if layer == 1 else N_CLASSES
    y_hat = r" = \hat{y}" if layer == 2 else ""
    formula = rf"A^{{[{layer}]}}_{{{rows}\times1}}{y_hat} = g\!\left(Z^{{[{layer}]}}\right)"
    if network.has_biases:
        formula += rf"\qquad a^{{({layer + 1})}} = g\!\left(z^{{({layer + 1})}}\right)"
    return formula + r"\qquad g(z) = \dfrac{1}{1 + e^{-z}}"


def unit_sum(unit: int, products: FloatArray, z: float, a: float, first: int) -> str:
    """Return one hidden unit's weighted input as the sum over the pixels, with its numbers.

    ``products`` of shape (784,) or (785,) are `explain.pixel_products`; z and a are its results.
    What is read adds up. Indices are counted from ``first``, 0 or 1.
    """
    ink, biases = products[:N_PIXELS], products[N_PIXELS:].tolist()
    parts, total = adding_up([ink[ink > 0].sum(), ink[ink < 0].sum(), *biases], plus=True)
    i, last = unit + first, N_PIXELS - 1 + first
    bias = rf" + W^{{[1]}}_{{{i},{last + 1}}} \cdot 1" if biases else ""
    return (
        rf"Z^{{[1]}}_{{{i}}} = \sum_{{p={first}}}^{{{last}}} W^{{[1]}}_{{{i},p}}\,X_p{bias}"
        rf" = {_sum(parts)} = {_tex(total)}"
        rf" \qquad A^{{[1]}}_{{{i}}} = g({_tex(number(z))}) = {_tex(number(a))}"
    )


def output_sum(network: Network, output: int, z: float, a: float, first: int) -> str:
    """Return one output's weighted input as the sum over the hidden units, with its numbers."""
    last = network.n_hidden - 1 + first
    k = output + first
    bias = rf" + W^{{[2]}}_{{{k},{last + 1}}} \cdot 1" if network.has_biases else ""
    return (
        rf"Z^{{[2]}}_{{{k}}} = \sum_{{i={first}}}^{{{last}}}"
        rf" W^{{[2]}}_{{{k},i}}\,A^{{[1]}}_i{bias}"
        rf" = {_tex(number(z))} \qquad A^{{[2]}}_{{{k}}} = g({_tex(number(z))}) = {_tex(number(a))}"
    )


def _sum(terms: list[str]) -> str:
    signed = [term if term[0] in f"+{MINUS}" else f"+{term}" for term in terms]
    return " ".join(map(_tex, signed)).removeprefix("+")


def _tex(text: str) -> str:
    """Write a number of `number_text` for KaTeX."""
    mantissa, _, power = text.replace(MINUS, "-").partition("e")
    return rf"{mantissa}\cdot 10^{{{int(power)}}}" if power else mantissa


def one_step(network: Network, m: int, learning_rate: float) -> str:
    """Return a step of gradient descent on m images: forward, error, backwards, new weights.

    Every symbol stands with its shape where it is calculated. ``h`` and ``n`` are those of the
    network; with biases each layer's input has a row of ones under it, and W2 without its last
    column carries the error back.
    """
    h, n = network.W1.shape
    X, A1, W2 = "X", "A^{[1]}", "W^{[2]}"
    if network.has_biases:
        X, A1, W2 = (
            r"\begin{bmatrix}X\\1\end{bmatrix}",
            r"\begin{bmatrix}A^{[1]}\\1\end{bmatrix}",
            rf"W^{{[2]}}_{{:,\,0..{h - 1}}}",
        )
    inputs = network.W2.shape[1]
    lines = (
        rf"Z^{{[1]}}_{{{h}\times{m}}} &= W^{{[1]}}_{{{h}\times{n}}}\,{X}_{{{n}\times{m}}}",
        rf"A^{{[1]}}_{{{h}\times{m}}} &= g(Z^{{[1]}})",
        rf"Z^{{[2]}}_{{{N_CLASSES}\times{m}}} &="
        rf" W^{{[2]}}_{{{N_CLASSES}\times{inputs}}}\,{A1}_{{{inputs}\times{m}}}",
        rf"A^{{[2]}}_{{{N_CLASSES}\times{m}}} &= g(Z^{{[2]}})",
        rf"L &= \tfrac{{1}}{{{m}}}\textstyle\sum (A^{{[2]}} - Y)^2",
        rf"dZ^{{[2]}}_{{{N_CLASSES}\times{m}}} &= \tfrac{{2}}{{{m}}}\,(A^{{[2]}} - Y)",
        r"&\quad \odot A^{[2]} \odot (1 - A^{[2]})",  # a line of its own, for a phone
        rf"dW^{{[2]}}_{{{N_CLASSES}\times{inputs}}} &= dZ^{{[2]}}\,{{{A1}}}^{{\top}}",
        rf"dA^{{[1]}}_{{{h}\times{m}}} &= {{{W2}}}^{{\top}}\,dZ^{{[2]}}",
        rf"dZ^{{[1]}}_{{{h}\times{m}}} &= dA^{{[1]}} \odot A^{{[1]}} \odot (1 - A^{{[1]}})",
        rf"dW^{{[1]}}_{{{h}\times{n}}} &= dZ^{{[1]}}\,{{{X}}}^{{\top}}",
        rf"W^{{[l]}} &\leftarrow W^{{[l]}} - {learning_rate:g} \cdot dW^{{[l]}}",
    )
    return r"\begin{aligned}" + r"\\".join(lines) + r"\end{aligned}"
