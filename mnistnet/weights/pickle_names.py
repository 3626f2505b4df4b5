"""Names in pickles: what belongs to other libraries' models, and is no reason for an alarm.

None of it is looked up or read. It decides only what the sentence says that refuses the file.
"""

import re

from mnistnet.errors import WeightsError

FOREIGN = re.compile(
    r"(__main__|joblib|keras|pandas|sklearn|tensorflow|torch)\.(\w+\.)*_*[A-Z]\w*"
    r"|torch\._utils\._rebuild_\w+|torch\.storage\._load_from_bytes"
)
"""What people pickle with their weights, or in place of them."""

HELPERS = re.compile(
    r"(copyreg|copy_reg)\._reconstructor|(builtins|__builtin__)\.(object|set)"
    r"|numpy\.random\.\w+\.(__\w+_ctor|[A-Z]\w*)|numpy\._?core\.multiarray\.scalar"
)
"""What Python and NumPy name in the pickles of these."""


def is_foreign(name: str) -> bool:
    """Tell whether a name belongs to a model of another library, or to a class of one's own."""
    return FOREIGN.fullmatch(name) is not None


def is_harmless(name: str) -> bool:
    """Tell whether a name is one that comes along with such models."""
    return HELPERS.fullmatch(name) is not None


def foreign_object(file: str, names: list[str]) -> WeightsError:
    """Return the sentence on objects of other libraries, with the line that saves their arrays."""
    for package, key in (("sklearn", "error.pickle_sklearn"), ("torch", "error.pickle_torch")):
        if any(name.startswith(f"{package}.") for name in names):
            return WeightsError(key, file=file)
    return WeightsError("error.pickle_class", file=file, name=names[0].rpartition(".")[2][:40])
