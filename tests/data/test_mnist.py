import gzip
import hashlib
import io
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pooch  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray

from mnistnet import DataError
from mnistnet.data import mnist, mnist_download
from mnistnet.data.mnist import Images, load_mnist, read_idx, read_images
from mnistnet.data.mnist_download import FILES, MIRRORS, mnist_folder, needs_download
from mnistnet.data.mnist_files import MAX_NPY_BYTES, read_keras


def idx(array: NDArray[np.uint8]) -> bytes:
    return struct.pack(f">I{array.ndim}I", 0x0800 + array.ndim, *array.shape) + array.tobytes()


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content))
    return path


@pytest.fixture(autouse=True)
def no_data_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MNISTNET_DATA", raising=False)
    monkeypatch.setattr(pooch, "os_cache", lambda _: tmp_path / "cache")


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four files of 12 and 3 images in MNIST's format, with their checksums in force."""
    rng = np.random.default_rng(0)
    sums = {}
    for name in FILES:
        m = 12 if name.startswith("train") else 3
        labels = (np.arange(m) % 10).astype(np.uint8)
        content = idx(
            rng.integers(0, 256, (m, 28, 28), dtype=np.uint8) if "images" in name else labels
        )
        write(tmp_path / name, content)
        md5 = hashlib.md5((tmp_path / name).read_bytes(), usedforsecurity=False).hexdigest()
        sums[name] = (md5, hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(mnist_download, "FILES", sums)
    monkeypatch.setattr(mnist, "N_VALIDATION", 2)
    return tmp_path


def test_the_genuine_mnist_is_read_as_lecture_b_divides_it(genuine_mnist: Path) -> None:
    everything = load_mnist(genuine_mnist)
    lengths = [len(part) for part in (everything.training, everything.validation, everything.test)]
    assert lengths == [55_000, 5_000, 10_000]
    assert everything.training.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert everything.training.X[:, :0].shape == (784, 0)


def test_images_become_columns_between_0_and_1() -> None:
    pixels = np.zeros((2, 28, 28), np.uint8)
    pixels[1, 0, 5], pixels[1, 27, 27] = 255, 51
    X = Images(pixels, np.array([3, 4], np.uint8)).X
    assert X.shape == (784, 2)
    assert X.dtype == np.float32
    assert X[5, 1] == 1
    assert X[783, 1] == pytest.approx(0.2)
    assert not X[:, 0].any()


def test_the_last_training_images_are_held_back(small_mnist: Path) -> None:
    everything = load_mnist(small_mnist)
    assert everything.training.labels.tolist() == list(range(10))
    assert everything.validation.labels.tolist() == [0, 1]
    assert everything.test.labels.tolist() == [0, 1, 2]


def test_a_named_folder_comes_before_the_environments(
    small_mnist: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MNISTNET_DATA", str(tmp_path / "nowhere"))
    assert mnist_folder(small_mnist) == small_mnist
    with pytest.raises(DataError, match="nowhere"):
        mnist_folder()
    monkeypatch.setenv("MNISTNET_DATA", str(small_mnist))
    assert mnist_folder() == small_mnist


NAMES = {
    "gzipped": "{plain}.gz",
    "unpacked": "{plain}",
    "with a dot": "{dotted}",
    "with a dot, gzipped": "{dotted}.gz",
    "torchvision's": "MNIST/raw/{plain}",
    "torchvision's, gzipped": "MNIST/raw/{plain}.gz",
}


def kept_as(names: str, small_mnist: Path, folder: Path) -> Path:
    """Keep MNIST in a folder by other names, as Keras does where there are none."""
    if not names:
        arrays: dict[str, Any] = {
            key: read_idx(small_mnist / f"{name}-ubyte.gz") for key, name in KERAS.items()
        }
        np.savez_compressed(folder / "mnist.npz", **arrays)
        return folder
    for name in FILES:
        plain = name.removesuffix(".gz")
        path = folder / names.format(plain=plain, dotted=plain.replace("-idx", ".idx"))
        path.parent.mkdir(parents=True, exist_ok=True)
        packed = (small_mnist / name).read_bytes()
        path.write_bytes(packed if path.suffix == ".gz" else gzip.decompress(packed))
    return folder


KERAS = {
    "x_train": "train-images-idx3",
    "y_train": "train-labels-idx1",
    "x_test": "t10k-images-idx3",
    "y_test": "t10k-labels-idx1",
}


@pytest.mark.parametrize("names", [*NAMES.values(), ""], ids=[*NAMES, "Keras'"])
def test_mnist_is_read_by_any_name_that_people_have_it_by(
    small_mnist: Path, tmp_path_factory: pytest.TempPathFactory, names: str
) -> None:
    folder = kept_as(names, small_mnist, tmp_path_factory.mktemp("kept"))

    found, expected = load_mnist(folder), load_mnist(small_mnist)

    assert found.training.pixels.tobytes() == expected.training.pixels.tobytes()
    assert found.training.labels.tolist() == list(range(10))
    assert found.test.pixels.tobytes() == expected.test.pixels.tobytes()
    assert found.test.labels.tolist() == [0, 1, 2]


@pytest.mark.parametrize("names", [NAMES["unpacked"], ""], ids=["unpacked", "Keras'"])
def test_what_was_put_into_the_cache_by_hand_is_not_downloaded(
    small_mnist: Path, monkeypatch: pytest.MonkeyPatch, names: str
) -> None:
    (small_mnist / "cache").mkdir()
    kept_as(names, small_mnist, small_mnist / "cache")
    mirrors = Mirrors(small_mnist)
    monkeypatch.setattr(pooch, "HTTPDownloader", mirrors.HTTPDownloader)

    assert not needs_download()
    assert len(load_mnist().test) == 3
    assert mirrors.asked == []


def zipped(folder: Path, content: bytes, name: str = "x_test.npy") -> Path:
    with zipfile.ZipFile(folder / "mnist.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return folder / "mnist.npz"


def npy(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(npy(np.zeros((3, 28, 28))), id="floats"),
        pytest.param(npy(np.zeros((3, 784), np.uint8)), id="rows"),
        pytest.param(npy(np.zeros((3, 28, 28), np.uint8))[:-1], id="too short"),
        pytest.param(npy(np.zeros((3, 28, 28), np.uint8)) + b"!", id="too long"),
        pytest.param(npy(np.zeros((28, 28, 3), np.uint8).T), id="by columns"),
        pytest.param(npy(np.array([{}], object)), id="a pickle"),
        pytest.param(npy(np.zeros(1, np.uint8)).replace(b"(1,)", b"(99999999999,)"), id="a lie"),
        pytest.param(bytes(10**8), id="a bomb"),
        pytest.param(b"", id="empty"),
    ],
)
def test_what_is_not_keras_array_is_refused(tmp_path: Path, content: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(DataError, match="x_test is missing or no array") as failure:
        read_keras(zipped(tmp_path, content), "t10k-images-idx3-ubyte.gz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert failure.value.key == "error.mnist_not_keras"
    assert peak < 3 * MAX_NPY_BYTES


def test_keras_file_without_the_array_or_damaged_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, npy(np.zeros((3, 28, 28), np.uint8)), "other.npy")
    with pytest.raises(DataError, match="x_test is missing"):
        read_keras(path, "t10k-images-idx3-ubyte.gz")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DataError, match="cut off or damaged"):
        read_keras(path, "t10k-images-idx3-ubyte.gz")


def test_keras_file_with_another_label_is_refused(small_mnist: Path, tmp_path: Path) -> None:
    folder = tmp_path / "keras"
    folder.mkdir()
    kept_as("", small_mnist, folder)
    with np.load(folder / "mnist.npz") as file:
        arrays = dict(file)
    arrays["y_test"][0] = 10
    np.savez(folder / "mnist.npz", **arrays)

    with pytest.raises(DataError, match="checksum differs"):
        load_mnist(folder)


def test_missing_files_are_named(small_mnist: Path) -> None:
    (small_mnist / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match=r"lacks these files of MNIST: t10k-labels-idx1-ubyte\.gz"):
        load_mnist(small_mnist)


def test_a_cut_off_file_is_named(small_mnist: Path) -> None:
    path = small_mnist / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match="cut off or damaged") as failure:
        load_mnist(small_mnist)
    assert failure.value.key == "error.mnist_damaged"
    assert str(path) in str(failure.value)


def test_a_file_with_one_other_pixel_is_refused(small_mnist: Path) -> None:
    path = small_mnist / "t10k-images-idx3-ubyte.gz"
    content = bytearray(gzip.decompress(path.read_bytes()))
    content[100] ^= 1
    write(path, bytes(content))
    with pytest.raises(DataError, match="checksum differs"):
        read_images(small_mnist, "t10k")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0\0\x08", id="shorter than a header"),
        pytest.param(
            b"\0\0\x08\x03" + b"\0\0\0\x02" + b"\0\0\0\x1c" * 2 + bytes(784), id="too short"
        ),
        pytest.param(idx(np.zeros((1, 28, 28), np.uint8)) + b"!", id="too long"),
        pytest.param(b"\0\0\x0d\x01\0\0\0\x01" + bytes(4), id="floats"),
        pytest.param(idx(np.zeros((2, 20, 20), np.uint8)), id="another size"),
        pytest.param(b"hello, this is not MNIST at all", id="text"),
        pytest.param(b"\0\0\x08\xff" + bytes(50), id="255 axes"),
    ],
)
def test_what_is_not_idx_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match="not an IDX file"):
        read_idx(write(tmp_path / "x.gz", content))


