"""The browser's own preparation and forward pass, run in Chromium beside NumPy's."""

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnistnet import Drawing, Network, forward, load_network, prepare_as_drawn, prepare_strokes
from mnistnet.drawing.url_text import decode, encode
from mnistnet.errors import DrawingError
from mnistnet.weights.packed import pack

IMPORT = """async () => {
    for (const name of ["reading", "strokes"])
        window[name] = await import(`mnistnet/${name}.js`);
}"""
READ = """([packed, drawings, preparation]) => {
    const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0));
    const networks = reading.unpackNetworks(bytes);
    return drawings.map(([strokes, widths]) => {
        const pixels = reading.prepare(strokes, widths, preparation);
        const answers = pixels && networks.map(network => [...reading.forward(network, pixels).A2]);
        return pixels && [[...pixels], answers];
    });
}"""

STEPS = """([drawings, preparation]) => {
    const packed = numbers => {  // a million, which Playwright would write out one by one
        const bytes = new Uint8Array(Float64Array.from(numbers).buffer);
        let letters = "";
        for (let i = 0; i < bytes.length; i += 8192)
            letters += String.fromCharCode(...bytes.subarray(i, i + 8192));
        return btoa(letters);
    };
    return drawings.map(([strokes, widths]) => reading.stepsBefore(strokes, widths, preparation)
        .map(({name, side, pixels}) => [name, side, packed(pixels)]));
}"""

PLACES = st.one_of(st.integers(-40, 320), st.floats(-40, 320))
STROKE = st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=12)
STROKES = st.lists(STROKE, min_size=1, max_size=4)
PENS = st.integers(40, 400).map(lambda tenths: tenths / 10)


@pytest.fixture(scope="module")
def page(browser, html_file_path):
    """Return the page in one file: the preparation and forward pass in it are the served ones."""
    page = browser.new_page()
    page.goto(html_file_path.as_uri())
    page.evaluate(IMPORT)
    yield page
    page.close()


@pytest.fixture(scope="module")
def in_browser(page):
    """Return what reads drawings in Chromium: pixels and, for each network, outputs of each."""

    def read(drawings, preparation, *networks):
        packed = base64.b64encode(b"".join(map(pack, networks))).decode()
        told = [([s.tolist() for s in d.strokes], list(d.widths)) for d in drawings]
        return page.evaluate(READ, [packed, told, preparation])

    return read


def prepared(drawing, preparation):
    if preparation == "drawn":
        return prepare_as_drawn(drawing)
    return prepare_strokes(drawing.strokes)


@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_the_browser_reads_handwriting_as_numpy_does(in_browser, written, preparation):
    networks = [load_network("lecture-a"), load_network("lecture-b")]

    found = in_browser(written, preparation, *networks)

    for drawing, (pixels, answers) in zip(written, found, strict=True):
        digit = prepared(drawing, preparation)
        if preparation == "mnist":
            assert pixels == digit.pixels.ravel().tolist()
        else:  # NumPy adds up in float32 here
            assert np.abs(digit.pixels.ravel() - pixels).max() < 1e-6
        for network, outputs in zip(networks, answers, strict=True):
            A2 = forward(network, np.reshape(pixels, (784, 1))).A2
            assert outputs == pytest.approx(A2[:, 0].tolist(), abs=1e-12)
            A2 = forward(network, digit.X).A2
            assert outputs == pytest.approx(A2[:, 0].tolist(), abs=1e-5)


@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
@given(strokes=STROKES, pen=PENS)
@settings(max_examples=100)
def test_any_strokes_give_the_same_pixels(in_browser, strokes, pen, preparation):
    arrays = tuple(np.array(points, dtype=float) for points in strokes)
    drawing = Drawing(arrays, tuple(pen + i for i in range(len(arrays))))

    (found,) = in_browser([drawing], preparation)

    try:
        pixels = prepared(drawing, preparation).pixels.ravel()
    except DrawingError:
        assert found is None
    else:
        assert np.abs(pixels - found[0]).max() <= (0 if preparation == "mnist" else 1e-6)


@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_the_steps_before_are_pythons(page, written, preparation):
    drawings = written[:20]

    told = [([s.tolist() for s in d.strokes], d.widths) for d in drawings]
    found = page.evaluate(STEPS, [told, preparation])

    for drawing, steps in zip(drawings, found, strict=True):
        ours = prepared(drawing, preparation).steps
        assert [name for name, _, _ in steps] == [name for name, _ in ours]
        for (_, side, packed), (_, image) in zip(steps, ours, strict=True):
            pixels = np.frombuffer(base64.b64decode(packed), dtype="<f8")
            assert np.array_equal(pixels.reshape(side, side), image)


@pytest.mark.parametrize("preparation", ["mnist", "drawn"])
def test_both_refuse_lines_of_the_same_length(in_browser, preparation):
    bars = np.array([(140.0, 40), (140, 240)] * 800)
    # As drawn a bar is 200 pixels long, in the box 142.4; one step sets the pen down.
    n, rest = {"drawn": (1_000, 199), "mnist": (1_399, 85)}[preparation]
    part = rest / (200 if preparation == "drawn" else 142.4)
    way = bars[:n]
    ends = [way[-1] + share * (bars[n] - way[-1]) for share in (part - 0.001, part + 0.001)]
    drawings = [Drawing((np.vstack([way, end]),), (20.0,)) for end in ends]

    within, beyond = in_browser(drawings, preparation)

    assert within[0] == pytest.approx(prepared(drawings[0], preparation).pixels.ravel(), abs=1e-6)
    assert beyond is None
    with pytest.raises(DrawingError):
        prepared(drawings[1], preparation)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("biases", [0, 1])
@pytest.mark.parametrize("n_hidden", [1, 33])
def test_a_network_of_ones_own_answers_the_same(in_browser, written, n_hidden, biases, kind):
    rng = np.random.default_rng(n_hidden)
    network = Network(
        rng.normal(0, 0.2, (n_hidden, 784 + biases)).astype(kind),
        rng.normal(0, 2, (10, n_hidden + biases)).astype(kind),
    )

    found = in_browser(written[:20], "mnist", load_network("lecture-b"), network)

    for drawing, (_, (_, outputs)) in zip(written[:20], found, strict=True):
        A2 = forward(network, prepare_strokes(drawing.strokes).X.astype(kind)).A2
        tolerance = 1e-12 if kind is np.float64 else 1e-5  # NumPy adds up in float32, too
        assert outputs == pytest.approx(A2[:, 0].tolist(), abs=tolerance)


@given(strokes=STROKES, pen=PENS)
@settings(max_examples=50)
def test_a_drawing_comes_and_goes_as_the_address_has_it(page, strokes, pen):
    drawing = Drawing(tuple(np.array(points) for points in strokes), (pen,) * len(strokes))
    text = encode(drawing)

    found = page.evaluate("text => strokes.decodeDrawing(text)", text)

    there = decode(text)
    assert found["strokes"] == [points.tolist() for points in there.strokes]
    assert found["widths"] == list(there.widths)
    assert page.evaluate("drawing => strokes.encodeDrawing(drawing)", found) == text


def test_saturated_units_give_numbers(in_browser, written):
    network = Network(np.full((2, 785), -1e300), np.full((10, 3), 700.0))

    ((_, (outputs,)),) = in_browser(written[:1], "mnist", network)

    assert outputs == [1.0] * 10  # hidden units at 0, the bias alone
