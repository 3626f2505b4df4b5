"""The forward pass of the two lectures, in their own notation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnistnet.errors import WeightsError
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray

SURE = 0.5
"""Below it no output says yes, and the network is said not to be sure."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The weights of a two-layer network.

    Parameters
    ----------
    W1 : ndarray of shape (h, 784) or (h, 785)
        From the pixels to the h hidden units. A 785th column holds the biases.
    W2 : ndarray of shape (10, h) or (10, h + 1)
        From the hidden units to the ten outputs, with or without biases as W1.

    Raises
    ------
    WeightsError
        If the shapes do not fit together, or weights are no finite numbers, or whole ones
        (``W.astype(float)`` makes floats of these).

    Notes
    -----
    The arrays are made read-only: one network serves every visitor.
    """

    W1: FloatArray
    W2: FloatArray

    def __post_init__(self) -> None:
        for name in ("W1", "W2"):
            W = np.array(getattr(self, name))
            if W.ndim != 2 or W.dtype.kind != "f":
                raise WeightsError("error.weights_not_a_matrix", name=name)
            if not np.isfinite(W).all():
                raise WeightsError("error.weights_not_finite", name=name)
            W.flags.writeable = False
            object.__setattr__(self, name, W)
        if self.W1.shape[1] - N_PIXELS not in (0, 1) or self.n_hidden < 1:
            raise WeightsError("error.weights_w1_shape", shape=self.W1.shape)
        expected = (N_CLASSES, self.n_hidden + self.has_biases)
        if self.W2.shape != expected:
            raise WeightsError("error.weights_w2_shape", shape=self.W2.shape, expected=expected)

    @property
    def n_hidden(self) -> int:
        """Number of hidden units."""
        return int(self.W1.shape[0])

    @property
    def has_biases(self) -> bool:
        """Whether each layer's input gets a last row of ones (lecture B)."""
        return bool(self.W1.shape[1] == N_PIXELS + 1)


@dataclass(frozen=True, slots=True, eq=False)
class ForwardPass:
    """Every value between the image and the answer, for m images.

    Parameters
    ----------
    Z1, A1 : ndarray of shape (h, m)
        Weighted input and activations of the hidden units; A1 in [0, 1].
    Z2, A2 : ndarray of shape (10, m)
        Weighted input and activations of the outputs; A2 in [0, 1].
    """

    Z1: FloatArray
    A1: FloatArray
    Z2: FloatArray
    A2: FloatArray

    @property
    def is_sure(self) -> NDArray[np.bool_]:
        """Whether any output of each of the m images reaches `SURE`, of shape (m,)."""
        return np.asarray(self.A2.max(axis=0) >= SURE)


def forward(network: Network, X: FloatArray) -> ForwardPass:
    """Run images through the network.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, m)
        One image a column, 0 (paper) to 1 (ink).

    Returns
    -------
    ForwardPass

    Raises
    ------
    ValueError
        If X is not of shape (784, m), or not of floating-point numbers: bytes from 0 to 255 are
        refused.

    Notes
    -----
    ``Z1 = W1 @ X``, ``A1 = g(Z1)``, ``Z2 = W2 @ A1``, ``A2 = g(Z2)``. With biases
    (lecture B) each layer's input first gets a row of ones under it.
    """
    if X.ndim != 2 or X.shape[0] != N_PIXELS:
        raise ValueError(f"X must be of shape ({N_PIXELS}, m), not {X.shape}")
    if X.dtype.kind != "f":
        raise ValueError(f"X must be of float numbers from 0 to 1, not of {X.dtype}")
    Z1 = network.W1 @ layer_input(network, X)  # (h, m)
    A1 = sigmoid(Z1)  # (h, m)
    Z2 = network.W2 @ layer_input(network, A1)  # (10, m)
    A2 = sigmoid(Z2)  # (10, m)
    return ForwardPass(Z1, A1, Z2, A2)


def layer_input(network: Network, A: FloatArray) -> FloatArray:
    """Return what a layer's weights multiply: A (n, m), or in lecture B A over a row of ones."""
    if not network.has_biases:
        return A
    return np.vstack([A, np.ones((1, A.shape[1]), A.dtype)])  # (n + 1, m)


def sigmoid(Z: FloatArray) -> FloatArray:
    """Activation function of both layers, ``g(z) = 1 / (1 + exp(-z))``, of Z's shape, in [0, 1].

    Where z is so negative that ``exp(-z)`` is beyond the largest number, g(z) is 0.
    """
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(1 / (1 + np.exp(-Z)))
