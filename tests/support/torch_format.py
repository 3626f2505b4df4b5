"""What ``torch.save`` writes, for tests that have no PyTorch: its classes by name alone."""

import io
import json
import pickle
import sys
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np

from mnistnet.notation import FloatArray

TORCH, UTILS = ModuleType("torch"), ModuleType("torch._utils")
STORAGES = {"f2": "HalfStorage", "f4": "FloatStorage", "f8": "DoubleStorage", "i8": "LongStorage"}
for storage in STORAGES.values():
    setattr(TORCH, storage, type(storage, (), {"__module__": "torch"}))


def _rebuild_tensor_v2(*arguments: Any) -> None: ...


_rebuild_tensor_v2.__module__ = UTILS.__name__
vars(UTILS)["_rebuild_tensor_v2"] = _rebuild_tensor_v2


class _Storage:
    def __init__(self, numbers: FloatArray, key: int) -> None:
        kind = STORAGES[numbers.dtype.str[1:]]
        self.id = ("storage", getattr(TORCH, kind), str(key), "cpu", numbers.size)


class _Tensor:
    def __init__(self, storage: _Storage, array: FloatArray, start: int) -> None:
        steps = tuple(step // array.itemsize for step in array.strides)
        self.arguments: tuple[object, ...] = (
            storage,
            start,
            array.shape,
            steps,
            False,
            OrderedDict(),
        )

    def __reduce__(self) -> Any:
        return _rebuild_tensor_v2, self.arguments


class _Pickler(pickle.Pickler):
    def persistent_id(self, thing: object) -> object:
        return thing.id if isinstance(thing, _Storage) else None


def torch_file(entries: Mapping[str, FloatArray], extra: object = None) -> bytes:
    """Return a state dictionary as ``torch.save`` writes it, after ``extra`` if there is any.

    Arrays by columns stand for transposed tensors, views for parts of tensors.
    """
    state: Any = OrderedDict()
    state._metadata = OrderedDict({"": {"version": 1}})
    storages = []
    for name, array in entries.items():
        whole = array if array.base is None else array.base
        numbers = np.ravel(whole, order="K")
        start = (array.ctypes.data - whole.ctypes.data) // array.itemsize
        storages.append(numbers.tobytes())
        state[name] = _Tensor(_Storage(numbers, len(storages) - 1), array, start)
    pickled = io.BytesIO()
    with patch.dict(sys.modules, {"torch": TORCH, "torch._utils": UTILS}):
        _Pickler(pickled, 2).dump(state if extra is None else [extra, state])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("weights/data.pkl", pickled.getvalue())
        archive.writestr("weights/byteorder", "little")
        for key, stored in enumerate(storages):
            archive.writestr(f"weights/data/{key}", stored)
        archive.writestr("weights/version", "3\n")
    return file.getvalue()


def safetensors_file(entries: Mapping[str, FloatArray], kind: str | None = None) -> bytes:
    """Return arrays as ``safetensors.numpy.save`` writes them, in their own type or as "BF16"."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    numbers = b""
    for name, array in entries.items():
        raw = array.tobytes()
        if kind == "BF16":
            raw = (array.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
        offsets = [len(numbers), len(numbers) + len(raw)]
        own = kind or f"F{8 * array.itemsize}"
        header[name] = {"dtype": own, "shape": array.shape, "data_offsets": offsets}
        numbers += raw
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + numbers
