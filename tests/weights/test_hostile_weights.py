"""Damaged weight files; try more with ``python -m tests.weights.test_hostile_weights 100000 1``."""

import io
import json
import pickle
import random
import sys
import zipfile

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.notation import FloatArray
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.weights import WeightsFile, load_matrix, read_network
from mnistnet.weights.sample_check import check_on_samples
from tests.support import fuzz
from tests.support.torch_format import safetensors_file, torch_file


def _valid_files() -> list[bytes]:
    rng = np.random.default_rng(3)
    files = []
    networks: list[tuple[FloatArray, FloatArray]] = [
        (rng.normal(size=(1, 784)).astype(np.float32), rng.normal(size=(10, 1))),
        (rng.normal(size=(1, 785)).round(2), np.asfortranarray(rng.normal(size=(10, 2)))),
    ]
    for W1, W2 in networks:
        for save in (np.savez, np.savez_compressed):
            file = io.BytesIO()
            save(file, W1=W1, W2=W2)
            files.append(file.getvalue())
        for matrix in (W2, W1[:, :3]):
            for protocol in range(6):
                content = pickle.dumps(matrix, protocol)
                files += [content, content.replace(b"numpy._core", b"numpy.core")]
            files.append(str(matrix).encode())
            file = io.BytesIO()
            np.save(file, matrix)
            files.append(file.getvalue())
            file = io.BytesIO()
            np.savetxt(file, matrix)
            files.append(file.getvalue())
    b1, b2 = rng.normal(size=1), rng.normal(size=10)
    apart = {"W1": networks[0][0][:1].astype(float), "b1": b1, "W2": networks[0][1], "b2": b2}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **apart)
    files += [file.getvalue(), torch_file(apart), safetensors_file(apart)]
    files.append(safetensors_file(apart, "BF16"))
    files += [pickle.dumps(apart, protocol) for protocol in range(6)]
    files.append(pickle.dumps([*apart.values()], 4))
    files.append(json.dumps({name: array.tolist() for name, array in apart.items()}).encode())
    files += [repr(array).encode() for array in apart.values()]
    files.append("\n".join(f"{name} = np.{array!r}" for name, array in apart.items()).encode())
    rows = [";".join(map(str, row)).replace(".", ",") for row in apart["W2"]]
    files += ["\n".join(["a;b", *rows]).encode(code) for code in ("utf-8-sig", "utf-16")]
    files.append("\n".join([",0", *(f"{n},{bias}" for n, bias in enumerate(b2))]).encode())
    files.append("\n".join(str(bias).replace(".", ",") for bias in b2).encode())
    file = io.BytesIO()
    np.savez(file, W1=np.ones((1, 784), "<i8"), W2=np.ones((10, 1), "i1"), n=[784, 1, 10])
    return [*files, file.getvalue()]


VALID = _valid_files()
ZIPPED = [content for content in VALID if content.startswith(b"PK")]

