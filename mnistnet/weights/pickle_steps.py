"""The steps of a pickle, followed on paper: what it would make, never made.

A pickle is a program: it names functions and has Python call them. So Python's unpickler never
sees one here, not even a restricted one, whose memory a single instruction can exhaust. Instead
the few instructions with which NumPy and PyTorch write arrays, as ``pickletools.genops`` lists
them, are followed: a function's name stays a name, a call stays a note of who would be called with
what. There is nothing in this module that could run a stranger's code, whatever the file says, and
nothing it takes in is larger than the file.
"""

import pickletools
from typing import IO

from mnistnet.errors import WeightsError
from mnistnet.weights.pickle_names import foreign_object, is_foreign, is_harmless
from mnistnet.weights.pickle_stack import ARGUMENTS, COMBINE, CONSTANTS, Call, Name, printable

MAX_INSTRUCTIONS = 2_000
"""An array takes some 40 (protocol 3) to 75 (protocol 0), a dictionary of `MAX_ARRAYS` 900."""


def left_behind(file: str, content: IO[bytes], names: frozenset[str]) -> object:
    """Return what a pickle would leave.

    Parameters
    ----------
    file : str
        Name of the file, for the sentence when something is wrong.
    content : binary stream
        Stands before a pickle of any protocol, 0 to 5, and then behind it.
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


def _followed(file: str, content: IO[bytes], names: frozenset[str], foreign: list[str]) -> object:
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
                stack.append(printable(argument))
            case name if name in COMBINE:
                stack.append(COMBINE[name](stack))
            case _:
                raise WeightsError("error.pickle_other", file=file)
        if stack:
            _refuse_code(file, stack[-1], names, foreign)
    if foreign:
        raise WeightsError("error.pickle_other", file=file)
    return stack.pop()


def _refuse_code(file: str, value: object, names: frozenset[str], foreign: list[str]) -> None:
    """Stop at what says most about the file, before it is lost in a vaguer sentence."""
    match value:
        case Name(text) if text not in names and is_foreign(text):
            foreign.append(text)
        case Name(text) if text not in names and not is_harmless(text):
            raise WeightsError("error.pickle_code", file=file, name=text[:60])
        case Call(Name("numpy.dtype"), (str(numbers), *_)) if numbers.startswith("O"):
            raise WeightsError("error.matrix_objects", file=file)
        case Call(_, _, (*parts,)) if any(part is value for part in parts):
            raise WeightsError("error.pickle_in_itself", file=file)
