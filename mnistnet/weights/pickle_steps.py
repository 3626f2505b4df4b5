"""The steps of a pickle, followed on paper: what it would make, never made.

A pickle is a program: it names functions and has Python call them. So Python's unpickler never
sees one here, not even a restricted one, whose memory a single instruction can exhaust. Instead
the few instructions with which NumPy and PyTorch write arrays, as ``pickletools.genops`` lists
them, are followed: a function's name stays a name, a call stays a note of who would be called with
what. There is nothing in this module that could run a stranger's code, whatever the file says, and
nothing it takes in is larger than the file.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass

from mnistnet.errors import WeightsError
from mnistnet.weights.pickle_names import foreign_object, is_foreign, is_harmless

MAX_INSTRUCTIONS = 2_000
"""An array takes some 40 (protocol 3) to 75 (protocol 0), a dictionary of `MAX_ARRAYS` 900."""

ORDERED_DICT = "collections.OrderedDict"


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


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """The note of something that lies outside of the pickle, as PyTorch's tensors do."""

    key: object


def left_behind(file: str, content: bytes, names: frozenset[str]) -> object:
    """Return what a pickle would leave.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        A pickle of any protocol, 0 to 5.
    names : frozenset of str
        Functions and classes that it may name.

    Returns
    -------
    object
        A constant, a note, and tuples, lists and dictionaries of these; any of them may hold
        itself.

    Raises
    ------
    WeightsError
        If it is damaged, names anything else, or does what no file of arrays needs.
    """
    foreign: list[str] = []
    try:
        return _followed(file, content, names, foreign)
    except WeightsError as error:
        if not foreign or error.key == "error.pickle_code":
            raise
    except (ValueError, TypeError, IndexError, KeyError, DeprecationWarning):  # a wrong escape
        if not foreign:
            raise WeightsError("error.file_cut_off", file=file) from None
    raise foreign_object(file, foreign)


def _followed(file: str, content: bytes, names: frozenset[str], foreign: list[str]) -> object:
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
                made = CONSTANTS[name]
                stack.append(made() if callable(made) else made)
            case name if name in ARGUMENTS:
                stack.append(_printable(argument))
            case name if name in COMBINE:
                stack.append(COMBINE[name](stack))
            case _:
                raise WeightsError("error.pickle_other", file=file)
        if stack:
            _refuse_code(file, stack[-1], names, foreign)
    if foreign:
        raise WeightsError("error.pickle_other", file=file)
    return stack.pop()


_MARK = object()
CONSTANTS: dict[str, object] = {
    "NONE": None,
    "NEWTRUE": True,
    "NEWFALSE": False,
    "MARK": _MARK,
    "EMPTY_TUPLE": (),
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
}

ARGUMENTS = {
    *("INT", "BININT", "BININT1", "BININT2", "LONG1", "LONG", "FLOAT", "BINFLOAT"),
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


def _called(stack: list[object]) -> object:
    match _taken(stack, 2):
        case (Name(text), ()) if text == ORDERED_DICT:
            return {}
        case (function, arguments):
            return Call(function, arguments)
    raise TypeError


def _built(stack: list[object]) -> object:
    thing, state = _taken(stack, 2)
    return thing if isinstance(thing, dict) else Built(thing, state)  # an OrderedDict's _metadata


def _appended(stack: list[object], items: tuple[object, ...]) -> object:
    (whole,) = _taken(stack, 1)
    if not isinstance(whole, list):
        raise TypeError
    whole += items
    return whole


def _set(stack: list[object], items: tuple[object, ...]) -> object:
    (whole,) = _taken(stack, 1)
    if not isinstance(whole, dict):
        raise TypeError
    whole |= _pairs(items)
    return whole


def _pairs(items: tuple[object, ...]) -> dict[object, object]:
    keys, values = items[::2], items[1::2]
    if not all(isinstance(key, str | int) for key in keys):
        raise TypeError
    return dict(zip(keys, values, strict=True))


COMBINE: dict[str, Callable[[list[object]], object]] = {
    "TUPLE1": lambda stack: _taken(stack, 1),
    "TUPLE2": lambda stack: _taken(stack, 2),
    "TUPLE3": lambda stack: _taken(stack, 3),
    "TUPLE": _taken_to_mark,
    "LIST": lambda stack: list(_taken_to_mark(stack)),
    "DICT": lambda stack: _pairs(_taken_to_mark(stack)),
    "APPEND": lambda stack: _appended(stack, _taken(stack, 1)),
    "APPENDS": lambda stack: _appended(stack, _taken_to_mark(stack)),
    "SETITEM": lambda stack: _set(stack, _taken(stack, 2)),
    "SETITEMS": lambda stack: _set(stack, _taken_to_mark(stack)),
    "STACK_GLOBAL": _named,
    "REDUCE": _called,
    "NEWOBJ": lambda stack: Call(*_taken(stack, 2)),
    "BUILD": _built,
    "BINPERSID": lambda stack: Stored(*_taken(stack, 1)),
}
"""Instructions that make one thing of those on top of the stack."""


def _refuse_code(file: str, value: object, names: frozenset[str], foreign: list[str]) -> None:
    """Stop at what says most about the file, before it is lost in a vaguer sentence."""
    match value:
        case Name(text) if text not in names and is_foreign(text):
            foreign.append(text)
        case Name(text) if text not in names and not is_harmless(text):
            raise WeightsError("error.pickle_code", file=file, name=text[:60])
        case Call(Name("numpy.dtype"), (str(numbers), *_)) if numbers.startswith("O"):
            raise WeightsError("error.matrix_objects", file=file)
        case Built(thing, (*parts,)) if any(part is thing for part in parts):
            raise WeightsError("error.pickle_in_itself", file=file)
