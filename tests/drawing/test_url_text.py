import base64
import re
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet import Drawing, DrawingError, prepare_as_drawn, prepare_strokes
from mnistnet.data.stroke_files import read_written_digits
from mnistnet.drawing.strokes import MAX_REACH, MAX_STROKES, MAX_WIDTH
from mnistnet.drawing.url_text import MAX_TEXT, decode, drawing_in, encode

points = st.lists(
    st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000)), min_size=1, max_size=30
).map(lambda pairs: np.array(pairs, dtype=float))
strokes = st.lists(st.tuples(points, st.integers(1, 400).map(lambda tenths: tenths / 10)))


@given(strokes)
def test_what_is_written_is_read_again(pairs):
    drawing = Drawing(tuple(p for p, _ in pairs), tuple(width for _, width in pairs))

    text = encode(drawing)
    again = decode(text)

    assert re.fullmatch(r"[\w-]*", text)
    assert again.widths == drawing.widths
    assert len(again.strokes) == len(drawing.strokes)
    assert all(map(np.array_equal, again.strokes, drawing.strokes))


def test_the_format_by_hand():
    # width 2.0 -> 20 -> zigzag 40 = 0x28; 1 point -> 2; x 1 -> 2; y -1 -> 1
    assert encode(Drawing((np.array([(1.0, -1)]),), (2.0,))) == "KAICAQ"


def test_a_hand_drawn_stroke_stays_short():
    turn = np.linspace(0, 6, 60)
    ring = np.stack([140 + 60 * np.sin(turn), 140 + 90 * np.cos(turn)], axis=1)

    assert len(encode(Drawing((ring,), (20.0,)))) < 200


damaged = st.text(max_size=200) | st.text("ABab09-_", max_size=200)
mutated = st.tuples(strokes, st.integers(0, 10_000), st.text("ABab09-_", max_size=8)).map(
    lambda parts: _overwritten(
        encode(Drawing(tuple(p for p, _ in parts[0]), tuple(width for _, width in parts[0]))),
        *parts[1:],
    )
)


def _overwritten(text: str, at: int, other: str) -> str:
    at %= len(text) + 1
    return text[:at] + other + text[at + len(other) :]


@given(damaged | mutated)
def test_a_damaged_address_is_a_drawing_that_can_be_read_or_a_sentence(text):
    with suppress(DrawingError):
        drawing = drawing_in(text)
        assert all((abs(stroke) <= MAX_REACH).all() for stroke in drawing.strokes)
        for digit in (prepare_as_drawn(drawing), prepare_strokes(drawing.strokes)):
            assert np.isfinite(digit.X).all()


@given(st.integers(1, 10**6))
def test_an_address_longer_than_any_of_the_pages_is_refused_before_it_is_read(excess):
    with pytest.raises(DrawingError, match="more than 7,500 characters"):
        drawing_in("!" * (MAX_TEXT + excess))


def test_what_lies_far_from_the_canvas_is_refused():
    for far in (MAX_REACH + 1, -MAX_REACH - 1, 10**400):
        numbers = [200, 1, 0, far]
        with pytest.raises(DrawingError):
            decode(_written(numbers))


def test_the_furthest_points_and_the_widest_pen_are_read():
    for numbers in ([10 * MAX_WIDTH, 1, MAX_REACH, -MAX_REACH], [1, 1, 0, 0]):
        drawing = decode(_written(numbers))
        assert drawing.strokes[0].tolist() == [numbers[2:]]
        assert drawing.widths == (numbers[0] / 10,)
    for numbers in ([10 * MAX_WIDTH + 1, 1, 0, 0], [0, 1, 0, 0]):
        with pytest.raises(DrawingError):
            decode(_written(numbers))


@pytest.mark.parametrize("letter", [" ", "\n", ".", "가"])
def test_letters_that_no_drawing_is_written_with_are_refused_and_not_left_out(letter):
    text = encode(Drawing((np.array([(1.0, -1)]),), (2.0,)))
    for at in range(len(text) + 1):
        with pytest.raises(DrawingError):
            decode(text[:at] + 4 * letter + text[at:])  # four leave its length


def _written(numbers: list[int]) -> str:
    """Write whole numbers as the address does, the long way round."""
    written = bytearray()
    for number in numbers:
        bits = f"{2 * number if number >= 0 else -2 * number - 1:b}"
        bits = bits.zfill(-(-len(bits) // 7) * 7)
        sevens = [bits[i : i + 7] for i in range(0, len(bits), 7)][::-1]
        written += bytes(int(seven, 2) | 0x80 for seven in sevens[:-1])
        written.append(int(sevens[-1], 2))
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


@pytest.mark.parametrize("name", ["ipad_pencil.jsonl", "pendigits-orig.tra"])
def test_the_longest_twenty_real_strokes_fit(strokes_folder, name):
    lengths = []
    for digit in read_written_digits(strokes_folder / name):
        low = np.min([stroke.min(axis=0) for stroke in digit.strokes], axis=0)
        high = np.max([stroke.max(axis=0) for stroke in digit.strokes], axis=0)
        scale = 200 / max(high - low)  # as large as one draws on the canvas
        for stroke in digit.strokes:
            drawn = np.round(40 + (stroke - low) * scale)
            moves = np.diff(drawn, axis=0, prepend=np.inf).any(axis=1)
            lengths.append(len(encode(Drawing((drawn[moves],), (20.0,)))))

    assert sum(sorted(lengths)[-20:]) <= MAX_TEXT


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_cut_off_address_is_refused_or_shorter(cut):
    whole = encode(Drawing((np.array([(1.0, 2), (300, 400)]),), (20.0,)))
    with pytest.raises(DrawingError):
        decode(whole[:-cut])


def test_more_strokes_than_a_hand_draws_are_refused():
    dot = Drawing((np.array([(1.0, 2)]),) * MAX_STROKES, (2.0,) * MAX_STROKES)
    assert len(decode(encode(dot)).strokes) == MAX_STROKES

    with pytest.raises(DrawingError):
        decode(encode(dot) + "KAICAQ")


def test_an_address_as_long_as_can_be_is_read():
    zigzag = np.tile([[0.0, 0], [9, 9]], (1_406, 1))[:2_811]  # a byte a number, three before them
    text = encode(Drawing((zigzag,), (2.0,)))

    assert len(text) == MAX_TEXT
    assert np.array_equal(drawing_in(text).strokes[0], zigzag)


def test_seven_bits_are_one_byte_and_eight_are_two():
    # 0x28 and 2 as above; x -64 -> zigzag 127 = 0x7F; y 64 -> 128 = 0x80 0x01
    written = base64.urlsafe_b64encode(bytes([0x28, 2, 0x7F, 0x80, 0x01])).rstrip(b"=")

    assert encode(Drawing((np.array([(-64.0, 64)]),), (2.0,))) == written.decode()
