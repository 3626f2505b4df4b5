"""A class's drawings as files, and such files, anybody's, as drawings for a class."""

import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet import DataError, MnistNetError
from mnistnet.class_store import take_home
from mnistnet.class_store.bounds import MAX_OF_CLASS, MAX_PUPILS, MAX_TASKS
from mnistnet.class_store.reader import ClassReader
from mnistnet.class_store.records import SentDrawing
from mnistnet.class_store.take_home import images_file, read_strokes_file, strokes_file
from mnistnet.class_store.task import KINDS, Task
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.preprocess import prepare_strokes
from mnistnet.drawing.strokes import Drawing, bounds
from mnistnet.drawing.url_text import decode, encode
from mnistnet.errors import StoreError
from tests.class_store.test_store import TOKENS, all_of, seven
from tests.support.digits import FOUR, SEVEN


def sent(
    number: int, pupil: int, label: int | None, task: int = 1, *, hidden: bool = False
) -> SentDrawing:
    return SentDrawing(number, pupil, task, label, encode(seven(number)), 0.0, hidden, 1)


CLASS = [sent(1, 3, 7), sent(2, 9, None, 2), sent(3, 3, 1, hidden=True), sent(4, 1, 0)]
"""Of three pupils, one drawing hidden and one of which nobody knows what it is."""

TASKS = {1: Task("digit", 7), 2: Task("fool")}
"""What they were drawn for."""


def line(**entry: Any) -> str:
    return json.dumps({"label": 7, "writer": "a", "strokes": [s.tolist() for s in SEVEN]} | entry)


def told(drawings: list[SentDrawing]) -> list[tuple[int, int, int | None, str]]:
    return [(one.pupil, one.task, one.label, one.strokes) for one in drawings]


def test_what_was_taken_home_opens_as_a_class_of_the_same_drawings(store):
    shown = [drawing for drawing in CLASS if not drawing.hidden]

    opened = store.open_class(*read_strokes_file(strokes_file(CLASS, TASKS)))

    assert told(all_of(store, opened.code)) == told(shown)
    state = store.find(opened.code)
    assert (state.n_drawings, state.task) == (3, 3)
    assert store.tasks(state.id) == TASKS | {3: Task()}
    assert store.send(opened.code, TOKENS[0], 3, seven()).pupil == 10, "nobody is taken for another"


def test_drawings_of_no_known_task_are_of_the_one_that_comes_next(store):
    text = f"{line()}\n{line(task=4, asked={'kind': 'digit', 'digit': 7})}\n{line(task=9)}"

    opened = store.open_class(*read_strokes_file(text.encode()))

    assert [drawing.task for drawing in all_of(store, opened.code)] == [5, 4, 5]
    assert store.tasks(store.find(opened.code).id) == {4: Task("digit", 7), 5: Task()}


def test_after_as_many_tasks_as_there_can_be_the_last_goes_on(store):
    last = {MAX_TASKS: Task("fool")}

    opened = store.open_class([sent(1, 1, 7, MAX_TASKS), sent(2, 1, 7)], last)

    assert [drawing.task for drawing in all_of(store, opened.code)] == [MAX_TASKS, MAX_TASKS]
    assert store.tasks(store.find(opened.code).id) == last
    with pytest.raises(ValueError, match="no tasks"):
        store.open_class([], {MAX_TASKS + 1: Task()})
    assert len(store.states()) == 1


def test_one_number_is_one_task():
    both = [line(task=1, asked={"kind": "digit", "digit": digit}) for digit in (7, 4)]
    with pytest.raises(DataError, match="Line 2 "):
        read_strokes_file("\n".join(both).encode())


