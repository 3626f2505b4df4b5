"""A network's files read in Chromium: as Python reads them, or refused with a sentence."""

import base64
import io
import random
import struct
import warnings
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet.errors import WeightsError
from mnistnet.network import Network
from mnistnet.texts import LANGUAGES, catalogue
from mnistnet.weights import npz_bytes, read_network
from tests.support.browser import page_with
from tests.weights.test_hostile_weights import VALID, ZIPPED, damaged, damaged_within
from tests.weights.test_kinds import (
    APART,
    BIASED,
    EIGHTHS1,
    EIGHTHS2,
    LOADS,
    REFUSED,
    W1,
    W2,
    files_of,
    npy,
    npz,
)

READ = """async inputs => {
    const bytesOf = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const textOf = ({buffer}) => {
        let text = "";
        for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
        return btoa(text);
    };
    const answers = [];
    for (const input of inputs) {
        const files = input.map(([name, text]) => ({name, bytes: bytesOf(text)}));
        try {
            const {hidden, biases, W1, W2} = await weights.readNetwork(files);
            answers.push([hidden, biases, textOf(W1), textOf(W2)]);
        } catch (error) {
            if (!(error instanceof weights.WeightsError)) throw error;
            answers.push({key: error.key, values: error.values});
        }
    }
    return answers;
}"""

RNG = np.random.default_rng(5)
KINDS = ("npz", "npy", "two npy", "four npy", "two npz", "savetxt", "CSV")
"""Of LOADS those that the browser reads; all others it knows as of another kind."""


@pytest.fixture(scope="module")
def page(browser):
    """Return an empty page that has the module."""
    page = page_with(browser, weights="file/weights_file.js")
    page.evaluate("() => { onunhandledrejection = () => { window.unhandled = true; }; }")
    yield page
    page.close()


@pytest.fixture(scope="module")
def read(page):
    """Return what reads many lists of files in Chromium: a network or a refusal of each."""

    def outcomes(*inputs):
        told = [
            [(file.name, base64.b64encode(file.content).decode()) for file in files]
            for files in inputs
        ]
        found = page.evaluate(READ, told)
        assert not page.evaluate("window.unhandled")
        return [answer if isinstance(answer, dict) else network_in(answer) for answer in found]

    return outcomes


def network_in(answer):
    hidden, biases, *matrices = answer
    W1, W2 = (np.frombuffer(base64.b64decode(text)) for text in matrices)
    return Network(W1.reshape(hidden, 784 + biases), W2.reshape(10, hidden + biases))


def python_reads(files):
    try:
        return read_network(*files)
    except WeightsError as error:
        return {"key": error.key, "values": error.values}


def are_same(found, expected):
    return (
        isinstance(found, Network)
        and isinstance(expected, Network)
        and np.array_equal(found.W1, expected.W1)
        and np.array_equal(found.W2, expected.W2)
    )


def assert_safe(files, found):
    """Assert that it is the network that Python reads, too, or a sentence."""
    if isinstance(found, Network):
        assert are_same(found, python_reads(files))
        return
    for language in LANGUAGES:
        assert catalogue(language)[found["key"]].format(**found["values"])


def saved(save, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def npy_of(array, version):
    file = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):  # that older programs do not know it
        np.lib.format.write_array(file, array, version)
    return file.getvalue()


def as_text(matrix, **how):
    file = io.BytesIO()
    np.savetxt(file, matrix, **how)
    return file.getvalue()


def test_every_kind_of_file_is_read_as_python_does_or_known_as_another(read):
    inputs = {kind: files_of(content) for kind, (content, _) in LOADS.items()}

    outcomes = dict(zip(LOADS, read(*inputs.values()), strict=True))

    for kind, outcome in outcomes.items():
        if kind.startswith(KINDS):
            assert are_same(outcome, LOADS[kind][1]), kind
        else:
            assert outcome["key"] in ("file.kinds", "error.text_elided"), kind


