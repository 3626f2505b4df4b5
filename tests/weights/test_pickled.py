import os
import pickle
import time
import tracemalloc
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from mnistnet.errors import WeightsError
from mnistnet.notation import FloatArray
from mnistnet.weights import WeightsFile, load_matrix
from mnistnet.weights.pickled import arrays_in_pickle


def matrix_in_pickle(name: str, content: bytes) -> FloatArray:
    ((_, matrix),) = arrays_in_pickle(name, content)
    return matrix


MATRIX = np.arange(6, dtype=float).reshape(2, 3) - 2.5


def refusal(content: bytes) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        matrix_in_pickle("w.weights", content)
    assert len(str(caught.value)) < 200
    return caught.value


matrices = np_st.arrays(
    dtype=st.sampled_from(["<f8", ">f8", "<f4", ">f4"]),
    shape=np_st.array_shapes(min_dims=2, max_dims=2, max_side=20),
    elements=st.floats(-1000, 1000, width=32),
)


@given(matrices, st.integers(0, 5), st.booleans(), st.booleans())
def test_a_pickled_matrix_comes_back_whole(
    matrix: FloatArray, protocol: int, by_columns: bool, by_old_numpy: bool
) -> None:
    content = pickle.dumps(np.asarray(matrix, order="F" if by_columns else "C"), protocol)
    if by_old_numpy:
        content = content.replace(b"numpy._core", b"numpy.core")
        content = content.replace(b"\x8c\x16numpy.core", b"\x8c\x15numpy.core")  # its length
        content = content.replace(b"\x8c\x13numpy.core", b"\x8c\x12numpy.core")
    read = load_matrix(WeightsFile("w_xh.weights", content))
    assert np.array_equal(read, matrix)
    assert read.dtype == matrix.dtype.newbyteorder("=")


def test_the_lectures_own_kind_of_file_is_read() -> None:
    """Protocol 3 as NumPy 1.14 wrote it, instruction by instruction."""
    content = (
        b"\x80\x03cnumpy.core.multiarray\n_reconstruct\nq\x00cnumpy\nndarray\nq\x01K\x00\x85q\x02"
        b"C\x01bq\x03\x87q\x04Rq\x05(K\x01K\x01K\x02\x86q\x06cnumpy\ndtype\nq\x07X\x02\x00\x00\x00f8"
        b"q\x08K\x00K\x01\x87q\tRq\n(K\x03X\x01\x00\x00\x00<q\x0bNNNJ\xff\xff\xff\xffJ\xff\xff\xff"
        b"\xffK\x00tq\x0cb\x89C\x10" + np.array([0.25, -2.0]).tobytes() + b"q\rtq\x0eb."
    )
    assert matrix_in_pickle("w_xh.weights", content).tolist() == [[0.25, -2.0]]


class Reduced:
    def __init__(self, *reduced: Any) -> None:
        self.reduced = reduced

    def __reduce__(self) -> Any:
        return self.reduced


def run_by_inst(command: str) -> bytes:
    return f"(S'{command}'\nios\nsystem\n.".encode()


def run_by_getattr(command: str) -> bytes:
    return (
        b"cbuiltins\ngetattr\n(cbuiltins\n__import__\n(Vos\ntRVsystem\ntR(V"
        + command.encode()
        + b"\ntR."
    )


def run_by_stack_global(command: str) -> bytes:
    return pickle.dumps(Reduced(os.system, (command,)), 4)


def run_inside_an_array(command: str) -> bytes:
    state = (1, (1, 1), np.dtype("f8"), False, Reduced(os.system, (command,)))
    return pickle.dumps(Reduced(np.empty(0).__reduce__()[0], (np.ndarray, (0,), b"b"), state), 3)


@pytest.mark.parametrize(
    ("attack", "name"),
    [
        (run_by_inst, None),
        (run_by_getattr, "builtins.getattr"),
        (run_by_stack_global, "posix.system"),
        (run_inside_an_array, "posix.system"),
    ],
)
def test_nothing_in_a_pickle_is_run(
    tmp_path: Path, attack: Callable[[str], bytes], name: str | None
) -> None:
    content = attack(f"touch {tmp_path}/was-run")
    error = refusal(content)
    assert error.key == ("error.pickle_code" if name else "error.pickle_other")
    assert error.values.get("name") == name
    with pytest.raises(WeightsError):
        load_matrix(WeightsFile("w.weights", content))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name",
    [
        *("os.system", "builtins.eval", "subprocess.Popen", "importlib.machinery.FileFinder"),
        *("numpy.load", "numpy.core.multiarray.fromfile", "numpy.dtype.x", "numpy.testing.Tester"),
        *("torch.hub.load", "joblib.load", "sklearn.datasets.fetch_openml"),
    ],
)
def test_only_the_names_of_numpys_writers_are_let_through(name: str) -> None:
    module, _, function = name.rpartition(".")
    assert refusal(f"c{module}\n{function}\n.".encode()).values["name"] == name


