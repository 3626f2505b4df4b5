"""Each kind of file that people have their weights in: it loads as what it is, or is named."""

import gzip
import io
import json
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.weights import WeightsFile, read_network
from tests.support.torch_format import safetensors_file, torch_file

RNG = np.random.default_rng(11)
W1, B1 = RNG.normal(size=(6, 784)).round(3), RNG.normal(size=6).round(3)
W2, B2 = RNG.normal(size=(10, 6)).round(3), RNG.normal(size=10).round(3)
PLAIN = Network(W1, W2)
BIASED = Network(np.column_stack([W1, B1]), np.column_stack([W2, B2]))
EIGHTHS1, EIGHTHS2 = (np.round(8 * W) / 8 for W in (W1, W2))
EIGHTHS = Network(EIGHTHS1, EIGHTHS2)  # which every type of number holds
WHOLE1, WHOLE2 = (np.round(9 * W).astype(int) for W in (W1, W2))
WHOLE, UNSIGNED = (Network(V1 * 1.0, WHOLE2 * 1.0) for V1 in (WHOLE1, abs(WHOLE1)))
APART = {"W1": W1, "b1": B1, "W2": W2, "b2": B2}
STATE = {"fc1.weight": W1, "fc1.bias": B1, "fc2.weight": W2, "fc2.bias": B2}

ONE = np.concatenate([W1.ravel(), B1, W2.ravel(), B2])
PARTS = {
    "W1": ONE[:4704].reshape(6, 784),
    "b1": ONE[4704:4710],
    "W2": ONE[4710:4770].reshape(10, 6),
    "b2": ONE[4770:],
}

Files = bytes | list[bytes]


def npz(*arrays: Any, **named: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, *arrays, **named)
    return file.getvalue()


def npy(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def savetxt(array: FloatArray, **how: Any) -> bytes:
    file = io.BytesIO()
    np.savetxt(file, array, fmt="%.3f", **how)
    return file.getvalue()


def printed(array: object, write: Callable[[Any], str] = str) -> str:
    with np.printoptions(threshold=sys.maxsize, floatmode="unique"):
        return write(array)


def without_outer_pair(array: FloatArray) -> bytes:
    return "\n".join(printed(row) for row in array).encode()


def as_json(things: Any) -> bytes:
    return json.dumps(things, default=lambda array: array.tolist()).encode()


def table(array: FloatArray, separator: str, point: str = ".") -> list[str]:
    return [separator.join(str(number).replace(".", point) for number in row) for row in array]


def with_names(array: FloatArray, separator: str, point: str = ".") -> str:
    """As pandas writes a table: names of columns above, numbers of rows before."""
    head = separator.join(["", *map(str, range(array.shape[1]))])
    lines = (f"{n}{separator}{line}" for n, line in enumerate(table(array, separator, point)))
    return "\n".join([head, *lines])


def csv(array: FloatArray, separator: str, point: str, has_header: bool, has_index: bool) -> bytes:
    """As pandas' ``to_csv`` writes a table, with names of columns and numbers of rows or not."""
    header, rows = (
        with_names(array, separator, point).split("\n")[0],
        table(array, separator, point),
    )
    if not has_index:
        header = header.removeprefix(separator)
    else:
        rows = [f"{n}{separator}{row}" for n, row in enumerate(rows)]
    return "\n".join([header, *rows] if has_header else rows).encode()


def octave_csv(array: FloatArray) -> bytes:
    return "\r\n".join(table(array, ",")).encode()


def octave_text(arrays: Mapping[str, FloatArray]) -> bytes:
    lines = ["# Created by Octave 9.2.0, Thu Nov 26 10:00:00 2026 UTC <pupil@school>"]
    for name, array in arrays.items():
        matrix = np.atleast_2d(array)
        rows, columns = matrix.shape
        lines += [f"# name: {name}", "# type: matrix", f"# rows: {rows}", f"# columns: {columns}"]
        lines += [*(" " + row for row in table(matrix, " ")), "", ""]
    return "\n".join(lines).encode()


def pickled_object(module: str, name: str) -> bytes:
    """Pickle an object of a class of another library, which nobody has here."""
    kind = type(name, (), {"__module__": module})
    thing: Any = kind()
    thing.coefs_, thing.random = [W1.T, W2.T], np.random.RandomState(1)
    parts = module.split(".")
    modules = {".".join(parts[: n + 1]): ModuleType(part) for n, part in enumerate(parts)}
    vars(modules[module])[name] = kind
    with patch.dict(sys.modules, modules):
        return pickle.dumps(thing, 4)


def csv_of_four() -> Iterator[tuple[str, tuple[Files, Network]]]:
    """Yield every kind of CSV of W1, W2 and of biases as columns and as rows, also from 0 on."""
    b1 = B1.copy()
    b1[0] = 0
    from_zero = Network(np.column_stack([W1, b1]), BIASED.W2)
    signs = [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), (" ", "."), (" ", ",")]
    for (separator, point), *has in product(signs, (True, False), (True, False)):
        for first, expected in ((B1, BIASED), (b1, from_zero)):
            columns = [W1, first[:, None], W2, B2[:, None]]
            rows = [W1, first[None], W2, B2[None]]
            for shape, arrays in (("columns", columns), ("rows", rows)):
                name = f"CSV, {separator!r} {point} header, index: {has}, {shape} from {first[0]}"
                yield name, ([csv(array, separator, point, *has) for array in arrays], expected)


