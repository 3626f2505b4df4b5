"""Fewer hidden units: those that the others can best stand for are folded into them."""

import numpy as np

from mnistnet.network import Network, forward, layer_input
from mnistnet.notation import FloatArray, IntArray

RIDGE = 1e-9
"""Added to the mean square of every activation: two units may be the same."""


def fold_units(network: Network, X: FloatArray, n_hidden: int) -> tuple[Network, IntArray]:
    """Take hidden units away, one after another, until so many are left.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, m)
        Images to see on what the units do; m should be larger than the units are many.
    n_hidden : int

    Returns
    -------
    network : Network
        With rows of W1 as they were, and W2 changed so that Z2 differs least over X.
    kept : ndarray of shape (n_hidden,), int
        The numbers of the units that are left.

    Notes
    -----
    What the others, and the 1 of the biases, cannot say of a unit's activation is what is left of
    it after least squares: on the average ``1 / P[j, j]`` of its square, where P is the inverse of
    the activations' mean products; ``-P[i, j] / P[j, j]`` is what goes to unit i for it. W2 tells
    how much that counts. B. Hassibi and D. Stork, "Second order derivatives for network pruning:
    optimal brain surgeon" (1992), prune single weights so.
    """
    A1 = layer_input(network, forward(network, X).A1).astype(float)  # (h [+ 1], m)
    products = A1 @ A1.T / A1.shape[1] + RIDGE * np.eye(len(A1))
    W2, kept = network.W2.astype(float), np.arange(network.n_hidden)
    while len(kept) > n_hidden:
        P = np.linalg.inv(products)
        costs = (W2**2).sum(axis=0) / np.diag(P)
        j = int(costs[: len(kept)].argmin())
        W2 = np.delete(W2 - np.outer(W2[:, j], P[:, j] / P[j, j]), j, axis=1)
        products = np.delete(np.delete(products, j, axis=0), j, axis=1)
        kept = np.delete(kept, j)
    dtype = network.W2.dtype
    return Network(network.W1[kept], W2.astype(dtype)), kept
