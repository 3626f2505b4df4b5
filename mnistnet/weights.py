"""Networks on disk: ``.npz`` files with the two arrays W1 and W2, never a pickle."""

import os
import zipfile
from pathlib import Path

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.network import Network

SHIPPED = ("lecture-a", "lecture-b")
"""Names of the networks in the project's own ``weights`` folder."""

FOLDER = Path(__file__).parents[1] / "weights"


def load_network(source: str | os.PathLike[str]) -> Network:
    """Load a network by name or from a file.

    Parameters
    ----------
    source : str or path
        One of `SHIPPED`, or the path of an ``.npz`` file with the arrays W1 and W2.

    Returns
    -------
    Network

    Raises
    ------
    WeightsError
        If the file is missing, damaged, or not a network.
    """
    path = FOLDER / f"{source}.npz" if source in SHIPPED else Path(source)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Network(arrays["W1"], arrays["W2"])
    except FileNotFoundError:
        raise WeightsError("error.weights_missing", path=path) from None
    except KeyError:
        raise WeightsError("error.weights_no_arrays", path=path) from None
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile) as error:
        raise WeightsError("error.weights_damaged", path=path, why=error) from None


def save_network(network: Network, path: str | os.PathLike[str]) -> None:
    """Save a network as ``.npz`` with float32 arrays W1 and W2.

    The file is written beside its place and then moved there, so a broken-off save leaves the
    old one whole.
    """
    path = Path(path)
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        np.savez(file, W1=np.float32(network.W1), W2=np.float32(network.W2))
    unfinished.replace(path)
