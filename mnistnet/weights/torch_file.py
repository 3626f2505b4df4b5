"""What ``torch.save(model.state_dict(), file)`` writes, read without PyTorch and without running.

It is a zip: ``data.pkl``, a pickle of a dictionary of notes on tensors, and ``data/0``, ``data/1``,
... the numbers. https://github.com/pytorch/pytorch/blob/main/torch/serialization.py
"""

import io
from typing import Literal

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.bfloat16 import as_float32
from mnistnet.weights.checks import NamedArray, array_from_bytes, checked_shape
from mnistnet.weights.pickle_stack import ORDERED_DICT, Call, Name, Stored
from mnistnet.weights.pickle_steps import left_behind
from mnistnet.weights.pickled import gathered
from mnistnet.weights.zipped import unpacked

PICKLE = "/data.pkl"

TENSORS = ("torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor")
PARAMETER = "torch._utils._rebuild_parameter"
TYPES = {
    "torch.HalfStorage": "<f2",
    "torch.FloatStorage": "<f4",
    "torch.DoubleStorage": "<f8",
    "torch.BFloat16Storage": "bfloat16",
    "torch.CharStorage": "|i1",
    "torch.ShortStorage": "<i2",
    "torch.IntStorage": "<i4",
    "torch.LongStorage": "<i8",
}
NO_WEIGHTS = ("torch.ByteStorage", "torch.BoolStorage")
NAMES = frozenset({ORDERED_DICT, *TENSORS, PARAMETER, *TYPES, *NO_WEIGHTS})


def is_torch_file(entries: list[str]) -> bool:
    """Tell PyTorch's zip files from others by the names in them."""
    return any(entry.endswith(PICKLE) for entry in entries)


def arrays_in_torch_file(file: str, content: bytes, entries: list[str]) -> list[NamedArray]:
    """Read the tensors of a state dictionary.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
    entries : list of str
        The names in the zip.

    Returns
    -------
    list of (str, ndarray)
        Matrices and vectors, float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, holds a whole model, or anything but tensors of numbers.
    """
    pickle = next(entry for entry in entries if entry.endswith(PICKLE))
    folder = pickle.removesuffix(PICKLE)
    is_big = unpacked(file, content, [e for e in entries if e == f"{folder}/byteorder"])
    if b"big" in is_big.values():
        raise WeightsError("error.torch_big_endian", file=file)
    left = left_behind(file, io.BytesIO(unpacked(file, content, [pickle])[pickle]), NAMES)
    found = gathered(file, left, "error.torch_other")
    storages = unpacked(file, content, [e for e in entries if e.startswith(f"{folder}/data/")])
    try:
        return [(name, _tensor(name, note, storages, f"{folder}/data/")) for name, note in found]
    except (ValueError, TypeError, KeyError):
        raise WeightsError("error.file_cut_off", file=file) from None


def _tensor(name: str, note: object, storages: dict[str, bytes], folder: str) -> FloatArray:
    match note:
        case Call(Name(function), (tensor, *_)) if function == PARAMETER:
            return _tensor(name, tensor, storages, folder)
        case Call(
            Name(function),
            (
                Stored(("storage", Name(kind), str(key), *_)),
                int(offset),
                tuple(shape),
                tuple(steps),
                *_,
            ),
        ) if function in TENSORS and kind in TYPES and offset >= 0:
            raw = storages[f"{folder}{key}"]
        case _:
            raise WeightsError("error.torch_other", file=name)
    if kind == "torch.BFloat16Storage":
        raw, kind = as_float32(raw), "torch.FloatStorage"
    sides, dtype = checked_shape(name, shape), TYPES[kind]
    itemsize = int(dtype[-1])
    order: Literal["C", "F"] = "C" if _is_by_rows(sides, steps) else "F"
    if order == "F" and not _is_by_rows(sides[::-1], steps[::-1]):
        raise WeightsError("error.torch_other", file=name)
    begin = offset * itemsize
    size = itemsize * sides[0] * (sides[1] if len(sides) > 1 else 1)
    return array_from_bytes(name, raw[begin : begin + size], dtype, sides, order)


def _is_by_rows(sides: tuple[int, ...], steps: tuple[object, ...]) -> bool:
    """Whether the numbers run along the rows without a gap; of one number alone they always do."""
    expected = (sides[1], 1) if len(sides) > 1 else (1,)
    return len(steps) == len(sides) and all(
        step == there or side == 1 for step, there, side in zip(steps, expected, sides, strict=True)
    )