TEN = Network(RNG.normal(size=(10, 785)), RNG.normal(size=(10, 11)))
"""Its biases are as long as each other."""

LOADS: dict[str, tuple[Files, Network]] = {
    "npz, W1 and W2": (npz(W1=W1, W2=W2), PLAIN),
    "npz, biases joined": (npz(W1=BIASED.W1, W2=BIASED.W2), BIASED),
    "npz, W1 b1 W2 b2": (npz(**APART), BIASED),
    "npz, biases by the order of their matrices": (
        npz(
            W_in=TEN.W1[:, :-1], b_in=TEN.W1[:, -1], W_hidden=TEN.W2[:, :-1], b_hidden=TEN.W2[:, -1]
        ),
        TEN,
    ),
    "npz, biases as columns": (npz(W1=W1, W2=W2, b1=B1[:, None], b2=B2[:, None]), BIASED),
    "npz, biases as rows": (npz(W1=W1, W2=W2, b1=B1[None], b2=B2[None]), BIASED),
    "npz, wih and who": (npz(wih=W1, who=W2), PLAIN),
    "npz, w1 and w2 the other way round": (npz(w2=W2, w1=W1), PLAIN),
    "npz, arr_0 and arr_1": (npz(W1, W2), PLAIN),
    "npz, Theta1 and Theta2": (npz(Theta1=BIASED.W1, Theta2=BIASED.W2), BIASED),
    "npz, transposed": (npz(W1=W1.T, W2=W2.T), PLAIN),
    "npz, transposed, biases joined": (npz(W1=BIASED.W1.T, W2=BIASED.W2.T), BIASED),
    "npz, Keras's get_weights()": (npz(W1.T, B1, W2.T, B2), BIASED),
    "npz, scikit-learn's coefs_ and intercepts_": (npz(W1.T, W2.T, B1, B2), BIASED),
    "npz, with the sizes": (npz(**APART, sizes=np.array([784.0, 6, 10])), BIASED),
    **{
        f"npz, with the sizes as {kind}": (npz(**APART, sizes=np.array([784, 6, 10], kind)), BIASED)
        for kind in ("<i8", "<i4", ">u2")
    },
    **{
        f"npz, whole numbers as {kind}": (npz(W1=WHOLE1.astype(kind), W2=WHOLE2), WHOLE)
        for kind in ("<i8", ">i8", "<i4", ">i2", "|i1")
    },
    "npz, whole numbers without signs": (npz(W1=abs(WHOLE1).astype("<u4"), W2=WHOLE2), UNSIGNED),
    "two npy": ([npy(W1), npy(W2)], PLAIN),
    "npy, saved one after the other": (npy(W1) + npy(W2), PLAIN),
    "four npy": ([npy(B2), npy(W1), npy(B1), npy(W2)], BIASED),
    "two npz of one array": ([npz(W1), npz(W2)], PLAIN),
    "npy and text": ([npy(W1), savetxt(W2)], PLAIN),
    "two pickles, the lecture's": ([pickle.dumps(W1, 3), pickle.dumps(W2, 3)], PLAIN),
    "pickle of a list": (pickle.dumps([W1, W2]), PLAIN),
    "pickle of a tuple": (pickle.dumps((W1, B1, W2, B2), 0), BIASED),
    "pickle of a dictionary": (pickle.dumps(APART, 1), BIASED),
    "pickle of lists": (pickle.dumps([[W1, W2], [B1, B2]], 2), BIASED),
    "two pickles in one file": (pickle.dumps(W1) + pickle.dumps(W2, 2), PLAIN),
    "pickle of np.matrix": (pickle.dumps([W.view(np.matrix) for W in (W1, W2)]), PLAIN),
    "PyTorch's state_dict": (torch_file(STATE), BIASED),
    "PyTorch, transposed tensors": (torch_file({"0": W1.T, "1": W2}), PLAIN),
    "PyTorch, parts of one tensor": (torch_file(PARTS), BIASED),
    "PyTorch, half precision": (
        torch_file({"W1": EIGHTHS1.astype("f2"), "W2": EIGHTHS2.astype("f2")}),
        EIGHTHS,
    ),
    "PyTorch, whole numbers": (torch_file({"W1": WHOLE1, "W2": WHOLE2}), WHOLE),
    "PyTorch, with the sizes": (torch_file({**STATE, "n": np.array([784, 6, 10])}), BIASED),
    "safetensors": (safetensors_file(STATE), BIASED),
    "safetensors, bfloat16": (safetensors_file({"W1": EIGHTHS1, "W2": EIGHTHS2}, "BF16"), EIGHTHS),
    "safetensors, with the sizes": (
        safetensors_file({**STATE, "sizes": np.array([784, 6, 10])}).replace(
            b'"F64", "shape": [3]', b'"I64", "shape": [3]'
        ),
        BIASED,
    ),
    "pickle of whole numbers": (pickle.dumps({"W1": WHOLE1, "W2": WHOLE2}), WHOLE),
    "JSON, whole numbers": (as_json([WHOLE1, WHOLE2]), WHOLE),
    "JSON, a list": (as_json([W1, W2]), PLAIN),
    "JSON, a list, biases apart": (as_json([W1, B1, W2, B2]), BIASED),
    "JSON, a dictionary": (as_json({"epochs": 3, **APART, "name": "my net"}), BIASED),
    "JSON, Nielsen's book": (
        as_json(
            {
                "sizes": [784, 6, 10],
                "weights": [W1, W2],
                "biases": [B1[:, None], B2[:, None]],
                "cost": "CrossEntropyCost",
            }
        ),
        BIASED,
    ),
    "JSON, with remarks, empty lists and brackets in words": (
        as_json({'say "W1" [1]': W1, "W2": W2, "losses": [], "by": ["me", "you"], "on": "[1] ..."}),
        PLAIN,
    ),
    "JSON, deep": (b"[" * 50 + as_json({"layers": [{"w": W1}, {"w": W2}]}) + b"]" * 50, PLAIN),
    "JSON, matrices before biases": (as_json([W1, W2, B1, B2]), BIASED),
    "JSON, indented": (json.dumps([W1.tolist(), W2.tolist()], indent=2).encode(), PLAIN),
    "savetxt": ([savetxt(W1), savetxt(W2)], PLAIN),
    "savetxt, remarks with brackets and dots": (
        [
            savetxt(W, header="W [6x784]\nas trained ... on Monday", footer="[...]")
            for W in (W1, W2)
        ],
        PLAIN,
    ),
    "savetxt, four": ([savetxt(W1), savetxt(B1), savetxt(W2), savetxt(B2)], BIASED),
    "Octave's save": (octave_text(APART), BIASED),
    "printed": ([printed(W1).encode(), printed(W2).encode()], PLAIN),
    "printed, rows without an outer pair": (
        [without_outer_pair(W1), without_outer_pair(W2)],
        PLAIN,
    ),
    "printed, repr": ([printed(W1, repr).encode(), printed(W2, repr).encode()], PLAIN),
    "printed, repr of float32": (
        [printed(np.float32(W1), repr).encode(), printed(np.float32(W2), repr).encode()],
        PLAIN,
    ),
    "printed, a notebook's output": (
        [f"Out[{n}]: {printed(W, repr)}".encode() for n, W in ((3, W1), (12, W2))],
        PLAIN,
    ),
    "printed, as a program": (
        "\n\n".join(f"{k} = np.{printed(v, repr)}" for k, v in APART.items()).encode(),
        BIASED,
    ),
    "printed, with remarks": (
        f"# W1 [6x784] ...\n{printed(W1)}\n # and W2 [10x6]\n{printed(W2)}".encode(),
        PLAIN,
    ),
    "printed, a dictionary": (printed(APART, repr).encode(), BIASED),
    "printed, PyTorch's state_dict": (
        f"OrderedDict([('fc1.weight', tensor({W1.tolist()}, requires_grad=True)), "
        f"('fc2.weight', tensor({W2.tolist()}))])".encode(),
        PLAIN,
    ),
    "printed, a list of NumPy 2's numbers": (
        [str([list(row) for row in W]).encode() for W in (W1, W2)],
        PLAIN,
    ),
    "CSV": ([octave_csv(W1), octave_csv(W2)], PLAIN),
    "CSV, header and index": ([with_names(W, ",").encode() for W in (W1, W2)], PLAIN),
    "CSV, header alone": (
        [
            "\n".join([",".join(map(str, range(len(W[0])))), *table(W, ",")]).encode()
            for W in (W1, W2)
        ],
        PLAIN,
    ),
    "CSV, semicolons and decimal commas": (
        ["\n".join(table(W, ";", ",")).encode() for W in (W1, W2)],
        PLAIN,
    ),
    "CSV, blanks and decimal commas": (
        ["\n".join(table(W, " ", ",")).encode() for W in (W1, W2)],
        PLAIN,
    ),
    "CSV, Excel's UTF-8": (["\n".join(table(W, ";")).encode("utf-8-sig") for W in (W1, W2)], PLAIN),
    "CSV, Excel's UTF-16": (
        [with_names(W, "\t", ",").encode("utf-16") for W in (W1, W2)],
        PLAIN,
    ),
    **dict(csv_of_four()),
}

