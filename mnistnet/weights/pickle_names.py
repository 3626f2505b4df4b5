"""Names in pickles: what belongs to other libraries' models, and is no reason for an alarm.

None of it is looked up or read. It decides only what the sentence says that refuses the file.
"""

import re
import sys

from mnistnet.errors import WeightsError

OF_A_LIBRARY = re.compile(
    r"__main__\.\w+"
    r"|(\w+\.)+_*([A-Z]\w*|(pyx_)?unpickle_\w+)"
    r"|torch\._utils\._rebuild_\w+|torch\.storage\._load_from_bytes"
)
"""Classes, and the functions with which PyTorch, pandas and Cython make an object of one."""

MAX_NAME = 200
"""A longer name is nobody's: it is only meant to keep its reader busy."""

HELPERS = re.compile(
    r"(copyreg|copy_reg)\._reconstructor|(builtins|__builtin__)\.(object|set|slice)"
    r"|numpy\.random\.\w+\.(__\w+|[A-Z]\w*)|numpy\._?core\.multiarray\.scalar"
)
"""What Python and NumPy name in the pickles of such objects."""


def is_foreign(name: str) -> bool:
    """Tell whether a name belongs to another library's models, or to a class of one's own.

    Of Python's own library and of NumPy none does: there are the classes that run programs.
    """
    if len(name) > MAX_NAME:
        return False
    is_library = name.split(".")[0] not in {*sys.stdlib_module_names, "numpy"}
    return is_library and OF_A_LIBRARY.fullmatch(name) is not None


def is_harmless(name: str) -> bool:
    """Tell whether a name is one that comes along with such models."""
    return HELPERS.fullmatch(name) is not None


def foreign_object(file: str, names: list[str]) -> WeightsError:
    """Return the sentence on objects of other libraries, with the line that saves their arrays."""
    for package, key in (("sklearn", "error.pickle_sklearn"), ("torch", "error.pickle_torch")):
        if any(name.startswith(f"{package}.") for name in names):
            return WeightsError(key, file=file)
    return WeightsError("error.pickle_class", file=file, name=names[0].rpartition(".")[2][:40])
