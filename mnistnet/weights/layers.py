"""From arrays of any names to W1 and W2, by their shapes alone.

Of a network with 784 inputs and ten outputs a matrix fits in one place only, lying or standing, and
so do biases apart. Where every array has found its place the network is whole; where one has not,
the sentence says which, or what kind of network it seems to be.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, permutations, product
from math import isqrt

import numpy as np

from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.notation import N_CLASSES, N_PIXELS, FloatArray
from mnistnet.weights.checks import MAX_ROWS, NamedArray, in_words

MOST_ARRAYS = 4
"""W1, b1, W2, b2."""


def network_of(file: str, readings: Sequence[Sequence[list[NamedArray]]]) -> Network:
    """Put a network together.

    Parameters
    ----------
    file : str
        What sentences call the file, or the files.
    readings : sequence of sequences of lists of (str, ndarray)
        Of each file what it may hold, the likeliest first: matrices (n, m), biases (n,), (n, 1) or
        (1, n), in any order; where there are ten hidden units, and b1 is as long as b2, the biases
        in the order of their matrices.

    Returns
    -------
    Network
        Of the first readings in which every array has a place; float64, as the lecture's own
        programs compute; biases apart are the last columns.

    Raises
    ------
    WeightsError
        If an array has no place, or a network needs one more.
    """
    likeliest, *others = (_without_sizes([*chain(*parts)]) for parts in product(*readings))
    for arrays in (likeliest, *others):
        if not 2 <= len(arrays) <= MOST_ARRAYS:
            continue
        for W1, W2 in _assignments([array for _, array in arrays]):
            if len(W1) > MAX_ROWS:
                raise WeightsError("error.weights_hidden", file=file, n=len(W1), limit=MAX_ROWS)
            return Network(W1.astype(np.float64), W2.astype(np.float64))
    raise _refusal(file, likeliest)


def _without_sizes(arrays: list[NamedArray]) -> list[NamedArray]:
    """Leave out what is no weights but 784, h, 10, as many programs write beside them."""
    return [named for named in arrays if not _are_sizes(named[1], arrays)]


def _are_sizes(array: FloatArray, arrays: list[NamedArray]) -> bool:
    match array.ravel()[:4].tolist():
        case [first, h, last] if (first, last) == (N_PIXELS, N_CLASSES):
            return any(h in other.shape for _, other in arrays)
    return False


def _assignments(arrays: list[FloatArray]) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield each W1 and W2 in which all arrays have a place.

    Both as they lie come first, then both turned: who saves one standing saves the other so, too.
    """
    for (i, first), (k, second), *rest in permutations(enumerate(arrays)):
        if first.ndim == second.ndim == 2:
            biases = [array for _, array in (rest if i < k else reversed(rest))]
            lying, standing = (first, second), (first.T, second.T)
            for W1, W2 in (lying, standing, (first, second.T), (first.T, second)):
                if _fit(W1, W2, biases):
                    yield _joined(W1, W2, biases)


def _fit(W1: FloatArray, W2: FloatArray, biases: list[FloatArray]) -> bool:
    """Whether these are W1 and W2, with the biases in them, or with b1 and b2 apart."""
    has_biases = W1.shape[1] - N_PIXELS
    if has_biases not in (0, 1) or W2.shape != (N_CLASSES, len(W1) + has_biases):
        return False
    sizes = [b.size for b in biases if b.ndim == 1 or min(b.shape) == 1]
    return not biases or (not has_biases and sizes == [len(W1), N_CLASSES])


def _joined(
    W1: FloatArray, W2: FloatArray, biases: list[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Put biases apart behind the weights."""
    if not biases:
        return W1, W2
    b1, b2 = (b.ravel() for b in biases)
    return np.column_stack([W1, b1]), np.column_stack([W2, b2])


def _refusal(file: str, arrays: list[NamedArray]) -> WeightsError:
    """Return the sentence that says most about arrays that are no network."""
    is_matrix = [array.ndim == 2 and min(array.shape) > 1 for _, array in arrays]
    matrices = [named for named, is_one in zip(arrays, is_matrix, strict=True) if is_one]
    biases = [named for named, is_one in zip(arrays, is_matrix, strict=True) if not is_one]
    shapes = ", ".join(in_words(array.shape) for _, array in arrays)
    if len(arrays) == 1:
        return WeightsError("error.weights_one_of_two", file=file)
    if sum(_inputs(array) is not None for _, array in matrices) > 1:
        return WeightsError("error.weights_two_networks", file=file, shapes=shapes)
    if len(matrices) > 2:
        return WeightsError("error.weights_layers", file=file, n=len(matrices), shapes=shapes)
    if len(matrices) < 2:
        return WeightsError("error.weights_lacking", file=file, shapes=shapes)
    first, second = sorted(matrices, key=_is_second)
    return _of_two(file, first, second, biases)


def _is_second(matrix: NamedArray) -> tuple[bool, bool, int]:
    """Sort W1 before W2: by its inputs, else by the other's outputs, else by size."""
    _, array = matrix
    return _inputs(array) is None, N_CLASSES in array.shape, -array.size


def _inputs(W1: FloatArray) -> int | None:
    """Return which axis of W1 are the inputs: 784, or 785 with biases."""
    return next((i for i in (1, 0) if W1.shape[i] - N_PIXELS in (0, 1)), None)


def _of_two(
    file: str, first: NamedArray, second: NamedArray, biases: list[NamedArray]
) -> WeightsError:
    """Return what is wrong with two matrices and what else there is."""
    (name, W1), (_, W2) = first, second
    axis = _inputs(W1)
    if axis is None:
        hidden = next((n for n in W1.shape if {n, n + 1}.intersection(W2.shape)), min(W1.shape))
        return _other_inputs(name, W1.shape, W1.size // hidden)
    h = W1.shape[1 - axis]
    has_biases = W1.shape[axis] - N_PIXELS
    expected = (N_CLASSES, h + has_biases)
    if W2.shape not in (expected, expected[::-1]):
        outputs = [n for n, other in (W2.shape, W2.shape[::-1]) if other in (h, h + 1)]
        if outputs and N_CLASSES not in W2.shape:
            return WeightsError("error.weights_outputs", file=file, n=outputs[0])
        return WeightsError("error.weights_w2_shape", shape=W2.shape, expected=expected)
    if len(biases) == 1 and biases[0][1].size in (h, N_CLASSES) and not has_biases:
        return WeightsError("error.weights_one_bias", file=file, name=biases[0][0])
    strange = [named for named in biases if named[1].size not in (h, N_CLASSES)]
    name, array = [*strange, *biases, first][0]
    return WeightsError("error.weights_no_place", name=name, shape=in_words(array.shape))


def _other_inputs(name: str, shape: tuple[int, ...], n: int) -> WeightsError:
    """Return the sentence on a W1 of n inputs, which may be square images of another size."""
    words = {"name": name, "shape": in_words(shape)}
    for pixels in (n, n - 1):  # without biases, and with them
        if (side := isqrt(pixels)) ** 2 == pixels and side > 1:
            return WeightsError("error.weights_square_inputs", **words, n=pixels, side=side)
    return WeightsError("error.weights_inputs", **words, n=n)