PIECES = [
    *(b"cos\nsystem\n", b"(S'exit 1'\ntR", b"cbuiltins\ngetattr\n", b"(ios\nsystem\n", b"R", b"b"),
    *(b"}", b"]", b"a", b"h\x00", b"q\x00", b"r\xff\xff\xff\x7f", b"\x94", b"(", b"t", b"\x85"),
    *(b"\x8a\xff", b"\x8b\xff\xff\xff\x7f", b"X\xff\xff\xff\x7f", b"\x8e" + b"\xff" * 8, b"."),
    *(b"'", b"(" * 200, b"1L", b"True", b"('f8', 1)", b"\\d", b"\n ", b"-" * 900),
    *(b"'|O'", b"'<f4'", b"O8", b"(99999999, 99999999)", b"PK\x01\x02", b"PK\x05\x06", b"\xff" * 8),
    *(b"numpy\ndtype X\n", b"\x8c\x03\xed\xa0\x80"),
    *(b'{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}', b"BF16", b"[-1,9]", b"999999999"),
    *(b"ctorch\nFloatStorage\n", b"X\x07\x00\x00\x00storage", b"Q", b"}(", b"u", b"e", b"s", b"d"),
    *(b"Out[3]:", b"array(", b"dtype=float32", b'"W1":', b"{", b"}", b";", b"\xff\xfe", b"(" * 50),
    *(b"'<i8'", b"'|u1'", b"null", b'{"a":[', b"[]", b"ccollections\ndefaultdict\n", b",0\n0,"),
    *(b"nan", b"inf", b"1e999", b"...", b"[", b"]", b"[[", b"#", b",", b"\n", b"9" * 50, b"\0" * 4),
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Change a file in one to six places."""
    return fuzz.damaged(content, chance, PIECES, VALID)


def damaged_within(content: bytes, chance: random.Random) -> bytes:
    """Change the files inside of a zip, which is whole again then."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            inside = old.read(name)
            new.writestr(name, damaged(inside, chance) if chance.random() < 0.5 else inside)
    return file.getvalue()


INSTRUCTIONS = [
    *(b"(", b")", b"t", b"\x85", b"\x86", b"\x87", b"R", b"b", b"N", b"\x88", b"\x89", b"\x94"),
    *(
        b"cnumpy\nndarray\n",
        b"cnumpy\ndtype\n",
        b"c_codecs\nencode\n",
        b"K\x00",
        b"K\x01",
        b"K\x03",
    ),
    *(b"cnumpy.core.multiarray\n_reconstruct\n", b"cnumpy._core.numeric\n_frombuffer\n", b"\x93"),
    *(b"X\x02\x00\x00\x00f8", b"X\x02\x00\x00\x00O8", b"X\x01\x00\x00\x00<", b"\x8c\x06latin1"),
    *(
        b"C\x01b",
        b"C\x08" + bytes(8),
        b"Vabcdefgh\n",
        b"V\\ud800\n",
        b"J\xff\xff\xff\xff",
        b"\x8a\x09" + b"\x7f" * 9,
    ),
    *(b"]", b"}", b"a", b"e", b"s", b"u", b"l", b"d", b"Q", b"\x81", b"X\x02\x00\x00\x00W1"),
    *(b"ccollections\nOrderedDict\n", b"ctorch._utils\n_rebuild_tensor_v2\n", b"G" + bytes(8)),
    *(b"q\x00", b"q\x01", b"h\x00", b"h\x01", b"p2\n", b"g2\n", b"\x95" + bytes(8), b"I-7\n", b"."),
]

ARRAY = (
    *(
        b"cnumpy.core.multiarray\n_reconstruct\n",
        b"cnumpy\nndarray\n",
        b"K\x00",
        b"\x85",
        b"C\x01b",
    ),
    *(b"\x87", b"R", b"(", b"K\x01", b"K\x01", b"K\x01", b"\x86", b"cnumpy\ndtype\n"),
    *(b"X\x02\x00\x00\x00f8", b"K\x00", b"K\x01", b"\x87", b"R", b"(", b"K\x03"),
    *(b"X\x01\x00\x00\x00<", b"N", b"N", b"N", b"K\x00", b"K\x00", b"K\x00", b"t", b"b"),
    *(b"\x89", b"C\x0812345678", b"t", b"b", b"."),
)


def made_up_pickle(chance: random.Random) -> bytes:
    """String instructions together: those of an array, some of them exchanged, or any."""
    array = [
        instruction if chance.random() < 0.9 else chance.choice([*INSTRUCTIONS, b""])
        for instruction in ARRAY
    ]
    anything = chance.choices(INSTRUCTIONS, k=chance.randint(1, 60))
    return b"\x80\x03" + b"".join(chance.choice([array, anything]))


def outcome(content: bytes) -> str:
    """Load a file in every way and return what came of it; anything but a sentence fails."""
    file = WeightsFile("w_xh.weights", content)
    outcomes = []
    for load in (load_matrix, read_network):
        try:
            loaded = load(file)
        except WeightsError as error:
            for language in LANGUAGES:
                catalogue(language)[error.key].format(**error.values).encode()
            outcomes.append(error.key)
        else:
            matrices = (loaded.W1, loaded.W2) if isinstance(loaded, Network) else (loaded,)
            if isinstance(loaded, Network):
                assert 0 <= check_on_samples(loaded).n_right <= 10
            for matrix in matrices:
                assert matrix.dtype in (np.float32, np.float64)
                assert matrix.ndim == 2
                assert np.isfinite(matrix).all()
            outcomes.append(type(loaded).__name__)
    return " ".join(outcomes)


@settings(max_examples=400)
@given(st.sampled_from(VALID), st.randoms(use_true_random=False))
def test_a_damaged_file_gives_a_matrix_or_a_sentence(content: bytes, chance: random.Random) -> None:
    assert outcome(damaged(content, chance))


@settings(max_examples=200)
@given(st.sampled_from(ZIPPED), st.randoms(use_true_random=False))
def test_a_damaged_file_in_a_whole_zip_gives_a_matrix_or_a_sentence(
    content: bytes, chance: random.Random
) -> None:
    assert outcome(damaged_within(content, chance))


@settings(max_examples=400)
@given(st.randoms(use_true_random=False))
def test_a_made_up_pickle_gives_a_matrix_or_a_sentence(chance: random.Random) -> None:
    assert outcome(made_up_pickle(chance))


STARTS = [
    *(b"", b"{", b"\x10" + bytes(7) + b"{", b"[", b"]q\x00(", b"PK\x03\x04"),
    *(
        b"\x93NUMPY\x01\x00",
        b"\x80\x03",
        b"cnumpy\ndtype\n",
        b"[[",
        b",0\n0,1.5\n1,",
        b"0,5\n1,5\n",
    ),
]


@settings(max_examples=400)
@given(st.sampled_from(STARTS), st.binary(max_size=500))
def test_random_bytes_give_a_matrix_or_a_sentence(start: bytes, content: bytes) -> None:
    assert outcome(start + content)


def main(n: int, seed: int) -> None:
    """Try ``n`` damaged and made-up files."""

    def made(chance: random.Random, _: int) -> bytes:
        content = damaged(chance.choice(VALID), chance)
        if chance.random() < 0.4:
            content = made_up_pickle(chance)
        elif chance.random() < 0.3:
            content = damaged_within(chance.choice(ZIPPED), chance)
        elif chance.random() < 0.1:
            content = chance.choice(STARTS) + chance.randbytes(200)
        return content

    fuzz.run(n, seed, made, outcome)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
