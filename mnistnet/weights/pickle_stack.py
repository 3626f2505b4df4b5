"""What the steps of a pickle leave on its stack: notes of what they name, and would call.

Each step takes some of the topmost things and leaves one. None is more than it takes in.
"""

from collections.abc import Callable
from dataclasses import dataclass

ORDERED_DICT = "collections.OrderedDict"


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """The name of a function or class, never looked up."""

    text: str


@dataclass(slots=True, eq=False)
class Call:
    """The note that ``function`` should be called, and that what it makes should take a state."""

    function: object
    arguments: object
    state: object = None


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """The note of something that lies outside of the pickle, as PyTorch's tensors do."""

    key: object


MAX_SHOWN = 40
"""Letters of a name that sentences show; a tuple of long ones could be longer than the file."""

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


def printable(argument: object) -> object:
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
    if isinstance(thing, Call):  # an OrderedDict's state is its _metadata
        thing.state = state
    elif not isinstance(thing, dict):
        raise TypeError
    return thing


def _appended(stack: list[object], items: tuple[object, ...]) -> object:
    (whole,) = _taken(stack, 1)
    if isinstance(whole, Call):  # a deque's
        whole.state = items
        return whole
    if not isinstance(whole, list):
        raise TypeError
    whole += items
    return whole


def _set(stack: list[object], items: tuple[object, ...]) -> object:
    (whole,) = _taken(stack, 1)
    if isinstance(whole, Call):  # a defaultdict's
        whole.state = items
        return whole
    if not isinstance(whole, dict):
        raise TypeError
    whole |= _pairs(items)
    return whole


def _pairs(items: tuple[object, ...]) -> dict[object, object]:
    keys, values = items[::2], items[1::2]
    return dict(zip(map(_key, keys), values, strict=True))


def _key(key: object) -> object:
    """Return what a dictionary's value is called: a note where words of it may have no end."""
    match key:
        case str() | int() | float() | None:
            return key
        case bytes() if len(key) <= MAX_SHOWN:
            return key
        case tuple() if len(key) <= MAX_SHOWN and all(map(_is_short, key)):
            return key
        case list() | dict() | bytearray():
            raise TypeError
    return Stored(key)


def _is_short(part: object) -> bool:
    is_short_text = isinstance(part, str) and len(part) <= MAX_SHOWN
    return is_short_text or isinstance(part, int | float | None)


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
