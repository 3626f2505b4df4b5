import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnistnet import Drawing, DrawingError
from mnistnet.address import decode, encode

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


@given(st.text(max_size=200) | st.text("ABab09-_", max_size=200))
def test_a_damaged_address_is_a_drawing_or_a_sentence(text):
    try:
        drawing = decode(text)
    except DrawingError:
        return
    assert all(np.isfinite(stroke).all() for stroke in drawing.strokes)


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_cut_off_address_is_refused_or_shorter(cut):
    whole = encode(Drawing((np.array([(1.0, 2), (300, 400)]),), (20.0,)))
    with pytest.raises(DrawingError):
        decode(whole[:-cut])
