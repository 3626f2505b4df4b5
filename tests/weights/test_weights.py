import io
import re
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from mnistnet import weights
from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.weights import WeightsFile, load_matrix, load_network, read_network, save_network
from mnistnet.weights.checks import MAX_FILE_BYTES

RNG = np.random.default_rng(7)
W1_A = RNG.normal(size=(5, 784))
W2_A = RNG.normal(size=(10, 5))
W1_B = RNG.normal(size=(3, 785))
W2_B = RNG.normal(size=(10, 4))


def npy(array: object) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(array), allow_pickle=True)
    return file.getvalue()


def npz(**arrays: FloatArray) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def txt(matrix: FloatArray) -> bytes:
    file = io.BytesIO()
    np.savetxt(file, matrix)
    return file.getvalue()


def printed(matrix: FloatArray) -> bytes:
    with np.printoptions(threshold=sys.maxsize, floatmode="unique"):
        return str(matrix).encode()


@contextmanager
def memory_of_at_most(n_bytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < n_bytes
    finally:
        tracemalloc.stop()


def key_of(load: Callable[..., object], *files: WeightsFile) -> str:
    with pytest.raises(WeightsError) as caught:
        load(*files)
    assert str(caught.value)
    return caught.value.key


@pytest.mark.parametrize(("W1", "W2"), [(W1_A, W2_A), (W1_B, W2_B)], ids=["A", "B"])
def test_a_network_comes_from_one_npz(W1: FloatArray, W2: FloatArray) -> None:
    network = load_network(WeightsFile("mine.npz", npz(W1=W1, W2=W2)))
    assert np.array_equal(network.W1, W1)
    assert np.array_equal(network.W2, W2)


@pytest.mark.parametrize("write", [npy, txt, printed])
@pytest.mark.parametrize("in_order", [True, False])
def test_a_network_comes_from_two_files_in_either_order(
    tmp_path: Path, write: Callable[[FloatArray], bytes], in_order: bool
) -> None:
    paths = tmp_path / "w_xh.weights", tmp_path / "w_hy.weights"
    paths[0].write_bytes(write(W1_B))
    paths[1].write_bytes(write(W2_B))
    network = load_network(*(paths if in_order else reversed(paths)))
    assert np.array_equal(network.W1, W1_B)
    assert np.array_equal(network.W2, W2_B)


def test_784_hidden_units_do_not_confuse_the_order() -> None:
    W1, W2 = np.full((784, 784), 0.5), np.full((10, 784), 0.25)
    files = WeightsFile("a", npy(W1)), WeightsFile("b", npy(W2))
    assert read_network(*files).W1.shape == (784, 784)
    assert read_network(*reversed(files)).W1.shape == (784, 784)


def test_a_saved_network_is_loaded_by_path_and_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_network(Network(W1_A, W2_A), tmp_path / "lecture-a.npz")
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    for source in (tmp_path / "lecture-a.npz", str(tmp_path / "lecture-a.npz"), "lecture-a"):
        assert np.array_equal(load_network(source).W1, np.float32(W1_A))


@pytest.mark.parametrize("number", [1e300, -2e6, 1e39])
@pytest.mark.parametrize("place", [0, 1])
def test_weights_that_would_not_be_read_again_are_not_saved(
    tmp_path: Path, number: float, place: int
) -> None:
    matrices = [W1_A.copy(), W2_A.copy()]
    matrices[place][2, 3] = number
    path = tmp_path / "large.npz"
    with pytest.raises(WeightsError) as caught:
        save_network(Network(*matrices), path)
    assert caught.value.key == "error.weights_beyond"
    assert not list(tmp_path.iterdir())
    assert str(caught.value).replace("W1", "w: W1").replace("W2", "w: W2") == sentence_of(
        WeightsFile("w", npz(W1=matrices[0], W2=matrices[1]))
    )


def sentence_of(file: WeightsFile) -> str:
    with pytest.raises(WeightsError) as caught:
        load_network(file)
    return str(caught.value)


@pytest.mark.parametrize("path", ["", ".", "/", "a\0b", "a\0/b.npz"])
def test_a_path_that_names_no_file_is_told_as_in_loading(path: str) -> None:
    for use in (load_network, lambda path: save_network(Network(W1_A, W2_A), path)):
        with pytest.raises(WeightsError) as caught:
            use(path)
        assert caught.value.key == "error.weights_unreadable"


@pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f8", ">f8", "<f2"])
def test_every_type_of_real_number_becomes_the_machines_own(dtype: str) -> None:
    matrix = load_matrix(WeightsFile("w", npy(np.array([[1.5, -2.0]], dtype))))
    assert matrix.dtype.isnative
    assert matrix.dtype in (np.float32, np.float64)
    assert matrix.flags.writeable
    assert matrix.tolist() == [[1.5, -2.0]]


def test_matrices_by_columns_and_of_all_versions_are_read() -> None:
    for version in [(1, 0), (2, 0), (3, 0)]:
        file = io.BytesIO()
        np.lib.format.write_array(file, np.asfortranarray(W1_A), version=version)
        assert np.array_equal(load_matrix(WeightsFile("w", file.getvalue())), W1_A)


def test_a_thousand_hidden_units_are_read_and_one_more_is_not() -> None:
    fits = {"W1": np.ones((1000, 785), np.float32), "W2": np.ones((10, 1001), np.float32)}
    assert read_network(WeightsFile("w", npz(**fits))).n_hidden == 1000
    more = {"W1": np.ones((1001, 784), np.float32), "W2": np.ones((10, 1001), np.float32)}
    assert key_of(load_network, WeightsFile("w", npz(**more))) == "error.weights_hidden"
    for shape in ((1001, 1001), (10, 1002), (1002, 10)):
        file = WeightsFile("w", npy(np.ones(shape, np.float32)))
        assert key_of(load_matrix, file) == "error.matrix_too_large"


@pytest.mark.parametrize(
    ("W1", "W2", "key"),
    [
        pytest.param(np.ones((5, 783)), np.ones((10, 5)), "weights_inputs", id="783 pixels"),
        pytest.param(np.ones((5, 784)), np.ones((10, 6)), "weights_w2_shape", id="unwanted bias"),
        pytest.param(np.ones((5, 785)), np.ones((10, 5)), "weights_w2_shape", id="lacking bias"),
        pytest.param(np.ones((0, 784)), np.ones((10, 0)), "matrix_empty", id="no units"),
        pytest.param(np.ones(784), np.ones((10, 1)), "weights_lacking", id="a vector"),
        pytest.param(np.ones((1, 784), "u1"), np.ones((10, 1)), "matrix_type", id="bytes"),
        pytest.param(np.ones((1, 784)) * 1j, np.ones((10, 1)), "matrix_type", id="complex"),
        pytest.param(np.full((1, 784), np.nan), np.ones((10, 1)), "weights_not_finite", id="nan"),
        pytest.param(np.full((1, 784), -np.inf), np.ones((10, 1)), "weights_not_finite", id="inf"),
        pytest.param(np.full((1, 784), 1e300), np.ones((10, 1)), "weights_beyond", id="1e300"),
    ],
)
def test_arrays_that_are_no_network_are_named(W1: FloatArray, W2: FloatArray, key: str) -> None:
    assert key_of(load_network, WeightsFile("w", npz(W1=W1, W2=W2))) == f"error.{key}"


@pytest.mark.parametrize("content", [npy(np.array([[{}]])), npy(np.array(["x"], object))])
def test_object_arrays_are_named(content: bytes) -> None:
    assert key_of(load_matrix, WeightsFile("w", content)) == "error.matrix_objects"


def test_every_cut_of_a_file_is_refused() -> None:
    whole = npz(W1=W1_B, W2=W2_B)
    for length in range(4, len(whole), 97):
        assert key_of(load_network, WeightsFile("w", whole[:length])) == "error.file_cut_off"
    whole = npy(W2_B)
    for length in range(6, len(whole)):
        assert key_of(load_matrix, WeightsFile("w", whole[:length])) == "error.file_cut_off"
    assert key_of(load_matrix, WeightsFile("w", whole + b"\0")) == "error.file_cut_off"


def test_an_announced_shape_takes_no_memory() -> None:
    small = npy(W2_B)
    for shape in (b"(99999999999, 99999999999)", b"(1, " + b"9" * 90 + b")"):
        header = small[10:128].replace(b"(10, 4)", shape)
        content = small[:8] + len(header).to_bytes(2, "little") + header + small[128:]
        assert key_of(load_matrix, WeightsFile("w", content)) == "error.matrix_too_large"


def npy_of(header: str, version: int = 1) -> bytes:
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + length + header.encode() + bytes(8)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("(" * 150, id="brackets without end"),
        pytest.param("[" * 150 + "]" * 150, id="a nest"),
        pytest.param("-" * 60_000 + "1", id="a long header"),
        pytest.param("{'descr': " + "('f8'," * 90 + "1" + ",)" * 90, id="a nest of types"),
        pytest.param("  x\n y\n", id="indentation"),
        pytest.param("__import__('os').abort()", id="a program"),
        pytest.param("{[]: 1}", id="no keys"),
        pytest.param("{1: 1, 'a': 1}", id="keys that do not sort"),
        pytest.param("{'descr': (), 'fortran_order': False, 'shape': (1, 1)}", id="no type"),
        pytest.param("{'descr': '\\d', 'fortran_order': False, 'shape': (1, 1)}", id="an escape"),
    ],
)
@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_header_that_is_none_is_refused_at_once(header: str, version: int) -> None:
    start = time.perf_counter()
    file = WeightsFile("w", npy_of(header, version))
    assert key_of(load_matrix, file) == "error.file_cut_off"
    assert time.perf_counter() - start < 0.5