@pytest.mark.parametrize("half", [b"V\\ud800\n", b"\x8c\x03\xed\xa0\x80"])
def test_half_a_surrogate_pair_reaches_no_sentence(half: bytes) -> None:
    assert refusal(b"\x80\x04" + half + b"V\n\x93.").key == "error.file_cut_off"


@pytest.mark.parametrize(
    "thing",
    [
        *(
            np.ma.array(MATRIX),
            pd.Series([1.5]),
            pd.DataFrame(MATRIX),
            defaultdict(list),
            deque([1]),
        ),
        *(Counter("aa"), array("d", [1.5]), date(2026, 1, 2), timedelta(1), Path("w"), Fraction(1)),
        *(SimpleNamespace(W1=1), PurePosixPath("w"), Decimal("1.5"), np.zeros(3).view(np.recarray)),
        *(pd.Series(["a"], dtype="category"), pd.DataFrame({"a": [1.5], "b": ["x"]})),
        deque([np.float32]),
        pd.Series(MATRIX[0], index=pd.date_range("2026-01-01", periods=3)),
    ],
    ids=lambda thing: type(thing).__name__,
)
@pytest.mark.parametrize("protocol", range(2, 6))
def test_what_only_holds_values_is_named_and_no_alarm(thing: object, protocol: int) -> None:
    for content in (thing, {"W1": MATRIX, "more": thing}, [thing, MATRIX]):
        error = refusal(pickle.dumps(content, protocol))
        assert error.key == "error.pickle_class"
        kind = type(thing).__name__
        assert kind in str(error.values["name"])
        assert "np.savez" in str(error)


def test_an_array_in_a_file_is_named_and_no_alarm(tmp_path: Path) -> None:
    mapped = np.memmap(tmp_path / "w", dtype="f8", mode="w+", shape=(2, 3))
    assert refusal(pickle.dumps(mapped)).values["name"] == "numpy.memmap"


@pytest.mark.parametrize("thing", [deque([1]), np.ma.array(MATRIX), pd.Series([1.5])])
def test_beside_what_holds_values_what_would_run_is_an_alarm(thing: object) -> None:
    content = pickle.dumps([thing, Reduced(os.system, ("exit 1",))])
    assert refusal(content).key == "error.pickle_code"


@pytest.mark.parametrize(
    "key", [1.5, None, b"W1", ("layer", 1), True, (("layer", 1), 2), frozenset({1})]
)
def test_keys_of_every_kind_lead_to_their_arrays_or_are_no_damage(key: object) -> None:
    content = pickle.dumps({key: MATRIX, "other": MATRIX})
    if isinstance(key, frozenset):
        assert refusal(content).key == "error.pickle_other"
        return
    names = [name for name, _ in arrays_in_pickle("w", content)]
    assert names == [
        f"w: {'?' if isinstance(key, tuple) and key[0] != 'layer' else key}",
        "w: other",
    ]


def in_a_list() -> object:
    everything: list[object] = []
    everything.append(everything)
    return everything


@pytest.mark.parametrize(
    "thing",
    [
        pytest.param([1.0, 2.0], id="a list"),
        pytest.param({"W1": 1.0}, id="a dictionary"),
        pytest.param(np.ndarray, id="a class"),
        pytest.param(np.dtype("f8"), id="a type of number"),
        pytest.param(3.5, id="a number"),
        pytest.param("numpy", id="a word"),
        pytest.param(None, id="nothing"),
        pytest.param(in_a_list(), id="a list in itself"),
        pytest.param(Reduced(np.ndarray, ((10**6, 10**6),)), id="a call to make a large array"),
    ],
)
@pytest.mark.parametrize("protocol", range(5))
def test_a_pickle_of_something_else_is_named(thing: object, protocol: int) -> None:
    assert refusal(pickle.dumps(thing, protocol)).key == "error.pickle_other"


@pytest.mark.parametrize("protocol", range(6))
def test_object_arrays_are_named(protocol: int) -> None:
    content = pickle.dumps(np.array([[{}]], dtype=object), protocol)
    assert refusal(content).key == "error.matrix_objects"


@pytest.mark.parametrize(
    ("shape", "key"),
    [
        ((10**6, 10**6), "matrix_too_large"),
        ((2**70, 2**70), "matrix_too_large"),
        ((-2, -3), "matrix_empty"),
        ((0, 3), "matrix_empty"),
        ((True, 3), "file_cut_off"),
        ((), "matrix_not_2d"),
        ((1, 2, 3), "matrix_not_2d"),
        (("2", "3"), "matrix_not_2d"),
        ((2, 4), "file_cut_off"),
        ((1, 3), "file_cut_off"),
    ],
)
def test_shapes_are_checked_before_memory_is_taken(shape: tuple[object, ...], key: str) -> None:
    reduced: Any = MATRIX.__reduce__()
    function, arguments, (version, _, *others) = reduced
    content = pickle.dumps(Reduced(function, arguments, (version, shape, *others)), 3)
    tracemalloc.start()
    assert refusal(content).key == f"error.{key}"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("dtype", "key"),
    [
        ("|u1", "matrix_type"),
        ("<c16", "matrix_type"),
        ("<U3", "matrix_type"),
        ("<M8[s]", "matrix_type"),
        ("f4,f4", "matrix_type"),
    ],
)
def test_other_types_than_real_numbers_are_named(dtype: str, key: str) -> None:
    content = pickle.dumps(np.zeros((2, 3), dtype), 3)
    assert refusal(content).key in (f"error.{key}", "error.pickle_other")