def test_numbers_come_bit_for_bit(read):
    big = {"W1": RNG.normal(size=(1000, 785)), "W2": RNG.normal(size=(10, 1001))}
    thin = {"W1": RNG.normal(size=(1, 784)), "W2": RNG.normal(size=(10, 1))}
    ten = {
        "b2": RNG.normal(size=10),
        "W2": RNG.normal(size=(10, 10)),
        "b1": RNG.normal(size=10),
        "W1": RNG.normal(size=(10, 784)),
    }
    halves = [np.array([EIGHTHS1, EIGHTHS1 * 2.0**-20, -EIGHTHS1 * 2.0**9][n]) for n in range(3)]
    contents = [
        saved(np.savez_compressed, **big),
        *(
            saved(save, **arrays)
            for save in (np.savez, np.savez_compressed)
            for arrays in (thin, ten, APART)
        ),
        *(npz(W1=W1.astype(kind), W2=W2.astype(kind)) for kind in ("<f4", ">f4", ">f8")),
        *(
            npz(half.astype(kind), EIGHTHS2.astype(kind))
            for half in halves
            for kind in ("<f2", ">f2")
        ),
        npz(np.asfortranarray(W1), np.asfortranarray(W2)),
        npz(W1=np.asfortranarray(BIASED.W1.T), W2=BIASED.W2.T),
        *(npy_of(W1, (n, 0)) + npy_of(W2, (n, 0)) for n in (1, 2, 3)),
        *(npz_bytes(BIASED, numbers) for numbers in (np.float32, np.float64)),
        [as_text(W1 / 3), as_text(W2 / 3)],
        *([as_text(W / 7, delimiter=sign) for W in (W2, W1)] for sign in (",", ";", "\t", " , ")),
        [as_text(np.column_stack([np.arange(len(W)), W])) for W in (W1, W2)],  # counted rows
        [as_text(W1, header="the first", footer="end"), as_text(W2, fmt="%g")],
    ]
    inputs = [files_of(content) for content in contents]

    for files, found in zip(inputs, read(*inputs), strict=True):
        assert are_same(found, read_network(*files))


def test_what_is_no_network_is_told_as_python_tells_it(read):
    nan, large = W1.copy(), W1.copy()
    nan[3, 5], large[3, 5] = np.nan, 2e6
    encrypted = bytearray(npz(W1, W2))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    more = {
        "not finite": npz(nan, W2),
        "infinite": npz(np.where(np.isnan(nan), np.inf, nan).astype("f2"), W2),
        "beyond": npz(large, W2),
        "too many hidden units": npz(np.zeros((1001, 784)), np.zeros((10, 1001))),
        "too many rows": npz(np.zeros((1002, 784)), np.zeros((10, 1002))),
        "no rows": npz(np.zeros((0, 784)), W2),
        "bytes": npz(W1.astype("u1"), W2),
        "complex": npz(W1.astype(complex), W2),
        "a structure": npz(np.zeros(3, [("a", "<f8")]), W2),
        "an object": npy(np.array([{}, 3], object)),
        "W2 of others": npz(W1, RNG.normal(size=(10, 9))),
        "W2 alone and biases": npz(W2, np.zeros(6)),
        "a folder and a text": zipped({"a/": b"", "a/notes.txt": b"hello"}),
        "nothing zipped": zipped({"a/": b""}),
        "a hundred and one": zipped({f"{n}.npy": npy(W2) for n in range(101)}),
        "a workbook": zipped({"xl/workbook.xml": b""}),
        "Keras, zipped": zipped({"model.weights.h5": b""}),
        "packed by bzip2": zipped({"a.npy": npy(W1)}, zipfile.ZIP_BZIP2),
        "encrypted": bytes(encrypted),
        "nothing": b"",
        "remarks": b"# W1\n\n",
        "a word": b"1 2\n3 vier\n",
        "hexadecimal": b"1 2.5\n3 0x10\n",
        "an empty word": b"1.5,2\n3,_\n",
        "ragged": b"1 2.5\n3\n",
        "elided": b"0.1 0.2 ... 0.3\n",
        "nan": b"1 2.5\n3 nan\n",
        "1e400": b"1 2.5\n3 1e400\n",
        "lines": b"#\n" * 10_001,
        "a wide row": b"1 " * 2000,
        "five files": [npy(W1)] * 5,
    }
    refused = more | {kind: content for kind, (content, _) in REFUSED.items()}
    inputs = {kind: files_of(content) for kind, content in refused.items()}

    for (kind, files), found in zip(inputs.items(), read(*inputs.values()), strict=True):
        assert_safe(files, found)
        expected = python_reads(files)
        other_kind = kind in ("a picture", "a web page") or expected["key"].startswith(
            ("error.pickle", "error.torch")
        )
        assert found["key"] == ("file.kinds" if other_kind else expected["key"]), kind
        if not other_kind and kind != "a structure":  # whose type NumPy calls |V8
            said = [catalogue("en")[t["key"]].format(**t["values"]) for t in (found, expected)]
            assert said[0] == said[1]