def test_one_row_may_be_called_true() -> None:
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (True, 1)}"
    assert load_matrix(WeightsFile("w", npy_of(header))).tolist() == [[0.0]]


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"W1.npy": bytes(100_000_000), "W2.npy": b""})
    assert len(bomb) < 100_000
    with memory_of_at_most(5_000_000):
        assert key_of(load_network, WeightsFile("w", bomb)) == "error.zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked_further() -> None:
    size = 100_000_000
    bomb = zipped({"W1.npy": bytes(size), "W2.npy": b""})
    bomb = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with memory_of_at_most(30_000_000):
        assert key_of(load_network, WeightsFile("w", bomb)) == "error.file_cut_off"


def test_a_zip_of_several_large_files_is_not_unpacked_further_than_a_network() -> None:
    bomb = zipped({f"{n}.npy": npy(np.zeros((1000, 1000))) for n in range(9)})
    assert len(bomb) < 100_000
    with memory_of_at_most(50_000_000):
        assert key_of(load_network, WeightsFile("w", bomb)) == "error.zip_bomb"


def test_a_zip_of_very_many_files_is_refused_at_once() -> None:
    swarm = zipped({f"{i}": b"" for i in range(5_000)})
    start = time.perf_counter()
    assert key_of(load_network, WeightsFile("w", swarm)) == "error.zip_entries"
    assert time.perf_counter() - start < 0.1