def test_a_known_name_in_the_place_of_another_is_no_matrix() -> None:
    content = pickle.dumps(MATRIX, 3)
    for name in (b"numpy\ndtype\n", b"_codecs\nencode\n"):
        exchanged = content.replace(b"numpy._core.multiarray\n_reconstruct\n", name)
        assert exchanged != content
        assert refusal(exchanged).key == "error.pickle_other"


@pytest.mark.parametrize("unusable", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_named(unusable: float) -> None:
    assert refusal(pickle.dumps(MATRIX * unusable, 3)).key == "error.weights_not_finite"


@pytest.mark.parametrize("protocol", range(6))
def test_every_cut_of_a_pickle_is_refused(protocol: int) -> None:
    whole = pickle.dumps(MATRIX, protocol)
    for length in range(len(whole)):
        assert refusal(whole[:length]).key == "error.file_cut_off"


BUILT_OF_ITSELF = b"\x80\x02cnumpy\ndtype\n)Rq\x00(h\x00tb."
NESTED = b"\x80\x02)" + b"\x85" * 100_000 + b"."
LAUGHS = b"\x80\x02)" + b"".join(b"q%ch%ch%c\x86" % (i, i, i) for i in range(30)) + b"."
FAR_MEMO = b"\x80\x02)r\xff\xff\xff\xff."
LONG_BYTES = b"\x80\x04\x8e" + b"\xff" * 7 + b"\x7f."
LONG_NUMBER = b"I" + b"9" * 1_000_000 + b"\n."
MANY_MARKS = b"\x80\x02" + b"(" * 1_000_000
LONG_NAME = b"\x80\x02c" + b"a." * 1_000_000 + b"\nb\n."


LONG_KEY = b"\x80\x03}(X\x40\x42\x0f\x00" + b"a" * 1_000_000 + b"q\x00" + b"h\x00" * 30 + b"tNs."


def with_shape(steps: bytes) -> bytes:
    return pickle.dumps(MATRIX, 3).replace(b"K\x02K\x03\x86", steps)


LAUGHING_SHAPE = with_shape(
    b"K\x01" + b"".join(b"q%ch%c\x86" % (i, i) for i in range(100, 122)) + b"\x85"
)
NESTED_SHAPE = with_shape(b")" + b"\x85" * 1_900)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (BUILT_OF_ITSELF, "pickle_in_itself"),
        (NESTED, "pickle_too_long"),
        (LAUGHS, "pickle_other"),
        (FAR_MEMO, "pickle_other"),
        (LONG_BYTES, "file_cut_off"),
        (LONG_NUMBER, "file_cut_off"),
        (MANY_MARKS, "pickle_too_long"),
        (LONG_NAME, "pickle_code"),
        (LAUGHING_SHAPE, "matrix_not_2d"),
        (NESTED_SHAPE, "matrix_not_2d"),
        (b"\x80\x02.", "file_cut_off"),
        (b"cnumpy\\u\nx\n.", "file_cut_off"),
        (b"\x80\x02R.", "file_cut_off"),
        (b"\x80\x02t.", "file_cut_off"),
        (b"\x80\x02h\x07.", "file_cut_off"),
        (b"\x80\x02K\x01\x86.", "file_cut_off"),
        (b"\x80\x04K\x01K\x02\x93.", "file_cut_off"),
        (b"\x80\x02N." * 100_000, "weights_many_arrays"),
        (b"\x80\x02]q\x00(" + b"h\x00" * 1_000 + b"e.", "pickle_other"),
        (b"\x80\x02}q\x00(K\x01h\x00u.", "pickle_other"),
        (b"\x80\x02}](s.", "file_cut_off"),
        (LONG_KEY, "pickle_other"),
        (b"\x80\x02K\x01}b.", "file_cut_off"),
    ],
)
def test_a_pickle_made_to_exhaust_its_reader_is_refused_at_once(content: bytes, key: str) -> None:
    start = time.perf_counter()
    tracemalloc.start()
    assert refusal(content).key == f"error.{key}"
    assert tracemalloc.get_traced_memory()[1] < 1_000_000 + 3 * len(content)
    tracemalloc.stop()
    assert time.perf_counter() - start < 0.5