def test_all_files_together_are_bounded_and_none_is_no_network(page, read):
    (none,) = read([])
    large = """async () => {
        const bytes = new Uint8Array(12_500_001);
        const files = ["W1", "W2"].map(name => ({name, bytes}));
        return weights.readNetwork(files).catch(({key, values}) => ({key, values}));
    }"""

    assert none == {"key": "error.weights_file_count", "values": {"n": 0, "limit": 4}}
    values = {"file": "W1, W2", "limit": 25}
    assert page.evaluate(large) == {"key": "error.weights_file_too_large", "values": values}


def zipped(entries, packing=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def telling_another_size(content, size):
    """Change the unpacked size that a zip of one entry tells, in both places."""
    changed = bytearray(content)
    struct.pack_into("<I", changed, 22, size)
    struct.pack_into("<I", changed, changed.index(b"PK\x01\x02") + 24, size)
    return bytes(changed)


def test_a_zip_bomb_is_not_unpacked(read):
    header = npy(np.zeros((6, 784)))
    bomb = zipped({"W1.npy": header + bytes(20_000_000)})
    twice = zipped({name: header + bytes(7_900_000) for name in "abc"})

    told, liar, several = read(
        *map(files_of, (bomb, telling_another_size(bomb, len(header)), twice))
    )

    assert told["key"] == "error.zip_bomb"
    assert liar["key"] == "error.file_cut_off"
    assert several["key"] == "error.zip_bomb"


def test_two_entries_of_one_name_are_refused(read):
    with warnings.catch_warnings(action="ignore"):  # zipfile's own, of the same
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for matrix in (W1, W2, W2):
                archive.writestr("W.npy" if matrix is W2 else "W1.npy", npy(matrix))

    (found,) = read(files_of(file.getvalue()))

    assert found["key"] == "error.file_cut_off"


def test_each_bit_of_what_is_packed_is_guarded(read):
    content = saved(np.savez, W1=W1[:1], W2=W2[:, :1])
    places = RNG.integers(200, 6_000, 40)
    inputs = [
        files_of(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]) for at in places
    ]

    assert {found["key"] for found in read(*inputs)} == {"error.file_cut_off"}


def test_a_file_that_is_cut_off_anywhere_is_refused(read):
    wholes = [
        saved(np.savez_compressed, W1=np.zeros((1, 784)), W2=W2[:, :1]),
        npy(np.zeros((1, 784), "f2")) + npy(W2[:, :1]),
    ]
    inputs = [files_of(whole[:n]) for whole in wholes for n in range(len(whole))]

    for files, found in zip(inputs, read(*inputs), strict=True):
        assert isinstance(found, dict), len(files[0].content)
        assert_safe(files, found)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_damaged_files_give_what_python_reads_or_a_sentence(read, chance: random.Random) -> None:
    contents = [damaged(chance.choice(VALID), chance) for _ in range(20)]
    contents += [damaged_within(chance.choice(ZIPPED), chance) for _ in range(10)]
    inputs = [files_of(content) for content in contents]

    for files, found in zip(inputs, read(*inputs), strict=True):
        assert_safe(files, found)


STARTS = (
    b"",
    b"PK\x03\x04",
    b"\x93NUMPY\x01\x00",
    b"\x93NUMPY\x02\x00",
    b"\xff\xfe",
    b"1 2\n",
    b"#",
)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(STARTS), st.binary(max_size=500)), max_size=20))
def test_random_bytes_give_a_sentence(read, pieces) -> None:
    inputs = [files_of(start + content) for start, content in pieces]

    for files, found in zip(inputs, read(*inputs), strict=True):
        assert isinstance(found, dict)
        assert_safe(files, found)
