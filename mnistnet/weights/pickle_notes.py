"""What a pickle would do, followed on paper and never done.

A pickle is a program: it names functions and has Python call them. So Python's unpickler never
sees one here, not even a restricted one, whose memory a single instruction can exhaust. Instead
the few instructions with which NumPy writes an array are followed on paper: a function's name
stays a name, a call stays a note of who would be called with what. There is nothing in this
module that could run a stranger's code, whatever the file says, and nothing it takes in is larger
than the file.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from mnistnet.errors import WeightsError
from mnistnet.weights.checks import MAX_FILE_BYTES

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


_MARK = object()


def notes_of(file: str, content: bytes) -> object:
    """Follow a pickle's instructions on paper.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : bytes
        A pickle of any protocol, 0 to 5.

    Returns
    -------
    object
        What the pickle would leave behind: a constant, a tuple, `Name`, `Call` or `Built`, and
        these within each other.

    Raises
    ------
    WeightsError
        If it names or does what the pickle of a matrix never does.
    EOFError, ValueError, TypeError, IndexError, KeyError
        If it is cut off or makes no sense.
    """
    stream = io.BytesIO(content)
    stack: list[object] = []
    memo: dict[int, object] = {}
    for _ in range(MAX_INSTRUCTIONS):
        code = _exactly(1, stream)
        if code == STOP:
            return stack.pop()
        if code in READ:
            stack.append(READ[code](stream))
        elif code in COMBINE:
            stack.append(COMBINE[code](stack))
        elif code in PUT:
            memo[PUT[code](stream)] = stack[-1]
        elif code == MEMOIZE:
            memo[len(memo)] = stack[-1]
        elif code in GET:
            stack.append(memo[GET[code](stream)])
        elif code in SKIP:
            _exactly(SKIP[code], stream)
        else:
            raise WeightsError("error.pickle_other", file=file)
        _refuse_code(file, stack[-1] if stack else None)
    raise WeightsError("error.pickle_too_long", file=file, limit=MAX_INSTRUCTIONS)


def _exactly(n: int, stream: io.BytesIO) -> bytes:
    part = stream.read(min(n, MAX_FILE_BYTES))
    if len(part) < n:
        raise EOFError
    return part


def _line(stream: io.BytesIO) -> bytes:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return line[:-1]


def _number(n: int, is_signed: bool = False) -> Callable[[io.BytesIO], int]:
    return lambda stream: int.from_bytes(_exactly(n, stream), "little", signed=is_signed)


def _counted(n: int) -> Callable[[io.BytesIO], bytes]:
    """Read bytes whose number stands before them in ``n`` bytes."""
    return lambda stream: _exactly(_number(n)(stream), stream)


def _text(n: int) -> Callable[[io.BytesIO], str]:
    return lambda stream: _counted(n)(stream).decode()


def _name(stream: io.BytesIO) -> Name:
    return Name(f"{_line(stream).decode()}.{_line(stream).decode()}")


def _decimal(stream: io.BytesIO) -> int:
    line = _line(stream)
    return line == b"01" if line in (b"00", b"01") else int(line)


READ: dict[bytes, Callable[[io.BytesIO], object]] = {
    b"N": lambda _: None,
    b"\x88": lambda _: True,
    b"\x89": lambda _: False,
    b"(": lambda _: _MARK,
    b")": lambda _: (),
    b"I": _decimal,
    b"K": _number(1),
    b"M": _number(2),
    b"J": _number(4, is_signed=True),
    b"\x8a": lambda stream: int.from_bytes(_counted(1)(stream), "little", signed=True),
    b"V": lambda stream: _line(stream).decode("raw-unicode-escape"),
    b"\x8c": _text(1),
    b"X": _text(4),
    b"\x8d": _text(8),
    b"C": _counted(1),
    b"B": _counted(4),
    b"\x8e": _counted(8),
    b"\x96": _counted(8),
    b"c": _name,
    b"i": _name,  # INST would call it at once; enough to say what it names
}
"""Instructions that put something of the file on the stack (``pickletools`` describes them)."""

PUT = {b"p": _decimal, b"q": _number(1), b"r": _number(4)}
GET = {b"g": _decimal, b"h": _number(1), b"j": _number(4)}
SKIP = {b"\x80": 1, b"\x95": 8}
"""The protocol's number and the length of a frame."""

MEMOIZE = b"\x94"
STOP = b"."


def _taken(stack: list[object], n: int) -> tuple[object, ...]:
    if len(stack) < n:
        raise IndexError
    taken = tuple(stack[len(stack) - n :])
    del stack[len(stack) - n :]
    return taken


def _taken_to_mark(stack: list[object]) -> tuple[object, ...]:
    n = 0
    while stack[-1 - n] is not _MARK:
        n += 1
    taken = _taken(stack, n)
    stack.pop()
    return taken


def _named(stack: list[object]) -> Name:
    match _taken(stack, 2):
        case (str(module), str(name)):
            return Name(f"{module}.{name}")
        case _:
            raise TypeError


COMBINE: dict[bytes, Callable[[list[object]], object]] = {
    b"\x85": lambda stack: _taken(stack, 1),
    b"\x86": lambda stack: _taken(stack, 2),
    b"\x87": lambda stack: _taken(stack, 3),
    b"t": _taken_to_mark,
    b"\x93": _named,
    b"R": lambda stack: Call(*_taken(stack, 2)),
    b"b": lambda stack: Built(*_taken(stack, 2)),
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