REFUSED: dict[str, tuple[Files, str]] = {
    "npz, three layers": (
        npz(W1=W1, W2=RNG.normal(size=(8, 6)), W3=RNG.normal(size=(10, 8))),
        "weights_layers",
    ),
    "npz, a matrix too much": (npz(W1=W1, W2=W2, old=W2), "weights_layers"),
    "npz, the same network twice": (npz(W1=W1, W2=W2, old=W1, old2=W2), "weights_two_networks"),
    "npy, W1 twice": ([npy(W1), npy(W1)], "weights_two_networks"),
    "npz, nothing": (npz(), "weights_empty"),
    "npz, sizes of another network": (
        npz(W1=W1, W2=W2, s=np.array([784.0, 5, 10])),
        "weights_no_place",
    ),
    "npz, a vector too much": (npz(**APART, losses=np.ones(3)), "weights_no_place"),
    "npz, biases twice": (npz(W1=BIASED.W1, W2=BIASED.W2, b1=B1, b2=B2), "weights_no_place"),
    "npz, biases of one layer": (npz(W1=W1, W2=W2, b1=B1), "weights_one_bias"),
    "npz, a number alone": (npz(**APART, epochs=np.array(3)), "matrix_not_2d"),
    "npz, whole sizes of another network": (
        npz(W1=W1, W2=W2, s=np.array([784, 5, 10])),
        "weights_no_place",
    ),
    "npz, images": (npz(W1=np.ones((6, 784), np.uint8), W2=W2), "matrix_type"),
    "npz, many images": (npz(x=np.ones((2000, 784), np.int32)), "matrix_too_large"),
    "npz, whole numbers beyond": (npz(W1=W1, W2=np.full((10, 6), 2**62)), "weights_beyond"),
    "npz, no matrices": (npz(b1=B1, b2=B2), "weights_lacking"),
    "npz, images of 20x20": (npz(W1=W1[:, :401], W2=BIASED.W2), "weights_square_inputs"),
    "npz, images of 8x8": (npz(W1=W1[:, :64], W2=W2), "weights_square_inputs"),
    "npz, 13 inputs": (npz(W1=W1[:, :13], W2=W2), "weights_inputs"),
    "npz, 26 outputs": (npz(W1=W1, W2=np.ones((26, 6))), "weights_outputs"),
    "npz, a convolution": (npz(W1=np.ones((8, 1, 3, 3)), W2=W2), "matrix_not_2d"),
    "npz, 20 arrays": (npz(*[B1] * 20), "weights_many_arrays"),
    "npz, objects": (npz(np.array([W1, W2], object)), "matrix_objects"),
    "one npy": (npy(W1), "weights_one_of_two"),
    "pickle of nested lists": (pickle.dumps(W2.tolist()), "pickle_other"),
    "scikit-learn": (
        pickled_object("sklearn.neural_network._multilayer_perceptron", "MLPClassifier"),
        "pickle_sklearn",
    ),
    "a class of one's own": (pickled_object("__main__", "NeuralNetwork"), "pickle_class"),
    "PyTorch, a whole model": (pickled_object("torch.nn.modules.linear", "Linear"), "pickle_torch"),
    "PyTorch, with a number": (torch_file(STATE, 7), "torch_other"),
    "PyTorch of old": (
        b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.",
        "file_old_torch",
    ),
    "Keras, h5": (b"\x89HDF\r\n\x1a\n" + bytes(600), "file_hdf5"),
    "MATLAB": (b"MATLAB 5.0 MAT-file, Platform: GLNXA64" + bytes(600), "file_matlab"),
    "gzip": (gzip.compress(savetxt(W1)), "file_gzip"),
    "printed, cut by NumPy": (
        [str(np.ones((60, 784))).encode(), printed(W2).encode()],
        "text_elided",
    ),
    "a picture": (b"\xff\xd8\xff\xe0 a photo", "weights_unknown"),
    "a web page": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "text_word"),
}


