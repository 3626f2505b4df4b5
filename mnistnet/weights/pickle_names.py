"""Names in pickles: what belongs to other libraries' models, and is no reason for an alarm.

None of it is looked up or read. It decides only what the sentence says that refuses the file.
"""

import re
import sys

from mnistnet.errors import WeightsError

OF_A_LIBRARY = re.compile(
    r"__main__\.\w+"
    r"|(\w+\.)+_*([A-Z]\w*|(pyx_)?unpickle_\w+|\w+_unpickle|new_[A-Z]\w*)"
    r"|pyarrow\.lib\.(_restore_array|py_buffer|type_for_alias)"
    r"|torch\._utils\._rebuild_\w+|torch\.storage\._load_from_bytes"
)
"""Classes, and the functions with which PyTorch, pandas, Arrow and Cython make an object of one."""

MAX_NAME = 200
"""A longer name is nobody's: it is only meant to keep its reader busy."""

OF_VALUES = re.compile(
    r"array\.(array|_array_reconstructor)|(argparse\.Namespace|types\.SimpleNamespace)"
    r"|collections\.(ChainMap|Counter|defaultdict|deque|User(Dict|List|String))"
    r"|datetime\.(date|datetime|time|timedelta|timezone)|decimal\.Decimal|fractions\.Fraction"
    r"|(pathlib\._local|pathlib)\.(Pure)?(Posix|Windows)?Path|uuid\.UUID"
    r"|numpy\.ma(\.core)?\.(_mareconstruct|MaskedArray|MaskedConstant)"
    r"|numpy\.(_?core\.memmap\.)?memmap|numpy\.(rec(ords)?\.|_?core\.records\.)?(recarray|record)"
)
"""Classes of Python's own library and of NumPy that hold values, and run nothing."""

HELPERS = re.compile(
    r"(copyreg|copy_reg)\._reconstructor"
    r"|(builtins|__builtin__)\.(bool|bytearray|complex|dict|float|frozenset|int|list|long|object"
    r"|range|set|slice|str|tuple|xrange)"
    r"|numpy\.(bool|complex|float|u?int)_?\d*"
    r"|numpy\.random\.\w+\.(__\w+|[A-Z]\w*)|numpy\._?core\.multiarray\.scalar"
)
"""What Python and NumPy name in the pickles of such objects."""


def is_foreign(name: str) -> bool:
    """Tell whether a name belongs to another library's models, a class of one's own, or to values.

    Of Python's own library and of NumPy only those of `OF_VALUES` do: there are the classes that
    run programs.
    """
    if len(name) > MAX_NAME:
        return False
    if OF_VALUES.fullmatch(name):
        return True
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
    is_class = [name for name in names if not name.rpartition(".")[2].startswith("_")]
    name = (is_class or names)[0].removeprefix("__main__.")
    return WeightsError("error.pickle_class", file=file, name=name[-60:])