def test_the_images_are_as_the_network_reads_them(store):
    opened = store.open_class(CLASS)
    store.hide(opened.code, opened.secret, 3)
    reader = ClassReader(store)
    state = store.find(opened.code)
    drawings = reader.drawings(state)

    with np.load(io.BytesIO(images_file(drawings, reader.ink(state, drawings)))) as arrays:
        images, labels = arrays["images"], arrays["labels"]
        assert (arrays["pupils"].tolist(), arrays["tasks"].tolist()) == ([3, 9, 1], [1, 1, 1])

    assert labels.tolist() == [7, take_home.UNKNOWN, 0]
    for image, number in zip(images, (1, 2, 4), strict=True):
        np.testing.assert_array_equal(image, prepare_strokes(seven(number).strokes).pixels)


def test_a_class_without_drawings_has_files_without_any():
    with np.load(io.BytesIO(images_file([], np.empty((0, 784), np.uint8)))) as arrays:
        assert arrays["images"].shape == (0, 28, 28)
    assert strokes_file([], {}) == b""


def test_the_commands_read_the_drawings_whose_label_is_known(tmp_path):
    path = tmp_path / "class.jsonl"
    path.write_bytes(strokes_file(CLASS, TASKS))

    first, second = read_written_digits(path)

    assert [(digit.label, digit.writer) for digit in (first, second)] == [(7, "3"), (0, "1")]
    for points, drawn in zip(first.strokes, decode(CLASS[0].strokes).strokes, strict=True):
        np.testing.assert_array_equal(points, drawn)


@pytest.mark.parametrize("unit", [1e-3, 1.0, 57.3, 1e6])
def test_handwriting_of_any_unit_is_scaled_onto_the_canvas(unit):
    strokes = [(points * unit + 3 * unit).tolist() for points in FOUR]

    ((drawing,), _) = read_strokes_file(line(label=4, strokes=strokes).encode())

    drawn = decode(drawing.strokes)
    low, high = bounds(drawn.strokes)
    assert (high - low).max() == take_home.DRAWN
    np.testing.assert_allclose((low + high) / 2, 140, atol=0.5)
    pixels = prepare_strokes(drawn.strokes).pixels
    assert np.abs(pixels - prepare_strokes(FOUR).pixels).mean() < 0.02


def test_pens_of_ours_stay_and_others_get_one():
    (first, second), _ = read_strokes_file(f"{line(widths=[7.5])}\n\n{line()}".encode())

    assert decode(first.strokes).widths == (7.5,)
    np.testing.assert_array_equal(decode(first.strokes).strokes[0], SEVEN[0])
    assert decode(second.strokes).widths == (take_home.PEN,)


@pytest.mark.parametrize(
    ("writers", "pupils"),
    [
        pytest.param(["12", "3", "12"], [12, 3, 12], id="numbers of pupils"),
        pytest.param(["u2", "u1", "u2"], [1, 2, 1], id="names"),
        pytest.param(["12", "u1", "12"], [1, 2, 1], id="a name among them"),
        pytest.param(["0", "3", "3"], [1, 2, 2], id="no pupil is 0"),
        pytest.param(["07", "7", "7"], [1, 2, 2], id="another writing is another writer"),
        pytest.param([str(MAX_PUPILS + 1), "3", "3"], [1, 2, 2], id="beyond a class"),
        pytest.param([5, None, 5], [1, 2, 1], id="no text"),
    ],
)
def test_pupils_keep_their_numbers_or_are_numbered_anew(writers, pupils):
    text = "\n".join(line(writer=writer) for writer in writers)

    assert [drawing.pupil for drawing in read_strokes_file(text.encode())[0]] == pupils