REFUSED_JSON: dict[str, tuple[Files, str]] = {
    "a row too short": (b"[[1, 2], [3]]", "text_ragged"),
    "an empty row": (b"[[1, 2], []]", "text_ragged"),
    "a word in a row": (b"[[1, null]]", "text_word"),
    "a key twice": (
        as_json({"a": W1, "b": W2})[:-1] + b', "b": [[1.5]]}',
        "weights_no_place",
    ),
    "a list too much": (as_json({**APART, "losses": [0.5, 0.25]}), "weights_no_place"),
    "nothing": (b"[[], {}]", "matrix_empty"),
}


def files_of(content: Files) -> list[WeightsFile]:
    contents = [content] if isinstance(content, bytes) else content
    return [WeightsFile(f"file {n}", content) for n, content in enumerate(contents)]


@pytest.mark.parametrize("kind", LOADS)
def test_a_kind_of_file_loads_as_the_network_that_it_is(kind: str) -> None:
    content, expected = LOADS[kind]
    network = read_network(*files_of(content))
    assert np.array_equal(network.W1, expected.W1)
    assert np.array_equal(network.W2, expected.W2)


@pytest.mark.parametrize("order", ["W1 b1 W2 b2", "b2 W2 b1 W1", "W1 W2 b1 b2", "b2 b1 W2 W1"])
def test_biases_of_ten_hidden_units_stand_in_the_order_of_their_matrices(order: str) -> None:
    (W1, b1), (W2, b2) = ((W[:, :-1], W[:, -1]) for W in (TEN.W1, TEN.W2))
    arrays = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    names = {"W1": "W_in", "b1": "b_in", "W2": "W_hidden", "b2": "b_hidden"}  # say nothing here
    files = [WeightsFile(f"{names[role]}.npy", npy(arrays[role])) for role in order.split()]
    together = WeightsFile("w", npz(**{names[role]: arrays[role] for role in order.split()}))
    for sources in (files, [together]):
        read = read_network(*sources)
        assert np.array_equal(read.W1, TEN.W1)
        assert np.array_equal(read.W2, TEN.W2)


def test_of_several_vectors_the_one_that_has_no_place_is_named() -> None:
    for more in ({"losses": np.ones(3)}, {"n": np.array([784, 5, 10])}):
        with pytest.raises(WeightsError) as caught:
            read_network(WeightsFile("w", npz(**APART, **more)))
        assert caught.value.values["name"] == f"w: {next(iter(more))}"


@pytest.mark.parametrize("refused", [*REFUSED.items(), *REFUSED_JSON.items()], ids=lambda r: r[0])
def test_a_kind_of_file_that_is_no_network_is_told_what_it_is(
    refused: tuple[str, tuple[Files, str]],
) -> None:
    _, (content, key) = refused
    with pytest.raises(WeightsError) as caught:
        read_network(*files_of(content))
    assert caught.value.key == f"error.{key}"
    for language in LANGUAGES:
        assert "file 0" in catalogue(language)[caught.value.key].format(**caught.value.values)