def test_unusual_packings_and_encryption_are_named() -> None:
    arrays = {"W1.npy": npy(W1_A), "W2.npy": npy(W2_A)}
    packed = zipped(arrays, zipfile.ZIP_LZMA)
    assert key_of(load_network, WeightsFile("w", packed)) == "error.zip_packing"
    locked = bytearray(zipped(arrays))
    for header, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(header), bytes(locked)):
            locked[found.start() + flags] |= 1
    assert key_of(load_network, WeightsFile("w", bytes(locked))) == "error.zip_packing"


def test_the_wrong_choice_of_files_is_explained(tmp_path: Path) -> None:
    network = WeightsFile("network.npz", npz(W1=W1_A, W2=W2_A))
    matrix = WeightsFile("w_xh.txt", txt(W1_A))
    assert key_of(load_network, matrix) == "error.weights_one_of_two"
    assert key_of(load_matrix, network) == "error.weights_whole_network"
    assert key_of(load_network, network, matrix) == "error.weights_two_networks"
    assert key_of(load_network, *[matrix] * 5) == "error.weights_file_count"
    assert key_of(load_network) == "error.weights_file_count"
    assert key_of(load_network, WeightsFile("w", b"")) == "error.weights_empty"
    for source, key in (("missing.npz", "missing"), (tmp_path, "unreadable"), ("\0", "unreadable")):
        with pytest.raises(WeightsError) as caught:
            load_network(source)
        assert caught.value.key == f"error.weights_{key}"


def test_no_more_than_the_limit_is_read_of_a_file(tmp_path: Path) -> None:
    endless = tmp_path / "endless.weights"
    with endless.open("wb") as file:
        file.truncate(10**12)
    with memory_of_at_most(3 * MAX_FILE_BYTES), pytest.raises(WeightsError) as caught:
        load_matrix(endless)
    assert caught.value.key == "error.weights_file_too_large"
    upload = WeightsFile("w", b"1 " * MAX_FILE_BYTES)
    assert key_of(load_matrix, upload) == "error.weights_file_too_large"