@pytest.mark.parametrize(
    "damaged",
    [
        '{"label": 7, "strokes": [[[1, 2], [3',
        line(label=10),
        line(label=-1),
        line(label=True),
        line(label="7"),
        line(strokes=[]),
        line(strokes=[[[1, 2]]]),
        line(strokes=[[[1, 2], [1, 2]]]),
        line(strokes=[[[1, 2, 3]]]),
        line(strokes=[[[0, 0], [1, float("nan")]]]),
        line(strokes=[[[0, 0], [1, float("inf")]]]),
        line(strokes=[[[-1e308, 0], [1e308, 0]]]),
        line(strokes=[[[0, 0], [1, 10**400]]]),
        line(strokes=[[[x % 300, 280 * (x % 2)] for x in range(9_000)]]),
        line(strokes=[[[0, 0], [9, 9]]] * 501),
        line(widths=[]),
        line(widths=[1e-9]),
        line(widths=["20"]),
        line(widths=20),
        line(strokes=[[[0, 0], [20_000, 9]]], widths=[20]),
        line(writer="a" * take_home.MAX_LINE),
        line(task=1, asked={"kind": "digit"}),
        line(task=1, asked={"kind": "digit", "digit": "7"}),
        line(task=1, asked={"kind": "free", "more": 1}),
        line(task=1, asked="free"),
        line(task=0, asked={"kind": "free"}),
        line(task=MAX_TASKS + 1, asked={"kind": "free"}),
        line(asked={"kind": "free"}),
        '{"label": 7}',
        "[" * 200_000,
        "[1, 2]",
        "7",
    ],
)
def test_a_line_that_is_no_drawing_is_named(damaged):
    with pytest.raises(DataError) as error:
        read_strokes_file(f"{line()}\n{damaged}\n{line()}".encode())

    assert (error.value.key, error.value.values) == ("error.class_file_line", {"line": 2})


def test_what_is_no_text_is_no_drawing():
    with pytest.raises(DataError, match="Line 1 "):
        read_strokes_file(b"\x89PNG\r\n\xff")


def test_a_file_without_drawings_is_told_apart():
    with pytest.raises(DataError, match="no drawings"):
        read_strokes_file(b"\n \n")


def test_a_file_larger_than_any_class_is_not_read(monkeypatch):
    content = line().encode()
    monkeypatch.setattr(take_home, "MAX_BYTES", len(content))
    assert read_strokes_file(content)

    with pytest.raises(DataError, match="larger"):
        read_strokes_file(content + b"\n")


def test_more_than_a_class_holds_is_refused(monkeypatch):
    monkeypatch.setattr(
        take_home, "_read", lambda line: take_home._Line(7, line.decode(), "", 0, None)
    )
    as_many = "\n".join(["x"] * MAX_OF_CLASS)
    assert len(read_strokes_file(as_many.encode())[0]) == MAX_OF_CLASS
    with pytest.raises(StoreError, match=r"holds 10000 drawings"):
        read_strokes_file(f"{as_many}\nx".encode())
    with pytest.raises(StoreError, match=r"300 pupils"):
        read_strokes_file("\n".join(f"w{n}" for n in range(MAX_PUPILS + 1)).encode())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)
POINTS = st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {"strokes": st.lists(POINTS, max_size=4) | ANYTHING},
        optional={
            "label": st.integers(-1, 10) | ANYTHING,
            "writer": ANYTHING,
            "widths": st.lists(st.floats(0, 400), max_size=4) | ANYTHING,
            "task": st.integers(0, 3) | ANYTHING,
            "asked": st.fixed_dictionaries({"kind": st.sampled_from(KINDS)}) | ANYTHING,
        },
    )
)
def test_whatever_a_line_holds_it_is_a_drawing_that_can_be_read_or_refused(entry):
    try:
        (drawing,), tasks = read_strokes_file(json.dumps(entry).encode())
    except MnistNetError:
        return
    again = decode(drawing.strokes)
    prepare_strokes(again.strokes)
    assert isinstance(again, Drawing)
    tasks = tasks or {1: Task()}  # as a class has it
    (task,) = tasks
    (back,), tasks_back = read_strokes_file(strokes_file([replace(drawing, task=task)], tasks))
    assert back == replace(drawing, task=task, sent=back.sent)
    assert tasks_back == tasks
