"""The lecture's ``.weights`` files: pickles of one matrix, read without unpickling.

A pickle is a program: it names functions and has Python call them. So Python's unpickler never
sees one here, not even a restricted one, whose memory a single instruction can exhaust. Instead
the few instructions with which NumPy writes an array, as ``pickletools.genops`` lists them, are
followed on paper: a function's name stays a name, a call stays a note of who would be called with
what. There is nothing in this module that could run a stranger's code, whatever the file says, and
nothing it takes in is larger than the file.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights.checks import matrix_from_bytes

MAX_INSTRUCTIONS = 200
"""An array takes some 40 (protocol 3) to 75 (protocol 0)."""

RECONSTRUCT = ("numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct")
FROM_BUFFER = ("numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer")
NAMES = {*RECONSTRUCT, *FROM_BUFFER, "numpy.ndarray", "numpy.dtype", "_codecs.encode"}
"""What NumPy's writers, before and after version 2, name in the pickle of an array."""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """The name of a function or class, never looked up."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """The note that ``function`` should be called."""

    function: object
    arguments: object


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """The note that ``thing`` should take over ``state``."""

    thing: object
    state: object


def matrix_in_pickle(file: str, content: bytes) -> FloatArray:
    """Read the one matrix that a pickle holds.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        A pickle of any protocol, 0 to 5.

    Returns
    -------
    ndarray of shape (rows, columns)
        float32 or float64.

    Raises
    ------
    WeightsError
        If it is damaged, or anything but one matrix of numbers.
    """
    try:
        return _matrix(file, _left_behind(file, content))
    except (ValueError, TypeError, IndexError, KeyError, DeprecationWarning):  # a wrong escape
        raise WeightsError("error.file_cut_off", file=file) from None


def _left_behind(file: str, content: bytes) -> object:
    """Return what a pickle would leave: a constant, a tuple, a note, and these in each other."""
    stack: list[object] = []
    memo: dict[object, object] = {}
    for n, (opcode, argument, _) in enumerate(pickletools.genops(content)):
        if n == MAX_INSTRUCTIONS:
            raise WeightsError("error.pickle_too_long", file=file, limit=MAX_INSTRUCTIONS)
        match opcode.name:
            case "PROTO" | "FRAME" | "STOP":
                continue
            case "MEMOIZE":
                memo[len(memo)] = stack[-1]
            case "PUT" | "BINPUT" | "LONG_BINPUT":
                memo[argument] = stack[-1]
            case "GET" | "BINGET" | "LONG_BINGET":
                stack.append(memo[argument])
            case "GLOBAL" | "INST":  # INST would call it at once; enough to say what it names
                stack.append(Name(str(argument).replace(" ", ".", 1)))
            case name if name in CONSTANTS:
                stack.append(CONSTANTS[name])
            case name if name in ARGUMENTS:
                stack.append(_printable(argument))
            case name if name in COMBINE:
                stack.append(COMBINE[name](stack))
            case _:
                raise WeightsError("error.pickle_other", file=file)
        _refuse_code(file, stack[-1] if stack else None)
    return stack.pop()


_MARK = object()
CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "MARK": _MARK, "EMPTY_TUPLE": ()}

ARGUMENTS = {
    *("INT", "BININT", "BININT1", "BININT2", "LONG1"),
    *("UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8"),
    *("SHORT_BINBYTES", "BINBYTES", "BINBYTES8", "BYTEARRAY8"),
}
"""Instructions that put the number, the text or the bytes after them on the stack."""


def _printable(argument: object) -> object:
    """Return an argument; raises ValueError for half a surrogate pair, which no page can show."""
    if isinstance(argument, str):
        argument.encode()
    return argument


def _taken(stack: list[object], n: int) -> tuple[object, ...]:
    if len(stack) < n:
        raise IndexError
    taken = tuple(stack[len(stack) - n :])
    del stack[len(stack) - n :]
    return taken


def _taken_to_mark(stack: list[object]) -> tuple[object, ...]:
    n = stack[::-1].index(_MARK)
    taken = _taken(stack, n)
    stack.pop()
    return taken


def _named(stack: list[object]) -> Name:
    module, name = _taken(stack, 2)
    if not isinstance(module, str) or not isinstance(name, str):
        raise TypeError
    return Name(f"{module}.{name}")


COMBINE: dict[str, Callable[[list[object]], object]] = {
    "TUPLE1": lambda stack: _taken(stack, 1),
    "TUPLE2": lambda stack: _taken(stack, 2),
    "TUPLE3": lambda stack: _taken(stack, 3),
    "TUPLE": _taken_to_mark,
    "STACK_GLOBAL": _named,
    "REDUCE": lambda stack: Call(*_taken(stack, 2)),
    "BUILD": lambda stack: Built(*_taken(stack, 2)),
}
"""Instructions that make one thing of those on top of the stack."""


def _refuse_code(file: str, value: object) -> None:
    """Stop at what says most about the file, before it is lost in a vaguer sentence."""
    match value:
        case Name(text) if text not in NAMES:
            raise WeightsError("error.pickle_code", file=file, name=text[:60])
        case Call(Name("numpy.dtype"), (str(numbers), *_)) if numbers.startswith("O"):
            raise WeightsError("error.matrix_objects", file=file)
        case Built(thing, (*parts,)) if any(part is thing for part in parts):
            raise WeightsError("error.pickle_in_itself", file=file)


def _matrix(file: str, pickled: object) -> FloatArray:
    match pickled:
        case Built(
            Call(Name(function), (Name("numpy.ndarray"), *_)),
            (_, tuple(shape), dtype, bool(by_columns), raw),
        ) if function in RECONSTRUCT:
            order = "F" if by_columns else "C"
        case Call(Name(function), (raw, dtype, tuple(shape), ("C" | "F") as order)) if (
            function in FROM_BUFFER
        ):
            pass
        case _:
            raise WeightsError("error.pickle_other", file=file)
    return matrix_from_bytes(file, _bytes(raw), _dtype(dtype), shape, "F" if order == "F" else "C")


def _bytes(raw: object) -> bytes | bytearray:
    match raw:
        case bytes() | bytearray():
            return raw
        case Call(Name("_codecs.encode"), (str(text), "latin1")):  # protocols 0 to 2
            return text.encode("latin1")
    raise TypeError


def _dtype(dtype: object) -> str:
    match dtype:
        case Built(Call(Name("numpy.dtype"), (str(numbers), *_)), (_, str(byte_order), *_)):
            return byte_order + numbers
    raise TypeError