def test_what_is_not_gzip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(b"<html>Not found</html>")
    with pytest.raises(DataError, match="cut off or damaged"):
        read_idx(tmp_path / "x.gz")


class Mirrors:
    """Stand-ins for the public mirrors: which of them answer, and what was asked of them."""

    def __init__(self, folder: Path, broken: tuple[str, ...] = ()) -> None:
        self.folder, self.broken = folder, broken
        self.asked: list[str] = []

    def download(
        self, url: str, output_file: str, _pooch: object, *, progressbar: Any = None, **_: object
    ) -> None:
        self.asked.append(url)
        if any(url.startswith(mirror) for mirror in self.broken):
            raise OSError("no route to host")
        content = (self.folder / url.rsplit("/", 1)[1]).read_bytes()
        with open(output_file, "wb") as file:  # noqa: PTH123
            file.write(content)
        if progressbar:  # as pooch does it: whole chunks, then from 0 to the true size
            progressbar.total = len(content)
            progressbar.update(64 * 1024)
            progressbar.reset()
            progressbar.update(len(content))
            progressbar.close()

    def HTTPDownloader(self, progressbar: Any, timeout: float) -> Any:
        return lambda url, file, cache: self.download(url, file, cache, progressbar=progressbar)


@pytest.mark.parametrize("broken", [(), MIRRORS[:1]], ids=["first mirror", "second mirror"])
def test_without_a_folder_the_files_are_downloaded_once(
    small_mnist: Path, monkeypatch: pytest.MonkeyPatch, broken: tuple[str, ...]
) -> None:
    mirrors = Mirrors(small_mnist, broken)
    monkeypatch.setattr(pooch, "HTTPDownloader", mirrors.HTTPDownloader)
    after_each = np.cumsum([(small_mnist / name).stat().st_size for name in FILES]).tolist()
    size = after_each[-1]
    monkeypatch.setattr(mnist_download, "DOWNLOAD_BYTES", size)
    told: list[tuple[int, ...]] = []
    assert len(load_mnist(progress=lambda *so_far: told.append(so_far)).test) == 3
    assert told[-1] == (size, size)
    assert {so_far for so_far, _ in told} >= set(after_each)
    assert all(0 <= so_far <= size for so_far, _ in told)
    assert len(mirrors.asked) == 4 + len(broken)
    load_mnist()
    assert len(mirrors.asked) == 4 + len(broken)


def test_without_a_network_one_sentence_says_what_to_put_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirrors = Mirrors(tmp_path, MIRRORS)
    monkeypatch.setattr(pooch, "HTTPDownloader", mirrors.HTTPDownloader)
    with pytest.raises(DataError) as failure:
        load_mnist()
    sentence = str(failure.value)
    assert str(tmp_path / "cache") in sentence
    assert all(name in sentence for name in FILES)
    assert "no route to host" in sentence


def test_a_download_that_is_not_mnists_is_not_kept(
    small_mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_mnist / "train-images-idx3-ubyte.gz").write_bytes(b"<html>Please log in</html>")
    mirrors = Mirrors(small_mnist)
    monkeypatch.setattr(pooch, "HTTPDownloader", mirrors.HTTPDownloader)
    with pytest.raises(DataError) as failure:
        load_mnist()
    assert failure.value.key == "error.mnist_no_download"
    assert not (small_mnist / "cache" / "train-images-idx3-ubyte.gz").exists()
