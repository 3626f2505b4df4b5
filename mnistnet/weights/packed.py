"""A network in the bytes that the browser reads (reading.js)."""

import zlib

import numpy as np

from mnistnet.network import Network
from mnistnet.notation import FloatArray


def pack(network: Network) -> bytes:
    """Write a network for the browser, in float32 where that is exact, otherwise in float64.

    Four little-endian uint32 (a number that tells networks apart, the hidden units, 1 with biases
    or 0, bytes a weight), then W1 and W2 row by row.
    """
    weights = np.concatenate([network.W1.ravel(), network.W2.ravel()])
    packed = _in_bytes(weights)
    size = len(packed) // len(weights)
    kind = np.array([network.n_hidden, network.has_biases, size], dtype="<u4").tobytes() + packed
    return zlib.crc32(kind).to_bytes(4, "little") + kind


def name_of(packed: bytes) -> int:
    """Return the number that tells a packed network from others."""
    return int.from_bytes(packed[:4], "little")


def _in_bytes(weights: FloatArray) -> bytes:
    with np.errstate(over="ignore"):
        short = weights.astype("<f4")
    exact = np.array_equal(short, weights)
    return short.tobytes() if exact else weights.astype("<f8").tobytes()
