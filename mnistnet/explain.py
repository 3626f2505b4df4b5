"""Why the network answers as it does: what each number is the sum of, and what moved it."""

import numpy as np

from mnistnet.network import Network, layer_input
from mnistnet.notation import N_CLASSES, N_PIXELS, SIDE, FloatArray


def winner_and_rival(A2: FloatArray) -> tuple[int, int]:
    """Return the digits of the largest and the second largest output, of equal ones the first.

    Parameters
    ----------
    A2 : ndarray of shape (10, 1)
        Output activations of one image.
    """
    winner, rival, *_ = (-A2[:, 0]).argsort(kind="stable").tolist()
    return winner, rival


def pixel_products(network: Network, X: FloatArray, unit: int) -> FloatArray:
    """Products of pixels and weights whose sum is one hidden unit's weighted input.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, 1)
        One image, 0 (paper) to 1 (ink).
    unit : int
        Hidden unit, from 0.

    Returns
    -------
    ndarray of shape (784,) or (785,), float64
        ``W1[unit] * X``, the pixels row by row and the bias, if there is one, last. They add up to
        ``Z1[unit]``, but for rounding.

    Raises
    ------
    ValueError
        If X is not one image or there is no such unit.
    """
    _check_image(X)
    _check_index(unit, network.n_hidden, "hidden unit")
    return _float64(network.W1[unit]) * _float64(layer_input(network, X)[:, 0])


def unit_contributions(network: Network, A1: FloatArray, output: int) -> FloatArray:
    """Contributions of the hidden units to one output's weighted input.

    Parameters
    ----------
    network : Network
    A1 : ndarray of shape (h, 1)
        Hidden activations of one image, as in `ForwardPass`.
    output : int
        0 to 9.

    Returns
    -------
    ndarray of shape (h,) or (h + 1,), float64
        ``W2[output] * A1``, the bias, if there is one, last. They add up to ``Z2[output]``, but for
        rounding. Any real number: positive pushes the output up.

    Raises
    ------
    ValueError
        If A1 does not fit the network or there is no such output.
    """
    if A1.shape != (network.n_hidden, 1):
        raise ValueError(f"A1 must be of shape ({network.n_hidden}, 1), not {A1.shape}")
    _check_index(output, N_CLASSES, "output")
    return _float64(network.W2[output]) * _float64(layer_input(network, A1)[:, 0])


def pixel_attributions(network: Network, X: FloatArray, winner: int, rival: int) -> FloatArray:
    """How much each pixel of an image speaks for one output against another.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, 1)
        One image, 0 (paper) to 1 (ink).
    winner, rival : int
        Two outputs, 0 to 9.

    Returns
    -------
    ndarray of shape (28, 28), float64
        Positive where the pixel's ink raises ``d = Z2[winner] - Z2[rival]``, negative where it
        lowers it, 0 where there is no ink. The pixels add up to d of the image less d of blank
        paper, but for rounding.

    Raises
    ------
    ValueError
        If X is not one image or there is no such output.

    Notes
    -----
    Integrated gradients: M. Sundararajan, A. Taly and Q. Yan, "Axiomatic attribution for deep
    networks" (2017). The ink flows onto blank paper, all pixels in step, and each pixel is given
    what its share of the flow changed::

        pixel p:  X[p] * integral over t from 0 to 1 of  d'(t X)[p]
                = X[p] * sum over units j of  (W2[winner, j] - W2[rival, j]) * W1[j, p] * slope[j]

    where slope[j] is the mean of g' on the way from Z1[j] of the paper, the bias b, to Z1[j] of the
    image, z. With one hidden layer no numerical integral is needed: the mean is
    ``(g(z) - g(b)) / (z - b)``, exactly.

    Two things to know when reading the picture. Blank paper is the point of comparison, so what
    the network makes of paper is not in the picture: d of the paper is left out of the sum, and
    paper that stayed white gets nothing, though its being white may matter to a reader. And the
    outputs' weighted inputs Z2 are explained rather than A2, which hardly move near 0 and 1.
    """
    _check_image(X)
    for output in (winner, rival):
        _check_index(output, N_CLASSES, "output")
    W1 = _float64(network.W1)[:, :N_PIXELS]  # (h, 784)
    b = _float64(network.W1)[:, N_PIXELS:].sum(axis=1)  # (h,), 0 without biases
    x = _float64(X[:, 0])  # (784,)
    difference = _float64(network.W2[winner]) - _float64(network.W2[rival])  # (h [+ 1],)
    slope = _mean_slope(b, W1 @ x)  # (h,)
    gradient = (difference[: network.n_hidden] * slope) @ W1  # (784,)
    return (x * gradient).reshape(SIDE, SIDE)


def _mean_slope(b: FloatArray, s: FloatArray) -> FloatArray:
    """Mean of the sigmoid's slope between b and b + s, ``(g(b + s) - g(b)) / s``.

    Written with tanh, whose theorem of addition takes the difference without cancelling:
    ``tanh u - tanh v = tanh(u - v) * (1 - tanh u * tanh v)``.
    """
    is_tiny = np.abs(s) < 1e-8
    ratio = np.where(is_tiny, 0.5, np.tanh(s / 2) / np.where(is_tiny, 1, s))
    return np.asarray(ratio * (1 - np.tanh((b + s) / 2) * np.tanh(b / 2)) / 2)


def _float64(array: FloatArray) -> FloatArray:
    return np.asarray(array, np.float64)


def _check_image(X: FloatArray) -> None:
    if X.shape != (N_PIXELS, 1):
        raise ValueError(f"X must be of shape ({N_PIXELS}, 1), not {X.shape}")


def _check_index(index: int, n: int, what: str) -> None:
    if not 0 <= index < n:
        raise ValueError(f"{what} must be 0 to {n - 1}, not {index}")
