"""The lecture's ``.weights`` files and their like: pickles of arrays, read without unpickling."""

import io

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import NamedArray, array_from_bytes, checked_count
from mnistnet.weights.pickle_stack import MAX_SHOWN, ORDERED_DICT, Call, Name, Stored
from mnistnet.weights.pickle_steps import left_behind

RECONSTRUCT = ("numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct")
FROM_BUFFER = ("numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer")
ARRAYS = ("numpy.ndarray", "numpy.matrix", "numpy.matrixlib.defmatrix.matrix")
NAMES = frozenset(
    {*RECONSTRUCT, *FROM_BUFFER, *ARRAYS, "numpy.dtype", "_codecs.encode", ORDERED_DICT}
)
"""What NumPy's writers, before and after version 2, name in the pickle of an array."""

MAX_NESTED = 100
"""Lists, tuples, dictionaries and what they hold, counted as often as they are met."""


def arrays_in_pickle(file: str, content: bytes) -> list[NamedArray]:
    """Read the arrays that a pickle holds.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        Pickles of any protocol, 0 to 5, of an array, or a list, tuple or dictionary of arrays.

    Returns
    -------
    list of (str, ndarray)
        Matrices and vectors, float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or holds anything but arrays of numbers.
    """
    found = gathered(file, _all_left(file, content), "error.pickle_other")
    if not found:
        raise WeightsError("error.pickle_other", file=file)
    try:
        return [(name, _array(name, pickled)) for name, pickled in found]
    except (ValueError, TypeError):
        raise WeightsError("error.file_cut_off", file=file) from None


def _all_left(file: str, content: bytes) -> object:
    """Return what each pickle of a file leaves: who called ``pickle.dump`` twice has two in one."""
    stream = io.BytesIO(content)
    left: list[object] = []
    while not left or stream.tell() < len(content):
        left.append(left_behind(file, stream, NAMES))
        checked_count(file, len(left))
    return left if len(left) > 1 else left[0]


def gathered(file: str, left: object, refusal: str) -> list[tuple[str, object]]:
    """Return what stands in lists, tuples and dictionaries, each with its name.

    Raises WeightsError, with the sentence ``refusal``, for numbers, words and endless nesting.
    """
    found: list[tuple[str, object]] = []
    ahead: list[tuple[str, object]] = [(file, left)]
    for _ in range(MAX_NESTED):
        if not ahead:
            return found
        name, thing = ahead.pop()
        match thing:
            case dict() | list() | tuple() if len(thing) > MAX_NESTED:
                break
            case dict():
                ahead += [(f"{file}: {_shown(key)}", part) for key, part in thing.items()][::-1]
            case list() | tuple():
                ahead += [(f"{file}: {n}", part) for n, part in enumerate(thing)][::-1]
            case int() | float() | str() | None:
                raise WeightsError(refusal, file=name)
            case _:
                found.append((name, thing))
                checked_count(file, len(found))
    raise WeightsError(refusal, file=file)


def _shown(key: object) -> str:
    return "?" if isinstance(key, Stored) else str(key)[:MAX_SHOWN]


def _array(name: str, pickled: object) -> FloatArray:
    match pickled:
        case Call(
            Name(function),
            (Name(kind), *_),
            (_, tuple(shape), dtype, bool(by_columns), raw),
        ) if function in RECONSTRUCT and kind in ARRAYS:
            order = "F" if by_columns else "C"
        case Call(Name(function), (raw, dtype, tuple(shape), ("C" | "F") as order)) if (
            function in FROM_BUFFER
        ):
            pass
        case _:
            raise WeightsError("error.pickle_other", file=name)
    return array_from_bytes(name, _bytes(raw), _dtype(dtype), shape, "F" if order == "F" else "C")


def _bytes(raw: object) -> bytes | bytearray:
    match raw:
        case bytes() | bytearray():
            return raw
        case Call(Name("_codecs.encode"), (str(text), "latin1")):  # protocols 0 to 2
            return text.encode("latin1")
    raise TypeError


def _dtype(dtype: object) -> str:
    match dtype:
        case Call(Name("numpy.dtype"), (str(numbers), *_), (_, str(byte_order), *_)):
            return byte_order + numbers
    raise TypeError
