r"""The steps of the forward pass as KaTeX, with the real shapes.

Lecture A counts the hidden layer as 1, lecture B counts the input as 1 and keeps the constant 1 as
the last row of each layer's input.
"""

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray


def column() -> str:
    """Return how a pixel's place becomes its row in X."""
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


def unit_sum(network: Network, unit: int, products: FloatArray, z: float, a: float) -> str:
    """Return one hidden unit's weighted input as the sum over the pixels, with its numbers.

    ``products`` of shape (784,) or (785,) are `explain.pixel_products`; z and a are its results.
    """
    ink = products[:N_PIXELS]
    up, down = ink[ink > 0].sum(), ink[ink < 0].sum()
    bias, b = "", ""
    if network.has_biases:
        bias, b = rf" + W^{{[1]}}_{{{unit},784}} \cdot 1", f"{products[N_PIXELS]:+.3f}"
    return (
        rf"Z^{{[1]}}_{{{unit}}} = \sum_{{p=0}}^{{783}} W^{{[1]}}_{{{unit},p}}\,X_p{bias}"
        rf" = {up:.3f} {down:+.3f} {b} = {z:.3f} \qquad A^{{[1]}}_{{{unit}}} = g({z:.3f}) = {a:.3f}"
    )


def output_sum(network: Network, output: int, z: float, a: float) -> str:
    """Return one output's weighted input as the sum over the hidden units, with its numbers."""
    h = network.n_hidden
    bias = rf" + W^{{[2]}}_{{{output},{h}}} \cdot 1" if network.has_biases else ""
    return (
        rf"Z^{{[2]}}_{{{output}}} = \sum_{{i=0}}^{{{h - 1}}}"
        rf" W^{{[2]}}_{{{output},i}}\,A^{{[1]}}_i{bias}"
        rf" = {z:.3f} \qquad A^{{[2]}}_{{{output}}} = g({z:.3f}) = {a:.3f}"
    )


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
        rf"dZ^{{[2]}}_{{{N_CLASSES}\times{m}}} &= \tfrac{{2}}{{{m}}}\,(A^{{[2]}} - Y)"
        r" \odot A^{[2]} \odot (1 - A^{[2]})",
        rf"dW^{{[2]}}_{{{N_CLASSES}\times{inputs}}} &= dZ^{{[2]}}\,{{{A1}}}^{{\top}}",
        rf"dA^{{[1]}}_{{{h}\times{m}}} &= {{{W2}}}^{{\top}}\,dZ^{{[2]}}",
        rf"dZ^{{[1]}}_{{{h}\times{m}}} &= dA^{{[1]}} \odot A^{{[1]}} \odot (1 - A^{{[1]}})",
        rf"dW^{{[1]}}_{{{h}\times{n}}} &= dZ^{{[1]}}\,{{{X}}}^{{\top}}",
        rf"W^{{[l]}} &\leftarrow W^{{[l]}} - {learning_rate:g} \cdot dW^{{[l]}}",
    )
    return r"\begin{aligned}" + r"\\".join(lines) + r"\end{aligned}"
