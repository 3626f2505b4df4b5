"""The page's numbers as a program to take home: plain NumPy in the words of the lectures."""

import io
import zipfile

import numpy as np

from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray

FOLDER = "mnistnet-digit"
"""What the zip unpacks to."""

LECTURE_A = """\
import numpy as np

g = lambda x: 1 / (1 + np.exp(-x))

X = np.load("X.npy")            # (784, 1)
{image}W1 = np.load("W1.npy")          # ({h}, 784)
Z1 = np.dot(W1, X)              # ({h}, 1)
A1 = g(Z1)

W2 = np.load("W2.npy")          # (10, {h})
Z2 = np.dot(W2, A1)             # (10, 1)
yhat = g(Z2)
"""

LECTURE_B = """\
import numpy as np

def g(z):
    return 1 / (1 + np.exp(-z))

def neural_network(x, w1, w2):
    a1 = np.concatenate([x, [[1]]])     # (785, 1)
    z2 = np.dot(w1, a1)                 # ({h}, 1)
    a2 = np.concatenate([g(z2), [[1]]]) # ({h} + 1, 1)
    z3 = np.dot(w2, a2)                 # (10, 1)
    a3 = g(z3)
    return a3

x = np.load("x.npy")            # (784, 1)
{image}w1 = np.load("w1.npy")          # ({h}, 785)
w2 = np.load("w2.npy")          # (10, {h} + 1)
yhat = neural_network(x, w1, w2)
"""

IMAGE = "y = {target}                           # the true digit\n"

PREDICT = """
print("predict:", np.round(yhat.ravel(), 3))
"""

LOSS = """
print("image:", y)
print("predict:", np.round(yhat.ravel(), 3))

Y = np.eye(10)[:, [y]]          # (10, 1)
print("loss:", np.round(np.sum((yhat - Y) ** 2), 3))
"""

YEAR_ZERO = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can tell: the same digit gives the same bytes on any day."""

FAST = 1
"""Compression level: a tenth of the time of the usual one for a tenth more bytes."""


def program_source(network: Network, target: int | None = None) -> str:
    """Write the lecture's program for a network.

    Parameters
    ----------
    network : Network
        Without biases it becomes lecture A's program, with biases lecture B's, each in its
        lecture's own names.
    target : int, optional
        The true digit, 0 to 9; with it the program prints the loss too.

    Returns
    -------
    str
        Python that needs only NumPy and the files of `program_files` beside it. It prints the ten
        output activations to three decimals, as the lecture's does.

    Raises
    ------
    ValueError
        If the target is not one of 0 to 9.
    """
    program = LECTURE_B if network.has_biases else LECTURE_A
    if target is None:
        return program.format(h=network.n_hidden, image="") + PREDICT
    if target not in range(N_CLASSES):
        raise ValueError(f"target must be 0 to {N_CLASSES - 1}, not {target}")
    return program.format(h=network.n_hidden, image=IMAGE.format(target=target)) + LOSS


def program_zip(network: Network, X: FloatArray, target: int | None = None) -> bytes:
    """Pack the program with its weights and its digit.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (784, 1)
        One image, 0 (paper) to 1 (ink).
    target : int, optional
        The true digit, 0 to 9; with it the program prints the loss too.

    Returns
    -------
    bytes
        A zip with one folder: ``program.py`` and three ``.npy`` files, float64. The same network,
        image and target give the same bytes.

    Raises
    ------
    ValueError
        If X is not one image or the target is not one of 0 to 9.
    """
    if X.shape != (N_PIXELS, 1):
        raise ValueError(f"X must be of shape ({N_PIXELS}, 1), not {X.shape}")
    contents = {"program.py": program_source(network, target).encode()}
    contents |= {name: _npy(array) for name, array in program_files(network, X).items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", YEAR_ZERO)
            entry.create_system = 3  # Unix, wherever it is packed
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, FAST)
    return packed.getvalue()


def program_files(network: Network, X: FloatArray) -> dict[str, FloatArray]:
    """Return the matrices that the program reads, float64, by the names of their files."""
    names = ("x", "w1", "w2") if network.has_biases else ("X", "W1", "W2")
    arrays = (X, network.W1, network.W2)
    return {
        f"{name}.npy": np.asarray(array, np.float64)
        for name, array in zip(names, arrays, strict=True)
    }


def _npy(array: FloatArray) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()
