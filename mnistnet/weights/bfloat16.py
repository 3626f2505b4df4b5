"""Numbers in bfloat16, which NumPy lacks: the upper half of a float32."""

import numpy as np


def as_float32(raw: bytes | memoryview) -> bytes:
    """Return little-endian bfloat16 numbers as float32; raises ValueError for an odd length."""
    return (np.frombuffer(raw, "<u2").astype("<u4") << 16).tobytes()
