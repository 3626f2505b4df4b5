"""The ``.safetensors`` format: a length, a JSON header, and the numbers one after the other.

https://github.com/huggingface/safetensors#format
"""

import json

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.bfloat16 import as_float32
from mnistnet.weights.checks import NamedArray, array_from_bytes, checked_count

MAX_HEADER_BYTES = 20_000
"""A tensor takes some 80."""

LENGTH = 8
"""Bytes of the header's length, little-endian."""

TYPES = {
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
    "I8": "|i1",
    "I16": "<i2",
    "I32": "<i4",
    "I64": "<i8",
}


def is_safetensors(content: bytes) -> bool:
    """Tell whether a file begins with a length and a header."""
    length = int.from_bytes(content[:LENGTH], "little")
    return content[LENGTH : LENGTH + 1] == b"{" and 0 < length <= len(content) - LENGTH


def arrays_in_safetensors(file: str, content: bytes) -> list[NamedArray]:
    """Read the tensors of a file.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        What `is_safetensors` recognizes.

    Returns
    -------
    list of (str, ndarray)
        Matrices and vectors, float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or holds anything but matrices and vectors of numbers.
    """
    begin = LENGTH + int.from_bytes(content[:LENGTH], "little")
    if begin > MAX_HEADER_BYTES:
        raise WeightsError("error.safetensors_header", file=file)
    try:
        header = json.loads(content[LENGTH:begin])
        json.dumps(header, ensure_ascii=False).encode()  # half a surrogate pair reaches no sentence
        tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
        checked_count(file, len(tensors))
        numbers = memoryview(content)[begin:]
        return [_tensor(f"{file}: {name[:40]}", entry, numbers) for name, entry in tensors.items()]
    except (ValueError, RecursionError):
        raise WeightsError("error.file_cut_off", file=file) from None


def _tensor(name: str, entry: object, numbers: memoryview) -> tuple[str, FloatArray]:
    match entry:
        case {"dtype": str(kind), "shape": [*shape], "data_offsets": [int(start), int(end)]} if (
            0 <= start <= end <= len(numbers)
        ):
            raw: bytes | memoryview = numbers[start:end]
            if kind == "BF16":
                raw, kind = as_float32(raw), "F32"
            if kind not in TYPES:
                raise WeightsError("error.matrix_type", file=name, type=kind[:20])
            return name, array_from_bytes(name, raw, TYPES[kind], shape, "C")
    raise WeightsError("error.file_cut_off", file=name)
